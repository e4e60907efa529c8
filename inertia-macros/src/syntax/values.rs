//! What can be the value of an option, as darling reads it.

use darling::FromMeta;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Error, Expr, ExprLit, ExprPath, Lit, LitBool, LitStr, Meta, Path};

use super::attributes::{name, value};
use super::durations;

/// `key = "text"`
pub(crate) struct Text(pub(crate) LitStr);

impl FromMeta for Text {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        let key = name(meta.path());
        let message = match value(meta) {
            Some(Expr::Lit(ExprLit { lit: Lit::Str(literal), .. })) => return Ok(Self(literal.clone())),
            // What was probably meant: the word in quotes.
            Some(Expr::Path(word)) => format!("expected a string, as in `{key} = \"{}\"`", name(&word.path)),
            Some(_) => format!("expected a string, as in `{key} = \"…\"`"),
            None => format!("`{key}` needs a value; write `{key} = \"…\"`"),
        };
        Err(Error::new_spanned(meta, message).into())
    }
}

/// `key = "1h30m"`, in milliseconds.
pub(crate) struct Milliseconds(pub(crate) u64);

impl FromMeta for Milliseconds {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        if let Some(Expr::Lit(ExprLit { lit: Lit::Int(seconds), .. })) = value(meta) {
            let message = format!("expected a string, as in `{} = \"{seconds}s\"`", name(meta.path()));
            return Err(Error::new_spanned(meta, message).into());
        }
        let Text(literal) = Text::from_meta(meta)?;
        let parsed = durations::parse(&literal.value());
        parsed.map(Self).map_err(|problem| Error::new_spanned(&literal, problem).into())
    }
}

/// A key without a value.
pub(crate) struct Flag(pub(crate) Path);

impl FromMeta for Flag {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        if let Meta::Path(path) = meta {
            return Ok(Self(path.clone()));
        }
        let key = name(meta.path());
        Err(Error::new_spanned(meta, format!("`{key}` takes no value; write only `{key}`")).into())
    }
}

/// `key` or `key = false`
pub(crate) struct Switch(pub(crate) bool);

impl FromMeta for Switch {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        let key = name(meta.path());
        let message = match (meta, value(meta)) {
            (Meta::Path(_), _) => return Ok(Self(true)),
            (_, Some(Expr::Lit(ExprLit { lit: Lit::Bool(LitBool { value, .. }), .. }))) => {
                return Ok(Self(*value));
            }
            (_, Some(_)) => format!("expected `true` or `false`, as in `{key} = false`"),
            (_, None) => format!("expected `{key}` or `{key} = false`"),
        };
        Err(Error::new_spanned(meta, message).into())
    }
}

/// `key = false`, for what is on by default.
pub(crate) struct SwitchedOff;

impl FromMeta for SwitchedOff {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        if !Switch::from_meta(meta)?.0 {
            return Ok(Self);
        }
        let key = name(meta.path());
        let message = format!("`{key}` is on by default; write `{key} = false`, or remove it");
        Err(Error::new_spanned(meta, message).into())
    }
}

/// `key = "some::path"`
#[derive(Clone)]
pub(crate) struct PathInText(pub(crate) ExprPath);

impl FromMeta for PathInText {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        let Text(literal) = Text::from_meta(meta)?;
        literal.parse().map(Self).map_err(|_| {
            let (key, written) = (name(meta.path()), literal.value());
            let message = format!("`{written}` is not a path; write `{key} = \"some::path\"`");
            darling::Error::custom(message).with_span(&literal.span())
        })
    }
}

/// An option whose value is examined later.
pub(crate) struct Unread(pub(crate) Meta);

impl FromMeta for Unread {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        Ok(Self(meta.clone()))
    }
}

macro_rules! emitted_as_their_content {
    ($($value:ident),*) => {$(
        impl ToTokens for $value {
            fn to_tokens(&self, tokens: &mut TokenStream) {
                self.0.to_tokens(tokens);
            }
        }
    )*};
}

emitted_as_their_content!(Text, Milliseconds, PathInText, Switch, Flag);
