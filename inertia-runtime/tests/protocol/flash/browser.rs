//! A browser's cookies, and an application that flashes.

use std::collections::BTreeMap;

use axum::{
    Router,
    extract::Query,
    response::{IntoResponse, Response},
    routing::{any, get},
};
use http::{Method, StatusCode};
use inertia::{Builder, ErrorBag, Inertia, InertiaProps, Lazy, Page, Redirect, lazy};
use serde_json::{Value, json};

use crate::harness::{Answer, Ask, browse, visit};

/// A visitor's cookies. Cloned, it is a request that was sent earlier.
#[derive(Debug, Clone, Default)]
pub(crate) struct Browser {
    pub(crate) cookies: BTreeMap<String, String>,
}

impl Browser {
    /// Sends a request with the cookies, and takes those that come back.
    pub(crate) async fn send(&mut self, app: &Router, ask: Ask) -> Answer {
        let answer = self.ask(app, ask).await;
        self.take(&answer);
        answer
    }

    /// Sends a request with the cookies. The answer is on its way until it is taken.
    pub(crate) async fn ask(&self, app: &Router, ask: Ask) -> Answer {
        self.with_cookies(ask).send(app).await
    }

    pub(crate) fn with_cookies(&self, ask: Ask) -> Ask {
        if self.cookies.is_empty() {
            return ask;
        }
        let pairs: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        ask.header("cookie", &pairs.join("; "))
    }

    pub(crate) fn take(&mut self, answer: &Answer) {
        for line in answer.headers.get_all("set-cookie") {
            let line = line.to_str().unwrap();
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// A visit's page object.
    pub(crate) async fn page(&mut self, app: &Router, ask: Ask) -> Value {
        let answer = self.send(app, ask).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        answer.page()
    }

    /// The toast of the page that a visit to `/` gets.
    pub(crate) async fn toast(&mut self, app: &Router) -> Value {
        self.page(app, visit()).await["flash"]["toast"].take()
    }

    /// Posts to `/flash`, which redirects to `/` with this toast.
    pub(crate) async fn flash(&mut self, app: &Router, toast: &str) -> Answer {
        let answer = self.send(app, post(&format!("/flash?toast={toast}"))).await;
        assert_eq!(answer.status, StatusCode::FOUND, "{}", answer.body);
        answer
    }
}

pub(crate) fn post(uri: &str) -> Ask {
    visit().method(Method::POST).at(uri)
}

#[derive(InertiaProps)]
pub(crate) struct Home {
    title: &'static str,
    #[defer]
    slow: Lazy<u32>,
    #[optional]
    failing: Lazy<u32>,
}

fn home() -> Home {
    Home {
        title: "Events",
        slow: lazy(async { 1 }),
        failing: lazy(async { Err::<u32, _>(std::io::Error::other("the database is gone")) }),
    }
}

#[inertia::page("Event/Index")]
async fn index() -> Home {
    home()
}

#[inertia::page("Event/Index")]
async fn not_found() -> Page<Home> {
    home().page().status(StatusCode::NOT_FOUND)
}

#[derive(serde::Deserialize)]
struct Said {
    toast: String,
}

async fn flash(Query(said): Query<Said>) -> Redirect {
    Redirect::to("/").flash("toast", said.toast)
}

async fn fail() -> Redirect {
    let errors = ErrorBag::from([
        ("name", "is required"),
        ("name", "is too short"),
        ("items.0.price", "is no number"),
    ]);
    Redirect::to("/").errors(errors)
}

async fn log_out() -> Redirect {
    Redirect::to("/").flash("toast", "bye").clear_history().preserve_fragment()
}

async fn hop() -> Redirect {
    Redirect::to("/")
}

async fn hop_with_more() -> Redirect {
    Redirect::to("/hop").flash("more", 2)
}

/// Flashes, and answers with no page.
async fn like(inertia: Inertia) -> Response {
    inertia.flash("toast", "liked");
    axum::Json(json!({"likes": 1})).into_response()
}

/// Flashes, and answers with a page.
#[inertia::page("Event/Index")]
async fn greet(inertia: Inertia) -> Page<Home> {
    inertia.flash("toast", "from the request");
    home().page().flash("greeting", "from the page").errors([("name", "of the page")])
}

/// The application, with a key that does not change.
pub(crate) fn app() -> Router {
    with(Inertia::builder().key([7; 32]))
}

pub(crate) fn with(builder: Builder<()>) -> Router {
    Router::new()
        .route("/", any(index))
        .route("/flash", any(flash))
        .route("/fail", any(fail))
        .route("/log-out", any(log_out))
        .route("/hop", any(hop))
        .route("/hop-with-more", any(hop_with_more))
        .route("/like", any(like))
        .route("/greet", any(greet))
        .route("/lost", any(not_found))
        .route("/plain", get(|| async { "no page" }))
        .layer(builder.build().expect("the settings are fine").layer())
}

/// A browser's request for the document at `/`.
pub(crate) fn document() -> Ask {
    browse()
}
