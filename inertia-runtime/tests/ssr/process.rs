//! Renderers that the application runs. Scripts for Node.js, because that is what runs them.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use axum::Router;
use inertia::Ssr;
use tempfile::TempDir;
use tokio::time::sleep;

use crate::harness::{AGES, app, visit};

/// A renderer, and what the application runs it with.
struct Script {
    folder: TempDir,
    path: PathBuf,
}

impl Script {
    /// `prelude` runs before the server starts. What it renders says who did.
    fn new(prelude: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ssr.mjs");
        let script = Self { folder, path };
        script.write(prelude);
        script
    }

    fn write(&self, prelude: &str) {
        let server = r#"
            import { createServer } from 'node:http'
            import { appendFileSync, writeFileSync } from 'node:fs'
            createServer(async (request, response) => {
              if (request.url === '/health') return globalThis.mute || response.end('{"status":"OK"}')
              let page = ''
              for await (const chunk of request) page += chunk
              const { props } = JSON.parse(page)
              if (props.id === 13) process.exit(3)
              if (props.id === 14) for (;;);
              if (props.id === 15) globalThis.mute = true
              const data = page.replaceAll('<', '\\u003c')
              const body = `<script data-page="app" type="application/json">${data}</script><div data-server-rendered="true" id="app">${process.pid}</div>`
              response.end(JSON.stringify({ head: [], body }))
            }).listen({ port: 13714, host: '0.0.0.0' }).on('listening', function () {
              appendFileSync(new URL('pids', import.meta.url), process.pid + '\n')
              writeFileSync(new URL('addresses', import.meta.url), this.address().address)
            })
        "#;
        std::fs::write(&self.path, [prelude, server].concat()).unwrap();
    }

    fn ssr(&self) -> Ssr {
        Ssr::spawn(&self.path)
    }

    /// The processes that have listened so far; one whose port is somebody else's already is started again.
    fn pids(&self) -> Vec<u32> {
        let text = std::fs::read_to_string(self.folder.path().join("pids")).unwrap_or_default();
        text.lines().map(|pid| pid.parse().unwrap()).collect()
    }

    fn last(&self) -> u32 {
        *self.pids().last().expect("a process")
    }
}

fn has_node() -> bool {
    let node = Command::new("node").arg("--version").stdout(Stdio::null()).status().is_ok();
    if !node {
        eprintln!("skipped: there is no `node` here");
    }
    node
}

/// Whether a process is there, were it as a zombie.
fn is_there(pid: u32) -> bool {
    Command::new("kill").args(["-0", &pid.to_string()]).stderr(Stdio::null()).status().unwrap().success()
}

fn kill(pid: u32) {
    assert!(Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
}

/// Visits until the page was rendered on the server.
async fn rendered(app: &Router) {
    let begun = Instant::now();
    while !visit(app, "/events/7").await.is_server_rendered() {
        assert!(begun.elapsed() < AGES, "the renderer never came");
        sleep(Duration::from_millis(10)).await;
    }
}

async fn until(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < AGES, "{what}");
        sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn a_script_is_run_on_loopback_and_ends_with_the_application() {
    if !has_node() {
        return;
    }
    let script = Script::new("");
    let app = app(script.ssr());
    rendered(&app).await;
    let pid = script.last();
    assert!(is_there(pid));
    assert_eq!(std::fs::read_to_string(script.folder.path().join("addresses")).unwrap(), "127.0.0.1");
    drop(app);
    until("the process is gone, and collected", || !is_there(pid)).await;
    assert_eq!(script.pids().len(), 1);
}

#[tokio::test]
async fn however_the_script_listens_it_is_there_where_it_is_asked() {
    if !has_node() {
        return;
    }
    for words in
        ["13714", "13714, '0.0.0.0', () => {}", "'13714'", "() => {}", "{ path: '/nowhere/ssr.sock' }", ""]
    {
        let script = Script::new("");
        let text = std::fs::read_to_string(&script.path).unwrap();
        let text = text.replace("{ port: 13714, host: '0.0.0.0' }", words);
        std::fs::write(&script.path, text).unwrap();
        rendered(&app(script.ssr())).await;
        let address = std::fs::read_to_string(script.folder.path().join("addresses")).unwrap();
        assert_eq!(address, "127.0.0.1", "{words}");
    }
}

#[test]
fn a_script_ends_with_the_runtime() {
    if !has_node() {
        return;
    }
    let script = Script::new("");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let app = runtime.block_on(async {
        let app = app(script.ssr());
        rendered(&app).await;
        app
    });
    let pid = script.last();
    drop(runtime);
    assert!(!is_there(pid));
    drop(app);
}

#[tokio::test]
async fn a_renderer_that_is_killed_is_started_again() {
    if !has_node() {
        return;
    }
    let script = Script::new("");
    let app = app(script.ssr());
    rendered(&app).await;
    let first = script.last();
    kill(first);
    until("the next process", || script.last() != first).await;
    rendered(&app).await;
    assert!(!is_there(first), "a zombie");
}

#[tokio::test]
async fn a_page_that_ends_the_renderer_costs_only_itself() {
    if !has_node() {
        return;
    }
    let script = Script::new("");
    let app = app(script.ssr());
    rendered(&app).await;
    assert!(!visit(&app, "/events/13").await.is_server_rendered());
    rendered(&app).await;
    assert_eq!(script.pids().len(), 2);
}

#[tokio::test]
async fn a_renderer_that_hangs_is_ended_and_started_again() {
    if !has_node() {
        return;
    }
    let script = Script::new("");
    let app = app(script.ssr().first_timeout(Duration::from_millis(200)).timeout(Duration::from_millis(200)));
    rendered(&app).await;
    let first = script.last();
    assert!(!visit(&app, "/events/14").await.is_server_rendered());
    until("the next process", || script.last() != first).await;
    rendered(&app).await;
    assert!(!is_there(first));
}

#[tokio::test]
async fn a_renderer_that_answers_pages_is_not_ended_for_want_of_a_health_report() {
    if !has_node() {
        return;
    }
    let script = Script::new("");
    let app = app(script.ssr());
    rendered(&app).await;
    visit(&app, "/events/15").await;
    // Longer than two reports that do not come.
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(16) {
        visit(&app, "/events/7").await;
        sleep(Duration::from_millis(200)).await;
    }
    assert_eq!(script.pids().len(), 1);
}

#[tokio::test]
async fn a_script_that_cannot_run_is_tried_again() {
    if !has_node() {
        return;
    }
    let script = Script::new(
        "import { appendFileSync as append } from 'node:fs'; append(new URL('tries', import.meta.url), 'x'); throw new Error('no')\n",
    );
    let app = app(script.ssr());
    let tries = script.folder.path().join("tries");
    let count = || std::fs::read(&tries).map_or(0, |tries| tries.len());
    until("the fourth try", || count() >= 4).await;
    assert!(!visit(&app, "/events/7").await.is_server_rendered());
    script.write("");
    rendered(&app).await;
}

#[tokio::test]
async fn without_the_runtime_pages_are_rendered_on_the_client() {
    let script = Script::new("");
    let app = app(script.ssr().runtime("no-such-runtime"));
    for _ in 0..3 {
        assert!(!visit(&app, "/events/7").await.is_server_rendered());
        sleep(Duration::from_millis(20)).await;
    }
    assert!(script.pids().is_empty());
}

#[test]
fn an_application_that_is_built_outside_of_a_runtime_starts_it_at_the_first_visit() {
    if !has_node() {
        return;
    }
    let script = Script::new("");
    let app = app(script.ssr());
    assert!(script.pids().is_empty());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(rendered(&app));
}
