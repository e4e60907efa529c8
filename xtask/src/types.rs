//! `cargo xtask types`: the TypeScript that the flagship's front end relies on, made of its server's types.

use std::env::consts::EXE_EXTENSION;

use crate::command::{self, Outcome};

pub(crate) fn run(options: &[String]) -> Outcome {
    let check = match options {
        [] => None,
        [option] if option == "--check" => Some("--check"),
        _ => return Err("write `cargo xtask types`, or `cargo xtask types --check`".to_owned()),
    };
    // As the tests are built, so that nothing is compiled for this alone.
    command::run(&mut command::cargo([
        "build",
        "--quiet",
        "--workspace",
        "--all-features",
        "--bin",
        "events",
    ]))?;
    let here = std::env::current_exe().map_err(|error| format!("this program's path is unknown: {error}"))?;
    let events = here.with_file_name("events").with_extension(EXE_EXTENSION);
    let home = crate::root().join("examples/events");
    command::run(command::program(events, ["types"]).args(check).env("EVENTS_HOME", home))
}
