//! Functions beside the impls, one for each of the user's expressions and defaults, so that each is emitted once.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::{Ident, Type};

use super::attrs::StandIn;
use super::model::{Fallback, Field, Form, Kind, Missing, Newtype, Shape};
use crate::syntax::{respan, spans};

/// A function for each of the user's expressions and defaults, and code that never runs, by which the compiler checks each
/// field's type.
pub(crate) fn emit(form: &Form<'_>, private: &TokenStream) -> TokenStream {
    match &form.shape {
        Shape::Struct(form) => {
            let default = form.default.as_ref().map(struct_default);
            let fields = form.fields.iter().enumerate().map(|(place, field)| field_functions(field, place));
            let checks = checks(&form.fields, private);
            quote!(#default #(#fields)* #checks)
        }
        Shape::Newtype(Newtype { ty, stand_in, .. }) => {
            stand_in.as_ref().map(|value| stand_in_function(ty, value, 0)).unwrap_or_default()
        }
        Shape::Choice(_) => TokenStream::new(),
    }
}

fn field_functions(field: &Field<'_>, place: usize) -> TokenStream {
    let (missing, stand_in) = match &field.kind {
        Kind::Skipped(missing) => (Some(missing), None),
        Kind::Read(read) => (read.missing.as_ref(), read.options.stand_in.as_ref()),
    };
    let missing = missing.map(|missing| missing_function(field, missing, place));
    let stand_in = stand_in.map(|value| stand_in_function(field.ty, value, place));
    quote!(#missing #stand_in)
}

fn missing_function(field: &Field<'_>, missing: &Missing, place: usize) -> TokenStream {
    let (ident, ty, name) = (field.ident, field.ty, missing_name(place));
    let value = match missing {
        Missing::Of(fallback) => fallback_value(fallback, &quote!(#ty)),
        Missing::OfStruct => {
            let default = function(&default_name());
            quote!(#default().#ident)
        }
    };
    private_function(&name, &quote!(#ty), &value)
}

fn struct_default(fallback: &Fallback) -> TokenStream {
    let this = quote_spanned!(fallback.span=> Self);
    private_function(&default_name(), &this, &fallback_value(fallback, &this))
}

fn fallback_value(fallback: &Fallback, ty: &TokenStream) -> TokenStream {
    let here = fallback.span;
    fallback.function.as_ref().map_or_else(
        || quote_spanned!(here=> <#ty as ::core::default::Default>::default()),
        |function| quote_spanned!(here=> #function()),
    )
}

fn stand_in_function(ty: &Type, StandIn(value): &StandIn, place: usize) -> TokenStream {
    private_function(&stand_in_name(place), &quote!(#ty), &quote!(#value))
}

fn private_function(name: &Ident, ty: &TokenStream, value: &TokenStream) -> TokenStream {
    quote! {
        #[allow(clippy::missing_const_for_fn)]
        fn #name() -> #ty { #value }
    }
}

/// The checks are in an associated function, so that `Self` and the struct's parameters mean the same as in the fields.
fn checks(fields: &[Field<'_>], private: &TokenStream) -> TokenStream {
    let checks = fields.iter().map(|field| {
        let (ty, here) = (field.ty, spans::first(field.ty));
        let private = respan(private.clone(), here);
        quote_spanned!(here=> #private::shareable::<#ty>();)
    });
    let checks: TokenStream = checks.collect();
    if checks.is_empty() {
        return checks;
    }
    quote! {
        #[allow(dead_code)]
        fn __inertia_form_checks() { #checks }
    }
}

/// One of the functions, as other code refers to it.
pub(crate) fn function(name: &Ident) -> TokenStream {
    quote_spanned!(name.span()=> Self::#name)
}

pub(crate) fn stand_in_name(place: usize) -> Ident {
    format_ident!("__inertia_stand_in_{place}")
}

pub(crate) fn missing_name(place: usize) -> Ident {
    format_ident!("__inertia_missing_{place}")
}

fn default_name() -> Ident {
    format_ident!("__inertia_default")
}
