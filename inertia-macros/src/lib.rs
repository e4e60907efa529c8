//! The macros of `inertia-runtime`, which re-exports and documents them. Do not use this crate directly.

#![allow(missing_docs, reason = "documented where they are re-exported")]

mod component;
mod form;
mod handler;
mod page;
mod precognition;
mod props;
mod serde_attrs;
mod syntax;
mod typescript;

use proc_macro::TokenStream;

#[proc_macro_derive(
    InertiaProps,
    attributes(
        serde, inertia, ts, always, optional, defer, merge, prepend, deep_merge, once, scroll, nested
    )
)]
pub fn derive_inertia_props(input: TokenStream) -> TokenStream {
    props::derive(input.into()).into()
}

#[proc_macro_derive(InertiaForm, attributes(serde, form, ts))]
pub fn derive_inertia_form(input: TokenStream) -> TokenStream {
    form::derive(input.into()).into()
}

#[proc_macro_attribute]
pub fn page(options: TokenStream, item: TokenStream) -> TokenStream {
    page::attribute(options.into(), item.into()).into()
}

#[proc_macro_attribute]
pub fn precognition(options: TokenStream, item: TokenStream) -> TokenStream {
    precognition::attribute(options.into(), item.into()).into()
}

#[proc_macro]
pub fn static_page(tokens: TokenStream) -> TokenStream {
    page::static_page(tokens.into()).into()
}
