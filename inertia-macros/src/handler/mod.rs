//! An async handler: its signature is parsed, its body stays the user's tokens.

mod raw;
mod signature;

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::{Attribute, GenericParam, Ident, Type};

pub(crate) use self::raw::RawHandler;
use crate::syntax::attributes::last_name;
use crate::syntax::{Errors, tokens};

/// A function with the signature of a handler.
pub(crate) struct Handler {
    /// As it is written, without what a handler can't be.
    pub(crate) function: RawHandler,
    pub(crate) arguments: Vec<Type>,
    pub(crate) output: Type,
}

/// What differs between kinds of handlers.
pub(crate) struct Rules {
    /// The attribute's name.
    pub(crate) kind: &'static str,
    /// The error about a missing return type, where one is required.
    pub(crate) missing_output: Option<&'static str>,
}

/// Attributes for callers, for documentation, and for the compiler about the whole function.
const OUTER: &[&str] = &["allow", "cfg", "deny", "deprecated", "doc", "expect", "forbid", "must_use", "warn"];

/// axum's attribute for better errors, which has to be on the function that axum receives.
const OUTER_WITH_A_PATH: &[&str] = &["debug_handler"];

/// The attributes of the generated function, and those of the user's function inside it.
fn divided(attributes: &[Attribute]) -> (Vec<&Attribute>, Vec<&Attribute>) {
    attributes.iter().partition(|attribute| {
        let path = attribute.path();
        OUTER.iter().any(|name| path.is_ident(name)) || OUTER_WITH_A_PATH.contains(&last_name(path).as_str())
    })
}

impl Handler {
    /// Applies the rules of signatures.
    pub(crate) fn check(raw: RawHandler, rules: &Rules, errors: &mut Errors) -> Option<Self> {
        signature::must_be_async(&raw.signature, errors);
        signature::must_be_plain(&raw.signature, errors);
        let function = RawHandler { signature: signature::repaired(raw.signature), ..raw };
        let mut of_arguments = Errors::default();
        let arguments = signature::arguments(&function.signature, &mut of_arguments);
        signature::must_have_few_arguments(&function.signature, &mut of_arguments);
        let valid = of_arguments.is_empty();
        errors.append(of_arguments);
        let output = signature::must_return_something(&function.signature, rules.missing_output)?;
        valid.then_some(Self { function, arguments, output })
    }

    /// The generated function, around the function that the user wrote.
    pub(crate) fn wrapped(
        &self,
        private: &TokenStream,
        parameters: &TokenStream,
        body: &TokenStream,
    ) -> TokenStream {
        let RawHandler { attributes, visibility, signature, body: user_body } = &self.function;
        let (outer, inner) = divided(attributes);
        let (ident, generics) = (&signature.ident, &signature.generics);
        let where_clause = &generics.where_clause;
        quote! {
            #(#outer)*
            #[allow(clippy::too_many_arguments)]
            #visibility async fn #ident #generics(#parameters) -> #private::Response #where_clause {
                #(#inner)*
                #[allow(clippy::unused_async)]
                #signature #user_body

                #body
            }
        }
    }

    /// Describes the handler's `Path` for typed URLs. A generic function has no description.
    pub(crate) fn path_description(&self, private: &TokenStream) -> TokenStream {
        let is_generic = !self.function.signature.generics.params.is_empty()
            || self.arguments.iter().any(|ty| tokens::contain_any(ty, &["Self"]));
        if self.arguments.is_empty() || is_generic {
            return TokenStream::new();
        }
        let (ident, arguments) = (&self.function.signature.ident, &self.arguments);
        quote!(#private::handler_path! { #ident #(, #arguments)* })
    }

    /// The names of the extractors in the generated function.
    pub(crate) fn names(&self, here: Span) -> Vec<Ident> {
        (0..self.arguments.len()).map(|position| format_ident!("__inertia_{position}", span = here)).collect()
    }

    /// The generic arguments of the call inside the generated function: `::<S, N>`.
    pub(crate) fn turbofish(&self) -> TokenStream {
        let parameters = self.function.signature.generics.params.iter();
        let names: Vec<&Ident> = parameters
            .filter_map(|parameter| match parameter {
                GenericParam::Type(parameter) => Some(&parameter.ident),
                GenericParam::Const(parameter) => Some(&parameter.ident),
                GenericParam::Lifetime(_) => None,
            })
            .collect();
        if names.is_empty() { TokenStream::new() } else { quote!(::<#(#names),*>) }
    }
}
