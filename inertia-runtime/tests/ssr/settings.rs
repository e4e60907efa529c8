//! Settings that cannot work are refused when the application is built.

use std::time::Duration;

use inertia::{Inertia, Ssr};

fn refused(ssr: Ssr) -> String {
    Inertia::builder().without_session().ssr(ssr).build().unwrap_err().to_string()
}

#[test]
fn an_address_that_is_none_is_refused() {
    for url in ["127.0.0.1:13714", "https://127.0.0.1:13714", "", "unix:/run/ssr.sock"] {
        let message = refused(Ssr::url(url));
        assert!(message.starts_with(&format!("`Ssr::url({url:?})`: ")), "{message}");
        assert!(message.contains("`Ssr::url(\"http://127.0.0.1:13714\")`"), "{message}");
    }
}

#[test]
fn a_script_that_is_not_there_is_refused() {
    let message = refused(Ssr::spawn("no/such/ssr.js"));
    assert!(
        message.contains("there is no file /") && message.contains("no/such/ssr.js; build it"),
        "{message}"
    );
}

#[test]
fn a_pattern_that_no_path_matches_is_refused() {
    assert!(
        refused(Ssr::url("http://127.0.0.1:1").exclude("admin/*")).contains("`Ssr::exclude(\"/admin/*\")`")
    );
}

#[test]
fn a_timeout_that_is_none_is_refused() {
    for timeout in [Duration::ZERO, Duration::MAX] {
        assert!(refused(Ssr::url("http://127.0.0.1:1").timeout(timeout)).starts_with("`Ssr::timeout("));
        assert!(
            refused(Ssr::url("http://127.0.0.1:1").first_timeout(timeout))
                .starts_with("`Ssr::first_timeout(")
        );
    }
}

#[test]
fn what_runs_a_script_is_refused_without_one() {
    let url = || Ssr::url("http://127.0.0.1:1");
    assert!(refused(url().runtime("bun")).starts_with("`Ssr::runtime(..)` is about a process"));
    assert!(refused(url().argument("--inspect")).starts_with("`Ssr::argument(..)` is about a process"));
}

#[test]
fn no_room_for_a_page_is_refused() {
    assert!(refused(Ssr::url("http://127.0.0.1:1").concurrency(0)).contains("at least 1"));
}
