//! The function below an attribute as it is written, and what is emitted in its place when there are errors.

use proc_macro2::{TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::{
    Attribute, Error, Ident, ReturnType, Signature, Token, Visibility,
    parse::{Parse, ParseStream, Parser},
    parse2,
};

use super::signature::repaired;
use super::{Rules, divided};
use crate::syntax::attributes::last_name;
use crate::syntax::{Errors, errors};

/// A function as it is written.
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

/// The attributes that make a function a handler.
const KINDS: &[&str] = &["page", "precognition"];

impl RawHandler {
    /// Parses the item of an attribute. Also gives the function to emit in its place when there are errors.
    pub(crate) fn read(item: TokenStream, rules: &Rules, errors: &mut Errors) -> (Option<Self>, TokenStream) {
        let Some(mut raw) = errors.keep(parse2::<Self>(item.clone())) else {
            return (None, name_only.parse2(item.clone()).unwrap_or(item));
        };
        let valid = raw.must_be_of_one_kind(rules.kind, errors) & raw.must_have_a_body(errors);
        let fallback = raw.fallback(rules.missing_output);
        (valid.then_some(raw), fallback)
    }

    /// A handler without arguments and output, so that the router it is given to causes no further error. The user's function is
    /// inside, so that editors understand its body.
    ///
    /// The error about a missing return type is in the body, where it makes the compiler accept any value.
    fn fallback(&self, missing_output: Option<&str>) -> TokenStream {
        let (outer, inner) = divided(&self.attributes);
        let Self { visibility, signature, body, .. } = self;
        let Signature { ident, generics, output, .. } = signature;
        let where_clause = &generics.where_clause;
        let missing = missing_output.filter(|_| matches!(output, ReturnType::Default));
        let missing = missing.map(|message| Error::new(ident.span(), message).into_compile_error());
        let signature = repaired(signature.clone());
        let handler = quote!(#(#outer)* #visibility async fn #ident #generics() #where_clause);
        if !has_body(body) {
            return quote!(#missing #handler {});
        }
        // A function that takes `self` cannot be inside another one.
        if signature.receiver().is_some() {
            let ident = format_ident!("__inertia_{}", ident);
            let signature = Signature { ident, ..signature };
            return quote!(#missing #handler {} #(#inner)* #[allow(dead_code)] #signature #body);
        }
        let body = missing.map_or_else(
            || body.clone(),
            |missing| quote!({ let _ = async move { return #missing; #[allow(unreachable_code)] #body }; }),
        );
        quote! {
            #handler {
                #(#inner)*
                #[allow(dead_code)]
                #signature #body
            }
        }
    }

    /// A declaration without a body has nothing to run.
    fn must_have_a_body(&self, errors: &mut Errors) -> bool {
        let ident = &self.signature.ident;
        let valid = has_body(&self.body);
        if !valid {
            errors.at(ident, format_args!("a handler has a body; write `async fn {ident}(…) {{ … }}`"));
        }
        valid
    }

    /// A function is one kind of handler. A second attribute is removed, so that it reports nothing else.
    fn must_be_of_one_kind(&mut self, this: &str, errors: &mut Errors) -> bool {
        let written = self.attributes.len();
        self.attributes.retain(|attribute| {
            let other = last_name(attribute.path());
            if !KINDS.contains(&other.as_str()) {
                return true;
            }
            errors.push(if other == this {
                errors::duplicate(attribute, format_args!("attribute `#[inertia::{this}]`"))
            } else {
                let (other, this) = (format!("`#[inertia::{other}]`"), format!("`#[inertia::{this}]`"));
                let hint = "a page responds with props, the handler of a form redirects to a page; write two handlers";
                errors::conflict(attribute.path(), other, this, hint)
            });
            false
        });
        self.attributes.len() == written
    }
}

/// Whether there is no semicolon in its place. A body from `macro_rules!` is in invisible delimiters instead of braces.
fn has_body(body: &TokenStream) -> bool {
    let first = body.clone().into_iter().next();
    first.is_some_and(|token| !matches!(token, TokenTree::Punct(_)))
}

/// A handler without arguments and output, in place of a function that cannot be parsed.
fn name_only(input: ParseStream<'_>) -> syn::Result<TokenStream> {
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
