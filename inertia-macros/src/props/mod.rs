//! `#[derive(InertiaProps)]`: a struct becomes the contract of a page.

mod attrs;
mod bounds;
mod check;
mod dotted_path;
mod emit;
mod model;
mod options;
#[cfg(test)]
mod tests;
mod type_checks;
mod typescript;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Data, DeriveInput, Error, Field, Fields, Meta, parse2};

use crate::{
    serde_attrs::writing,
    syntax::attributes,
    syntax::errors::Errors,
    syntax::generics::without_members,
    syntax::krate::Krate,
    typescript::{Named, Reader, field as named, rename},
};

/// The derive, from tokens to tokens.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    match parse2::<DeriveInput>(input.clone()) {
        Ok(item) => expand(&item),
        Err(error) => {
            // Known by its name, the struct is still one to whoever uses it.
            let stub = without_members(input).map(|item| {
                let krate = read_struct_options(&item.attrs, &mut Errors::default());
                krate.map(|krate| emit::stub(&item, &krate))
            });
            let (error, stub) = (error.into_compile_error(), stub.flatten());
            quote!(#error #stub)
        }
    }
}

fn expand(item: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let parsed = Item::parse(item, &mut errors);
    let krate = parsed.krate.clone();
    if let Some(props) = check::check(parsed, &mut errors) {
        return emit::props(&props);
    }
    // Without the runtime's path a stub would only add a second error.
    let stub = krate.map(|krate| emit::stub(item, &krate));
    let errors = errors.into_compile_errors();
    quote!(#errors #stub)
}

/// A struct as it is written: every attribute read, nothing judged by its meaning.
struct Item<'a> {
    input: &'a DeriveInput,
    /// Missing when `crate = …` could not be read.
    krate: Option<Krate>,
    serde: writing::StructAttrs,
    fields: Vec<RawField<'a>>,
    /// `#[ts(rename = "…")]`
    rename: Option<syn::LitStr>,
}

struct RawField<'a> {
    field: &'a Field,
    serde: writing::FieldAttrs,
    attrs: attrs::FieldAttrs,
    named: Option<Named>,
}

impl<'a> Item<'a> {
    fn parse(item: &'a DeriveInput, errors: &mut Errors) -> Self {
        let serde = writing::StructAttrs::read(&item.attrs, errors);
        let krate = read_struct_options(&item.attrs, errors);
        let fields = match &item.data {
            Data::Struct(data) => match &data.fields {
                Fields::Named(fields) => {
                    fields.named.iter().map(|field| RawField::parse(field, errors)).collect()
                }
                Fields::Unnamed(_) | Fields::Unit => Vec::new(),
            },
            Data::Enum(_) | Data::Union(_) => Vec::new(),
        };
        let rename = rename(&item.attrs, Reader::Alone, errors);
        Self { input: item, krate, serde, fields, rename }
    }
}

impl<'a> RawField<'a> {
    fn parse(field: &'a Field, errors: &mut Errors) -> Self {
        Self {
            field,
            serde: writing::FieldAttrs::read(&field.attrs, errors),
            attrs: attrs::FieldAttrs::read(&field.attrs, errors),
            named: named(&field.attrs, Reader::Alone, errors),
        }
    }
}

/// Reads `#[inertia(crate = ::path)]` above the struct. An attribute of a field that stands there by mistake is told so.
fn read_struct_options(attributes: &[Attribute], errors: &mut Errors) -> Option<Krate> {
    let mut krate = Some(Krate::default());
    for attribute in attributes {
        if let Some(name) = attrs::known(attribute.path()) {
            errors.at(attribute, format_args!("`#[{name}]` belongs on a field"));
        }
    }
    let entries = attributes::entries(attributes, "inertia", errors);
    for (key, meta) in attributes::options(entries, errors) {
        match key.as_str() {
            "crate" => krate = errors.keep(Krate::parse(&meta)),
            _ => errors.push(unknown_struct_option(&meta)),
        }
    }
    krate
}

fn unknown_struct_option(meta: &Meta) -> Error {
    match attrs::known(meta.path()) {
        Some(name) => Error::new_spanned(meta.path(), format_args!("`{name}` belongs on a field")),
        None if meta.path().is_ident("component") => Error::new_spanned(
            meta.path(),
            "the handler says which component shows its props; write `#[inertia::page(\"…\")]` above it",
        ),
        None => crate::syntax::errors::unknown_beside_serde(meta, "option", &["crate"]),
    }
}
