//! The bounds of a generic form: the traits that its type parameters need, so that its fields can be read.

use proc_macro2::TokenStream;
use quote::quote;

use super::model::{Field, Form, Kind, Missing, Shape};
use crate::syntax::generics;
use crate::syntax::generics::mentions;

/// The user's where clause, followed by the bounds of the fields.
pub(crate) fn where_clause(form: &Form<'_>) -> TokenStream {
    generics::where_clause(form.generics, bounds(form))
}

fn bounds(form: &Form<'_>) -> Vec<TokenStream> {
    if form.generics.type_params().next().is_none() {
        return Vec::new();
    }
    let private = form.krate.private();
    let mut bounds = Vec::new();
    match &form.shape {
        Shape::Struct(shape) => {
            for field in &shape.fields {
                let mentions = mentions(field.ty, form.generics);
                bounds.extend(mentions.iter().map(|ty| quote!(#ty: #private::form::Shareable)));
                if is_read_by_its_type(field) {
                    bounds.extend(mentions.iter().map(|ty| quote!(#ty: #private::form::Part)));
                }
                if has_a_default(field) && !mentions.is_empty() {
                    let ty = field.ty;
                    bounds.push(quote!(#ty: ::core::default::Default));
                }
            }
        }
        Shape::Newtype(newtype) if newtype.deserialize_with.is_none() => {
            let mentions = mentions(newtype.ty, form.generics);
            bounds.extend(mentions.iter().map(|ty| quote!(#ty: #private::form::Part)));
        }
        Shape::Newtype(_) | Shape::Choice(_) => {}
    }
    // A form owns its data, so its parameters do as well.
    bounds.push(quote!(Self: 'static));
    bounds
}

fn is_read_by_its_type(field: &Field<'_>) -> bool {
    matches!(&field.kind, Kind::Read(read) if read.deserialize_with.is_none())
}

fn has_a_default(field: &Field<'_>) -> bool {
    let missing = match &field.kind {
        Kind::Skipped(missing) => Some(missing),
        Kind::Read(read) => read.missing.as_ref(),
    };
    matches!(missing, Some(Missing::Of(fallback)) if fallback.function.is_none())
}
