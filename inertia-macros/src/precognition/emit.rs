//! The handler that axum sees, around the function that the user wrote. Nothing here can fail.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;

use super::check::{CheckCall, FormHandler};
use crate::{
    handler::Handler,
    span::{self, local, respan},
};

/// The generated function takes the user's extractors, with the form not yet judged in place of the valid one. Then come
/// the check and the verdict, and only with a valid form that was really submitted the user's function.
pub(crate) fn handler(checked: &FormHandler) -> TokenStream {
    let FormHandler { krate, form, check, handler } = checked;
    let private = krate.private();
    let Some((last, before)) = handler.arguments.split_last() else { return TokenStream::new() };
    let names = handler.names(span::first(&handler.output));
    let checking = local("__inertia_checking", span::first(last));
    let mutability = check.as_ref().map(|_| quote!(mut));
    let parameters = quote! {
        _: #private::form::LiveRoute,
        #(#names: #before,)*
        #mutability #checking: #private::form::Checking<#form>
    };
    let is_form = is_form(form, &private);
    let check = check.as_ref().map(|check| call(check, &names, &checking, &private));
    let finished = finished(last, form, &checking, &private);
    let answer = answer(handler, &names, &private);
    handler.wrapped(&private, &parameters, &quote!(#is_form #check #finished #answer))
}

/// Asks whether the type is a form, where it is named.
fn is_form(form: &Type, private: &TokenStream) -> TokenStream {
    let here = span::first(form);
    let private = respan(private.clone(), here);
    quote_spanned!(here=> #private::form::is_form::<#form>();)
}

/// Calls the check, at the path that names it: there a wrong signature is shown.
fn call(check: &CheckCall, names: &[Ident], checking: &Ident, private: &TokenStream) -> TokenStream {
    let CheckCall { path, argument } = check;
    let here = span::first(path);
    let private = respan(private.clone(), here);
    let [checking, form, touched, verdict] = [
        checking.clone(),
        local("__inertia_form", here),
        local("__inertia_touched", here),
        local("__inertia_verdict", here),
    ];
    let argument = argument.and_then(|place| names.get(place)).map(|name| quote_spanned!(here=> , &#name));
    quote_spanned! {here=>
        if let ::core::option::Option::Some((#form, #touched)) = #checking.to_check() {
            let #verdict = #private::check::send_future(#path(#form, #touched #argument)).await;
            #checking.checked(#verdict);
        }
    }
}

/// The valid form as the last argument takes it, or the answer. All of it is shown at that argument's type.
fn finished(last: &Type, form: &Type, checking: &Ident, private: &TokenStream) -> TokenStream {
    let here = span::first(last);
    let private = respan(private.clone(), here);
    let [valid, response] = [local("__inertia_valid", here), local("__inertia_response", here)];
    quote_spanned! {here=>
        let #valid = match #checking.finish() {
            ::core::result::Result::Ok(#valid) => <#last as #private::form::TakesForm<#form>>::take(#valid),
            ::core::result::Result::Err(#response) => return #response,
        };
    }
}

/// Runs the user's function. Shown at the return type, every token of it: one mistake there is one error.
fn answer(handler: &Handler, names: &[Ident], private: &TokenStream) -> TokenStream {
    let here = span::first(&handler.output);
    let (ident, turbofish) = (handler.signature.ident.to_token_stream(), handler.turbofish());
    let [private, ident, turbofish] = [private.clone(), ident, turbofish].map(|tokens| respan(tokens, here));
    let valid = local("__inertia_valid", here);
    let names = names.iter().take(names.len().saturating_sub(1));
    quote_spanned! {here=>
        #private::form::respond(#private::check::send_future(#ident #turbofish(#(#names,)* #valid)).await)
    }
}
