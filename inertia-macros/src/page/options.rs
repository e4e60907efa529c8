//! The options of `#[inertia::page("Event/Index", encrypt_history, ssr = false, component_check = false, crate = ::path)]`
//! and of `static_page!("About", component_check = false, crate = ::path)`.

use darling::{FromMeta, ast::NestedMeta};
use proc_macro2::TokenStream;
use syn::{Error, LitStr, parse::ParseStream};

use crate::syntax::attributes::first_and_entries;
use crate::syntax::{Errors, Krate, Options, Place, Switch, SwitchedOff, names};

#[derive(Default, FromMeta)]
pub(crate) struct PageOptions {
    /// `None` for the default of the application.
    pub(crate) encrypt_history: Option<Switch>,
    /// Renders the page on the client, where the application renders on a server.
    pub(crate) ssr: Option<SwitchedOff>,
    /// Does not look for the file of the component.
    pub(crate) component_check: Option<SwitchedOff>,
    #[darling(rename = "crate")]
    krate: Option<Krate>,
}

/// A page that can be emitted once its function is known.
pub(crate) struct Page {
    pub(crate) component: LitStr,
    pub(crate) options: PageOptions,
    /// `None` when `crate = …` cannot be read.
    pub(crate) krate: Option<Krate>,
}

const ON_PAGE: &[&str] = &["encrypt_history", "ssr", "component_check", "crate"];

const ON_STATIC_PAGE: &[&str] = &["component_check", "crate"];

impl Page {
    pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Option<Self> {
        Self::read(tokens, "#[inertia::page(\"Event/Index\")]", ON_PAGE, errors)
    }

    pub(crate) fn parse_static(tokens: TokenStream, errors: &mut Errors) -> Option<Self> {
        Self::read(tokens, "static_page!(\"About\")", ON_STATIC_PAGE, errors)
    }

    /// The component is first, because it is what a reader looks for.
    fn read(tokens: TokenStream, example: &str, names: &[&str], errors: &mut Errors) -> Option<Self> {
        let component = |input: ParseStream<'_>| {
            input.parse::<LitStr>().map_err(|error| {
                let expected = format!("expected the name of the page's component; write `{example}`");
                Error::new(error.span(), expected)
            })
        };
        let (component, entries): (LitStr, Vec<NestedMeta>) = first_and_entries(tokens, component, errors)?;
        // The client sends the name in a header. It would request a page again that it cannot name.
        if let Err(problem) = names::check_header_text(&component.value(), "the name of a component") {
            errors.at(&component, problem);
        }
        let options: Options<PageOptions> = Place::of(names).read(entries, errors);
        let krate = options.krate(|options| options.krate.as_ref());
        Some(Self { component, options: options.values, krate })
    }
}
