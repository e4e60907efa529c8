//! The bounds of a generic props struct: the traits that its type parameters need, so that its fields are props.

use proc_macro2::TokenStream;
use quote::quote;

use super::model::{Kind, Props};
use crate::syntax::generics::{self, mentions};

/// The user's where clause, followed by the bounds of the fields.
pub(crate) fn where_clause(props: &Props<'_>) -> TokenStream {
    generics::where_clause(props.generics, bounds(props))
}

/// The same with the bounds of the description in TypeScript.
pub(crate) fn typescript_where_clause(props: &Props<'_>) -> TokenStream {
    let krate = &props.krate;
    let mut bounds = bounds(props);
    for field in &props.fields {
        let mentions = mentions(field.ty, props.generics);
        if let Kind::Prop(_) = field.kind {
            bounds.extend(mentions.iter().map(|ty| quote!(#ty: #krate::ts_rs::TS + 'static)));
        } else if !mentions.is_empty() {
            let ty = field.ty;
            bounds.push(quote!(#ty: #krate::ts_rs::TS));
        }
    }
    generics::where_clause(props.generics, bounds)
}

fn bounds(props: &Props<'_>) -> Vec<TokenStream> {
    let krate = &props.krate;
    let private = krate.private();
    let mut bounds = Vec::new();
    for field in &props.fields {
        let mentions = mentions(field.ty, props.generics);
        if let Kind::Prop(prop) = &field.kind {
            bounds.extend(mentions.iter().map(|ty| quote!(#ty: ::core::marker::Send)));
            let serialized = mentions.iter().filter(|_| prop.serialize_with.is_none());
            bounds.extend(serialized.map(|ty| quote!(#ty: #private::Value)));
        } else if !mentions.is_empty() {
            let ty = field.ty;
            bounds.push(quote!(#ty: #krate::__private::PropsTable + ::core::marker::Send));
        }
    }
    // Props own their data, so their parameters do as well.
    bounds.extend(props.generics.type_params().next().map(|_| quote!(Self: 'static)));
    bounds
}
