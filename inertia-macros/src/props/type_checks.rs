//! Dead code that says what each field's type must be, at the type's or the literal's own span.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::{
    dotted_path::DottedPath,
    model::{Field, Kind, MatchOn, Merge, MergeMode, Prop, Props, Travels},
};
use crate::{
    krate::Krate,
    span::{self, respan},
};

/// An associated function that is never called, so that `Self` and the struct's parameters mean what they mean in the
/// fields.
pub(crate) fn emit(props: &Props<'_>) -> TokenStream {
    let Props { krate, ident, generics, fields } = props;
    let checks: TokenStream = fields.iter().map(|field| checks(field, krate)).collect();
    let once_keys = once_keys(props);
    if checks.is_empty() {
        return once_keys;
    }
    let (impl_generics, type_generics, _) = generics.split_for_impl();
    let where_clause = super::bounds::where_clause(props);
    quote! {
        impl #impl_generics #ident #type_generics #where_clause {
            #[allow(dead_code)]
            fn __inertia_checks() { #checks }
        }
        #once_keys
    }
}

/// Two once props of one page may not share a key, groups included. Only a whole, concrete table can be checked.
fn once_keys(props: &Props<'_>) -> TokenStream {
    let Props { krate, ident, generics, fields } = props;
    let concrete = generics.type_params().next().is_none() && generics.const_params().next().is_none();
    let worth_it = fields.iter().any(|field| match &field.kind {
        Kind::Prop(prop) => prop.once.is_some(),
        Kind::Group(_) | Kind::Splice => true,
    });
    if !concrete || !worth_it {
        return TokenStream::new();
    }
    let private = krate.private();
    quote! {
        const _: () = #private::check::once_keys(<#ident as #krate::InertiaProps>::SCHEMA);
    }
}

fn checks(field: &Field<'_>, krate: &Krate) -> TokenStream {
    let private = krate.private();
    let ty = field.ty;
    let mut names = vec![quote!(send)];
    let mut about_members = TokenStream::new();
    match &field.kind {
        Kind::Group(_) | Kind::Splice => names.push(quote!(nested)),
        Kind::Prop(prop) => {
            match &prop.travels {
                Travels::Defer { .. } => names.push(quote!(lazy_defer)),
                Travels::Optional(_) => names.push(quote!(lazy_optional)),
                Travels::Eager | Travels::Always => {}
            }
            if prop.once.is_some() {
                names.push(quote!(lazy_once));
            }
            if prop.scroll.is_some() {
                names.push(quote!(scroll));
            }
            about_members = members(prop, field, &private);
        }
    }
    let about_type = respan(quote!(#(#private::check::#names::<#ty>();)*), span::first(ty));
    quote!(#about_type #about_members)
}

/// Looks for the members that `match_on` names.
fn members(prop: &Prop, field: &Field<'_>, private: &TokenStream) -> TokenStream {
    if let Some(scroll) = &prop.scroll {
        let member = scroll.match_on.as_ref().and_then(|match_on| match_on.checked.as_ref());
        return member.map(|member| items_of(field, member, private)).unwrap_or_default();
    }
    let Some(merge) = &prop.merge else { return TokenStream::new() };
    merge.match_on.iter().filter_map(|match_on| merged_member(field, merge, match_on, private)).collect()
}

fn merged_member(
    field: &Field<'_>,
    merge: &Merge,
    match_on: &MatchOn,
    private: &TokenStream,
) -> Option<TokenStream> {
    let member = match_on.checked.as_ref()?;
    match (&merge.at, member.fields.split_last()) {
        (None, Some((_, []))) => Some(items_of(field, member, private)),
        (None, Some((of_item, list))) if merge.mode == MergeMode::Deep => {
            Some(items_in(field, list, std::slice::from_ref(of_item), member, private))
        }
        (Some(at), Some(_)) => Some(items_in(field, &at.fields, &member.fields, member, private)),
        _ => None,
    }
}

/// The value itself is the list.
fn items_of(field: &Field<'_>, member: &DottedPath, private: &TokenStream) -> TokenStream {
    let ty = field.ty;
    let path = &member.fields;
    let call = respan(quote!(#private::check::items_of::<#ty>), span::first(ty));
    let closure = respan(quote!(|item| { let _ = &item #(.#path)*; }), member.span);
    quote!(#call(#closure);)
}

/// The list is inside the value.
fn items_in(
    field: &Field<'_>,
    list: &[syn::Ident],
    path: &[syn::Ident],
    member: &DottedPath,
    private: &TokenStream,
) -> TokenStream {
    let ty = field.ty;
    let call = respan(quote!(#private::check::value_of::<#ty>), span::first(ty));
    // A missing list is shown at the literal that names it, a missing member at its own.
    let list_span = list.first().map_or(member.span, syn::Ident::span);
    let find_list = respan(quote!(#private::check::items_in), list_span);
    let list = respan(quote!(&value #(.#list)*), list_span);
    let closure = quote_spanned! {member.span=>
        |value| {
            #find_list(#list, |item| { let _ = &item #(.#path)*; });
        }
    };
    quote!(#call(#closure);)
}
