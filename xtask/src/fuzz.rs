//! `cargo xtask fuzz`: what hostile forms cost, and damaged ones for as long as one likes.

use std::{env, process::Command};

use crate::command::{self, Outcome};

/// How long it runs without an argument, in minutes.
const DEFAULT_MINUTES: &str = "5";

pub(crate) fn run(options: &[String]) -> Outcome {
    let minutes = match options {
        [] => DEFAULT_MINUTES,
        [minutes] if minutes.parse::<u64>().is_ok() => minutes,
        _ => return Err("say for how many minutes: `cargo xtask fuzz 10`".to_owned()),
    };
    // What hostile bodies cost is measured one after the other.
    run_ignored(test().args(["--lib", "--", "form::body::tests::hostile", "--test-threads=1"]))?;
    run_ignored(test().args(["--test", "forms", "--", "--exact", "hostile::figures", "--nocapture"]))?;
    let damaged = ["--test", "forms", "--", "--exact", "fuzz::for_some_minutes", "--nocapture"];
    run_ignored(test().args(damaged).env("INERTIA_FUZZ_MINUTES", minutes))
}

/// Runs the ignored tests that a command names. That there are none is an error: a renamed test would be left out silently.
fn run_ignored(command: &mut Command) -> Outcome {
    let mut list = Command::new(command.get_program());
    list.args(command.get_args()).args(["--ignored", "--list"]);
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            list.env(name, value);
        }
    }
    let listed = list.output().map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    if !String::from_utf8_lossy(&listed.stdout).lines().any(|line| line.ends_with(": test")) {
        let arguments: Vec<_> = command.get_args().map(|argument| argument.to_string_lossy()).collect();
        let errors = String::from_utf8_lossy(&listed.stderr);
        return Err(format!("there is no such test: cargo {}\n{errors}", arguments.join(" ")));
    }
    command::run(command.arg("--ignored"))
}

/// Tests of the runtime, built as for a release, but with the assertions and overflow checks of a debug build, in a
/// folder of their own.
fn test() -> Command {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| crate::root().join("target"), Into::into);
    let mut command = command::cargo([
        "test",
        "--release",
        "--package",
        "inertia-runtime",
        "--all-features",
        "--target-dir",
    ]);
    command
        .arg(target.join("fuzz"))
        .env("CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS", "true")
        .env("CARGO_PROFILE_RELEASE_OVERFLOW_CHECKS", "true");
    command
}
