//! `#[inertia::page("Event/Index")]`: an async function becomes the handler of a page.

mod emit;
mod options;
mod static_page;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::quote;

use self::options::Page;
pub(crate) use self::static_page::expand as static_page;
use crate::component;
use crate::handler::{Handler, RawHandler, Rules};
use crate::syntax::Errors;

/// A page returns its props.
const RULES: Rules = Rules {
    kind: "page",
    missing_output: Some(
        "a page returns its props; write `-> Props`, `-> Page<Props>`, or `-> Result<_, E>` with one of them",
    ),
};

/// The attribute, from tokens to tokens. With errors it emits a handler without arguments, so that its router causes no further
/// error.
pub(crate) fn attribute(options: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let page = Page::parse(options, &mut errors);
    let (raw, fallback) = RawHandler::read(item, &RULES, &mut errors);
    let handler = raw.and_then(|raw| Handler::check(raw, &RULES, &mut errors));
    let file = page.as_ref().map(|page| component_file(page, &mut errors));
    let emitted = match (&page, &handler) {
        (Some(page @ Page { krate: Some(krate), .. }), Some(handler)) => {
            emit::page(krate, page, handler, file.as_ref())
        }
        _ => fallback,
    };
    let errors = errors.into_compile_errors();
    quote!(#errors #emitted)
}

/// Checks that the component has a file. Gives code that makes the compiler check again when the file is removed.
fn component_file(page: &Page, errors: &mut Errors) -> TokenStream {
    match page.options.component_check {
        Some(_) => TokenStream::new(),
        None => component::check(&page.component, errors),
    }
}
