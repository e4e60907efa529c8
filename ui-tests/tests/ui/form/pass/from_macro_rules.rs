//! The item, its types, its literals and its names may come from a declarative macro.
#![deny(warnings)]
#![allow(dead_code)]

use inertia::{ErrorBag, InertiaForm, Redirect, Touched, Valid};

macro_rules! form {
    ($name:ident { $($field:ident: $ty:ty = $stand_in:expr),* $(,)? } named $literal:literal as $last:ident: $of:ty) => {
        #[derive(InertiaForm, garde::Validate)]
        struct $name {
            $(#[garde(skip)] #[form(stand_in = $stand_in, message = $literal)] $field: $ty,)*
            #[serde(rename = $literal)]
            #[garde(skip)]
            $last: $of,
            #[garde(skip)]
            own: Vec<u8>,
        }
    };
}

form!(Form { count: u64 = 1 + 1, name: Option<String> = None } named "last-one" as last: String);

macro_rules! choice {
    ($name:ident: $($variant:ident = $word:literal),*) => {
        #[derive(InertiaForm)]
        enum $name { $(#[serde(rename = $word)] $variant,)* Own }
    };
}

choice!(Kind: Talk = "talk", Workshop = "workshop");

async fn nothing_wrong(_: &Form, _: &Touched, _: &u8) -> Result<(), ErrorBag> {
    Ok(())
}

macro_rules! handler {
    ($name:ident, $form:ty, $check:path, $($arg:ident: $ty:ty),* => $ret:ty; $body:block) => {
        #[inertia::precognition($form, check = $check)]
        async fn $name(axum::extract::State(_): axum::extract::State<u8>, $($arg: $ty),*) -> $ret $body
    };
}

handler!(save, Form, nothing_wrong, uri: axum::http::Uri, form: Valid<Form> => Redirect; {
    Redirect::to(format!("{uri}/{}", form.last))
});

macro_rules! whole_handler {
    ($name:ident) => {
        #[inertia::precognition(Form, check = nothing_wrong(db))]
        async fn $name(axum::extract::State(db): axum::extract::State<u8>, form: Valid<Form>) -> Redirect {
            Redirect::to(format!("/{db}/{}", form.last))
        }
    };
}

whole_handler!(whole);

fn main() {
    let _: axum::Router =
        axum::Router::new().route("/", axum::routing::post(save).put(whole)).with_state(1);
}
