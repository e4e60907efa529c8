//! Emits the handler that axum receives, around the user's function. This cannot fail.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{ExprPath, Type};

use super::check::{Fallback, FormHandler};
use crate::handler::Handler;
use crate::syntax::{respan, spans};

/// The generated function takes the user's extractors, with `Checking<Form>` as the last one. It runs the check, and calls the user's
/// function only with a valid form that was submitted.
pub(crate) fn handler(checked: &FormHandler) -> TokenStream {
    let FormHandler { krate, form, check, fallback, handler } = checked;
    let private = krate.private();
    let Some((last, before)) = handler.arguments.split_last() else { return TokenStream::new() };
    let here = spans::first(&handler.output);
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
    let respond = respond(handler, &names, &checking, &private);
    let path = handler.path_description(&private);
    handler.wrapped(&private, &parameters, &quote!(#path #is_form #fallback #check #finished #respond))
}

/// Requires that the type is a form. Errors are shown at the type.
fn is_form(form: &Type, private: &TokenStream) -> TokenStream {
    let here = spans::first(form);
    let private = respan(private.clone(), here);
    quote_spanned!(here=> #private::form::is_form::<#form>();)
}

/// Sets where the route's redirects back lead when the previous page is not known. The expression may name the handler's
/// arguments and gets references to them, because the handler has not run yet.
fn falls_back(fallback: &Fallback, names: &[Ident], checking: &Ident, private: &TokenStream) -> TokenStream {
    let Fallback { url, arguments } = fallback;
    let here = spans::first(url);
    let private = respan(private.clone(), here);
    let checking = at_span(checking, here);
    let bindings = arguments.iter().filter_map(|(place, pattern)| {
        let name = at_span(names.get(*place)?, here);
        Some(quote!(#[allow(unused_variables)] let #pattern = &#name;))
    });
    let url = quote_spanned!(here=> #private::form::url(#url));
    quote!(#checking.fall_back_to({ #(#bindings)* #url });)
}

/// Calls the check. Errors about its signature are shown at its path.
fn call(
    check: &(ExprPath, Option<usize>),
    names: &[Ident],
    checking: &Ident,
    private: &TokenStream,
) -> TokenStream {
    let (path, argument) = check;
    let here = spans::first(path);
    let private = respan(private.clone(), here);
    let checking = at_span(checking, here);
    let [form, touched, result] =
        ["__inertia_value", "__inertia_touched", "__inertia_result"].map(|name| Ident::new(name, here));
    let argument = argument.and_then(|place| names.get(place)).map(|name| at_span(name, here));
    // With the span of generated code, because the compiler suggests to remove a superfluous argument.
    let generated = Span::mixed_site().located_at(here);
    let argument = argument.map(|name| quote_spanned!(generated=> , &#name));
    quote_spanned! {here=>
        if let ::core::option::Option::Some((#form, #touched)) = #checking.to_check() {
            let #result = #private::check::send_future(#path(#form, #touched #argument)).await;
            #checking.checked(#result);
        }
    }
}

/// The same name with another span.
fn at_span(name: &Ident, here: Span) -> Ident {
    Ident::new(&name.to_string(), name.span().located_at(here))
}

/// Converts the valid form into the last argument, or returns the response. Errors are shown at that argument's type.
fn finished(last: &Type, form: &Type, checking: &Ident, private: &TokenStream) -> TokenStream {
    let here = spans::first(last);
    let private = respan(private.clone(), here);
    let checking = at_span(checking, here);
    let [valid, response] = ["__inertia_valid", "__inertia_response"].map(|name| Ident::new(name, here));
    quote_spanned! {here=>
        let #checking = match #checking.finish() {
            ::core::result::Result::Ok(#valid) => <#last as #private::form::TakesForm<#form>>::take(#valid),
            ::core::result::Result::Err(#response) => return #response,
        };
    }
}

/// Runs the user's function. Every token has the span of the return type, so that one mistake there is one error.
fn respond(handler: &Handler, names: &[Ident], form: &Ident, private: &TokenStream) -> TokenStream {
    let here = spans::first(&handler.output);
    let (ident, turbofish) = (handler.function.signature.ident.to_token_stream(), handler.turbofish());
    let [private, ident, turbofish] = [private.clone(), ident, turbofish].map(|tokens| respan(tokens, here));
    let names = names.iter().take(names.len().saturating_sub(1));
    quote_spanned! {here=>
        #private::form::respond(#private::check::send_future(#ident #turbofish(#(#names,)* #form)).await)
    }
}
