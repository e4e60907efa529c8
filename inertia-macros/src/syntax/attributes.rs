//! Reading the pairs and words inside an attribute's parentheses.

use std::collections::HashSet;

use proc_macro2::TokenTree;

use syn::{
    Attribute, Error, Expr, ExprLit, ExprPath, Lit, LitBool, LitStr, Meta, MetaList, Path, Token,
    parse::ParseStream,
};

use crate::syntax::errors::{self, Errors};

/// The entries of `name(a, b = "c", d(…))`.
pub(crate) fn list(list: &MetaList, errors: &mut Errors) -> Vec<Meta> {
    let entries = list.parse_args_with(|input: ParseStream<'_>| Ok(comma_separated(input, errors)));
    entries.unwrap_or_default()
}

/// The entries of `a, b = "c", d(…)`. What cannot be read is one mistake and hides no other: reading goes on behind the next
/// comma.
fn comma_separated(input: ParseStream<'_>, errors: &mut Errors) -> Vec<Meta> {
    let mut entries = Vec::new();
    while !input.is_empty() {
        let entry = input.fork();
        match input.parse::<Meta>() {
            Ok(meta) => {
                entries.push(meta);
            }
            Err(error) => {
                errors.push(without_value(&entry).unwrap_or(error));
                pass_over(input);
            }
        }
        comma(input, errors);
    }
    entries
}

/// What stands between two entries.
fn comma(input: ParseStream<'_>, errors: &mut Errors) {
    if !input.is_empty() && !input.peek(Token![,]) {
        errors.push(input.error("expected `,`"));
        pass_over(input);
    }
    // Nothing else is left to be there.
    let _: Result<Token![,], _> = input.parse();
}

/// The rest of an entry, up to the comma. A tree that is there can be taken, so this comes to an end.
fn pass_over(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) && input.parse::<TokenTree>().is_ok() {}
}

/// The entries of `first, a, b = "c"`, when the first was taken.
pub(crate) fn behind_the_first(input: ParseStream<'_>, errors: &mut Errors) -> Vec<Meta> {
    comma(input, errors);
    comma_separated(input, errors)
}

/// `key =`, and nothing behind it: the compiler would underline the whole attribute.
fn without_value(entry: ParseStream<'_>) -> Option<Error> {
    let key = entry.call(Path::parse_mod_style).ok()?;
    entry.parse::<Token![=]>().ok()?;
    let empty = entry.is_empty() || entry.peek(Token![,]);
    let message = format_args!("`{name}` needs a value; write `{name} = …`", name = name(&key)).to_string();
    empty.then(|| Error::new_spanned(key, message))
}

/// Everything that stands in the attributes of this name.
pub(crate) fn entries(attributes: &[Attribute], name: &str, errors: &mut Errors) -> Vec<Meta> {
    let mut entries = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(name)) {
        if let Some(attribute) = errors.keep(attribute.meta.require_list()) {
            entries.extend(list(attribute, errors));
        }
    }
    entries
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
    let key = name(meta.path());
    match value(meta) {
        Some(Expr::Lit(ExprLit { lit: Lit::Str(string), .. })) => Ok(string.clone()),
        Some(other) => Err(Error::new_spanned(
            other,
            format_args!("expected a string, as in `{key} = \"{}\"`", quoted(&key, other)),
        )),
        None => Err(Error::new_spanned(meta, format_args!("`{key}` needs a value; write `{key} = \"…\"`"))),
    }
}

/// What was probably meant: a word without its quotes, a number of seconds.
fn quoted(key: &str, value: &Expr) -> String {
    match value {
        Expr::Path(ExprPath { path, .. }) => name(path),
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) if DURATIONS.contains(&key) => {
            format!("{}s", number.base10_digits())
        }
        _ => "…".to_owned(),
    }
}

/// The options that take some time.
const DURATIONS: &[&str] = &["expires_in", "timeout"];

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
