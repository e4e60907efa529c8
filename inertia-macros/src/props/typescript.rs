//! What a props struct is in TypeScript: each prop as it arrives. Nothing of it is compiled where nobody asks for it.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use super::{
    bounds,
    model::{Field, Kind, Prop, Props, Travels, WireName},
};
use crate::typescript::Named;

/// The struct's name in TypeScript, with its members.
pub(crate) fn items(props: &Props<'_>) -> TokenStream {
    let Props { krate, ident, generics, fields, docs, rename } = props;
    let private = krate.private();
    let (impl_generics, type_generics, _) = generics.split_for_impl();
    let where_clause = bounds::typescript_where_clause(props);
    let members = quote!(__inertia_members);
    let each = fields.iter().map(|field| member(field, &members, &private));
    let body = quote!(|#members| { #(#each)* });
    let this = quote!([#impl_generics] [#ident #type_generics] [#where_clause]);
    if has_a_name(props) {
        let name = rename.as_ref().map_or_else(|| ident.unraw().to_string(), syn::LitStr::value);
        quote!(#private::ts! { props #this #name [#(#docs),*] #body })
    } else {
        quote!(#private::ts! { generic #this #body })
    }
}

/// A member of the impl of `InertiaProps`.
pub(crate) fn described(props: &Props<'_>) -> Option<TokenStream> {
    let private = props.krate.private();
    has_a_name(props).then(|| quote!(#private::ts! { described }))
}

/// What a generic struct is depends on its parameters.
fn has_a_name(props: &Props<'_>) -> bool {
    props.generics.params.is_empty()
}

fn member(field: &Field<'_>, members: &TokenStream, private: &TokenStream) -> TokenStream {
    let skipped = field.skip_if.is_some();
    let ty = match &field.named {
        Some(Named::As(ty)) => quote!(#ty),
        Some(Named::Written(_)) | None => {
            let ty = field.ty;
            quote!(#ty)
        }
    };
    let probe = quote!(#private::ts::TypeProbe::<#ty>::NEW);
    let prop = |name: &WireName, optional: bool| {
        let (name, docs) = (&name.0, &field.docs);
        let docs = (!docs.is_empty()).then(|| quote!(.docs(&[#(#docs),*])));
        let optional = optional.then(|| quote!(.optional()));
        let never_null = skips_nothing_but_null(field).then(|| quote!(.never_null()));
        quote!(#private::ts::PropType::new(#name) #docs #optional #never_null)
    };
    match (&field.kind, &field.named) {
        (Kind::Splice, _) => quote!(#probe.splice(#members, #skipped);),
        (Kind::Group(name), Some(Named::Written(text))) => {
            let prop = prop(name, skipped);
            quote!(#probe.written(#members, #prop, #text, true);)
        }
        (Kind::Group(name), _) => {
            let prop = prop(name, skipped);
            quote!(#probe.prop(#members, #prop);)
        }
        (Kind::Prop(spec), named) => {
            let prop = prop(&spec.name, skipped || comes_later(spec));
            match (named, &spec.serialize_with, &spec.scroll) {
                (Some(Named::Written(text)), with, _) => {
                    let with = with.is_some();
                    quote!(#probe.written(#members, #prop, #text, #with);)
                }
                (None, Some(function), _) => {
                    let function = quote!(#function).to_string().replace(' ', "");
                    quote!(#members.serialized(#prop, #function);)
                }
                (_, _, Some(scroll)) => {
                    let wrapper = &scroll.wrapper;
                    quote!(#probe.scroll(#members, #prop, #wrapper);)
                }
                _ => quote!(#probe.prop(#members, #prop);),
            }
        }
    }
}

/// `skip_serializing_if = "Option::is_none"`
fn skips_nothing_but_null(field: &Field<'_>) -> bool {
    let skip = field.skip_if.as_ref().and_then(|skip| skip.path.segments.last());
    skip.is_some_and(|last| last.ident == "is_none")
}

/// Whether a page is without the prop at first, or for good. A once prop that the server leaves out the client has kept.
fn comes_later(prop: &Prop) -> bool {
    matches!(prop.travels, Travels::Optional(_) | Travels::Defer { .. })
}
