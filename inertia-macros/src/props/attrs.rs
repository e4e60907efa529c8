//! The attributes of a prop: one table, one receiver for the options of each attribute.

use darling::{FromMeta, ast::NestedMeta};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, Error, LitStr, Meta, Path};

use crate::serde_attrs::belongs_to_serde;
use crate::syntax::attributes::entries_of;
use crate::syntax::{Errors, Flag, Krate, Milliseconds, Place, Text, attributes, errors};

/// `#[optional]`, `#[optional(rescue, timeout = "2s")]`
#[derive(Default, FromMeta)]
pub(crate) struct Optional {
    /// A failure leaves the prop out instead of failing the response.
    pub(crate) rescue: Option<Flag>,
    /// How long the value may take.
    pub(crate) timeout: Option<Milliseconds>,
}

/// `#[defer]`, `#[defer(group = "stats", rescue, timeout = "2s")]`
#[derive(Default, FromMeta)]
pub(crate) struct Defer {
    /// The client requests the props of a group together.
    pub(crate) group: Option<Text>,
    /// A failure leaves the prop out instead of failing the response.
    pub(crate) rescue: Option<Flag>,
    /// How long the value may take.
    pub(crate) timeout: Option<Milliseconds>,
}

/// `#[merge]`, `#[prepend]`, `#[merge(match_on = "id", at = "data")]`
#[derive(Default, FromMeta)]
pub(crate) struct Merge {
    /// The field of an item by which the client finds the item to replace.
    pub(crate) match_on: Option<MatchOn>,
    /// Where in the value the list is.
    pub(crate) at: Option<Text>,
}

/// `#[deep_merge]`, `#[deep_merge(match_on("buckets.id", "tags.name"))]`
#[derive(Default, FromMeta)]
pub(crate) struct DeepMerge {
    /// For each inner list: its path, followed by the field by which the client finds the item to replace.
    pub(crate) match_on: Option<MatchOn>,
}

/// `#[once]`, `#[once(expires_in = "1h", key = "plans-v2")]`
#[derive(Default, FromMeta)]
pub(crate) struct Once {
    /// The name under which the client keeps the value.
    pub(crate) key: Option<Text>,
    /// How long the client keeps it.
    pub(crate) expires_in: Option<Milliseconds>,
}

/// `#[scroll]`, `#[scroll(page_name = "page", wrapper = "data", match_on = "id")]`
#[derive(Default, FromMeta)]
pub(crate) struct Scroll {
    /// The query parameter with the number of the page of items.
    pub(crate) page_name: Option<Text>,
    /// The key under which the items are sent.
    pub(crate) wrapper: Option<Text>,
    /// The field of an item by which the client finds the item to replace.
    pub(crate) match_on: Option<MatchOn>,
}

/// `#[always]` and `#[nested]` have no options.
#[derive(Default, FromMeta)]
pub(crate) struct NoOptions {}

/// `match_on = "id"`, `match_on("buckets.id", "tags.name")`, `match_on(unchecked = "id")`
pub(crate) struct MatchOn(pub(crate) Vec<MatchOnEntry>);

pub(crate) struct MatchOnEntry {
    pub(crate) literal: LitStr,
    /// Whether the field must exist in the item's type.
    pub(crate) checked: bool,
}

impl FromMeta for MatchOn {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        let Meta::List(list) = meta else {
            return Ok(Self(vec![MatchOnEntry { literal: Text::from_meta(meta)?.0, checked: true }]));
        };
        let items = NestedMeta::parse_meta_list(list.tokens.clone())?;
        if items.is_empty() {
            let message = "`match_on` needs a value; write `match_on = \"id\"`";
            return Err(Error::new_spanned(meta, message).into());
        }
        let entries: darling::Result<Vec<_>> = items.iter().map(match_on_entry).collect();
        Ok(Self(entries?))
    }
}

fn match_on_entry(item: &NestedMeta) -> darling::Result<MatchOnEntry> {
    match item {
        NestedMeta::Lit(syn::Lit::Str(literal)) => {
            Ok(MatchOnEntry { literal: literal.clone(), checked: true })
        }
        NestedMeta::Meta(meta) if meta.path().is_ident("unchecked") => {
            Ok(MatchOnEntry { literal: Text::from_meta(meta)?.0, checked: false })
        }
        other => Err(Error::new_spanned(other, "expected a string, or `unchecked = \"…\"`").into()),
    }
}

/// The attributes of one field.
#[derive(Default)]
pub(crate) struct FieldAttrs {
    pub(crate) always: Option<NoOptions>,
    pub(crate) optional: Option<Optional>,
    pub(crate) defer: Option<Defer>,
    pub(crate) merge: Option<Merge>,
    pub(crate) prepend: Option<Merge>,
    pub(crate) deep_merge: Option<DeepMerge>,
    pub(crate) once: Option<Once>,
    pub(crate) scroll: Option<Scroll>,
    pub(crate) nested: Option<NoOptions>,
    /// The keys of all attributes in their order: what an error about a conflict underlines.
    pub(crate) keys: Vec<(&'static str, Path)>,
}

/// An attribute of a prop.
struct Definition {
    name: &'static str,
    options: &'static [&'static str],
    /// The option that a value without a key is most likely for.
    main: Option<&'static str>,
    read: fn(&mut FieldAttrs, Vec<NestedMeta>, &Place<'_>, &mut Errors),
}

/// All attributes of a prop. Each is read into the member of its name.
const ATTRIBUTES: &[Definition] = {
    macro_rules! define {
        ($($name:ident($($option:ident),*) $($main:literal)?;)*) => {
            &[$(Definition {
                name: stringify!($name),
                options: &[$(stringify!($option)),*],
                main: define!(@main $($main)?),
                read: |attrs, items, place, errors| attrs.$name = Some(place.read(items, errors).values),
            }),*]
        };
        (@main) => { None };
        (@main $main:literal) => { Some($main) };
    }
    define! {
        always();
        optional(rescue, timeout);
        defer(group, rescue, timeout) "group";
        merge(match_on, at) "match_on";
        prepend(match_on, at) "match_on";
        deep_merge(match_on) "match_on";
        once(key, expires_in);
        scroll(page_name, wrapper, match_on);
        nested();
    }
};

fn definition(path: &Path) -> Option<&'static Definition> {
    ATTRIBUTES.iter().find(|definition| path.is_ident(definition.name))
}

impl FieldAttrs {
    /// Reads `#[defer(…)]` and `#[inertia(defer(…))]` alike.
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut read = Self::default();
        for attribute in attributes {
            if let Some(definition) = definition(attribute.path()) {
                read.add(definition, &attribute.meta, attribute.to_token_stream(), errors);
            } else if attribute.path().is_ident("inertia") {
                for entry in entries_of(&attribute.meta, errors) {
                    let NestedMeta::Meta(meta) = &entry else {
                        unknown(entry, errors);
                        continue;
                    };
                    match definition(meta.path()) {
                        Some(definition) => read.add(definition, meta, meta.to_token_stream(), errors),
                        None => unknown(entry, errors),
                    }
                }
            }
        }
        read
    }

    /// Reads one attribute. With errors in its options it still counts as present, so that rules about combinations apply.
    fn add(&mut self, definition: &'static Definition, meta: &Meta, whole: TokenStream, errors: &mut Errors) {
        let &Definition { name, options, main, .. } = definition;
        if self.keys.iter().any(|(present, _)| *present == name) {
            errors.push(errors::duplicate(whole, format_args!("attribute `#[{name}]`")));
            return;
        }
        self.keys.push((name, meta.path().clone()));
        let items = match meta {
            Meta::Path(_) => Vec::new(),
            Meta::List(_) => entries_of(meta, errors),
            Meta::NameValue(_) => {
                errors.at(meta, format_args!("expected {}", with_parentheses(definition, meta)));
                Vec::new()
            }
        };
        let misplaced = |key: &str, _: &NestedMeta| misplaced(name, key);
        let no_options = format!("`#[{name}]` takes no options");
        let place = Place { main, no_options: &no_options, misplaced: &misplaced, ..Place::of(options) };
        (definition.read)(self, items, &place, errors);
    }
}

/// An entry of `#[inertia(…)]` that is not an attribute of a prop.
fn unknown(entry: NestedMeta, errors: &mut Errors) {
    let names: Vec<&str> = ATTRIBUTES.iter().map(|definition| definition.name).collect();
    let misplaced = |key: &str, entry: &NestedMeta| match key {
        "crate" => Some("`crate` belongs on the struct; write `#[inertia(crate = …)]` above it".to_owned()),
        _ => belongs_to_serde(key, entry),
    };
    let place = Place { what: "attribute", misplaced: &misplaced, ..Place::of(&names) };
    place.read::<NoOptions>(vec![entry], errors);
}

/// `#[defer(group = "stats")]` for `#[defer = "stats"]`.
fn with_parentheses(definition: &Definition, meta: &Meta) -> String {
    let name = definition.name;
    match (definition.main, attributes::value(meta)) {
        (Some(option), Some(value)) => format!("`#[{name}({option} = {})]`", value.to_token_stream()),
        _ if definition.options.is_empty() => format!("`#[{name}]`"),
        _ => format!("`#[{name}(…)]`"),
    }
}

/// An option of other attributes.
fn misplaced(attribute: &str, key: &str) -> Option<String> {
    let others = ATTRIBUTES.iter().filter(|other| other.options.contains(&key));
    let others: Vec<String> = others.map(|other| format!("`#[{}]`", other.name)).collect();
    let others = (!others.is_empty()).then(|| others.join(", "))?;
    Some(format!("`{key}` is not an option of `#[{attribute}]`, but of {others}"))
}

/// The options of `#[inertia(…)]` above the struct.
#[derive(Default, FromMeta)]
struct StructOptions {
    #[darling(rename = "crate")]
    krate: Option<Krate>,
}

/// Reads `#[inertia(crate = ::path)]` above the struct, and reports attributes that belong on a field.
pub(crate) fn krate(attributes: &[Attribute], errors: &mut Errors) -> Option<Krate> {
    for attribute in attributes {
        if let Some(Definition { name, .. }) = definition(attribute.path()) {
            errors.at(attribute, format_args!("`#[{name}]` belongs on a field"));
        }
    }
    let misplaced = |key: &str, entry: &NestedMeta| match key {
        "component" => {
            Some("the handler names the component; write `#[inertia::page(\"…\")]` above it".to_owned())
        }
        _ if ATTRIBUTES.iter().any(|attribute| attribute.name == key) => {
            Some(format!("`{key}` belongs on a field"))
        }
        _ => belongs_to_serde(key, entry),
    };
    let entries = attributes::entries(attributes, "inertia", errors);
    let place = Place { misplaced: &misplaced, ..Place::of(&["crate"]) };
    place.read::<StructOptions>(entries, errors).krate(|options| options.krate.as_ref())
}
