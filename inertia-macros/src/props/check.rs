//! The rules of a props struct, one function each, the rule in words above it.

use syn::{Data, Fields, Ident, LitStr, Type, ext::IdentExt};

use super::attrs::{Defer, FieldAttrs, Optional};
use super::model::{Delivery, Field, Kind, Merge, MergeMode, Prop, Props, Scroll, WireName};
use super::options::MatchOnRule;
use super::{Item, RawField, attrs, options};
use crate::serde_attrs::rename::RenameRule;
use crate::serde_attrs::{With, writing};
use crate::syntax::attributes::name;
use crate::syntax::generics::refuse_lifetimes;
use crate::syntax::names::UniqueNames;
use crate::syntax::{Errors, PathInText, Text, errors, names, tokens};
use crate::{serde_attrs, typescript};

/// The checked model, when no rule was broken.
pub(crate) fn check<'a>(item: Item<'a>, errors: &mut Errors) -> Option<Props<'a>> {
    must_be_a_struct_with_named_fields(&item, errors);
    // A page outlives its handler, so its props borrow nothing.
    refuse_lifetimes(
        &item.input.generics,
        "props own their data, because a page outlives its handler; write `String` for `&str`, `Arc<T>` for `&T`",
        errors,
    );
    let mut fields = Vec::new();
    let mut names = Names::default();
    for raw in item.fields {
        let field =
            check_field(raw, &item.input.ident.unraw().to_string(), item.rename_all, &mut names, errors);
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

/// Names that no two fields of a struct may share.
#[derive(Default)]
struct Names {
    props: UniqueNames,
    once_keys: UniqueNames,
}

fn check_field<'a>(
    raw: RawField<'a>,
    owner: &str,
    rename_all: RenameRule,
    names: &mut Names,
    errors: &mut Errors,
) -> Option<Field<'a>> {
    let RawField { field, serde, serialize_with, attrs, ts_type } = raw;
    let ident = field.ident.as_ref()?;
    if serde.is_skipped() {
        refuse_attributes_of_a_skipped_field(&attrs, errors);
        return None;
    }
    let nested = attrs.nested.is_some();
    if nested {
        refuse_delivery_of_a_group(&attrs, errors);
        refuse_serialize_with(
            serialize_with.as_ref(),
            "`#[nested]`",
            "put it on the members of the group",
            errors,
        );
        refuse_recursion(field, owner, errors);
    } else {
        refuse_flatten_of_a_plain_value(&serde, errors);
        at_most_one(&attrs, &["always", "optional", "defer"], "a prop has one kind of delivery", errors);
        at_most_one(&attrs, &["merge", "prepend", "deep_merge"], "a value is merged in one way", errors);
        refuse_merging_of_a_scroll_prop(&attrs, serialize_with.as_ref(), errors);
    }
    let kind = if nested && serde.flatten.is_some() {
        Kind::Splice
    } else {
        let name = wire_name(ident, serde.rename.as_ref(), rename_all, names, errors);
        if nested {
            Kind::Group(name)
        } else {
            Kind::Prop(Box::new(check_prop(name, ident, attrs, serialize_with, names, errors)))
        }
    };
    let docs = typescript::docs(&field.attrs);
    Some(Field {
        ident,
        ty: &field.ty,
        skip_if: serde.skip_serializing_if.map(|PathInText(function)| function),
        kind,
        docs,
        ts_type,
    })
}

/// A skipped field is never sent, so attributes of a prop have no effect on it.
fn refuse_attributes_of_a_skipped_field(attrs: &FieldAttrs, errors: &mut Errors) {
    for (name, key) in &attrs.keys {
        let (this, other) = (format!("`#[{name}]`"), "`#[serde(skip)]`");
        errors.push(errors::conflict(key, this, other, "a skipped field is not a prop"));
    }
}

/// The members of a group have their own delivery; the group is only a name.
fn refuse_delivery_of_a_group(attrs: &FieldAttrs, errors: &mut Errors) {
    for (name, key) in attrs.keys.iter().filter(|(name, _)| *name != "nested") {
        let (this, other) = (format!("`#[{name}]`"), "`#[nested]`");
        errors.push(errors::conflict(key, this, other, "put it on the members of the group"));
    }
}

/// A group is serialized by its own derive, and the items of a scroll prop one by one.
fn refuse_serialize_with(with: Option<&With>, other: &str, hint: &str, errors: &mut Errors) {
    if let Some(With { key, .. }) = with {
        errors.push(errors::conflict(key, format_args!("`{}`", name(key)), other, hint));
    }
}

/// The props of a page are a finite tree. (The compiler finds a cycle through a second struct.)
fn refuse_recursion(field: &syn::Field, owner: &str, errors: &mut Errors) {
    if is_or_contains(&field.ty, owner) {
        errors.at(
            &field.ty,
            format_args!("a `#[nested]` group can't contain its own struct `{owner}`; derive `serde::Serialize` for the recursive part and make it a plain prop"),
        );
    }
}

/// Whether a type contains the struct that it is a field of, by its bare name or as `Self`.
fn is_or_contains(ty: &Type, owner: &str) -> bool {
    tokens::words(ty)
        .iter()
        .any(|word| !word.after_colon && (word.ident == "Self" || word.ident.unraw() == owner))
}

/// Only the names of the members of a `#[nested]` group are known at compile time.
fn refuse_flatten_of_a_plain_value(serde: &writing::FieldAttrs, errors: &mut Errors) {
    if let Some(flatten) = &serde.flatten {
        errors.at(
            &flatten.0,
            "`#[serde(flatten)]` needs `#[nested]` beside it and `#[derive(InertiaProps)]` on the field's type, so that every prop has a name",
        );
    }
}

/// A prop has at most one attribute of a kind.
fn at_most_one(attrs: &FieldAttrs, kind: &[&str], reason: &str, errors: &mut Errors) {
    let mut of_kind = attrs.keys.iter().filter(|(name, _)| kind.contains(name));
    let Some((first, _)) = of_kind.next() else { return };
    for (name, key) in of_kind {
        let (this, other) = (format!("`#[{name}]`"), format!("`#[{first}]`"));
        errors.push(errors::conflict(key, this, other, reason));
    }
}

/// A scroll prop has its own way of merging, of being requested again, and of being serialized.
fn refuse_merging_of_a_scroll_prop(attrs: &FieldAttrs, serialize_with: Option<&With>, errors: &mut Errors) {
    const SCROLL: &str = "`#[scroll]`";
    if attrs.scroll.is_none() {
        return;
    }
    for (name, key) in &attrs.keys {
        let hint = match *name {
            "merge" | "prepend" | "deep_merge" => "a scroll prop appends or prepends its items already",
            "once" => "a scroll prop is requested again for every page of items",
            _ => continue,
        };
        errors.push(errors::conflict(key, format_args!("`#[{name}]`"), SCROLL, hint));
    }
    refuse_serialize_with(serialize_with, SCROLL, "put it on the field of the item that needs it", errors);
}

/// A prop has the name that serde gives its field. It must be possible to send, and unique.
fn wire_name(
    ident: &Ident,
    rename: Option<&LitStr>,
    rename_all: RenameRule,
    names: &mut Names,
    errors: &mut Errors,
) -> WireName {
    let name = serde_attrs::field_name(ident, rename, rename_all, names::check_prop_name, errors);
    if let Err(first) = names.props.add(&name, ident) {
        let written = serde_attrs::name_tokens(ident, rename);
        errors.at(written, format_args!("two props are named `{name}`; field `{first}` is the other one"));
    }
    WireName(name)
}

fn check_prop(
    name: WireName,
    ident: &Ident,
    attrs: FieldAttrs,
    serialize_with: Option<With>,
    names: &mut Names,
    errors: &mut Errors,
) -> Prop {
    if let Some(Text(key)) = attrs.once.as_ref().and_then(|once| once.key.as_ref()) {
        options::once_key(key, errors);
        once_keys_are_unique(key, ident, names, errors);
    }
    let merge = merge(&attrs, errors);
    let FieldAttrs { always, optional, defer, once, scroll, .. } = attrs;
    let delivery = delivery(defer, optional, always.is_some(), errors);
    let scroll = scroll.map(|scroll| check_scroll(scroll, errors));
    Prop { name, delivery, merge, once, scroll, serialize_with: serialize_with.map(|with| with.function) }
}

/// The client keeps one value under each key.
fn once_keys_are_unique(literal: &LitStr, ident: &Ident, names: &mut Names, errors: &mut Errors) {
    let key = literal.value();
    if let Err(first) = names.once_keys.add(&key, ident) {
        errors.at(
            literal,
            format_args!("two once props share the key `{key}`; field `{first}` is the other one"),
        );
    }
}

fn delivery(defer: Option<Defer>, optional: Option<Optional>, always: bool, errors: &mut Errors) -> Delivery {
    if let Some(Text(group)) = defer.as_ref().and_then(|defer| defer.group.as_ref()) {
        options::group(group, errors);
    }
    match (defer, optional) {
        (Some(defer), _) => Delivery::Defer(defer),
        (None, Some(optional)) => Delivery::Optional(optional),
        (None, None) if always => Delivery::Always,
        (None, None) => Delivery::Eager,
    }
}

fn merge(attrs: &FieldAttrs, errors: &mut Errors) -> Option<Merge> {
    if let Some(deep) = &attrs.deep_merge {
        let match_on = options::match_on(deep.match_on.as_ref(), MatchOnRule::InnerPaths, errors);
        return Some(Merge { mode: MergeMode::Deep, at: None, match_on });
    }
    let (merge, mode, name) = match (&attrs.merge, &attrs.prepend) {
        (Some(merge), _) => (merge, MergeMode::Append, "merge"),
        (None, Some(prepend)) => (prepend, MergeMode::Prepend, "prepend"),
        (None, None) => return None,
    };
    let match_on = options::match_on(merge.match_on.as_ref(), MatchOnRule::OneField(name), errors);
    let items_are_checked = match_on.iter().any(|match_on| match_on.checked.is_some());
    let at = merge.at.as_ref().and_then(|at| options::at(&at.0, items_are_checked, errors));
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
        match_on: options::match_on(scroll.match_on.as_ref(), MatchOnRule::OneField("scroll"), errors).pop(),
    }
}
