//! `#[inertia::precognition(SignupForm)]`: an async function becomes the handler of a form, and live validation never
//! reaches it.

mod check;
mod emit;
mod options;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::quote;

use crate::{handler::RawHandler, syntax::errors::Errors};

/// The attribute, from tokens to tokens. With mistakes it emits the user's item as it is, so that nothing else is
/// reported about it.
pub(crate) fn attribute(options: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let options = options::Options::parse(options, &mut errors);
    let (raw, item) = RawHandler::read(item, &check::RULES, &mut errors);
    let checked = raw.and_then(|raw| check::check(options, raw, &mut errors));
    let handler = checked.map_or(item, |checked| emit::handler(&checked));
    let errors = errors.into_compile_errors();
    quote!(#errors #handler)
}
