//! The rules of a form, one function each, the rule in words above it.

use std::collections::HashMap;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{Data, Fields, GenericParam, Ident, LitStr, ext::IdentExt, spanned::Spanned};

use super::{
    Item, RawField, RawVariant,
    attrs::VALIDATORS,
    model::{
        Choice, Fallback, Field, Form, Kind, Missing, Newtype, Read, Shape, Struct, Validated, Validator,
        Variant,
    },
};
use crate::{
    serde_attrs::{reading, rename::RenameRule},
    syntax::attributes,
    syntax::errors::{self, Errors},
    syntax::names,
    syntax::spans,
    typescript::{self, Reader},
};

/// The checked model, when no rule was broken.
pub(crate) fn check<'a>(item: Item<'a>, errors: &mut Errors) -> Option<Form<'a>> {
    const EXPECTED: &str =
        "a form is a struct with named fields; a newtype, or an enum without data, can be one of its fields";
    must_own_its_data(&item, errors);
    let validator = validator(&item, errors);
    let Item { input, options, serde, fields, variants, validators } = item;
    let ident = &input.ident;
    let shape = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(_) | Fields::Unit => Some(Shape::Struct(check_struct(fields, serde, errors))),
            Fields::Unnamed(unnamed) => {
                if let Ok([field]) = <[RawField<'a>; 1]>::try_from(fields) {
                    only_structs_have_these(&options, &serde, ident, errors);
                    newtypes_are_transparent_to_garde(&validators, &input.attrs, errors);
                    Some(Shape::Newtype(check_newtype(field, ident, errors)))
                } else {
                    errors.at(unnamed, EXPECTED);
                    None
                }
            }
        },
        Data::Enum(_) => {
            only_structs_have_these(&options, &serde, ident, errors);
            enums_are_written_as_words(&serde, errors);
            Some(Shape::Choice(check_choice(variants, serde.rename_all, ident, errors)))
        }
        Data::Union(data) => {
            errors.at(data.union_token, EXPECTED);
            None
        }
    };
    let (krate, shape) = (options.krate?, shape?);
    let docs = typescript::docs(&input.attrs);
    let rename = typescript::rename(&input.attrs, Reader::BesideTsRs, errors);
    errors.is_empty().then_some(Form {
        krate,
        ident,
        generics: &input.generics,
        shape,
        validator,
        docs,
        rename,
    })
}

/// What is read from a request outlives it.
fn must_own_its_data(item: &Item<'_>, errors: &mut Errors) {
    for parameter in &item.input.generics.params {
        if let GenericParam::Lifetime(parameter) = parameter {
            errors.at(&parameter.lifetime, "a form owns its data, because it outlives the body that it is read from; write `String` for `&str`");
        }
    }
}

/// One validator speaks about a form. Its attributes show which, unless there are those of two.
fn validator(item: &Item<'_>, errors: &mut Errors) -> Validated {
    if let Some(written) = &item.options.validator {
        return Validated { by: written.validator, span: written.span };
    }
    if let [first, second, ..] = item.validators.as_slice() {
        let (this, other) = (
            format!("`#[{}]`", attributes::name(second.path())),
            format!("`#[{}]`", attributes::name(first.path())),
        );
        let hint = "say which one validates the form, with `#[form(validator = garde)]` or `#[form(validator = validator)]`";
        errors.push(errors::conflict(second.path(), this, other, hint));
    }
    let first = item.validators.first();
    let by = first.and_then(|first| VALIDATORS.iter().find(|(_, name)| first.path().is_ident(name)));
    Validated {
        by: by.map_or(Validator::None, |(validator, _)| *validator),
        span: first.map_or_else(Span::call_site, |first| first.path().span()),
    }
}

/// A newtype or an enum is a value inside a form: it is not validated by itself, and it is missing as a whole or not at all.
fn only_structs_have_these(
    options: &super::attrs::ItemOptions,
    serde: &reading::ItemAttrs,
    ident: &Ident,
    errors: &mut Errors,
) {
    if let Some(written) = &options.validator {
        let message =
            "`validator` belongs on the form, a struct with named fields; it validates the values inside";
        errors.at(written.original.path(), message);
    }
    if let Some(default) = &serde.default {
        let message = format!("`default` belongs on the field whose type is `{}`", ident.unraw());
        errors.at(default.original.path(), message);
    }
}

/// A newtype's messages are those of the field that holds it, for the client knows no name below.
fn newtypes_are_transparent_to_garde(
    validators: &[&syn::Attribute],
    above: &[syn::Attribute],
    errors: &mut Errors,
) {
    let Some(garde) = validators.iter().find(|attribute| attribute.path().is_ident("garde")) else { return };
    // What garde can't read there, garde reports.
    let options = attributes::entries(above, "garde", &mut Errors::default());
    if !options.iter().any(|option| option.path().is_ident("transparent")) {
        errors.at(
            garde.path(),
            "a newtype needs `#[garde(transparent)]` above it, so that its messages are those of the field that holds it",
        );
    }
}

/// serde's `transparent` has a meaning for newtypes only, where it changes nothing.
fn enums_are_written_as_words(serde: &reading::ItemAttrs, errors: &mut Errors) {
    if let Some(transparent) = &serde.transparent {
        errors.at(transparent.path(), "`#[serde(transparent)]` can't be on an enum; remove it");
    }
}

fn check_struct<'a>(fields: Vec<RawField<'a>>, serde: reading::ItemAttrs, errors: &mut Errors) -> Struct<'a> {
    forms_are_objects(&serde, errors);
    let default = serde.default.map(fallback);
    let mut names = Names { what: "fields", names: HashMap::new() };
    let checked = fields
        .into_iter()
        .filter_map(|field| check_field(field, serde.rename_all, default.is_some(), &mut names, errors));
    Struct { fields: checked.collect(), default }
}

/// The client sends an object, and its messages are told apart by the fields' names.
fn forms_are_objects(serde: &reading::ItemAttrs, errors: &mut Errors) {
    if let Some(transparent) = &serde.transparent {
        errors.at(
            transparent.path(),
            "`#[serde(transparent)]` can't be on a form, whose fields have names; write a newtype, `struct Name(String)`",
        );
    }
}

fn check_field<'a>(
    raw: RawField<'a>,
    rename_all: RenameRule,
    struct_default: bool,
    names: &mut Names,
    errors: &mut Errors,
) -> Option<Field<'a>> {
    let RawField { field, serde, options, named } = raw;
    let ident = field.ident.as_ref()?;
    let skipped = serde.skip.is_some();
    let missing = match serde.default {
        Some(default) => Some(Missing::Of(fallback(default))),
        None if struct_default => Some(Missing::OfStruct),
        None => None,
    };
    if skipped {
        skipped_fields_are_not_read(&options.keys, errors);
        let missing = missing
            .unwrap_or_else(|| Missing::Of(Fallback { function: None, span: spans::first(&field.ty) }));
        return Some(Field { ident, ty: &field.ty, kind: Kind::Skipped(missing) });
    }
    if missing.is_some() {
        fields_with_a_default_are_never_missing(&options.keys, errors);
    }
    let name = match &serde.rename {
        Some(literal) => literal.value(),
        None => rename_all.apply(ident),
    };
    must_fit_the_wire(&name, serde.rename.as_ref(), ident, errors);
    for alias in &serde.aliases {
        must_fit_the_wire(&alias.value(), Some(alias), ident, errors);
    }
    names.add(&name, written(serde.rename.as_ref(), ident), ident, errors);
    for alias in &serde.aliases {
        names.add(&alias.value(), alias, ident, errors);
    }
    let read = Read {
        name,
        aliases: serde.aliases,
        message: options.message,
        required: options.required,
        missing,
        stand_in: options.stand_in,
        deserialize_with: serde.deserialize_with.map(|with| with.function),
        named,
        docs: typescript::docs(&field.attrs),
    };
    Some(Field { ident, ty: &field.ty, kind: Kind::Read(Box::new(read)) })
}

fn fallback(default: reading::DefaultValue) -> Fallback {
    Fallback { span: default.span(), function: default.function }
}

/// A field that serde skips is never read, so nothing can be said about how it is.
fn skipped_fields_are_not_read(keys: &[syn::Meta], errors: &mut Errors) {
    for key in keys.iter().map(syn::Meta::path) {
        let this = format!("`{}`", attributes::name(key));
        errors.push(errors::conflict(key, this, "`#[serde(skip)]`", "a skipped field is never read"));
    }
}

/// What has a default is there without being sent.
fn fields_with_a_default_are_never_missing(keys: &[syn::Meta], errors: &mut Errors) {
    for key in keys.iter().map(syn::Meta::path).filter(|key| key.is_ident("required")) {
        let hint = "a field with a default is never missing";
        errors.push(errors::conflict(key, "`required`", "`#[serde(default)]`", hint));
    }
}

/// A field's name is a segment of a dotted key, in the messages, in brackets, and in a header's list.
fn must_fit_the_wire(name: &str, written: Option<&LitStr>, ident: &Ident, errors: &mut Errors) {
    match (names::check_field_name(name), written) {
        (Err(problem), Some(literal)) => errors.at(literal, problem),
        (Err(problem), None) => {
            errors.at(ident, format_args!("{problem}; write `#[serde(rename = \"…\")]`"));
        }
        (Ok(()), _) => {}
    }
}

/// Where a name comes from.
fn written(rename: Option<&LitStr>, ident: &Ident) -> TokenStream {
    rename.map_or_else(|| ident.to_token_stream(), ToTokens::to_token_stream)
}

/// What was named, by its name on the wire.
struct Names {
    what: &'static str,
    names: HashMap<String, String>,
}

impl Names {
    /// A name says which field or variant is meant, so no two have the same.
    fn add(&mut self, name: &str, written: impl ToTokens, ident: &Ident, errors: &mut Errors) {
        let this = ident.unraw().to_string();
        let what = self.what;
        match self.names.get(name) {
            Some(first) if *first == this => {
                errors.at(written, format_args!("`{name}` is a name of `{this}` already; remove the alias"));
            }
            Some(first) => {
                errors.at(written, format_args!("two {what} are named `{name}`; `{first}` is the other one"));
            }
            None => {
                self.names.insert(name.to_owned(), this);
            }
        }
    }
}

fn check_newtype<'a>(raw: RawField<'a>, ident: &Ident, errors: &mut Errors) -> Newtype<'a> {
    let RawField { field, serde, options, named } = raw;
    newtypes_are_read_as_their_field_is(&serde.keys, &["deserialize_with", "with"], ident, errors);
    newtypes_are_read_as_their_field_is(&options.keys, &["stand_in"], ident, errors);
    Newtype {
        ty: &field.ty,
        stand_in: options.stand_in,
        deserialize_with: serde.deserialize_with.map(|with| with.function),
        named,
    }
}

/// A newtype has no name and is not there or missing by itself; that is up to the field that holds it.
fn newtypes_are_read_as_their_field_is(
    keys: &[syn::Meta],
    allowed: &[&str],
    ident: &Ident,
    errors: &mut Errors,
) {
    for key in keys.iter().map(syn::Meta::path) {
        let name = attributes::name(key);
        if !allowed.contains(&name.as_str()) {
            errors.at(key, format_args!("`{name}` belongs on the field whose type is `{}`", ident.unraw()));
        }
    }
}

fn check_choice<'a>(
    variants: Vec<RawVariant<'a>>,
    rename_all: RenameRule,
    ident: &Ident,
    errors: &mut Errors,
) -> Choice<'a> {
    let mut names = Names { what: "variants", names: HashMap::new() };
    let mut choice = Choice { variants: Vec::new(), other: None };
    for RawVariant { variant, serde } in variants {
        if serde.skip {
            continue;
        }
        variants_are_words(&variant.fields, errors);
        if let Some(other) = &serde.other {
            if choice.other.is_some() {
                errors.push(errors::duplicate(other, "`#[serde(other)]`"));
            }
            choice.other = Some(&variant.ident);
        }
        let name = match &serde.rename {
            Some(literal) => literal.value(),
            None => rename_all.apply_to_variant(&variant.ident),
        };
        names.add(&name, written(serde.rename.as_ref(), &variant.ident), &variant.ident, errors);
        for alias in &serde.aliases {
            names.add(&alias.value(), alias, &variant.ident, errors);
        }
        choice.variants.push(Variant { ident: &variant.ident, name, aliases: serde.aliases });
    }
    if choice.variants.is_empty() {
        errors.at(
            ident,
            format_args!(
                "no word can be read as `{}`; it needs a variant that is not skipped",
                ident.unraw()
            ),
        );
    }
    choice
}

/// One word says which variant is meant, and nothing else is sent.
fn variants_are_words(fields: &Fields, errors: &mut Errors) {
    if !matches!(fields, Fields::Unit) {
        errors.at(
            fields,
            "a form reads a variant from its name alone; derive only `serde::Deserialize` for an enum with data, and a form can have it as a field as it is",
        );
    }
}
