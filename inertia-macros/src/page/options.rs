//! The options of `#[inertia::page("Event/Index", encrypt_history, ssr = false, crate = ::path)]`.

use proc_macro2::{Span, TokenStream};
use syn::{
    LitStr, Meta, Token,
    parse::{ParseStream, Parser},
    punctuated::Punctuated,
};

use crate::{
    errors::{self, Errors},
    krate::Krate,
    meta, names,
};

const NAMES: &[&str] = &["encrypt_history", "ssr", "crate"];

pub(crate) struct Options {
    pub(crate) component: LitStr,
    /// Missing when the page leaves it to the application.
    pub(crate) encrypt_history: Option<bool>,
    /// Whether the page is rendered on the client even where the application renders on a server.
    pub(crate) without_ssr: bool,
    /// Missing when `crate = …` could not be read.
    pub(crate) krate: Option<Krate>,
}

impl Options {
    pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut options = Self {
            component: LitStr::new("", Span::call_site()),
            encrypt_history: None,
            without_ssr: false,
            krate: Some(Krate::default()),
        };
        let component_and_metas = component(tokens, "#[inertia::page(\"Event/Index\")]");
        let Some((component, metas)) = errors.keep(component_and_metas) else {
            return options;
        };
        must_fit_a_header(&component, errors);
        options.component = component;
        for (key, meta) in meta::options(metas, errors) {
            match key.as_str() {
                "encrypt_history" => options.encrypt_history = errors.keep(meta::switch(&meta)),
                "ssr" => options.without_ssr = errors.keep(switched_off(&meta)).is_some(),
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
) -> syn::Result<(LitStr, Punctuated<Meta, Token![,]>)> {
    let parse = |input: ParseStream<'_>| {
        let component = input.parse::<LitStr>().map_err(|error| {
            let expected = format!("expected the name of the page's component; write `{example}`");
            syn::Error::new(error.span(), expected)
        })?;
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
        Ok((component, Punctuated::parse_terminated(input)?))
    };
    parse.parse2(tokens)
}

/// A page is rendered on a server whenever its application does so; only the contrary is worth saying.
fn switched_off(meta: &Meta) -> syn::Result<()> {
    if meta::switch(meta)? {
        return Err(syn::Error::new_spanned(
            meta,
            "a page is rendered on the server wherever its application is; write `ssr = false`, or nothing",
        ));
    }
    Ok(())
}

/// The client names the component in a header; one that a header can't carry is asked for again and again.
pub(crate) fn must_fit_a_header(component: &LitStr, errors: &mut Errors) {
    if let Err(problem) = names::check_header_text(&component.value(), "the name of a component") {
        errors.at(component, problem);
    }
}
