//! The app as its visitors have it, without a server and without a browser.

mod accounts;
mod forms;
mod programme;

use std::path::PathBuf;
use std::time::Duration;

use inertia::testing::{TestApp, TestResponse};
use serde_json::json;

use crate::front_end::FrontEnd;
use crate::links::Links;
use crate::settings::{Flash, Settings};
use crate::state::AppState;
use crate::{db, inertia, routes};

const PASSWORD: &str = "correct horse battery";

/// A visitor of an app whose database is full of events, and whose day is the 21st of November 2026.
async fn app() -> TestApp {
    app_with(db::in_memory().await)
}

/// The same with this database.
fn app_with(db: db::Db) -> TestApp {
    let settings = Settings {
        home: PathBuf::from(env!("CARGO_MANIFEST_DIR")),
        database: database(),
        today: Some(db.today()),
        version: None,
        once: None,
        pace: Duration::ZERO,
        renderer: None,
        render_timeout: None,
        source: "https://example.com/doors".to_owned(),
        flash: Flash::Cookie,
        https: false,
        trouble: false,
    };
    let (routes, front_end) = (routes::routes(), FrontEnd::of(&settings.home));
    let sessions = routes::sessions(&db, &settings);
    let state = AppState::new(db, settings, Links::of(&routes).unwrap());
    let app = inertia(&state).version("v1").key([7; 32]).build().unwrap();
    TestApp::new(routes::router(routes, state, sessions, &app, &front_end.assets))
}

/// Where there is no file, but a folder of posters beside it as soon as there is one.
fn database() -> PathBuf {
    std::env::temp_dir().join(format!("doors-{}.db", std::process::id()))
}

/// Makes an account for the visitor, who is logged in from then on.
async fn sign_up(app: &TestApp, name: &str) -> TestResponse {
    app.visit("/sign-up").await;
    let form = json!({
        "name": name,
        "email": format!("{}@example.com", name.to_lowercase()),
        "password": PASSWORD,
        "passwordAgain": PASSWORD,
    });
    app.post("/sign-up", form).await.follow().await
}
