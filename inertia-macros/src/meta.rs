//! Reading the pairs and words inside an attribute's parentheses.

use std::collections::HashSet;

use syn::{
    Attribute, Error, Expr, ExprLit, ExprPath, Lit, LitBool, LitStr, Meta, MetaList, Path, Token,
    punctuated::Punctuated,
};

use crate::errors::{self, Errors};

/// The entries of `name(a, b = "c", d(…))`.
pub(crate) fn list(list: &MetaList) -> Result<Punctuated<Meta, Token![,]>, Error> {
    list.parse_args_with(Punctuated::parse_terminated)
}

/// Everything that stands in the attributes of this name.
pub(crate) fn entries(attributes: &[Attribute], name: &str, errors: &mut Errors) -> Vec<Meta> {
    let attributes = attributes.iter().filter(|attribute| attribute.path().is_ident(name));
    let lists = attributes.map(|attribute| errors.keep(attribute.meta.require_list().and_then(list)));
    lists.flatten().flatten().collect()
}

/// Options by their keys, each once.
pub(crate) fn options(metas: impl IntoIterator<Item = Meta>, errors: &mut Errors) -> Vec<(String, Meta)> {
    let mut seen = HashSet::new();
    let mut options = Vec::new();
    for meta in metas {
        let key = name(meta.path());
        if seen.insert(key.clone()) {
            options.push((key, meta));
        } else {
            errors.push(errors::duplicate(meta.path(), format_args!("option `{key}`")));
        }
    }
    options
}

/// The `"value"` of `key = "value"`.
pub(crate) fn string(meta: &Meta) -> Result<LitStr, Error> {
    match value(meta) {
        Some(Expr::Lit(ExprLit { lit: Lit::Str(string), .. })) => Ok(string.clone()),
        Some(other) => Err(Error::new_spanned(
            other,
            format_args!("expected a string, as in `{} = \"{}\"`", name(meta.path()), quoted(other)),
        )),
        None => Err(Error::new_spanned(
            meta,
            format_args!("`{key}` needs a value; write `{key} = \"…\"`", key = name(meta.path())),
        )),
    }
}

/// What was probably meant: a word without its quotes.
fn quoted(value: &Expr) -> String {
    match value {
        Expr::Path(ExprPath { path, .. }) => name(path),
        _ => "…".to_owned(),
    }
}

/// The path inside `key = "some::path"`.
pub(crate) fn path_in_string(meta: &Meta) -> Result<ExprPath, Error> {
    let literal = string(meta)?;
    literal.parse().map_err(|_| {
        Error::new_spanned(
            &literal,
            format_args!(
                "`{}` is not a path; write `{} = \"some::path\"`",
                literal.value(),
                name(meta.path())
            ),
        )
    })
}

/// A word that stands alone: `rescue`.
pub(crate) fn word(meta: &Meta) -> Result<(), Error> {
    match meta {
        Meta::Path(_) => Ok(()),
        _ => Err(Error::new_spanned(
            meta,
            format_args!("`{key}` takes no value; write only `{key}`", key = name(meta.path())),
        )),
    }
}

/// A word that stands alone or has a boolean: `encrypt_history`, `encrypt_history = false`.
pub(crate) fn switch(meta: &Meta) -> Result<bool, Error> {
    match (meta, value(meta)) {
        (Meta::Path(_), _) => Ok(true),
        (_, Some(Expr::Lit(ExprLit { lit: Lit::Bool(LitBool { value, .. }), .. }))) => Ok(*value),
        (_, Some(other)) => Err(Error::new_spanned(
            other,
            format_args!("expected `true` or `false`, as in `{} = false`", name(meta.path())),
        )),
        (_, None) => Err(Error::new_spanned(
            meta,
            format_args!("expected `{key}` or `{key} = false`", key = name(meta.path())),
        )),
    }
}

/// What stands behind the `=`, without the invisible delimiters that `macro_rules!` puts around an expression.
pub(crate) fn value(meta: &Meta) -> Option<&Expr> {
    fn ungrouped(expr: &Expr) -> &Expr {
        match expr {
            Expr::Group(group) => ungrouped(&group.expr),
            other => other,
        }
    }
    match meta {
        Meta::NameValue(pair) => Some(ungrouped(&pair.value)),
        _ => None,
    }
}

/// A key as it is written, `a::b` included.
pub(crate) fn name(path: &Path) -> String {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect::<Vec<_>>().join("::")
}

/// A key without the path to it: `page` of `inertia::page`.
pub(crate) fn last_name(path: &Path) -> String {
    path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}
