//! `cargo xtask ssr-load`: many first visits while the renderer dies again and again.

use std::env;
use std::path::PathBuf;

use crate::command::{self, Outcome};
use crate::front_end;

/// Builds the flagship for production and lets visitors loose on it, for 30 seconds each way or as many as are asked for.
pub(crate) fn run(options: &[String]) -> Outcome {
    front_end::build_if_stale()?;
    let folder = crate::root().join("examples/events/e2e");
    front_end::install(&folder)?;
    command::run(&mut command::cargo(["build", "--release", "--package", "events"]))?;
    let binary = released("events")?;
    let mut node = command::program("node", ["ssr-load.mjs"]);
    command::run(node.args(options).current_dir(folder).env("EVENTS_BIN", binary).env("INERTIA_KEY", KEY))
}

/// A release build does not start without one.
const KEY: &str = "a secret for a load run on one machine";

/// The path of a program of the workspace, beside the folder that this one was built into.
fn released(name: &str) -> Outcome<PathBuf> {
    let here = env::current_exe().map_err(|error| format!("this program's path is unknown: {error}"))?;
    let built = here.parent().and_then(|debug| debug.parent()).unwrap_or(&here);
    Ok(built.join("release").join(name).with_extension(env::consts::EXE_EXTENSION))
}
