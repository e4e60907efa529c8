//! An async handler: its signature is understood, its body stays the tokens that the user wrote.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{
    Attribute, Error, FnArg, GenericParam, Generics, Ident, PatType, ReturnType, Safety, Signature, Token,
    Type, Visibility,
    parse::{Parse, ParseStream, Parser},
    parse_quote_spanned, parse2,
};

use crate::{
    syntax::attributes,
    syntax::errors::{self, Errors},
    syntax::generics::mentions_any,
};

/// A function item, as far as it was read.
pub(crate) struct RawHandler {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    pub(crate) body: TokenStream,
}

impl Parse for RawHandler {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        if !begins_function(input) {
            return Err(input.error("a handler is an `async fn`"));
        }
        Ok(Self { attributes, visibility, signature: input.parse()?, body: input.parse()? })
    }
}

/// Our attributes that make a function a handler.
const KINDS: &[&str] = &["page", "precognition"];

impl RawHandler {
    /// Reads an item that one of our attributes stands on. Beside it comes what takes its place when something is wrong.
    pub(crate) fn read(item: TokenStream, rules: &Rules, errors: &mut Errors) -> (Option<Self>, TokenStream) {
        let Some(mut raw) = errors.keep(parse2::<Self>(item.clone())) else {
            return (None, named_only.parse2(item.clone()).unwrap_or(item));
        };
        let fine = raw.must_be_of_one_kind(rules.kind, errors) & raw.must_have_a_body(errors);
        let stand_in = raw.stand_in(rules.missing_output);
        (fine.then_some(raw), stand_in)
    }

    /// A handler that takes and answers nothing, so that a router to which it is given has nothing to add. The user's
    /// function stays inside: an editor has to know what its body speaks of.
    ///
    /// What is said of a type that is missing goes into the body, which then may give anything.
    fn stand_in(&self, missing_output: Option<&str>) -> TokenStream {
        let (outer, inner) = divided(&self.attributes);
        let Self { visibility, signature, body, .. } = self;
        let Signature { ident, generics, output, .. } = signature;
        let where_clause = &generics.where_clause;
        let missing = missing_output.filter(|_| matches!(output, ReturnType::Default));
        let missing = missing.map(|message| Error::new(ident.span(), message).into_compile_error());
        let signature = repaired(signature.clone());
        let taken = quote!(#(#outer)* #visibility async fn #ident #generics() #where_clause);
        if !has_body(body) {
            return quote!(#missing #taken {});
        }
        // What takes `self` can only stand beside, under another name.
        if signature.receiver().is_some() {
            let ident = format_ident!("__inertia_{}", ident);
            let signature = Signature { ident, ..signature };
            return quote!(#missing #taken {} #(#inner)* #[allow(dead_code)] #signature #body);
        }
        let body = missing.map_or_else(
            || body.clone(),
            |missing| quote!({ let _ = async move { return #missing; #[allow(unreachable_code)] #body }; }),
        );
        quote! {
            #taken {
                #(#inner)*
                #[allow(dead_code)]
                #signature #body
            }
        }
    }

    /// What is only promised has nothing to run.
    fn must_have_a_body(&self, errors: &mut Errors) -> bool {
        let fine = has_body(&self.body);
        if !fine {
            let ident = &self.signature.ident;
            errors.at(ident, format_args!("a handler has a body; write `async fn {ident}(…) {{ … }}`"));
        }
        fine
    }

    /// One function is one kind of handler. Of two attributes the second is taken away, so that it says nothing else.
    fn must_be_of_one_kind(&mut self, this: &str, errors: &mut Errors) -> bool {
        let written = self.attributes.len();
        self.attributes.retain(|attribute| {
            let other = attributes::last_name(attribute.path());
            if !KINDS.contains(&other.as_str()) {
                return true;
            }
            errors.push(if other == this {
                errors::duplicate(attribute, format_args!("attribute `#[inertia::{this}]`"))
            } else {
                let (other, this) = (format!("`#[inertia::{other}]`"), format!("`#[inertia::{this}]`"));
                let hint = "a page answers with props, a form's handler redirects to one; write two handlers";
                errors::conflict(attribute.path(), other, this, hint)
            });
            false
        });
        self.attributes.len() == written
    }
}

/// A body from a macro comes in invisible delimiters, so what is looked for is the semicolon in its place.
fn has_body(body: &TokenStream) -> bool {
    let first = body.clone().into_iter().next();
    first.is_some_and(|token| !matches!(token, TokenTree::Punct(_)))
}

/// What takes the place of a function that cannot be read: one of its name, which takes and answers nothing.
fn named_only(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let attributes = input.call(Attribute::parse_outer)?;
    let visibility: Visibility = input.parse()?;
    if !begins_function(input) {
        return Err(input.error("no function"));
    }
    while !input.peek(Token![fn]) {
        input.parse::<TokenTree>()?;
    }
    input.parse::<Token![fn]>()?;
    let ident: Ident = input.parse()?;
    input.parse::<TokenStream>()?;
    let (outer, _) = divided(&attributes);
    Ok(quote!(#(#outer)* #visibility async fn #ident() {}))
}

fn begins_function(input: ParseStream<'_>) -> bool {
    input.peek(Token![fn])
        || input.peek(Token![async])
        || input.peek(Token![unsafe])
        || input.peek(Token![extern])
        || (input.peek(Token![const]) && !input.peek2(Ident) && !input.peek2(Token![_]))
}

/// A function that can be turned into an axum handler.
pub(crate) struct Handler {
    /// What stays on the generated function: what its callers and readers see.
    pub(crate) outer_attributes: Vec<Attribute>,
    /// What goes with the body.
    pub(crate) inner_attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    pub(crate) arguments: Vec<Type>,
    pub(crate) output: Type,
    pub(crate) body: TokenStream,
}

/// In what one kind of handler differs from another.
pub(crate) struct Rules {
    /// The attribute's name.
    pub(crate) kind: &'static str,
    pub(crate) most_arguments: usize,
    /// What to write behind the parentheses when nothing is there, unless that is fine.
    pub(crate) missing_output: Option<&'static str>,
}

/// Attributes that speak to the handler's callers and readers, or to the compiler about the whole of it.
const OUTER: &[&str] = &["allow", "cfg", "deny", "deprecated", "doc", "expect", "forbid", "must_use", "warn"];

/// axum's attribute that asks what is wrong with a handler: it is about the function that axum sees.
const OUTER_WITH_A_PATH: &[&str] = &["debug_handler"];

/// The attributes of the generated function, and those of the user's inside it.
fn divided(attributes: &[Attribute]) -> (Vec<&Attribute>, Vec<&Attribute>) {
    attributes.iter().partition(|attribute| {
        let path = attribute.path();
        OUTER.iter().any(|name| path.is_ident(name))
            || OUTER_WITH_A_PATH.contains(&attributes::last_name(path).as_str())
    })
}

impl Handler {
    /// Judges a signature. Each rule speaks once, at the smallest thing to edit.
    pub(crate) fn check(raw: RawHandler, rules: &Rules, errors: &mut Errors) -> Option<Self> {
        let RawHandler { attributes, visibility, signature, body } = raw;
        must_be_async(&signature, errors);
        must_be_plain(&signature, errors);
        let signature = repaired(signature);
        let mut found = Errors::default();
        let arguments = arguments(&signature, &mut found);
        must_have_few_arguments(&signature, rules.most_arguments, &mut found);
        let fine = found.is_empty();
        errors.append(found);
        if !fine {
            return None;
        }
        let output = must_return_something(&signature, rules.missing_output)?;
        let (outer, inner) = divided(&attributes);
        let (outer_attributes, inner_attributes) =
            (outer.into_iter().cloned().collect(), inner.into_iter().cloned().collect());
        Some(Self { outer_attributes, inner_attributes, visibility, signature, arguments, output, body })
    }

    /// The generated function, around the function that the user wrote.
    pub(crate) fn wrapped(
        &self,
        private: &TokenStream,
        parameters: &TokenStream,
        answer: &TokenStream,
    ) -> TokenStream {
        let Self { outer_attributes, inner_attributes, visibility, signature, body, .. } = self;
        let (ident, generics) = (&signature.ident, &signature.generics);
        let where_clause = &generics.where_clause;
        quote! {
            #(#outer_attributes)*
            #[allow(clippy::too_many_arguments)]
            #visibility async fn #ident #generics(#parameters) -> #private::Response #where_clause {
                #(#inner_attributes)*
                #[allow(clippy::unused_async)]
                #signature #body

                #answer
            }
        }
    }

    /// Says what the user's function takes of the path, for the types of its URLs. Of a generic function nothing can be said.
    pub(crate) fn path(&self, private: &TokenStream) -> TokenStream {
        let open = !self.signature.generics.params.is_empty()
            || self.arguments.iter().any(|ty| mentions_any(ty, &["Self"]));
        if self.arguments.is_empty() || open {
            return TokenStream::new();
        }
        let (ident, arguments) = (&self.signature.ident, &self.arguments);
        quote!(#private::handler_path! { #ident #(, #arguments)* })
    }

    /// What the generated function calls its extractors.
    pub(crate) fn names(&self, here: Span) -> Vec<Ident> {
        (0..self.arguments.len()).map(|position| format_ident!("__inertia_{position}", span = here)).collect()
    }

    /// The parameters that a call inside the generated function has to name: `::<S, N>`.
    pub(crate) fn turbofish(&self) -> TokenStream {
        let names: Vec<&Ident> = type_arguments(&self.signature.generics).collect();
        if names.is_empty() { TokenStream::new() } else { quote!(::<#(#names),*>) }
    }
}

fn type_arguments(generics: &Generics) -> impl Iterator<Item = &Ident> {
    generics.params.iter().filter_map(|parameter| match parameter {
        GenericParam::Type(parameter) => Some(&parameter.ident),
        GenericParam::Const(parameter) => Some(&parameter.ident),
        GenericParam::Lifetime(_) => None,
    })
}

/// axum runs handlers as futures.
fn must_be_async(signature: &Signature, errors: &mut Errors) {
    // `const` and `async` exclude each other, so a `const` function is told to change one thing only.
    if signature.asyncness.is_none() && signature.constness.is_none() {
        errors.at(&signature.ident, format_args!("a handler is async; write `async fn {}`", signature.ident));
    }
}

/// Nothing calls a handler but axum, so it has no calling convention of its own.
fn must_be_plain(signature: &Signature, errors: &mut Errors) {
    if let Some(constness) = &signature.constness {
        errors
            .at(constness, format_args!("a handler can't be `const`; write `async fn {}`", signature.ident));
    }
    match &signature.safety {
        Safety::Unsafe(token) => {
            errors.at(token, "a handler can't be `unsafe`; axum calls it with no promises");
        }
        Safety::Safe(token) => errors.at(token, "a handler can't be marked `safe`"),
        Safety::Default => {}
    }
    if let Some(abi) = &signature.abi {
        errors.at(abi, "a handler can't be `extern`");
    }
    if let Some(variadic) = &signature.variadic {
        errors.at(variadic, "a handler can't be variadic");
    }
}

/// The signature as it was meant: what is wrong with these parts was said, and shall not be said again by what follows.
fn repaired(mut signature: Signature) -> Signature {
    let here = signature.fn_token.span;
    signature.asyncness.get_or_insert_with(|| Token![async](here));
    signature.constness = None;
    signature.safety = Safety::Default;
    signature.abi = None;
    signature.variadic = None;
    signature
}

/// The arguments are extractors. Each is named once more outside of the user's function, which only a full type allows.
fn arguments(signature: &Signature, errors: &mut Errors) -> Vec<Type> {
    let mut types = Vec::new();
    for argument in &signature.inputs {
        match argument {
            FnArg::Receiver(receiver) => {
                errors.at(
                    receiver,
                    "a handler can't take `self`; write a function whose state comes from `State<_>`",
                );
            }
            FnArg::Typed(argument) => {
                must_always_be_there(argument, errors);
                must_be_named(&argument.ty, errors);
                types.push((*argument.ty).clone());
            }
        }
    }
    types
}

/// A parameter that comes and goes would change the generated call.
fn must_always_be_there(argument: &PatType, errors: &mut Errors) {
    for attribute in &argument.attrs {
        if attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr") {
            errors.at(
                attribute,
                "a parameter of a handler can't be conditional; put `#[cfg(…)]` on the handler",
            );
        }
    }
}

/// `impl Trait` names no type that could be written a second time.
fn must_be_named(ty: &Type, errors: &mut Errors) {
    let found = if let Type::ImplTrait(whole) = ty {
        Some(whole.to_token_stream())
    } else {
        find_impl(ty.to_token_stream()).map(TokenStream::from)
    };
    if let Some(found) = found {
        errors.at(
            found,
            "an extractor can't be `impl Trait`; write a type parameter, as in `async fn handler<T: Trait>(value: T)`",
        );
    }
}

/// The first `impl` inside a type.
fn find_impl(ty: TokenStream) -> Option<TokenTree> {
    ty.into_iter().find_map(|token| match &token {
        TokenTree::Ident(ident) if *ident == "impl" => Some(token),
        TokenTree::Group(group) => find_impl(group.stream()),
        _ => None,
    })
}

/// axum calls functions of up to sixteen arguments.
fn must_have_few_arguments(signature: &Signature, most: usize, errors: &mut Errors) {
    if let Some(argument) = signature.inputs.iter().nth(most) {
        errors.at(
            argument,
            format_args!("a handler takes at most {most} extractors; group some in a struct that derives `FromRequestParts`"),
        );
    }
}

/// What a handler returns becomes the response. Of a type that is missing the handler's stand-in speaks.
fn must_return_something(signature: &Signature, missing: Option<&str>) -> Option<Type> {
    match (&signature.output, missing) {
        (ReturnType::Type(_, ty), _) => Some((**ty).clone()),
        (ReturnType::Default, None) => Some(parse_quote_spanned!(signature.ident.span()=> ())),
        (ReturnType::Default, Some(_)) => None,
    }
}
