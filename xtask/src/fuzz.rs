//! `cargo xtask fuzz`: what hostile forms cost, and damaged ones for as long as one likes.

use std::{env, process::Command};

use crate::command::{self, Outcome};

/// How long it runs when nobody says.
const MINUTES: &str = "5";

pub(crate) fn run(options: &[String]) -> Outcome {
    let minutes = match options {
        [] => MINUTES,
        [minutes] if minutes.parse::<u64>().is_ok() => minutes,
        _ => return Err("say for how many minutes: `cargo xtask fuzz 10`".to_owned()),
    };
    // What hostile bodies cost is measured one after the other.
    let hostile = ["--lib", "--", "form::tests::hostile", "--ignored", "--test-threads=1"];
    command::run(test().args(hostile))?;
    let figures = ["--test", "forms", "--", "--exact", "hostile::figures", "--ignored", "--nocapture"];
    command::run(test().args(figures))?;
    let damaged = ["--test", "forms", "--", "--exact", "fuzz::for_some_minutes", "--ignored", "--nocapture"];
    command::run(test().args(damaged).env("INERTIA_FUZZ_MINUTES", minutes))
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
