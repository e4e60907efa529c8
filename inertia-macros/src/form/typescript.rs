//! What a form is in TypeScript: what the client may submit. Nothing of it is compiled where nobody asks for it.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{ExprPath, Type, ext::IdentExt};

use super::model::{Choice, Field, Form, Kind, Newtype, Shape};
use crate::typescript::Named;

/// A member of the impl of `FormValue`.
pub(crate) fn describe(form: &Form<'_>) -> Option<TokenStream> {
    if !has_a_name(form) {
        return None;
    }
    let private = form.krate.private();
    let described = match &form.shape {
        Shape::Struct(shape) => struct_type(form, &shape.fields, &private),
        Shape::Newtype(Newtype { ty, deserialize_with, named, .. }) => {
            value(ty, named.as_ref(), deserialize_with.as_ref(), &private)
        }
        Shape::Choice(Choice { variants, other }) => {
            let (words, other) = (variants.iter().map(|variant| &variant.name), other.is_some());
            quote!(#private::ts::FormType::Words { words: &[#(#words),*], other: #other })
        }
    };
    Some(quote!(#private::ts! { describe #described }))
}

/// Tells the runtime that there is such a form.
pub(crate) fn announced(form: &Form<'_>) -> Option<TokenStream> {
    let (private, ident) = (form.krate.private(), form.ident);
    let announced = has_a_name(form) && matches!(form.shape, Shape::Struct(_));
    announced.then(|| quote!(#private::ts! { form [#ident] }))
}

/// What a generic form is depends on its parameters.
fn has_a_name(form: &Form<'_>) -> bool {
    form.generics.params.is_empty()
}

fn struct_type(form: &Form<'_>, fields: &[Field<'_>], private: &TokenStream) -> TokenStream {
    let (ident, docs) = (form.ident.unraw().to_string(), &form.docs);
    let path = format!("::{ident}");
    let name = form.rename.as_ref().map_or(ident, syn::LitStr::value);
    let fields = fields.iter().filter_map(|field| {
        let Kind::Read(read) = &field.kind else { return None };
        let (name, docs, default) = (&read.name, &read.docs, read.missing.is_some());
        let ty = value(field.ty, read.named.as_ref(), read.deserialize_with.as_ref(), private);
        Some(quote! {
            #private::ts::FormField { name: #name, docs: &[#(#docs),*], default: #default, ty: #ty }
        })
    });
    quote! {
        #private::ts::FormType::Form(#private::ts::FormSpec {
            name: #name,
            type_name: ::core::concat!(::core::module_path!(), #path),
            docs: &[#(#docs),*],
            fields: || ::std::vec![#(#fields),*],
        })
    }
}

fn value(
    ty: &Type,
    named: Option<&Named>,
    deserialize_with: Option<&ExprPath>,
    private: &TokenStream,
) -> TokenStream {
    match (named, deserialize_with) {
        (Some(Named::Written(text)), _) => quote!(#private::ts::FormType::Written(#text)),
        (Some(Named::As(ty)), _) => quote!(#private::form::Probe::<#ty>::NEW.describe()),
        (None, Some(function)) => {
            let function = quote!(#function).to_string().replace(' ', "");
            quote!(#private::ts::FormType::Deserialized(#function))
        }
        (None, None) => quote!(#private::form::Probe::<#ty>::NEW.describe()),
    }
}
