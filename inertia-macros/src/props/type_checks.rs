//! Dead code that says what each field's type must be, at the type's or the literal's own span.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Ident, LitStr};

use super::{
    dotted_path::DottedPath,
    model::{Field, Kind, MatchOn, Merge, MergeMode, Prop, Props, Travels},
};
use crate::{
    syntax::krate::Krate,
    syntax::spans::{self, respan},
};

/// An associated function that is never called, so that `Self` and the struct's parameters mean what they mean in the
/// fields.
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

/// What only a whole, concrete table shows: two props of one level may not share a name, two once props of one page no
/// key, groups included.
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
        Kind::Prop(prop) => prop.once.as_ref()?.key.as_ref().map(LitStr::span),
        Kind::Group(_) | Kind::Splice => None,
    });
    let private = krate.private();
    let table = quote!(<#ident as #krate::InertiaProps>::SCHEMA);
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
    let mut about_members = TokenStream::new();
    if let Kind::Prop(prop) = &field.kind {
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
    let here = spans::first(ty);
    let shown = respan(private, here);
    quote_spanned!(here=> #(#shown::check::#names::<#ty>();)* #about_members)
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

/// The value itself is the list. A type that is no list is shown at itself, a missing member at its literal.
fn items_of(field: &Field<'_>, member: &DottedPath, private: &TokenStream) -> TokenStream {
    let (ty, here) = (field.ty, spans::first(field.ty));
    let looks_at = looks_at(member, &member.fields, here);
    let private = respan(private.clone(), here);
    quote_spanned!(here=> #private::check::items_of::<#ty>(#looks_at);)
}

/// The list is inside the value. A missing list is shown at the literal that names it.
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
    let looks_at = looks_at(member, path, here);
    quote_spanned! {here=>
        #private::check::value_of::<#ty>(|value| {
            #private::check::items_in(&value #(.#list)*, #looks_at);
        });
    }
}

/// A closure that looks at one member of an item. All of it is shown at `here`, so that a list that is none is one
/// mistake, except for the member.
fn looks_at(member: &DottedPath, path: &[Ident], here: Span) -> TokenStream {
    let look = respan(quote!(#(.#path)*), member.span);
    quote_spanned!(here=> |item| { let _ = &item #look; })
}
