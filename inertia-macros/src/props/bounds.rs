//! The bounds of a generic props struct: the traits that its type parameters need, so that its fields are props.

use proc_macro2::TokenStream;
use quote::quote;

use super::model::{Kind, Props};
use crate::syntax::generics;
use crate::syntax::generics::mentions;

/// The user's where clause, followed by the bounds of the fields.
pub(crate) fn where_clause(props: &Props<'_>) -> TokenStream {
    generics::where_clause(props.generics, &needed(props))
}

/// The same for the description in TypeScript, for which the parameters need a description, too.
pub(crate) fn typescript_where_clause(props: &Props<'_>) -> TokenStream {
    let krate = &props.krate;
    let mut needed = needed(props);
    for field in &props.fields {
        let mentions = mentions(field.ty, props.generics);
        match &field.kind {
            Kind::Prop(_) => {
                needed.extend(mentions.into_iter().map(|ty| quote!(#ty: #krate::ts_rs::TS + 'static)));
            }
            Kind::Group(_) | Kind::Splice if mentions.is_empty() => {}
            Kind::Group(_) | Kind::Splice => {
                let ty = field.ty;
                needed.push(quote!(#ty: #krate::ts_rs::TS));
            }
        }
    }
    generics::where_clause(props.generics, &needed)
}

fn needed(props: &Props<'_>) -> Vec<TokenStream> {
    let krate = &props.krate;
    let private = krate.private();
    let mut values = Values::default();
    let mut groups = Vec::new();
    for field in &props.fields {
        let mentions = mentions(field.ty, props.generics);
        match &field.kind {
            Kind::Prop(prop) => values.add(mentions, prop.serialize_with.is_none()),
            Kind::Group(_) | Kind::Splice if mentions.is_empty() => {}
            Kind::Group(_) | Kind::Splice => {
                let ty = field.ty;
                groups.push(quote!(#ty: #krate::InertiaProps + ::core::marker::Send));
            }
        }
    }
    let values = values.0.into_iter().map(|value| {
        let ty = value.ty;
        let serialize = value.serialized.then(|| quote!(#private::Value +));
        quote!(#ty: #serialize ::core::marker::Send)
    });
    // Props own their data, so their parameters do as well.
    let owned = props.generics.type_params().next().map(|_| quote!(Self: 'static));
    values.chain(groups).chain(owned).collect()
}

/// The type parameters in the types of plain props, without duplicates.
#[derive(Default)]
struct Values(Vec<Value>);

struct Value {
    ty: TokenStream,
    written: String,
    serialized: bool,
}

impl Values {
    fn add(&mut self, mentions: Vec<TokenStream>, serialized: bool) {
        for ty in mentions {
            let written = ty.to_string();
            match self.0.iter_mut().find(|value| value.written == written) {
                Some(value) => value.serialized |= serialized,
                None => self.0.push(Value { ty, written, serialized }),
            }
        }
    }
}
