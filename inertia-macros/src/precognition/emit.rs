//! The handler that axum sees, around the function that the user wrote. Nothing here can fail.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;

use super::check::{CheckCall, Fallback, FormHandler};
use crate::{
    handler::Handler,
    span::{self, respan},
};

/// The generated function takes the user's extractors, with the form not yet judged in place of the valid one. Then come
/// the check and the verdict, and only with a valid form that was really submitted the user's function.
pub(crate) fn handler(checked: &FormHandler) -> TokenStream {
    let FormHandler { krate, form, check, fallback, handler } = checked;
    let private = krate.private();
    let Some((last, before)) = handler.arguments.split_last() else { return TokenStream::new() };
    let here = span::first(&handler.output);
    let (names, checking) = (handler.names(here), Ident::new("__inertia_form", here));
    let mutability = check.as_ref().map(|_| quote!(mut));
    let parameters = quote! {
        _: #private::form::LiveRoute,
        #(#names: #before,)*
        #mutability #checking: #private::form::Checking<#form>
    };
    let is_form = is_form(form, &private);
    let fallback = fallback.as_ref().map(|fallback| falls_back(fallback, &names, &checking, &private));
    let check = check.as_ref().map(|check| call(check, &names, &checking, &private));
    let finished = finished(last, form, &checking, &private);
    let answer = answer(handler, &names, &checking, &private);
    let path = handler.path(&private);
    handler.wrapped(&private, &parameters, &quote!(#path #is_form #fallback #check #finished #answer))
}

/// Asks whether the type is a form, where it is named.
fn is_form(form: &Type, private: &TokenStream) -> TokenStream {
    let here = span::first(form);
    let private = respan(private.clone(), here);
    quote_spanned!(here=> #private::form::is_form::<#form>();)
}

/// Says where the route's redirects back lead when there is no page to go back to. The expression may name the handler's
/// arguments, of which it gets references, because the handler has not run yet.
fn falls_back(fallback: &Fallback, names: &[Ident], checking: &Ident, private: &TokenStream) -> TokenStream {
    let Fallback { url, arguments } = fallback;
    let here = span::first(url);
    let private = respan(private.clone(), here);
    let checking = shown(checking, here);
    let bindings = arguments.iter().filter_map(|(place, pattern)| {
        let name = shown(names.get(*place)?, here);
        Some(quote!(#[allow(unused_variables)] let #pattern = &#name;))
    });
    let url = quote_spanned!(here=> #private::form::url(#url));
    quote!(#checking.fall_back_to({ #(#bindings)* #url });)
}

/// Calls the check, at the path that names it: there a wrong signature is shown.
fn call(check: &CheckCall, names: &[Ident], checking: &Ident, private: &TokenStream) -> TokenStream {
    let CheckCall { path, argument } = check;
    let here = span::first(path);
    let private = respan(private.clone(), here);
    let checking = shown(checking, here);
    let [form, touched, verdict] =
        ["__inertia_value", "__inertia_touched", "__inertia_verdict"].map(|name| Ident::new(name, here));
    let argument = argument.and_then(|place| names.get(place)).map(|name| shown(name, here));
    // As generated code, or the compiler would offer to take away what the user has not written.
    let generated = Span::mixed_site().located_at(here);
    let argument = argument.map(|name| quote_spanned!(generated=> , &#name));
    quote_spanned! {here=>
        if let ::core::option::Option::Some((#form, #touched)) = #checking.to_check() {
            let #verdict = #private::check::send_future(#path(#form, #touched #argument)).await;
            #checking.checked(#verdict);
        }
    }
}

/// The same name, shown somewhere else.
fn shown(name: &Ident, here: Span) -> Ident {
    Ident::new(&name.to_string(), name.span().located_at(here))
}

/// The valid form as the last argument takes it, or the answer. All of it is shown at that argument's type.
fn finished(last: &Type, form: &Type, checking: &Ident, private: &TokenStream) -> TokenStream {
    let here = span::first(last);
    let private = respan(private.clone(), here);
    let checking = shown(checking, here);
    let [valid, response] = ["__inertia_valid", "__inertia_response"].map(|name| Ident::new(name, here));
    quote_spanned! {here=>
        let #checking = match #checking.finish() {
            ::core::result::Result::Ok(#valid) => <#last as #private::form::TakesForm<#form>>::take(#valid),
            ::core::result::Result::Err(#response) => return #response,
        };
    }
}

/// Runs the user's function. Shown at the return type, every token of it: one mistake there is one error.
fn answer(handler: &Handler, names: &[Ident], form: &Ident, private: &TokenStream) -> TokenStream {
    let here = span::first(&handler.output);
    let (ident, turbofish) = (handler.signature.ident.to_token_stream(), handler.turbofish());
    let [private, ident, turbofish] = [private.clone(), ident, turbofish].map(|tokens| respan(tokens, here));
    let names = names.iter().take(names.len().saturating_sub(1));
    quote_spanned! {here=>
        #private::form::respond(#private::check::send_future(#ident #turbofish(#(#names,)* #form)).await)
    }
}
