//! What `#[inertia::page]` emits.

use insta::assert_snapshot;
use proc_macro2::TokenStream;
use quote::quote;

use super::attribute;
use crate::syntax::expansion::pretty;

fn expanded(options: TokenStream, item: TokenStream) -> String {
    pretty(&attribute(options, item))
}

#[test]
fn extractors_are_passed_to_the_function_and_its_output_is_rendered() {
    assert_snapshot!(expanded(
        quote!("Event/Index"),
        quote! {
            pub async fn index(State(db): State<Db>, mut query: Query<Filters>) -> Result<EventIndex, AppError> {
                query.0.page += 1;
                Ok(EventIndex::load(db, query).await?)
            }
        }
    ));
}

#[test]
fn options_are_passed_to_the_site() {
    assert_snapshot!(expanded(
        quote!("Account", encrypt_history, ssr = false, crate = ::vendored::inertia),
        quote!(
            async fn account() -> Page<Account> {
                Account.page()
            }
        )
    ));
}

#[test]
fn a_generic_handler_names_its_parameters_in_the_call() {
    assert_snapshot!(expanded(
        quote!("Home", encrypt_history = false),
        quote! {
            pub(crate) async fn home<S: Store, const N: usize>(State(store): State<S>) -> Home
            where
                S::Error: Send,
            {
                Home
            }
        }
    ));
}

#[test]
fn attributes_for_callers_are_on_the_generated_function() {
    assert_snapshot!(expanded(
        quote!("Home"),
        quote! {
            /// The start.
            #[cfg(feature = "home")]
            #[instrument]
            #[axum::debug_handler]
            #[deprecated]
            #[expect(clippy::unused_unit)]
            async fn home() -> Home { Home }
        }
    ));
}

#[test]
fn a_handler_with_errors_is_still_a_handler() {
    assert_snapshot!(expanded(
        quote!("Home"),
        quote! {
            fn home(&self, store: impl Store) { Home }
        }
    ));
}

#[test]
fn errors_in_the_options_leave_a_handler() {
    assert_snapshot!(expanded(
        quote!("Home ", encrypt_histroy),
        quote! {
            async fn home() -> Home { Home }
        }
    ));
}
