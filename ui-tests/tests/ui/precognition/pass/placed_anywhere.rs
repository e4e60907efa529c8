//! In function bodies, in modules, as associated functions, with every visibility.
#![deny(warnings)]
#![allow(dead_code)]

use axum::{Router, routing::post};
use inertia::{InertiaForm, Redirect, Valid};

#[derive(InertiaForm)]
pub struct Form {
    text: String,
}

mod handlers {
    use inertia::{Redirect, Valid};

    use super::Form;

    #[inertia::precognition(Form)]
    pub async fn public(form: Valid<Form>) -> Redirect {
        Redirect::to(form.into_inner().text)
    }

    #[inertia::precognition(super::Form)]
    pub(crate) async fn of_the_crate(_: Valid<Form>) -> Redirect {
        Redirect::back()
    }

    #[inertia::precognition(Form)]
    pub(in crate::handlers) async fn of_handlers(_: Valid<super::Form>) -> Redirect {
        Redirect::back()
    }
}

struct Controller;

impl Controller {
    #[inertia::precognition(Form)]
    pub async fn associated(_: Valid<Form>) -> Redirect {
        Redirect::back()
    }
}

#[inertia::precognition(Form)]
async fn r#async(r#type: Valid<Form>) -> Redirect {
    Redirect::to(r#type.into_inner().text)
}

fn main() {
    #[derive(InertiaForm)]
    struct Local {
        id: u64,
    }

    #[inertia::precognition(Local)]
    async fn local(form: Valid<Local>) -> Redirect {
        Redirect::to(format!("/{}", form.id))
    }

    let _: Router = Router::new()
        .route("/1", post(handlers::public))
        .route("/2", post(handlers::of_the_crate))
        .route("/3", post(Controller::associated))
        .route("/4", post(local))
        .route("/5", post(r#async));
}
