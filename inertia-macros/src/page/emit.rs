//! Emits the handler that axum receives, around the user's function. This cannot fail.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::options::Page;
use crate::handler::Handler;
use crate::syntax::{Krate, Switch, SwitchedOff, generics, respan, spans, tokens};

/// The generated function takes the visit and the user's extractors, runs the user's function and renders its output.
///
/// Every token of the call of `render` has the span of the return type, and the type is not repeated, so that one mistake there is
/// one error.
///
/// `file` makes the compiler check again when the component's file is removed.
pub(crate) fn page(krate: &Krate, page: &Page, handler: &Handler, file: Option<&TokenStream>) -> TokenStream {
    let Handler { function, arguments, output } = handler;
    let private = krate.private();
    let ident = &function.signature.ident;
    let Page { component, options, .. } = page;
    let encrypt_history =
        options.encrypt_history.as_ref().map(|Switch(encrypt)| quote!(.encrypt_history(#encrypt)));
    let without_ssr = options.ssr.as_ref().map(|SwitchedOff| quote!(.without_ssr()));
    let turbofish = handler.turbofish();
    let here = spans::first(output);
    let visit = Ident::new("__inertia_visit", here);
    let names = handler.names(here);
    let render = respan(
        quote! {
            #private::render(
                #visit,
                &__INERTIA_SITE,
                #private::check::send_future(#ident #turbofish(#(#names),*)).await,
            ).await
        },
        here,
    );
    let site = respan(quote!(__INERTIA_SITE), here);
    let parameters = quote!(#visit: #private::Visit, #(#names: #arguments),*);
    let path = handler.path_description(&private);
    let registered = registered(&private, component, handler);
    let body = quote! {
        #path
        #registered
        #file
        static #site: #private::PageMeta = #private::PageMeta::new(#component)#encrypt_history #without_ssr;

        #render
    };
    handler.wrapped(&private, &parameters, &body)
}

/// Registers the page with the type of its props for TypeScript. The type is unknown here when it depends on the handler's
/// parameters, and cannot be repeated when it is `impl Trait`.
fn registered(private: &TokenStream, component: &syn::LitStr, handler: &Handler) -> TokenStream {
    let output = &handler.output;
    let is_unknown = !generics::mentions(output, &handler.function.signature.generics).is_empty()
        || tokens::contain_any(output, &["Self", "impl"]);
    if is_unknown {
        quote!(#private::ts! { page #component })
    } else {
        quote!(#private::ts! { page #component [#output] })
    }
}
