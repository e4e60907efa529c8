//! With Vite's dev server, that is the renderer.

use std::path::Path;

use axum::{Json, body::Bytes, routing::post};
use inertia::{Inertia, Ssr, Vite};

use crate::harness::{listen, rendered, router, visit, working};

/// A dev server that renders, as Inertia's plugin does: not at `/render`, and whatever its base is.
async fn dev_server() -> String {
    let render = post(async |page: Bytes| Json(rendered(&page)));
    let (listener, address) = listen().await;
    let router = axum::Router::new().route("/__inertia_ssr", render);
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}/base/")
}

fn vite(url: &str, folder: &Path, package: &str) -> Vite {
    std::fs::write(folder.join("package.json"), package).unwrap();
    std::fs::write(folder.join("main.tsx"), "").unwrap();
    Vite::dev(url).root(folder)
}

fn app(vite: Vite, ssr: Ssr) -> axum::Router {
    router(&Inertia::builder().without_session().vite(vite).ssr(ssr).build().unwrap())
}

#[tokio::test]
async fn pages_are_rendered_by_the_dev_server_and_no_script_is_needed() {
    let folder = tempfile::tempdir().unwrap();
    let package = r#"{ "devDependencies": { "@inertiajs/vite": "3.7.1" } }"#;
    for ssr in [Ssr::spawn("not/built/ssr.js"), Ssr::url("http://127.0.0.1:1")] {
        let app = app(vite(&dev_server().await, folder.path(), package), ssr);
        let document = visit(&app, "/events/7").await;
        assert!(document.is_server_rendered());
        assert!(document.html.contains("/base/@vite/client"), "{}", document.html);
    }
}

#[tokio::test]
async fn without_the_plugin_a_script_is_not_run_and_a_renderer_of_ones_own_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let server = dev_server().await;
    let app_without = app(vite(&server, folder.path(), "{}"), Ssr::spawn("not/built/ssr.js"));
    assert!(!visit(&app_without, "/events/7").await.is_server_rendered());
    let app_with = app(vite(&server, folder.path(), "{}"), Ssr::url(working().await));
    assert!(visit(&app_with, "/events/7").await.is_server_rendered());
}
