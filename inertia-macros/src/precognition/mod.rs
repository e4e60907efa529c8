//! `#[inertia::precognition(SignupForm)]`: an async function becomes the handler of a form. Live validation does not run it.

mod check;
mod emit;
mod options;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::quote;

use crate::handler::RawHandler;
use crate::syntax::Errors;

/// The attribute, from tokens to tokens. With errors it emits a handler without arguments, so that its router causes no further
/// error.
pub(crate) fn attribute(options: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let options = options::Options::parse(options, &mut errors);
    let (raw, fallback) = RawHandler::read(item, &check::RULES, &mut errors);
    let checked = raw.and_then(|raw| check::check(options, raw, &mut errors));
    let handler = checked.map_or(fallback, |checked| emit::handler(&checked));
    let errors = errors.into_compile_errors();
    quote!(#errors #handler)
}
