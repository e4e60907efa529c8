//! A test kit for applications: it sends requests like a browser and the Inertia client, without a server or a browser.
//!
//! It needs the feature `testing`:
//!
//! ```
//! use axum::{extract::Path, routing::get, Router};
//! use inertia::{lazy, testing::TestApp, Inertia, InertiaProps, Lazy};
//!
//! #[derive(InertiaProps)]
//! struct Event {
//!     id: u32,
//!     #[defer(group = "stats")]
//!     visitors: Lazy<u32>,
//! }
//!
//! #[inertia::page("Event/Show")]
//! async fn show(Path(id): Path<u32>) -> Event {
//!     Event { id, visitors: lazy(async { 1_204 }) }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), inertia::BoxError> {
//! let inertia = Inertia::builder().build()?;
//! let router = Router::new().route("/events/{id}", get(show)).layer(inertia.layer());
//!
//! let app = TestApp::new(router);
//! let page = app.visit("/events/7").await;
//! page.assert_component("Event/Show").assert_prop("id", 7).assert_missing("visitors");
//! page.load_deferred("stats").await.assert_prop("visitors", 1_204);
//! # Ok(()) }
//! ```
#![allow(
    clippy::missing_panics_doc,
    clippy::panic,
    reason = "a test kit panics if an assertion fails; this is documented once, on `TestResponse`"
)]

pub(crate) mod app;
pub(crate) mod cookies;
pub(crate) mod difference;
pub(crate) mod merge;
pub(crate) mod path;
pub(crate) mod request;
pub(crate) mod response;
pub(crate) mod upload;

pub use crate::testing::{app::TestApp, request::TestRequest, response::TestResponse, upload::Upload};
