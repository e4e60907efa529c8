//! `cargo demo`: the flagship, ready to click.

use std::env;

use crate::command::{self, Outcome};
use crate::front_end;

/// Builds what is not fresh and serves the app until it is stopped.
pub(crate) fn run() -> Outcome {
    front_end::build_if_stale()?;
    command::run(&mut command::cargo(["build", "--package", "events"]))?;
    println!("{}", rendering());
    // The app prints its address. Its database and its front end are relative to its own folder.
    command::run(
        command::cargo(["run", "--quiet", "--package", "events"])
            .current_dir(crate::root().join("examples/events")),
    )
}

/// Who renders first visits.
fn rendering() -> String {
    match (env::var("EVENTS_SSR").ok().as_deref(), front_end::node()) {
        (Some("off"), _) => "First visits are rendered in the browser, because EVENTS_SSR is off.".to_owned(),
        (Some(url), _) if !url.is_empty() => format!("First visits are rendered by {url}."),
        (_, Some(version)) => format!("First visits are rendered on the server, by Node.js {version}."),
        (_, None) => "First visits are rendered in the browser, because there is no Node.js here.".to_owned(),
    }
}
