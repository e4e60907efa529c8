//! In function bodies, in modules, as associated functions, with every visibility.
#![deny(warnings)]
#![allow(dead_code)]

use axum::{Router, routing::get};
use inertia::InertiaProps;

#[derive(InertiaProps)]
pub struct Home {
    title: String,
}

mod pages {
    use super::Home;

    #[inertia::page("Home")]
    pub async fn public() -> Home {
        private_home()
    }

    #[inertia::page("Home")]
    pub(crate) async fn of_the_crate() -> Home {
        private_home()
    }

    #[inertia::page("Home")]
    pub(in crate::pages) async fn of_pages() -> super::Home {
        private_home()
    }

    fn private_home() -> Home {
        Home { title: String::new() }
    }
}

struct Controller;

impl Controller {
    #[inertia::page("Home")]
    pub async fn associated() -> Home {
        Home { title: String::new() }
    }
}

#[inertia::page("Recursive")]
async fn r#async() -> Home {
    Home { title: String::new() }
}

fn main() {
    #[derive(InertiaProps)]
    struct Local;

    #[inertia::page("Local")]
    async fn local() -> Local {
        Local
    }

    let _: Router = Router::new()
        .route("/1", get(pages::public))
        .route("/2", get(pages::of_the_crate))
        .route("/3", get(Controller::associated))
        .route("/4", get(local))
        .route("/5", get(r#async));
}
