//! The rules for single option values, one function each; the literal is underlined.

use std::borrow::Cow;

use syn::LitStr;

use super::attrs;
use super::dotted_path::DottedPath;
use super::model::MatchOn;
use crate::syntax::{Errors, names};

/// `group = "stats"`: a key of a JSON object.
pub(crate) fn group(literal: &LitStr, errors: &mut Errors) {
    checked(literal, names::check_header_text(&literal.value(), "the name of a group"), errors);
}

/// `key = "plans-v2"`: the client sends its keys in one header, separated by commas.
pub(crate) fn once_key(literal: &LitStr, errors: &mut Errors) {
    let key = checked(literal, names::check_header_text(&literal.value(), "a once key"), errors);
    if key.contains(',') {
        errors.at(literal, "a once key can't contain a comma");
    }
}

/// `page_name = "page"`: a parameter of the query.
pub(crate) fn page_name(literal: &LitStr, errors: &mut Errors) -> String {
    checked(literal, names::check_header_text(&literal.value(), "the name of a query parameter"), errors)
}

/// `wrapper = "data"`: one segment of the path at which the items are merged.
pub(crate) fn wrapper(literal: &LitStr, errors: &mut Errors) -> String {
    checked(literal, names::check_segment(&literal.value(), "the wrapper of a scroll prop"), errors)
}

/// `at = "data"`, `at = "result.rows"`: the path to a list inside the value. For the check of a field of its items, every
/// segment must be the name of a Rust field.
pub(crate) fn at(literal: &LitStr, items_are_checked: bool, errors: &mut Errors) -> Option<DottedPath> {
    let hint = items_are_checked.then_some("write `match_on(unchecked = \"…\")` beside it");
    errors.keep(DottedPath::parse(literal, "`at`", hint))
}

/// What `match_on` may hold.
#[derive(Clone, Copy)]
pub(crate) enum MatchOnRule {
    /// The client compares the items of one list by one field: `merge`, `prepend` and `scroll`.
    OneField(&'static str),
    /// A deep merge can contain several lists: each has its path, followed by a field of its items.
    InnerPaths,
}

/// `match_on = "id"`, `match_on("buckets.id", "tags.name")`, `match_on(unchecked = "id")`.
pub(crate) fn match_on(
    written: Option<&attrs::MatchOn>,
    rule: MatchOnRule,
    errors: &mut Errors,
) -> Vec<MatchOn> {
    let entries = written.map(|match_on| match_on.0.as_slice()).unwrap_or_default();
    let mut allowed = Vec::new();
    for (position, entry) in entries.iter().enumerate() {
        match rule {
            MatchOnRule::OneField(attribute) if position > 0 => errors.at(
                &entry.literal,
                format_args!("`#[{attribute}]` matches on one field, because the client compares a list by one; `#[deep_merge]` takes several"),
            ),
            MatchOnRule::OneField(attribute) if entry.literal.value().contains('.') => {
                errors.at(&entry.literal, one_field(attribute, &entry.literal.value()));
            }
            _ => allowed.extend(match_on_entry(entry, errors)),
        }
    }
    allowed
}

/// Why a path is not a field, and where its first part belongs.
fn one_field(attribute: &str, path: &str) -> String {
    let hint: Cow<'_, str> = match path.rsplit_once('.') {
        Some((list, member)) if attribute != "scroll" && !list.is_empty() && !member.is_empty() => {
            format!("write `at = \"{list}\", match_on = \"{member}\"` if the list is inside the value").into()
        }
        _ => "write the name of one field of the items".into(),
    };
    format!("`match_on` can't contain a dot here; {hint}")
}

fn match_on_entry(entry: &attrs::MatchOnEntry, errors: &mut Errors) -> Option<MatchOn> {
    let hint = format!("write `match_on(unchecked = \"{}\")`", entry.literal.value());
    let hint = entry.checked.then_some(hint.as_str());
    let path = errors.keep(DottedPath::parse(&entry.literal, "`match_on`", hint))?;
    Some(MatchOn { wire: path.wire.clone(), checked: entry.checked.then_some(path) })
}

fn checked(literal: &LitStr, result: Result<(), String>, errors: &mut Errors) -> String {
    if let Err(problem) = result {
        errors.at(literal, problem);
    }
    literal.value()
}
