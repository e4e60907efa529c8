//! What `#[inertia::precognition]` emits.

use insta::assert_snapshot;
use proc_macro2::TokenStream;
use quote::quote;

use super::attribute;
use crate::syntax::expansion::pretty;

fn expanded(options: TokenStream, item: TokenStream) -> String {
    pretty(&attribute(options, item))
}

#[test]
fn the_function_runs_only_with_a_valid_form() {
    assert_snapshot!(expanded(
        quote!(SignupForm),
        quote! {
            /// Signs up.
            #[instrument]
            pub async fn signup(State(db): State<Db>, form: Valid<SignupForm>) -> Result<Redirect, AppError> {
                db.create(form.into_inner()).await
            }
        }
    ));
}

#[test]
fn a_check_takes_the_state() {
    assert_snapshot!(expanded(
        quote!(SignupForm, check = checks::email_is_free),
        quote!(
            async fn signup(uri: Uri, State(db): State<Db>, form: Valid<SignupForm>) -> Redirect {
                todo!()
            }
        )
    ));
}

#[test]
fn a_check_takes_the_named_parameter() {
    assert_snapshot!(expanded(
        quote!(Form<Item>, check = email_is_free::<D>(db), crate = ::vendored::inertia),
        quote!(
            async fn signup<D: Store, const N: usize>(
                State(mail): State<Mail>,
                State(mut db): State<D>,
                form: ValidItem,
            ) where
                D::Error: Send,
            {
            }
        )
    ));
}

#[test]
fn a_check_may_take_only_the_form() {
    assert_snapshot!(expanded(
        quote!(SignupForm, check = passwords_are_equal()),
        quote!(
            async fn signup(form: Valid<SignupForm>) -> Redirect {
                todo!()
            }
        )
    ));
}

#[test]
fn a_fallback_may_name_the_arguments_before_the_form() {
    assert_snapshot!(expanded(
        quote!(Rename, fallback = format!("/events/{id}/edit")),
        quote!(
            async fn rename(State(db): State<Db>, Path(mut id): Path<u64>, form: Valid<Rename>) -> Redirect {
                todo!()
            }
        )
    ));
}

#[test]
fn a_handler_with_errors_is_still_a_handler() {
    assert_snapshot!(expanded(
        quote!(SignupForm, check = "email_is_free"),
        quote! {
            fn signup(form: Valid<SignupForm>, store: impl Store) -> Redirect { todo!() }
        }
    ));
}

#[test]
fn an_attribute_of_a_page_is_removed() {
    assert_snapshot!(expanded(
        quote!(SignupForm),
        quote! {
            #[inertia::page("Signup")]
            async fn signup(form: Valid<SignupForm>) -> Signup { todo!() }
        }
    ));
}
