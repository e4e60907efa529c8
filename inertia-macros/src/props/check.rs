//! The rules of a props struct, one function each, the rule in words above it.

use std::collections::HashMap;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Data, Fields, GenericParam, LitStr, ext::IdentExt};

use super::{
    Item, RawField,
    attrs::{self, Attr, FieldAttrs},
    model::{Field, Guard, Kind, Merge, MergeMode, Once, Prop, Props, Scroll, Travels, WireName},
    options::{self, MatchOnRule},
};
use crate::{
    serde_attrs::{With, rename::RenameRule, writing},
    syntax::errors::{self, Errors},
    syntax::names,
    typescript,
};

/// The checked model, when no rule was broken.
pub(crate) fn check<'a>(item: Item<'a>, errors: &mut Errors) -> Option<Props<'a>> {
    must_be_a_struct_with_named_fields(&item, errors);
    must_own_its_data(&item, errors);
    let mut fields = Vec::new();
    let mut names = Names::default();
    for raw in item.fields {
        let field = check_field(
            raw,
            &item.input.ident.unraw().to_string(),
            item.serde.rename_all,
            &mut names,
            errors,
        );
        fields.extend(field);
    }
    let krate = item.krate?;
    errors.is_empty().then_some(Props {
        krate,
        ident: &item.input.ident,
        generics: &item.input.generics,
        fields,
        docs: typescript::docs(&item.input.attrs),
        rename: item.rename,
    })
}

/// Props are named: a page receives an object. A unit struct is a page without props.
fn must_be_a_struct_with_named_fields(item: &Item<'_>, errors: &mut Errors) {
    const EXPECTED: &str = "props are the named fields of a struct; write `struct Page { … }`, or `struct Page;` for a page without props";
    match &item.input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(_) | Fields::Unit => {}
            Fields::Unnamed(fields) => errors.at(fields, EXPECTED),
        },
        Data::Enum(data) => errors.at(data.enum_token, EXPECTED),
        Data::Union(data) => errors.at(data.union_token, EXPECTED),
    }
}

/// A page outlives its handler, so its props borrow from nothing.
fn must_own_its_data(item: &Item<'_>, errors: &mut Errors) {
    for parameter in &item.input.generics.params {
        if let GenericParam::Lifetime(parameter) = parameter {
            errors.at(
                &parameter.lifetime,
                "props own their data, because a page outlives its handler; write `String` for `&str`, `Arc<T>` for `&T`",
            );
        }
    }
}

/// What the fields of a struct may use only once.
#[derive(Default)]
struct Names {
    props: HashMap<String, String>,
    once_keys: HashMap<String, String>,
}

fn check_field<'a>(
    raw: RawField<'a>,
    owner: &str,
    rename_all: RenameRule,
    names: &mut Names,
    errors: &mut Errors,
) -> Option<Field<'a>> {
    let RawField { field, serde, attrs, named } = raw;
    let ident = field.ident.as_ref()?;
    if serde.skip.is_some() {
        skipped_fields_are_no_props(&attrs, errors);
        return None;
    }
    let nested = attrs.nested.is_some();
    if nested {
        groups_leave_delivery_to_their_members(&attrs, errors);
        groups_write_themselves(&serde, errors);
        groups_do_not_contain_themselves(field, owner, errors);
    } else {
        only_groups_are_flattened(&serde, errors);
        one_of_a_kind(&attrs, &["always", "optional", "defer"], "a prop travels in one way", errors);
        one_of_a_kind(&attrs, &["merge", "prepend", "deep_merge"], "a value is combined in one way", errors);
        scroll_props_merge_by_themselves(&attrs, &serde, errors);
    }
    let kind = if nested && serde.flatten.is_some() {
        Kind::Splice
    } else {
        let name = wire_name(field, &serde, rename_all, names, errors);
        if nested {
            Kind::Group(name)
        } else {
            let field = ident.unraw().to_string();
            Kind::Prop(Box::new(check_prop(name, field, attrs, serde.serialize_with, names, errors)))
        }
    };
    let docs = typescript::docs(&field.attrs);
    Some(Field { ident, ty: &field.ty, skip_if: serde.skip_serializing_if, kind, docs, named })
}

/// A field that serde skips is never sent, so nothing can be said about how it is.
fn skipped_fields_are_no_props(attrs: &FieldAttrs, errors: &mut Errors) {
    for (name, key) in &attrs.keys {
        let (this, other) = (format!("`#[{name}]`"), "`#[serde(skip)]`");
        errors.push(errors::conflict(key, this, other, "a skipped field is no prop"));
    }
}

/// Delivery belongs to the members of a group: the group itself is only a name.
fn groups_leave_delivery_to_their_members(attrs: &FieldAttrs, errors: &mut Errors) {
    for (name, key) in attrs.keys.iter().filter(|(name, _)| *name != "nested") {
        let (this, other) = (format!("`#[{name}]`"), "`#[nested]`");
        errors.push(errors::conflict(key, this, other, "put it on the members of the group"));
    }
}

/// A group is written by its own derive, member by member.
fn groups_write_themselves(serde: &writing::FieldAttrs, errors: &mut Errors) {
    if let Some(with) = &serde.serialize_with {
        let this = format!("`{}`", with.original.path().to_token_stream());
        let hint = "put it on the members of the group";
        errors.push(errors::conflict(with.original.path(), this, "`#[nested]`", hint));
    }
}

/// The props of a page are a finite tree. (A cycle through a second struct is found by the compiler, which is what the derive's
/// documentation says to who looks for it.)
fn groups_do_not_contain_themselves(field: &syn::Field, owner: &str, errors: &mut Errors) {
    if names_itself(field.ty.to_token_stream(), owner) {
        errors.at(
            &field.ty,
            format_args!("a `#[nested]` group can't contain its own struct `{owner}`; derive `serde::Serialize` for the recursive part and make it a plain prop"),
        );
    }
}

/// Whether a type mentions the struct that it is a field of, by its bare name or as `Self`.
fn names_itself(ty: TokenStream, owner: &str) -> bool {
    let mut after_colons = false;
    for token in ty {
        match &token {
            TokenTree::Ident(ident) if !after_colons && (*ident == "Self" || ident.unraw() == owner) => {
                return true;
            }
            TokenTree::Group(group) if names_itself(group.stream(), owner) => return true,
            _ => {}
        }
        after_colons = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ':');
    }
    false
}

/// Only the members of a `#[nested]` group have names that are known when compiling.
fn only_groups_are_flattened(serde: &writing::FieldAttrs, errors: &mut Errors) {
    if let Some(flatten) = &serde.flatten {
        errors.at(
            flatten,
            "`#[serde(flatten)]` needs `#[nested]` beside it and `#[derive(InertiaProps)]` on the field's type, so that every prop has a name",
        );
    }
}

/// Of several attributes that answer the same question, a prop has one at most.
fn one_of_a_kind(attrs: &FieldAttrs, kind: &[&str], reason: &str, errors: &mut Errors) {
    let mut of_kind = attrs.keys.iter().filter(|(name, _)| kind.contains(name));
    let Some((first, _)) = of_kind.next() else { return };
    for (name, key) in of_kind {
        let (this, other) = (format!("`#[{name}]`"), format!("`#[{first}]`"));
        errors.push(errors::conflict(key, this, other, reason));
    }
}

/// A scroll prop has its own way of merging, of being asked for again, and of being written.
fn scroll_props_merge_by_themselves(attrs: &FieldAttrs, serde: &writing::FieldAttrs, errors: &mut Errors) {
    const SCROLL: &str = "`#[scroll]`";
    if attrs.scroll.is_none() {
        return;
    }
    for (name, key) in &attrs.keys {
        let hint = match *name {
            "merge" | "prepend" | "deep_merge" => "a scroll prop appends and prepends by itself",
            "once" => "a scroll prop is asked for again with every page of items",
            _ => continue,
        };
        errors.push(errors::conflict(key, format_args!("`#[{name}]`"), SCROLL, hint));
    }
    if let Some(with) = &serde.serialize_with {
        let this = format!("`{}`", with.original.path().to_token_stream());
        let hint = "put it on the member of the item that needs it";
        errors.push(errors::conflict(with.original.path(), this, SCROLL, hint));
    }
}

/// A prop's name is what serde makes of its field; it must be fit for the wire, and the only one of its kind.
fn wire_name(
    field: &syn::Field,
    serde: &writing::FieldAttrs,
    rename_all: RenameRule,
    names: &mut Names,
    errors: &mut Errors,
) -> WireName {
    let (name, written) = match (&serde.rename, &field.ident) {
        (Some(literal), _) => (literal.value(), literal.to_token_stream()),
        (None, ident) => {
            let name = ident.as_ref().map(|ident| rename_all.apply(ident)).unwrap_or_default();
            (name, ident.to_token_stream())
        }
    };
    match names::check_prop_name(&name) {
        Err(problem) if serde.rename.is_some() => errors.at(written, problem),
        Err(problem) => errors.at(written, format_args!("{problem}; write `#[serde(rename = \"…\")]`")),
        Ok(()) => {
            let field = field.ident.as_ref().map(|ident| ident.unraw().to_string()).unwrap_or_default();
            if let Some(first) = names.props.get(&name) {
                errors.at(
                    written,
                    format_args!("two props are named `{name}`; field `{first}` is the other one"),
                );
            } else {
                names.props.insert(name.clone(), field);
            }
        }
    }
    WireName(name)
}

fn check_prop(
    name: WireName,
    field: String,
    attrs: FieldAttrs,
    serialize_with: Option<With>,
    names: &mut Names,
    errors: &mut Errors,
) -> Prop {
    if let Some(key) = attrs.once.as_ref().and_then(|once| once.options.key.as_ref()) {
        once_keys_are_unique(&key.0, field, names, errors);
    }
    Prop {
        name,
        travels: travels(&attrs, errors),
        merge: merge(&attrs, errors),
        once: attrs.once.map(|once| Once {
            key: once.options.key.map(|key| options::once_key(key.0, errors)),
            expires_in: once.options.expires_in.and_then(|ttl| options::duration(&ttl.0, errors)),
        }),
        scroll: attrs.scroll.map(|scroll| check_scroll(scroll.options, errors)),
        serialize_with: serialize_with.map(|with| with.function),
    }
}

/// The client keeps one value under each key.
fn once_keys_are_unique(literal: &LitStr, field: String, names: &mut Names, errors: &mut Errors) {
    let key = literal.value();
    if let Some(first) = names.once_keys.get(&key) {
        errors.at(
            literal,
            format_args!("two once props share the key `{key}`; field `{first}` is the other one"),
        );
    } else {
        names.once_keys.insert(key, field);
    }
}

fn travels(attrs: &FieldAttrs, errors: &mut Errors) -> Travels {
    let guard = |rescue: &Option<attrs::Word>, timeout: &Option<attrs::Text>, errors: &mut Errors| Guard {
        rescue: rescue.is_some(),
        timeout: timeout.as_ref().and_then(|timeout| options::duration(&timeout.0, errors)),
    };
    if let Some(Attr { options: defer, .. }) = &attrs.defer {
        let group = defer
            .group
            .as_ref()
            .map_or_else(|| "default".to_owned(), |group| options::group(&group.0, errors));
        Travels::Defer { group, guard: guard(&defer.rescue, &defer.timeout, errors) }
    } else if let Some(Attr { options: optional, .. }) = &attrs.optional {
        Travels::Optional(guard(&optional.rescue, &optional.timeout, errors))
    } else if attrs.always.is_some() {
        Travels::Always
    } else {
        Travels::Eager
    }
}

fn merge(attrs: &FieldAttrs, errors: &mut Errors) -> Option<Merge> {
    if let Some(deep) = &attrs.deep_merge {
        let match_on = options::match_on(deep.options.match_on.as_ref(), MatchOnRule::InnerPaths, errors);
        return Some(Merge { mode: MergeMode::Deep, at: None, match_on });
    }
    let mode = if attrs.merge.is_some() { MergeMode::Append } else { MergeMode::Prepend };
    let merge = attrs.merge.as_ref().or(attrs.prepend.as_ref())?;
    let written = merge.options.match_on.as_ref();
    let match_on = options::match_on(written, MatchOnRule::OneMember(merge.name), errors);
    let looks_inside = match_on.iter().any(|match_on| match_on.checked.is_some());
    let at = merge.options.at.as_ref().and_then(|at| options::at(&at.0, looks_inside, errors));
    Some(Merge { mode, at, match_on })
}

fn check_scroll(scroll: attrs::Scroll, errors: &mut Errors) -> Scroll {
    Scroll {
        page_name: scroll
            .page_name
            .map_or_else(|| "page".to_owned(), |name| options::page_name(&name.0, errors)),
        wrapper: scroll
            .wrapper
            .map_or_else(|| "data".to_owned(), |wrapper| options::wrapper(&wrapper.0, errors)),
        match_on: options::match_on(scroll.match_on.as_ref(), MatchOnRule::OneMember("scroll"), errors).pop(),
    }
}
