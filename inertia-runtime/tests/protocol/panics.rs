//! A handler that panics, with tower-http's `CatchPanicLayer` on either side of the layer.

use axum::{Router, routing::any};
use http::Method;
use inertia::{Inertia, InertiaProps, Lazy, lazy};
use tower_http::catch_panic::CatchPanicLayer;

use crate::{
    flash::browser::{self, Browser},
    harness::{Ask, browse, visit},
};

#[derive(InertiaProps)]
struct Home {
    title: Lazy<u32>,
}

/// Says something, and comes to nothing.
async fn panics(inertia: Inertia) -> &'static str {
    inertia.flash("toast", "before the panic");
    panic!("the handler panics")
}

#[inertia::page("Event/Index")]
async fn page() -> Home {
    #[allow(clippy::unused_async, reason = "a prop is a future")]
    async fn title() -> u32 {
        panic!("the prop panics")
    }
    Home { title: lazy(title()) }
}

fn routes() -> Router {
    Router::new().route("/handler", any(panics)).route("/prop", any(page))
}

fn inside() -> Router {
    let inertia = Inertia::builder().key([7; 32]).build().unwrap();
    routes().layer(CatchPanicLayer::new()).layer(inertia.layer())
}

fn outside() -> Router {
    let inertia = Inertia::builder().key([7; 32]).build().unwrap();
    routes().layer(inertia.layer()).layer(CatchPanicLayer::new())
}

fn asks(path: &str) -> [Ask; 4] {
    [browse(), visit(), visit().method(Method::POST), visit().header("purpose", "prefetch")]
        .map(|ask| ask.at(path))
}

#[tokio::test]
async fn a_panic_that_is_caught_inside_of_the_layer_is_an_answer_like_any() {
    for path in ["/handler", "/prop"] {
        for ask in asks(path) {
            let answer = ask.send(&inside()).await;
            assert_eq!((answer.status.as_u16(), answer.header("vary").as_deref()), (500, Some("X-Inertia")));
            assert_eq!(answer.header("x-inertia"), None);
        }
        let answer = browse().at(path).header("precognition", "true").send(&inside()).await;
        assert_eq!((answer.status.as_u16(), answer.header("precognition").as_deref()), (500, Some("true")));
        assert_eq!(answer.header("vary").as_deref(), Some("X-Inertia | Precognition"));
    }
}

#[tokio::test]
async fn a_panic_that_is_caught_outside_of_the_layer_ends_the_request_and_nothing_else() {
    let app = outside();
    for path in ["/handler", "/prop"] {
        for ask in asks(path) {
            assert_eq!(ask.send(&app).await.status.as_u16(), 500);
        }
    }
    assert_eq!(visit().at("/nowhere").send(&app).await.status.as_u16(), 404);
}

#[tokio::test]
async fn what_waits_for_a_page_outlives_a_panic() {
    for app in [inside(), outside()] {
        for path in ["/handler", "/prop"] {
            let (pages, mut browser) = (browser::app(), Browser::default());
            browser.flash(&pages, "saved").await;
            let mut same = browser.clone();
            same.send(&app, visit().at(path)).await;
            assert!(same.cookies.len() >= browser.cookies.len(), "nothing is taken away");
            assert_eq!(browser.toast(&pages).await, "saved");
        }
    }
}

#[tokio::test]
async fn what_a_handler_said_before_it_panicked_is_said_on_the_next_page() {
    let mut browser = Browser::default();
    browser.send(&inside(), visit().at("/handler")).await;
    assert_eq!(browser.toast(&browser::app()).await, "before the panic");
}
