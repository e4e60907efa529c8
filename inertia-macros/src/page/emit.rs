//! The handler that axum sees, around the function that the user wrote. Nothing here can fail.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::options::Options;
use crate::{
    handler::Handler,
    krate::Krate,
    span::{self, respan},
};

/// The generated function takes the visit and the user's extractors, runs the user's function and renders what it gives.
///
/// The call of `render` is shown at the return type, every token of it: one mistake there is one error. For the same
/// reason the type is not named again.
pub(crate) fn page(krate: &Krate, options: &Options, handler: &Handler) -> TokenStream {
    let Handler { outer_attributes, inner_attributes, visibility, signature, arguments, output, body } =
        handler;
    let private = krate.private();
    let (ident, generics) = (&signature.ident, &signature.generics);
    let where_clause = &generics.where_clause;
    let component = &options.component;
    let encrypt_history = options.encrypt_history.map(|encrypt| quote!(.encrypt_history(#encrypt)));
    let turbofish = handler.turbofish();
    let here = span::first(output);
    let visit = Ident::new("__inertia_visit", here);
    let names: Vec<Ident> =
        (0..arguments.len()).map(|position| format_ident!("__inertia_{position}", span = here)).collect();
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
    quote! {
        #(#outer_attributes)*
        #[allow(clippy::too_many_arguments)]
        #visibility async fn #ident #generics(
            #visit: #private::Visit,
            #(#names: #arguments),*
        ) -> #private::Response #where_clause {
            #(#inner_attributes)*
            #[allow(clippy::unused_async)]
            #signature #body

            static #site: #private::PageSite = #private::PageSite::new(#component)#encrypt_history;

            #render
        }
    }
}
