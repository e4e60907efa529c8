//! The rules of a form, one function each, the rule in words above it.

use darling::ast::NestedMeta;
use proc_macro2::Span;
use quote::ToTokens;
use syn::{Attribute, Data, Fields, Ident, Path, Variant as SynVariant, ext::IdentExt, spanned::Spanned};

use super::attrs::{FieldOptions, ItemOptions, Validator};
use super::model::{
    Choice, Fallback, Field, Form, Kind, Missing, Newtype, Read, Shape, Struct, Validated, Variant,
};
use super::{Item, RawField};
use crate::serde_attrs::reading;
use crate::serde_attrs::rename::RenameRule;
use crate::syntax::attributes::name;
use crate::syntax::generics::refuse_lifetimes;
use crate::syntax::names::UniqueNames;
use crate::syntax::{Errors, Krate, Options, attributes, errors, names, spans};
use crate::typescript::TsRs;
use crate::{serde_attrs, typescript};

/// The checked model, when no rule was broken.
pub(crate) fn check<'a>(item: Item<'a>, krate: Option<Krate>, errors: &mut Errors) -> Option<Form<'a>> {
    const EXPECTED: &str =
        "a form is a struct with named fields; a newtype, or an enum without data, can be one of its fields";
    // A form outlives the body that it is read from.
    refuse_lifetimes(
        &item.input.generics,
        "a form owns its data, because it outlives the body that it is read from; write `String` for `&str`",
        errors,
    );
    let validator = validator(&item, errors);
    let Item { input, options, serde, fields, variants, validators } = item;
    let options = options.values;
    let ident = &input.ident;
    let shape = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(_) | Fields::Unit => Some(Shape::Struct(check_struct(fields, serde, errors))),
            Fields::Unnamed(unnamed) => {
                if let Ok([field]) = <[RawField<'a>; 1]>::try_from(fields) {
                    refuse_options_of_structs(&options, &serde, ident, errors);
                    require_transparent_for_garde(&validators, &input.attrs, errors);
                    Some(Shape::Newtype(check_newtype(field, ident, errors)))
                } else {
                    errors.at(unnamed, EXPECTED);
                    None
                }
            }
        },
        Data::Enum(_) => {
            refuse_options_of_structs(&options, &serde, ident, errors);
            refuse_transparent(&serde, "`#[serde(transparent)]` can't be on an enum; remove it", errors);
            Some(Shape::Choice(check_choice(variants, serde.rename_all, ident, errors)))
        }
        Data::Union(data) => {
            errors.at(data.union_token, EXPECTED);
            None
        }
    };
    let (krate, shape) = (krate?, shape?);
    let docs = typescript::docs(&input.attrs);
    let rename = typescript::rename(&input.attrs, TsRs::MaybeDerived, errors);
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

/// A form has one validator. Its attributes determine which, unless there are attributes of two.
fn validator(item: &Item<'_>, errors: &mut Errors) -> Validated {
    if let Some(written) = &item.options.values.validator {
        return Validated { by: written.validator, span: written.span };
    }
    if let [(_, first), (_, second), ..] = item.validators.as_slice() {
        let (this, other) = (format!("`#[{}]`", name(second.path())), format!("`#[{}]`", name(first.path())));
        let hint = "name the one that validates the form, with `#[form(validator = garde)]` or `#[form(validator = validator)]`";
        errors.push(errors::conflict(second.path(), this, other, hint));
    }
    match item.validators.first() {
        Some((by, attribute)) => Validated { by: *by, span: attribute.path().span() },
        None => Validated { by: Validator::None, span: Span::call_site() },
    }
}

/// A newtype or an enum is part of a form: the form is validated as a whole, and the field that holds the part has the default.
fn refuse_options_of_structs(
    options: &ItemOptions,
    serde: &reading::ItemAttrs,
    ident: &Ident,
    errors: &mut Errors,
) {
    if let Some(written) = &options.validator {
        let message =
            "`validator` belongs on the form, a struct with named fields; it validates the values inside";
        errors.at(&written.key, message);
    }
    if let Some(default) = &serde.default {
        errors.at(
            &default.key,
            format_args!("`default` belongs on the field whose type is `{}`", ident.unraw()),
        );
    }
}

/// A newtype's messages belong to the field that holds it, because the client knows no name inside.
fn require_transparent_for_garde(
    validators: &[(Validator, &Attribute)],
    above: &[Attribute],
    errors: &mut Errors,
) {
    let Some((_, garde)) = validators.iter().find(|(validator, _)| *validator == Validator::Garde) else {
        return;
    };
    // garde reports what it cannot read.
    let options = attributes::entries(above, "garde", &mut Errors::default());
    if !options
        .iter()
        .any(|option| matches!(option, NestedMeta::Meta(meta) if meta.path().is_ident("transparent")))
    {
        errors.at(
            garde.path(),
            "a newtype needs `#[garde(transparent)]` above it, so that its messages belong to the field that holds it",
        );
    }
}

/// serde's `transparent` changes nothing for a newtype, and is not possible elsewhere.
fn refuse_transparent(serde: &reading::ItemAttrs, message: &str, errors: &mut Errors) {
    if let Some(transparent) = &serde.transparent {
        errors.at(&transparent.0, message);
    }
}

fn check_struct<'a>(fields: Vec<RawField<'a>>, serde: reading::ItemAttrs, errors: &mut Errors) -> Struct<'a> {
    refuse_transparent(
        &serde,
        "`#[serde(transparent)]` can't be on a form, whose fields have names; write a newtype, `struct Name(String)`",
        errors,
    );
    let default = serde.default.map(fallback);
    let mut names = Names { what: "fields", names: UniqueNames::default() };
    let checked = fields
        .into_iter()
        .filter_map(|field| check_field(field, serde.rename_all, default.is_some(), &mut names, errors));
    Struct { fields: checked.collect(), default }
}

fn check_field<'a>(
    raw: RawField<'a>,
    rename_all: RenameRule,
    struct_default: bool,
    names: &mut Names,
    errors: &mut Errors,
) -> Option<Field<'a>> {
    let RawField { field, serde, deserialize_with, options, ts_type } = raw;
    let serde = serde.values;
    let ident = field.ident.as_ref()?;
    let is_skipped = serde.is_skipped();
    let missing = match serde.default {
        Some(default) => Some(Missing::Of(fallback(default))),
        None if struct_default => Some(Missing::OfStruct),
        None => None,
    };
    if is_skipped {
        refuse_options_of_a_skipped_field(&options.keys, errors);
        let missing = missing
            .unwrap_or_else(|| Missing::Of(Fallback { function: None, span: spans::first(&field.ty) }));
        return Some(Field { ident, ty: &field.ty, kind: Kind::Skipped(missing) });
    }
    if missing.is_some() {
        refuse_required_with_a_default(&options, errors);
    }
    let rename = serde.rename.as_ref();
    let name = serde_attrs::field_name(ident, rename, rename_all, names::check_field_name, errors);
    names.add(&name, serde_attrs::name_tokens(ident, rename), ident, errors);
    for alias in &serde.aliases {
        let alias = Some(&alias.0);
        let name = serde_attrs::field_name(ident, alias, rename_all, names::check_field_name, errors);
        names.add(&name, alias, ident, errors);
    }
    let read = Read {
        name,
        aliases: serde.aliases,
        options: options.values,
        missing,
        deserialize_with: deserialize_with.map(|with| with.function),
        ts_type,
        docs: typescript::docs(&field.attrs),
    };
    Some(Field { ident, ty: &field.ty, kind: Kind::Read(Box::new(read)) })
}

fn fallback(default: reading::DefaultValue) -> Fallback {
    Fallback { span: default.span(), function: default.function }
}

/// A skipped field is never read, so options have no effect on it.
fn refuse_options_of_a_skipped_field(keys: &[Path], errors: &mut Errors) {
    for key in keys {
        let this = format!("`{}`", name(key));
        errors.push(errors::conflict(key, this, "`#[serde(skip)]`", "a skipped field is never read"));
    }
}

/// A field with a default does not have to be sent.
fn refuse_required_with_a_default(options: &Options<FieldOptions>, errors: &mut Errors) {
    if let Some(key) = options.key("required") {
        let hint = "a field with a default is never missing";
        errors.push(errors::conflict(key, "`required`", "`#[serde(default)]`", hint));
    }
}

/// The names of fields or variants.
struct Names {
    what: &'static str,
    names: UniqueNames,
}

impl Names {
    /// No two fields or variants have the same name.
    fn add(&mut self, name: &str, written: impl ToTokens, ident: &Ident, errors: &mut Errors) {
        let (what, this) = (self.what, ident.unraw());
        if let Err(first) = self.names.add(name, ident) {
            if this == first {
                errors.at(written, format_args!("`{name}` is a name of `{this}` already; remove the alias"));
            } else {
                errors.at(written, format_args!("two {what} are named `{name}`; `{first}` is the other one"));
            }
        }
    }
}

fn check_newtype<'a>(raw: RawField<'a>, ident: &Ident, errors: &mut Errors) -> Newtype<'a> {
    let RawField { field, serde, deserialize_with, options, ts_type } = raw;
    refuse_options_on_a_newtype(&serde.keys, &["deserialize_with", "with"], ident, errors);
    refuse_options_on_a_newtype(&options.keys, &["stand_in"], ident, errors);
    Newtype {
        ty: &field.ty,
        stand_in: options.values.stand_in,
        deserialize_with: deserialize_with.map(|with| with.function),
        ts_type,
    }
}

/// The field that holds a newtype has its name, and is missing or present.
fn refuse_options_on_a_newtype(keys: &[Path], allowed: &[&str], ident: &Ident, errors: &mut Errors) {
    for key in keys {
        let name = name(key);
        if !allowed.contains(&name.as_str()) {
            errors.at(key, format_args!("`{name}` belongs on the field whose type is `{}`", ident.unraw()));
        }
    }
}

fn check_choice<'a>(
    variants: Vec<(&'a SynVariant, reading::VariantAttrs)>,
    rename_all: RenameRule,
    ident: &Ident,
    errors: &mut Errors,
) -> Choice<'a> {
    let mut names = Names { what: "variants", names: UniqueNames::default() };
    let mut choice = Choice { variants: Vec::new(), other: None };
    for (variant, serde) in variants {
        if serde.is_skipped() {
            continue;
        }
        refuse_variants_with_data(&variant.fields, errors);
        if let Some(other) = &serde.other {
            if choice.other.is_some() {
                errors.push(errors::duplicate(&other.0, "`#[serde(other)]`"));
            }
            choice.other = Some(&variant.ident);
        }
        let name = match &serde.rename {
            Some(literal) => literal.value(),
            None => rename_all.apply_to_variant(&variant.ident),
        };
        let written = serde_attrs::name_tokens(&variant.ident, serde.rename.as_ref());
        names.add(&name, written, &variant.ident, errors);
        for alias in &serde.aliases {
            names.add(&alias.0.value(), &alias.0, &variant.ident, errors);
        }
        choice.variants.push(Variant { ident: &variant.ident, name, aliases: serde.aliases });
    }
    if choice.variants.is_empty() {
        errors.at(
            ident,
            format_args!(
                "`{}` has no variant that can be read; it needs one that is not skipped",
                ident.unraw()
            ),
        );
    }
    choice
}

/// The client sends only the name of a variant.
fn refuse_variants_with_data(fields: &Fields, errors: &mut Errors) {
    if !matches!(fields, Fields::Unit) {
        errors.at(
            fields,
            "a form reads only the name of a variant; derive only `serde::Deserialize` for an enum with data, and use it for a field of the form",
        );
    }
}
