//! A form's handler returns any type that is a response.
#![deny(warnings)]

use axum::{
    Json, Router,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::post,
};
use inertia::{InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
struct Form {
    text: String,
}

enum AppError {
    Gone,
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let Self::Gone = self;
        Redirect::back_or("/").flash("error", "Gone.").into_response()
    }
}

#[inertia::precognition(Form)]
async fn nothing(_: Valid<Form>) {}

#[inertia::precognition(Form)]
async fn unit(_: Valid<Form>) -> () {}

#[inertia::precognition(Form)]
async fn redirect(form: Valid<Form>) -> Redirect {
    Redirect::to(form.into_inner().text)
}

#[inertia::precognition(Form)]
async fn result(form: Valid<Form>) -> Result<Redirect, AppError> {
    if form.text.is_empty() {
        return Err(AppError::Gone);
    }
    Ok(Redirect::back())
}

#[inertia::precognition(Form)]
async fn opaque(form: Valid<Form>) -> impl IntoResponse {
    (StatusCode::CREATED, Json(form.into_inner().text))
}

#[inertia::precognition(Form)]
async fn response(form: Valid<Form>) -> axum::response::Response {
    form.into_inner().text.into_response()
}

fn main() {
    let _: Router = Router::new()
        .route("/1", post(nothing))
        .route("/2", post(unit))
        .route("/3", post(redirect))
        .route("/4", post(result))
        .route("/5", post(opaque))
        .route("/6", post(response));
}
