//! Describes a form in TypeScript: what the client may submit. The runtime's feature `ts` compiles this code.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{ExprPath, Type, ext::IdentExt};

use super::model::{Choice, Field, Form, Kind, Newtype, Shape};
use crate::syntax::attributes::spelled;
use crate::typescript::TypeOverride;

/// The item in the impl of `FormValue`.
pub(crate) fn describe(form: &Form<'_>) -> Option<TokenStream> {
    if !is_concrete(form) {
        return None;
    }
    let private = form.krate.private();
    let described = match &form.shape {
        Shape::Struct(shape) => struct_type(form, &shape.fields, &private),
        Shape::Newtype(Newtype { ty, deserialize_with, ts_type, .. }) => {
            value(ty, ts_type.as_ref(), deserialize_with.as_ref(), &private)
        }
        Shape::Choice(Choice { variants, other }) => {
            let (words, other) = (variants.iter().map(|variant| &variant.name), other.is_some());
            quote!(#private::ts::FormType::Words { words: &[#(#words),*], other: #other })
        }
    };
    Some(quote!(#private::ts! { describe #described }))
}

/// Registers the form with the runtime.
pub(crate) fn registered(form: &Form<'_>) -> Option<TokenStream> {
    let (private, ident) = (form.krate.private(), form.ident);
    let registered = is_concrete(form) && matches!(form.shape, Shape::Struct(_));
    registered.then(|| quote!(#private::ts! { form [#ident] }))
}

/// The description of a generic form depends on its parameters.
fn is_concrete(form: &Form<'_>) -> bool {
    form.generics.params.is_empty()
}

fn struct_type(form: &Form<'_>, fields: &[Field<'_>], private: &TokenStream) -> TokenStream {
    let (ident, docs) = (form.ident.unraw().to_string(), &form.docs);
    let path = format!("::{ident}");
    let name = form.rename.as_ref().map_or(ident, syn::LitStr::value);
    let fields = fields.iter().filter_map(|field| {
        let Kind::Read(read) = &field.kind else { return None };
        let (name, docs, default) = (&read.name, &read.docs, read.missing.is_some());
        let ty = value(field.ty, read.ts_type.as_ref(), read.deserialize_with.as_ref(), private);
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
    ts_type: Option<&TypeOverride>,
    deserialize_with: Option<&ExprPath>,
    private: &TokenStream,
) -> TokenStream {
    match (ts_type, deserialize_with) {
        (Some(TypeOverride::Written(text)), _) => quote!(#private::ts::FormType::Written(#text)),
        (Some(TypeOverride::As(ty)), _) => quote!(#private::form::Probe::<#ty>::NEW.describe()),
        (None, Some(function)) => {
            let function = spelled(function);
            quote!(#private::ts::FormType::Deserialized(#function))
        }
        (None, None) => quote!(#private::form::Probe::<#ty>::NEW.describe()),
    }
}
