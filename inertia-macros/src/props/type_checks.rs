//! Code that never runs, by which the compiler checks each field's type. Errors are shown at the type or at a literal.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Ident;

use super::dotted_path::DottedPath;
use super::model::{Delivery, Field, Kind, MatchOn, Merge, MergeMode, Prop, Props};
use crate::syntax::{Krate, Text, respan, spans};

/// The checks are in an associated function, so that `Self` and the struct's parameters mean the same as in the fields.
pub(crate) fn emit(props: &Props<'_>) -> TokenStream {
    let Props { krate, ident, generics, fields, .. } = props;
    let checks: TokenStream = fields.iter().map(|field| checks(field, krate)).collect();
    let whole_table = whole_table(props);
    if checks.is_empty() {
        return whole_table;
    }
    let (impl_generics, type_generics, _) = generics.split_for_impl();
    let where_clause = super::bounds::where_clause(props);
    quote! {
        impl #impl_generics #ident #type_generics #where_clause {
            #[allow(dead_code)]
            fn __inertia_checks() { #checks }
        }
        #whole_table
    }
}

/// What can only be checked in the whole table of a concrete type: two props of one level may not share a name, and two once
/// props of one page may not share a key, groups included.
fn whole_table(props: &Props<'_>) -> TokenStream {
    let Props { krate, ident, generics, fields, .. } = props;
    if generics.type_params().next().is_some() || generics.const_params().next().is_some() {
        return TokenStream::new();
    }
    let splice =
        fields.iter().find(|field| matches!(field.kind, Kind::Splice)).map(|field| spans::first(field.ty));
    let group =
        fields.iter().find(|field| !matches!(field.kind, Kind::Prop(_))).map(|field| spans::first(field.ty));
    let key = fields.iter().rev().find_map(|field| match &field.kind {
        Kind::Prop(prop) => prop.once.as_ref()?.key.as_ref().map(|Text(key)| key.span()),
        Kind::Group(_) | Kind::Splice => None,
    });
    let private = krate.private();
    let table = quote!(<#ident as #krate::__private::PropsTable>::SCHEMA);
    let names = splice.map(|here| respan(quote!(#private::check::names(#table);), here));
    let once_keys = group.or(key).map(|here| {
        let check = quote! {
            #private::check::once_keys::<{ #private::check::number(#table) }>(#table);
        };
        respan(check, here)
    });
    if names.is_none() && once_keys.is_none() {
        return TokenStream::new();
    }
    quote!(const _: () = { #names #once_keys };)
}

fn checks(field: &Field<'_>, krate: &Krate) -> TokenStream {
    let private = krate.private();
    let ty = field.ty;
    let mut names = vec![quote!(send)];
    let mut field_checks = TokenStream::new();
    if let Kind::Prop(prop) = &field.kind {
        match &prop.delivery {
            Delivery::Defer(_) => names.push(quote!(lazy_defer)),
            Delivery::Optional(_) => names.push(quote!(lazy_optional)),
            Delivery::Eager | Delivery::Always => {}
        }
        if prop.once.is_some() {
            names.push(quote!(lazy_once));
        }
        if prop.scroll.is_some() {
            names.push(quote!(scroll));
        }
        field_checks = item_fields(prop, field, &private);
    }
    let here = spans::first(ty);
    let shown = respan(private, here);
    quote_spanned!(here=> #(#shown::check::#names::<#ty>();)* #field_checks)
}

/// Checks that the fields of `match_on` exist.
fn item_fields(prop: &Prop, field: &Field<'_>, private: &TokenStream) -> TokenStream {
    if let Some(scroll) = &prop.scroll {
        let member = scroll.match_on.as_ref().and_then(|match_on| match_on.checked.as_ref());
        return member.map(|member| items_of(field, member, private)).unwrap_or_default();
    }
    let Some(merge) = &prop.merge else { return TokenStream::new() };
    merge.match_on.iter().filter_map(|match_on| merged_field(field, merge, match_on, private)).collect()
}

fn merged_field(
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

/// The value is the list. Errors are shown at the type when it is not a list, and at the literal when the field is missing.
fn items_of(field: &Field<'_>, member: &DottedPath, private: &TokenStream) -> TokenStream {
    let (ty, here) = (field.ty, spans::first(field.ty));
    let access = access(member, &member.fields, here);
    let private = respan(private.clone(), here);
    quote_spanned!(here=> #private::check::items_of::<#ty>(#access);)
}

/// The list is inside the value. An error about a missing list is shown at its literal.
fn items_in(
    field: &Field<'_>,
    list: &[Ident],
    path: &[Ident],
    member: &DottedPath,
    private: &TokenStream,
) -> TokenStream {
    let ty = field.ty;
    let here = list.first().map_or(member.span, Ident::span);
    let private = respan(private.clone(), here);
    let access = access(member, path, here);
    quote_spanned! {here=>
        #private::check::value_of::<#ty>(|value| {
            #private::check::items_in(&value #(.#list)*, #access);
        });
    }
}

/// A closure that accesses one field of an item. Its span is `here` except for the field, so that a value that is not a list is
/// one error.
fn access(member: &DottedPath, path: &[Ident], here: Span) -> TokenStream {
    let field = respan(quote!(#(.#path)*), member.span);
    quote_spanned!(here=> |item| { let _ = &item #field; })
}
