//! `cargo demo`: the flagship, ready to click.

use crate::command::{self, Outcome};
use crate::front_end;

/// Builds what is not fresh and serves the app until it is stopped.
pub(crate) fn run() -> Outcome {
    front_end::build_if_stale()?;
    command::run(&mut command::cargo(["build", "--package", "events"]))?;
    // The app prints its address. Its database and its front end are relative to its own folder.
    command::run(
        command::cargo(["run", "--quiet", "--package", "events"])
            .current_dir(crate::root().join("examples/events")),
    )
}
