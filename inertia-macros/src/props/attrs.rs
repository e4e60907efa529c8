//! The attributes of a field: one receiver each, with a documented member for each option.

use std::collections::HashSet;

use darling::{FromMeta, ast::NestedMeta};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, Error, LitStr, Meta, Path};

use crate::{
    syntax::attributes,
    syntax::errors::{self, Errors},
};

/// `#[optional]`, `#[optional(rescue, timeout = "2s")]`
#[derive(Default, FromMeta)]
#[darling(from_word = || Ok(Self::default()))]
pub(crate) struct Optional {
    /// A failure leaves the prop out instead of failing the response.
    pub(crate) rescue: Option<Word>,
    /// How long the value may take.
    pub(crate) timeout: Option<Text>,
}

/// `#[defer]`, `#[defer(group = "stats", rescue, timeout = "2s")]`
#[derive(Default, FromMeta)]
#[darling(from_word = || Ok(Self::default()))]
pub(crate) struct Defer {
    /// Props of one group are fetched by one request.
    pub(crate) group: Option<Text>,
    /// A failure leaves the prop out instead of failing the response.
    pub(crate) rescue: Option<Word>,
    /// How long the value may take.
    pub(crate) timeout: Option<Text>,
}

/// `#[merge]`, `#[prepend]`, `#[merge(match_on = "id", at = "data")]`
#[derive(Default, FromMeta)]
#[darling(from_word = || Ok(Self::default()))]
pub(crate) struct Merge {
    /// The member of an item by which the client finds the one it replaces.
    pub(crate) match_on: Option<MatchOn>,
    /// Where in the value the list is.
    pub(crate) at: Option<Text>,
}

/// `#[deep_merge]`, `#[deep_merge(match_on("buckets.id", "tags.name"))]`
#[derive(Default, FromMeta)]
#[darling(from_word = || Ok(Self::default()))]
pub(crate) struct DeepMerge {
    /// For each list inside: its path, then the member by which the client finds the item it replaces.
    pub(crate) match_on: Option<MatchOn>,
}

/// `#[once]`, `#[once(expires_in = "1h", key = "plans-v2")]`
#[derive(Default, FromMeta)]
#[darling(from_word = || Ok(Self::default()))]
pub(crate) struct Once {
    /// The name under which the client keeps the value.
    pub(crate) key: Option<Text>,
    /// How long the client keeps it.
    pub(crate) expires_in: Option<Text>,
}

/// `#[scroll]`, `#[scroll(page_name = "page", wrapper = "data", match_on = "id")]`
#[derive(Default, FromMeta)]
#[darling(from_word = || Ok(Self::default()))]
pub(crate) struct Scroll {
    /// The query parameter that says which page of items is asked for.
    pub(crate) page_name: Option<Text>,
    /// The key under which the items are sent.
    pub(crate) wrapper: Option<Text>,
    /// The member of an item by which the client finds the one it replaces.
    pub(crate) match_on: Option<MatchOn>,
}

/// `#[always]` and `#[nested]` take no options.
#[derive(Default, FromMeta)]
#[darling(from_word = || Ok(Self::default()))]
pub(crate) struct Bare {}

/// A string, kept as the literal it was written as.
pub(crate) struct Text(pub(crate) LitStr);

impl FromMeta for Text {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        Ok(Self(attributes::string(meta)?))
    }
}

/// A word without a value.
pub(crate) struct Word;

impl FromMeta for Word {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        attributes::word(meta)?;
        Ok(Self)
    }
}

/// `match_on = "id"`, `match_on("buckets.id", "tags.name")`, `match_on(unchecked = "id")`
pub(crate) struct MatchOn(pub(crate) Vec<MatchOnEntry>);

pub(crate) struct MatchOnEntry {
    pub(crate) literal: LitStr,
    /// Whether the compiler shall look for the member in the item's type.
    pub(crate) checked: bool,
}

impl FromMeta for MatchOn {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        let Meta::List(list) = meta else {
            return Ok(Self(vec![MatchOnEntry { literal: attributes::string(meta)?, checked: true }]));
        };
        let items = NestedMeta::parse_meta_list(list.tokens.clone())?;
        if items.is_empty() {
            return Err(
                Error::new_spanned(meta, "`match_on` needs a value; write `match_on = \"id\"`").into()
            );
        }
        let entries: Result<Vec<_>, Error> = items.iter().map(match_on_entry).collect();
        Ok(Self(entries?))
    }
}

fn match_on_entry(item: &NestedMeta) -> Result<MatchOnEntry, Error> {
    match item {
        NestedMeta::Lit(syn::Lit::Str(literal)) => {
            Ok(MatchOnEntry { literal: literal.clone(), checked: true })
        }
        NestedMeta::Meta(meta) if meta.path().is_ident("unchecked") => {
            Ok(MatchOnEntry { literal: attributes::string(meta)?, checked: false })
        }
        other => Err(Error::new_spanned(other, "expected a string, or `unchecked = \"…\"`")),
    }
}

/// Every attribute by name, with the names of its options.
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("always", &[]),
    ("optional", &["rescue", "timeout"]),
    ("defer", &["group", "rescue", "timeout"]),
    ("merge", &["match_on", "at"]),
    ("prepend", &["match_on", "at"]),
    ("deep_merge", &["match_on"]),
    ("once", &["key", "expires_in"]),
    ("scroll", &["page_name", "wrapper", "match_on"]),
    ("nested", &[]),
];

/// The name of one of our attributes, if it is one.
pub(crate) fn known(path: &Path) -> Option<&'static str> {
    ATTRIBUTES.iter().map(|(name, _)| *name).find(|name| path.is_ident(name))
}

fn options_of(attribute: &str) -> &'static [&'static str] {
    ATTRIBUTES.iter().find(|(name, _)| *name == attribute).map_or(&[], |(_, options)| options)
}

/// An attribute that was found on a field.
pub(crate) struct Attr<R> {
    /// As it is spelled here: `merge` or `prepend`, say.
    pub(crate) name: &'static str,
    pub(crate) options: R,
}

/// The attributes of one field.
#[derive(Default)]
pub(crate) struct FieldAttrs {
    pub(crate) always: Option<Attr<Bare>>,
    pub(crate) optional: Option<Attr<Optional>>,
    pub(crate) defer: Option<Attr<Defer>>,
    pub(crate) merge: Option<Attr<Merge>>,
    pub(crate) prepend: Option<Attr<Merge>>,
    pub(crate) deep_merge: Option<Attr<DeepMerge>>,
    pub(crate) once: Option<Attr<Once>>,
    pub(crate) scroll: Option<Attr<Scroll>>,
    pub(crate) nested: Option<Attr<Bare>>,
    /// The keys of all of them, in the order in which they are written: what to underline when two contradict each other.
    pub(crate) keys: Vec<(&'static str, Path)>,
}

impl FieldAttrs {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut read = Self::default();
        for found in find(attributes, errors) {
            read.keys.push((found.name, found.meta.path().clone()));
            match found.name {
                "always" => read.always = Some(found.read(errors)),
                "optional" => read.optional = Some(found.read(errors)),
                "defer" => read.defer = Some(found.read(errors)),
                "merge" => read.merge = Some(found.read(errors)),
                "prepend" => read.prepend = Some(found.read(errors)),
                "deep_merge" => read.deep_merge = Some(found.read(errors)),
                "once" => read.once = Some(found.read(errors)),
                "scroll" => read.scroll = Some(found.read(errors)),
                "nested" => read.nested = Some(found.read(errors)),
                _ => {}
            }
        }
        read
    }
}

/// One of our attributes as it stands on a field, in its short or its long spelling.
struct Found {
    name: &'static str,
    meta: Meta,
}

/// Finds our attributes, `#[defer(…)]` and `#[inertia(defer(…))]` alike, each once.
fn find(attributes: &[Attribute], errors: &mut Errors) -> Vec<Found> {
    let mut all = Vec::new();
    let mut seen = HashSet::new();
    let mut add = |name: &'static str, meta: Meta, whole: TokenStream, errors: &mut Errors| {
        if seen.insert(name) {
            all.push(Found { name, meta });
        } else {
            errors.push(errors::duplicate(whole, format_args!("attribute `#[{name}]`")));
        }
    };
    for attribute in attributes {
        if let Some(name) = known(attribute.path()) {
            add(name, attribute.meta.clone(), attribute.to_token_stream(), errors);
        } else if attribute.path().is_ident("inertia") {
            let Some(list) = errors.keep(attribute.meta.require_list()) else { continue };
            for meta in attributes::list(list, errors) {
                match known(meta.path()) {
                    Some(name) => add(name, meta.clone(), meta.into_token_stream(), errors),
                    None => errors.push(unknown_attribute(&meta)),
                }
            }
        }
    }
    all
}

fn unknown_attribute(meta: &Meta) -> Error {
    if meta.path().is_ident("crate") {
        return Error::new_spanned(
            meta.path(),
            "`crate` belongs on the struct; write `#[inertia(crate = …)]` above it",
        );
    }
    let names: Vec<&str> = ATTRIBUTES.iter().map(|(name, _)| *name).collect();
    errors::unknown_beside_serde(meta, "attribute", &names)
}

impl Found {
    /// Reads the options. An attribute with mistakes still counts as being there, so that the rules about it speak too.
    fn read<R: FromMeta + Default>(self, errors: &mut Errors) -> Attr<R> {
        let options = match &self.meta {
            Meta::Path(_) => R::from_word().map_err(Error::from),
            Meta::List(list) => match NestedMeta::parse_meta_list(list.tokens.clone()) {
                Ok(items) => R::from_list(&self.known_options(items, errors)).map_err(Error::from),
                Err(error) => Err(error),
            },
            Meta::NameValue(_) => {
                let written = self.without_parentheses();
                Err(Error::new_spanned(&self.meta, format_args!("expected {written}")))
            }
        };
        let options = errors.keep(options).unwrap_or_default();
        Attr { name: self.name, options }
    }

    /// `#[defer("stats")]`
    fn nameless(&self, value: &syn::Lit) -> String {
        let expected = expected_option(self.name);
        match first_meant(self.name) {
            Some(option) => format!("{expected}; write `{option} = {}`", value.to_token_stream()),
            None => expected,
        }
    }

    /// `#[defer = "stats"]`
    fn without_parentheses(&self) -> String {
        let name = self.name;
        match (first_meant(name), attributes::value(&self.meta)) {
            (Some(option), Some(value)) => {
                format!("`#[{name}({option} = {})]`", value.to_token_stream())
            }
            _ if options_of(name).is_empty() => format!("`#[{name}]`"),
            _ => format!("`#[{name}(…)]`"),
        }
    }

    /// The options that the attribute has, each once; the others are reported here, in our own words.
    fn known_options(&self, items: Vec<NestedMeta>, errors: &mut Errors) -> Vec<NestedMeta> {
        let mut seen = HashSet::new();
        let mut fine = Vec::new();
        for item in items {
            let path = match &item {
                NestedMeta::Meta(meta) => meta.path(),
                NestedMeta::NameValueInvalidExpr(pair) => &pair.path,
                NestedMeta::Lit(literal) => {
                    errors.at(literal, self.nameless(literal));
                    continue;
                }
            };
            let key = attributes::name(path);
            if !options_of(self.name).contains(&key.as_str()) {
                errors.push(unknown_option(path, self.name, &key));
            } else if !seen.insert(key.clone()) {
                errors.push(errors::duplicate(path, format_args!("option `{key}`")));
            } else if matches!(item, NestedMeta::NameValueInvalidExpr(_)) {
                errors.at(&item, format_args!("expected a string, as in `{key} = \"…\"`"));
            } else {
                fine.push(item);
            }
        }
        fine
    }
}

/// The option that a value without a name is most likely for.
fn first_meant(attribute: &str) -> Option<&'static str> {
    match attribute {
        "defer" => Some("group"),
        "merge" | "prepend" | "deep_merge" => Some("match_on"),
        _ => None,
    }
}

fn expected_option(attribute: &str) -> String {
    match options_of(attribute) {
        [] => format!("`#[{attribute}]` takes no options"),
        options => errors::expected_one_of(options),
    }
}

/// An option that this attribute does not have. When another has it, the message says which.
fn unknown_option(path: &Path, attribute: &str, key: &str) -> Error {
    let owners: Vec<String> = ATTRIBUTES
        .iter()
        .filter(|(_, options)| options.contains(&key))
        .map(|(name, _)| format!("`#[{name}]`"))
        .collect();
    if !owners.is_empty() {
        let owners = owners.join(", ");
        return Error::new_spanned(
            path,
            format_args!("`{key}` is no option of `#[{attribute}]`, but of {owners}"),
        );
    }
    match options_of(attribute) {
        [] => Error::new_spanned(path, expected_option(attribute)),
        options => errors::unknown(path, "option", key, options),
    }
}
