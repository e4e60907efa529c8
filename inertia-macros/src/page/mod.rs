//! `#[inertia::page("Event/Index")]`: an async function becomes the handler of a page.

mod check;
mod emit;
mod options;
mod static_page;
#[cfg(test)]
mod tests;

pub(crate) use self::static_page::expand as static_page;

use proc_macro2::TokenStream;
use quote::quote;

use crate::{component, handler::RawHandler, syntax::errors::Errors};

/// The attribute, from tokens to tokens. With mistakes it emits the user's item as it is, so that nothing else is
/// reported about it.
pub(crate) fn attribute(options: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let options = options::Options::parse(options, &mut errors);
    let (raw, item) = RawHandler::read(item, &check::RULES, &mut errors);
    let handler = raw.and_then(|raw| check::handler(raw, &mut errors));
    // A handler whose options are wrong is still a handler to the router that it is given to.
    let looked_for = (!options.unchecked).then_some(&options.component);
    let component = looked_for.map(|component| component::check(component, &mut errors)).unwrap_or_default();
    let page = match (&options.krate, &handler) {
        (Some(krate), Some(handler)) => emit::page(krate, &options, handler, &component),
        _ => item,
    };
    let errors = errors.into_compile_errors();
    quote!(#errors #page)
}
