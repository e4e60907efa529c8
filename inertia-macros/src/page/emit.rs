//! The handler that axum sees, around the function that the user wrote. Nothing here can fail.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::options::Options;
use crate::{
    handler::Handler,
    syntax::generics,
    syntax::krate::Krate,
    syntax::spans::{self, respan},
};

/// The generated function takes the visit and the user's extractors, runs the user's function and renders what it gives.
///
/// The call of `render` is shown at the return type, every token of it: one mistake there is one error. For the same
/// reason the type is not named again.
///
/// `file` makes the compiler look again when the component's file is gone.
pub(crate) fn page(krate: &Krate, options: &Options, handler: &Handler, file: &TokenStream) -> TokenStream {
    let Handler { signature, arguments, output, .. } = handler;
    let private = krate.private();
    let ident = &signature.ident;
    let component = &options.component;
    let encrypt_history = options.encrypt_history.map(|encrypt| quote!(.encrypt_history(#encrypt)));
    let without_ssr = options.without_ssr.then(|| quote!(.without_ssr()));
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
    let path = handler.path(&private);
    let announced = announced(&private, component, handler);
    let answer = quote! {
        #path
        #announced
        #file
        static #site: #private::PageSite = #private::PageSite::new(#component)#encrypt_history #without_ssr;

        #render
    };
    handler.wrapped(&private, &parameters, &answer)
}

/// Announces the page, with what its props are in TypeScript. What depends on the handler's parameters is not known
/// here, and what has no name cannot be written a second time.
fn announced(private: &TokenStream, component: &syn::LitStr, handler: &Handler) -> TokenStream {
    let output = &handler.output;
    let open = !generics::mentions(output, &handler.signature.generics).is_empty()
        || generics::mentions_any(output, &["Self", "impl"]);
    if open {
        quote!(#private::ts! { page #component })
    } else {
        quote!(#private::ts! { page #component [#output] })
    }
}
