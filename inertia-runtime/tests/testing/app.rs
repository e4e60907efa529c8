//! A small application with a page of every kind of prop, and forms.

use axum::{
    Json, Router,
    extract::{Path, Query},
    routing::{get, post},
};
use inertia::{
    CspNonce, ErrorBag, Inertia, InertiaForm, InertiaProps, Lazy, Page, Redirect, Scroll, UploadedFile,
    Valid, lazy, location, testing::TestApp,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(InertiaProps)]
pub(crate) struct Index {
    page: u32,
    #[merge(match_on = "id")]
    rows: Vec<Row>,
    #[prepend]
    latest: Vec<u32>,
    #[deep_merge]
    tree: Value,
    #[once]
    plans: Lazy<Vec<u32>>,
    #[defer(group = "stats")]
    visitors: Lazy<u32>,
    #[defer(group = "stats", rescue)]
    broken: Lazy<u32>,
    #[optional]
    export: Lazy<&'static str>,
    #[scroll(match_on = "id")]
    feed: Lazy<Scroll<Row>>,
    #[nested]
    auth: Auth,
}

#[derive(InertiaProps)]
struct Auth {
    user: &'static str,
    roles: Vec<&'static str>,
}

#[derive(Serialize)]
struct Row {
    id: u32,
    page: u32,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    page: u32,
}

#[inertia::page("List/Index")]
async fn index(Query(Asked { page }): Query<Asked>) -> Index {
    Index {
        page,
        rows: vec![Row { id: page, page }, Row { id: page + 1, page }],
        latest: vec![page],
        tree: json!({ "list": [page], "page": page }),
        plans: lazy(async { vec![1, 2] }),
        visitors: lazy(async { 1_204 }),
        broken: lazy(async { Err::<u32, _>(std::io::Error::other("no connection")) }),
        export: lazy(async { "id\n1\n" }),
        feed: lazy(async move {
            Scroll::page(vec![Row { id: page * 10, page }], u64::from(page.max(1)), page < 3)
        }),
        auth: Auth { user: "Ada", roles: vec!["admin"] },
    }
}

#[derive(InertiaProps)]
struct Other {
    #[once]
    plans: Lazy<Vec<u32>>,
}

#[inertia::page("Other", encrypt_history)]
async fn other() -> Page<Other> {
    let plans = lazy(async { Err::<Vec<u32>, _>(std::io::Error::other("the client has them")) });
    Other { plans }.page().clear_history()
}

#[inertia::page("Broken")]
async fn broken() -> Other {
    Other { plans: lazy(async { Err::<Vec<u32>, _>(std::io::Error::other("the database is gone")) }) }
}

#[derive(InertiaForm)]
struct Signup {
    name: String,
    age: u8,
}

#[inertia::precognition(Signup)]
async fn sign_up(form: Valid<Signup>) -> Redirect {
    let Signup { name, age } = form.into_inner();
    if name == "Ada" {
        return Redirect::back().errors(ErrorBag::of("name", "is taken"));
    }
    Redirect::to("/hop")
        .flash("toast", json!({ "text": format!("Welcome, {name} ({age})."), "tone": "good" }))
}

#[derive(InertiaForm)]
struct PosterForm {
    title: String,
    poster: UploadedFile,
}

async fn poster(form: Valid<PosterForm>) -> Json<Value> {
    let PosterForm { title, poster } = form.into_inner();
    Json(json!({ "title": title, "name": poster.name(), "bytes": poster.size() }))
}

async fn like(Path(id): Path<u32>) -> Json<Value> {
    Json(json!({ "id": id, "likes": 3 }))
}

/// A visitor of the application.
pub(crate) fn app() -> TestApp {
    let inertia = Inertia::builder().version("v1").key([7; 32]).build().expect("the settings are fine");
    TestApp::new(
        Router::new()
            .route("/", get(index).put(async || Redirect::to("/other")))
            .route("/other", get(other))
            .route("/broken", get(broken))
            .route("/about", get(inertia::static_page("About")))
            .route("/sign-up", get(inertia::static_page("SignUp")).post(sign_up))
            .route("/hop", get(async || Redirect::to("/about#top")))
            .route("/round", get(async || Redirect::to("/round")))
            .route("/away", get(async || location("https://example.com/")))
            .route("/posters", post(poster))
            .route("/likes/{id}", get(like).post(like))
            .layer(axum::middleware::from_fn(nonce))
            .layer(inertia.layer()),
    )
}

async fn nonce(
    mut request: axum::extract::Request,
    next: axum::middleware::Next,
) -> axum::response::Response {
    request.extensions_mut().insert(CspNonce("r4nd0m".to_owned()));
    next.run(request).await
}
