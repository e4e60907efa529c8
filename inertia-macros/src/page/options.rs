//! The options of `#[inertia::page("Event/Index", encrypt_history, ssr = false, component_check = false, crate = ::path)]`.

use proc_macro2::{Span, TokenStream};
use syn::{
    LitStr, Meta,
    parse::{ParseStream, Parser},
};

use crate::{
    syntax::attributes,
    syntax::errors::{self, Errors},
    syntax::krate::Krate,
    syntax::names,
};

const NAMES: &[&str] = &["encrypt_history", "ssr", "component_check", "crate"];

pub(crate) struct Options {
    pub(crate) component: LitStr,
    /// Missing when the page leaves it to the application.
    pub(crate) encrypt_history: Option<bool>,
    /// Whether the page is rendered on the client even where the application renders on a server.
    pub(crate) without_ssr: bool,
    /// Whether the component's file is somewhere else, so that nobody shall look for it.
    pub(crate) unchecked: bool,
    /// Missing when `crate = …` could not be read.
    pub(crate) krate: Option<Krate>,
}

impl Options {
    pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut options = Self {
            component: LitStr::new("", Span::call_site()),
            encrypt_history: None,
            without_ssr: false,
            unchecked: false,
            krate: Some(Krate::default()),
        };
        let component_and_metas = component(tokens, "#[inertia::page(\"Event/Index\")]", errors);
        let Some((component, metas)) = errors.keep(component_and_metas) else {
            return options;
        };
        must_fit_a_header(&component, errors);
        options.component = component;
        for (key, meta) in attributes::options(metas, errors) {
            match key.as_str() {
                "encrypt_history" => options.encrypt_history = errors.keep(attributes::switch(&meta)),
                "ssr" => {
                    let always = "a page is rendered on the server wherever its application is; write `ssr = false`, or nothing";
                    options.without_ssr = errors.keep(switched_off(&meta, always)).is_some();
                }
                "component_check" => options.unchecked = errors.keep(component_check(&meta)).is_some(),
                "crate" => options.krate = errors.keep(Krate::parse(&meta)),
                _ => errors.push(errors::unknown(meta.path(), "option", &key, NAMES)),
            }
        }
        options
    }
}

/// The component comes first: it is what a reader looks for.
pub(crate) fn component(
    tokens: TokenStream,
    example: &str,
    errors: &mut Errors,
) -> syn::Result<(LitStr, Vec<Meta>)> {
    let parse = |input: ParseStream<'_>| {
        let component = input.parse::<LitStr>().map_err(|error| {
            let expected = format!("expected the name of the page's component; write `{example}`");
            syn::Error::new(error.span(), expected)
        })?;
        Ok((component, attributes::behind_the_first(input, errors)))
    };
    parse.parse2(tokens)
}

/// `component_check = false`
pub(crate) fn component_check(meta: &Meta) -> syn::Result<()> {
    switched_off(
        meta,
        "a component is looked for wherever `Cargo.toml` says in which folder; write `component_check = false`, or nothing",
    )
}

/// What is so whenever the application or the package wants it, where only the contrary is worth saying.
fn switched_off(meta: &Meta, always: &str) -> syn::Result<()> {
    if attributes::switch(meta)? { Err(syn::Error::new_spanned(meta, always)) } else { Ok(()) }
}

/// The client names the component in a header; one that a header can't carry is asked for again and again.
pub(crate) fn must_fit_a_header(component: &LitStr, errors: &mut Errors) {
    if let Err(problem) = names::check_header_text(&component.value(), "the name of a component") {
        errors.at(component, problem);
    }
}
