//! The path by which generated code names the runtime.

use darling::FromMeta;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Error, Expr, ExprPath, Ident, Meta, Path, PathArguments};

use super::attributes;
use super::attributes::Options;

/// `::inertia`, or what `crate = ::path` gives.
#[derive(Clone)]
pub(crate) struct Krate(Path);

impl Default for Krate {
    fn default() -> Self {
        let mut path = Path::from(Ident::new("inertia", Span::call_site()));
        path.leading_colon = Some(syn::Token![::](Span::call_site()));
        Self(path)
    }
}

impl FromMeta for Krate {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        const EXPECTED: &str = "expected `crate = ::path`, the absolute path of the runtime";
        let message = match attributes::value(meta) {
            Some(Expr::Path(ExprPath { attrs, qself: None, path }))
                if attrs.is_empty() && is_absolute(path) =>
            {
                return Ok(Self(path.clone()));
            }
            Some(Expr::Path(ExprPath { path, .. })) if path.leading_colon.is_none() => {
                format!("the path of the runtime must be absolute; {}", advice(path))
            }
            Some(Expr::Lit(_)) => format!("{EXPECTED}, without quotes"),
            _ => EXPECTED.to_owned(),
        };
        Err(Error::new_spanned(meta, message).into())
    }
}

impl Krate {
    /// The module with everything that generated code may name.
    pub(crate) fn private(&self) -> TokenStream {
        let Self(path) = self;
        quote!(#path::__private)
    }
}

impl ToTokens for Krate {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.0.to_tokens(tokens);
    }
}

impl<R> Options<R> {
    /// The path of the runtime; `None` when `crate = …` cannot be read.
    pub(crate) fn krate(&self, krate: fn(&R) -> Option<&Krate>) -> Option<Krate> {
        krate(&self.values).cloned().or_else(|| self.key("crate").is_none().then(Krate::default))
    }
}

fn is_absolute(path: &Path) -> bool {
    path.leading_colon.is_some()
        && path.segments.iter().all(|segment| matches!(segment.arguments, PathArguments::None))
}

/// What to write instead of a relative path: `::renamed` for `renamed`. `crate` and the like cannot name another crate.
fn advice(path: &Path) -> String {
    let relative = ["crate", "self", "super", "Self"];
    let first = path.segments.first().map(|segment| segment.ident.to_string()).unwrap_or_default();
    if relative.contains(&first.as_str()) {
        "write the crate's name after `::`, as in `crate = ::inertia`".to_owned()
    } else {
        format!("write `crate = ::{}`", attributes::name(path))
    }
}
