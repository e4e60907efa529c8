//! One struct may be a page and a form: the names in the code of the two derives differ.
#![deny(warnings)]

use inertia::{InertiaForm, InertiaProps, Redirect, Valid};
use serde::{Deserialize, Serialize};

#[derive(InertiaProps, InertiaForm, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Profile {
    #[form(message = "is no name")]
    first_name: String,
    #[serde(default)]
    nick_name: Option<String>,
}

#[inertia::page("Profile")]
async fn show() -> Profile {
    Profile { first_name: "Ada".to_owned(), nick_name: None }
}

#[inertia::precognition(Profile)]
async fn save(form: Valid<Profile>) -> Redirect {
    let Profile { first_name, nick_name } = form.into_inner();
    Redirect::to(nick_name.unwrap_or(first_name))
}

fn main() {
    let _: axum::Router = axum::Router::new().route("/", axum::routing::get(show).post(save));
}
