//! `#[derive(InertiaForm)]`: reads a struct from a request, field by field. A newtype or an enum can be one of its fields.

mod attrs;
mod bounds;
mod check;
mod emit;
mod functions;
mod model;
#[cfg(test)]
mod tests;
mod typescript;

use proc_macro2::TokenStream;
use syn::{Attribute, Data, DeriveInput, Field, Variant};

use self::attrs::Validator;
use crate::serde_attrs::{With, reading};
use crate::syntax::derive::Derived;
use crate::syntax::{Errors, Options, derive};
use crate::typescript::{self as ts, TsRs, TypeOverride};

/// The derive, from tokens to tokens.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    derive::expand(input, impls, emit::stub)
}

fn impls(item: &DeriveInput, errors: &mut Errors) -> Derived {
    let parsed = Item::parse(item, errors);
    let krate = parsed.options.krate(|options| options.krate.as_ref());
    let form = check::check(parsed, krate.clone(), errors);
    (form.map(|form| emit::form(&form)), krate)
}

/// An item as it is written: every attribute is read, and no rule is applied yet.
struct Item<'a> {
    input: &'a DeriveInput,
    options: Options<attrs::ItemOptions>,
    serde: reading::ItemAttrs,
    /// Of a struct, with or without names.
    fields: Vec<RawField<'a>>,
    /// Of an enum.
    variants: Vec<(&'a Variant, reading::VariantAttrs)>,
    /// The validators whose attributes are present, each with its first attribute.
    validators: Vec<(Validator, &'a Attribute)>,
}

struct RawField<'a> {
    field: &'a Field,
    serde: Options<reading::FieldAttrs>,
    deserialize_with: Option<With>,
    options: Options<attrs::FieldOptions>,
    ts_type: Option<TypeOverride>,
}

impl<'a> Item<'a> {
    fn parse(input: &'a DeriveInput, errors: &mut Errors) -> Self {
        let options = attrs::of_item(&input.attrs, errors);
        let serde = reading::ItemAttrs::read(&input.attrs, errors);
        let (mut fields, mut variants) = (Vec::new(), Vec::new());
        match &input.data {
            Data::Struct(data) => {
                fields.extend(data.fields.iter().map(|field| RawField::parse(field, errors)));
            }
            Data::Enum(data) => {
                variants.extend(data.variants.iter().map(|variant| {
                    attrs::refuse_on_variant(&variant.attrs, errors);
                    (variant, reading::VariantAttrs::read(&variant.attrs, errors))
                }));
            }
            Data::Union(_) => {}
        }
        Self { input, options, serde, fields, variants, validators: attrs::validators(input) }
    }
}

impl<'a> RawField<'a> {
    fn parse(field: &'a Field, errors: &mut Errors) -> Self {
        let (serde, deserialize_with) = reading::FieldAttrs::read(&field.attrs, errors);
        Self {
            field,
            serde,
            deserialize_with,
            options: attrs::of_field(&field.attrs, errors),
            ts_type: ts::field(&field.attrs, TsRs::MaybeDerived, errors),
        }
    }
}
