//! `#[derive(InertiaForm)]`: a struct is read from a request field by field; an enum or a newtype can be one of its fields.

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
use quote::quote;
use syn::{Attribute, Data, DeriveInput, Field, Fields, Variant, parse2};

use crate::{
    serde_attrs::reading,
    syntax::errors::Errors,
    syntax::generics::without_members,
    typescript::{self as ts, Named, Reader},
};

/// The derive, from tokens to tokens.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    match parse2::<DeriveInput>(input.clone()) {
        Ok(item) => expand(&item),
        Err(error) => {
            // Known by its name, the form is still one to whoever uses it.
            let stub = without_members(input).map(|item| {
                let options = attrs::ItemOptions::read(&item.attrs, &mut Errors::default());
                options.krate.map(|krate| emit::stub(&item, &krate))
            });
            let (error, stub) = (error.into_compile_error(), stub.flatten());
            quote!(#error #stub)
        }
    }
}

fn expand(item: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let parsed = Item::parse(item, &mut errors);
    let krate = parsed.options.krate.clone();
    if let Some(form) = check::check(parsed, &mut errors) {
        return emit::form(&form);
    }
    // Without the runtime's path a stub would only add a second error.
    let stub = krate.map(|krate| emit::stub(item, &krate));
    let errors = errors.into_compile_errors();
    quote!(#errors #stub)
}

/// An item as it is written: every attribute read, nothing judged by its meaning.
struct Item<'a> {
    input: &'a DeriveInput,
    options: attrs::ItemOptions,
    serde: reading::ItemAttrs,
    /// Of a struct, with names or without.
    fields: Vec<RawField<'a>>,
    /// Of an enum.
    variants: Vec<RawVariant<'a>>,
    /// What validates the form, as far as the attributes show it: each of these once, in the order they stand there.
    validators: Vec<&'a Attribute>,
}

struct RawField<'a> {
    field: &'a Field,
    serde: reading::FieldAttrs,
    options: attrs::FieldOptions,
    named: Option<Named>,
}

struct RawVariant<'a> {
    variant: &'a Variant,
    serde: reading::VariantAttrs,
}

impl<'a> Item<'a> {
    fn parse(item: &'a DeriveInput, errors: &mut Errors) -> Self {
        let options = attrs::ItemOptions::read(&item.attrs, errors);
        let serde = reading::ItemAttrs::read(&item.attrs, errors);
        let (mut fields, mut variants) = (Vec::new(), Vec::new());
        match &item.data {
            Data::Struct(data) => {
                fields.extend(data.fields.iter().map(|field| RawField::parse(field, errors)));
            }
            Data::Enum(data) => {
                variants.extend(data.variants.iter().map(|variant| RawVariant::parse(variant, errors)));
            }
            Data::Union(_) => {}
        }
        Self { input: item, options, serde, fields, variants, validators: validators(item) }
    }
}

impl<'a> RawField<'a> {
    fn parse(field: &'a Field, errors: &mut Errors) -> Self {
        Self {
            field,
            serde: reading::FieldAttrs::read(&field.attrs, errors),
            options: attrs::FieldOptions::read(&field.attrs, errors),
            named: ts::field(&field.attrs, Reader::BesideTsRs, errors),
        }
    }
}

impl<'a> RawVariant<'a> {
    fn parse(variant: &'a Variant, errors: &mut Errors) -> Self {
        attrs::belong_on_a_field(&variant.attrs, errors);
        Self { variant, serde: reading::VariantAttrs::read(&variant.attrs, errors) }
    }
}

/// The first `#[garde(…)]` and the first `#[validate(…)]` on a struct or its fields.
fn validators(item: &DeriveInput) -> Vec<&Attribute> {
    let fields = match &item.data {
        Data::Struct(data) => Some(&data.fields),
        Data::Enum(_) | Data::Union(_) => None,
    };
    let on_fields = fields.into_iter().flat_map(Fields::iter).flat_map(|field| &field.attrs);
    let mut found: Vec<&Attribute> = Vec::new();
    for attribute in item.attrs.iter().chain(on_fields) {
        let speaks = attrs::VALIDATORS.iter().any(|(_, name)| attribute.path().is_ident(name));
        if speaks && !found.iter().any(|first| first.path() == attribute.path()) {
            found.push(attribute);
        }
    }
    found
}
