//! Describes a props struct in TypeScript: each prop as the client receives it. The runtime's feature `ts` compiles this code.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use super::bounds;
use super::model::{Delivery, Field, Kind, Prop, Props, WireName};
use crate::syntax::attributes::spelled;
use crate::typescript::TypeOverride;

/// The items that describe the struct.
pub(crate) fn items(props: &Props<'_>) -> TokenStream {
    let Props { krate, ident, generics, fields, docs, rename } = props;
    let private = krate.private();
    let (impl_generics, type_generics, _) = generics.split_for_impl();
    let where_clause = bounds::typescript_where_clause(props);
    let members = quote!(__inertia_members);
    let each = fields.iter().map(|field| member(field, &members, &private));
    let body = quote!(|#members| { #(#each)* });
    let this = quote!([#impl_generics] [#ident #type_generics] [#where_clause]);
    if is_concrete(props) {
        let name = rename.as_ref().map_or_else(|| ident.unraw().to_string(), syn::LitStr::value);
        quote!(#private::ts! { props #this #name [#(#docs),*] #body })
    } else {
        quote!(#private::ts! { generic #this #body })
    }
}

/// The item in the impl of `InertiaProps`.
pub(crate) fn described(props: &Props<'_>) -> Option<TokenStream> {
    let private = props.krate.private();
    is_concrete(props).then(|| quote!(#private::ts! { described }))
}

/// The description of a generic struct depends on its parameters.
fn is_concrete(props: &Props<'_>) -> bool {
    props.generics.params.is_empty()
}

fn member(field: &Field<'_>, members: &TokenStream, private: &TokenStream) -> TokenStream {
    let skipped = field.skip_if.is_some();
    let ty = match &field.ts_type {
        Some(TypeOverride::As(ty)) => ty,
        Some(TypeOverride::Written(_)) | None => field.ty,
    };
    let probe = quote!(#private::ts::TypeProbe::<#ty>::NEW);
    let prop = |name: &WireName, optional: bool| {
        let (name, docs) = (&name.0, &field.docs);
        let docs = (!docs.is_empty()).then(|| quote!(.docs(&[#(#docs),*])));
        let optional = optional.then(|| quote!(.optional()));
        let never_null = skips_only_null(field).then(|| quote!(.never_null()));
        quote!(#private::ts::PropType::new(#name) #docs #optional #never_null)
    };
    match (&field.kind, &field.ts_type) {
        (Kind::Splice, _) => quote!(#probe.splice(#members, #skipped);),
        (Kind::Group(name), Some(TypeOverride::Written(text))) => {
            let prop = prop(name, skipped);
            quote!(#probe.written(#members, #prop, #text, true);)
        }
        (Kind::Group(name), _) => {
            let prop = prop(name, skipped);
            quote!(#probe.prop(#members, #prop);)
        }
        (Kind::Prop(spec), ts_type) => {
            let prop = prop(&spec.name, skipped || can_be_missing(spec));
            match (ts_type, &spec.serialize_with, &spec.scroll) {
                (Some(TypeOverride::Written(text)), with, _) => {
                    let with = with.is_some();
                    quote!(#probe.written(#members, #prop, #text, #with);)
                }
                (None, Some(function), _) => {
                    let function = spelled(function);
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
fn skips_only_null(field: &Field<'_>) -> bool {
    let skip = field.skip_if.as_ref().and_then(|skip| skip.path.segments.last());
    skip.is_some_and(|last| last.ident == "is_none")
}

/// Whether the page can be without the prop. It always has a once prop, because the client keeps the value.
fn can_be_missing(prop: &Prop) -> bool {
    matches!(prop.delivery, Delivery::Optional(_) | Delivery::Defer(_))
}
