//! What `cargo verify` runs, suite by suite.
//!
//! All suites build with the same profile, features and flags, so that no crate is compiled twice for the same end:
//! warnings are denied by clippy's own arguments rather than by `RUSTFLAGS`, and test targets are always built for
//! the whole workspace.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{self, Outcome};
use crate::{browser, front_end, layers, types};

/// A named part of the verification.
pub(crate) struct Suite {
    pub(crate) name: &'static str,
    pub(crate) run: fn() -> Outcome,
}

/// Every suite, in the order in which they run: what fails quickly comes first.
pub(crate) const ALL: &[Suite] = &[
    Suite { name: "fmt", run: fmt },
    Suite { name: "layers", run: layers::run },
    Suite { name: "clippy", run: clippy },
    Suite { name: "features", run: features },
    Suite { name: "rustdoc", run: rustdoc },
    Suite { name: "tests", run: tests },
    Suite { name: "doctests", run: doctests },
    Suite { name: "ui", run: ui },
    Suite { name: "frontend", run: frontend },
    Suite { name: "browser", run: browser },
    Suite { name: "dev", run: dev },
];

/// The features of the runtime.
const FEATURES: &[&str] = &[
    "cookie-session",
    "embed",
    "garde",
    "multipart",
    "ssr",
    "tera",
    "testing",
    "tower-sessions",
    "ts",
    "validator",
];

fn fmt() -> Outcome {
    command::run(&mut command::cargo(["fmt", "--all", "--check"]))
}

fn clippy() -> Outcome {
    let everything = ["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"];
    command::run(&mut command::cargo(everything))
}

/// Each feature of the runtime alone, and none at all; and what is said about one that is off.
fn features() -> Outcome {
    for feature in FEATURES.iter().chain(&[""]) {
        let alone =
            ["clippy", "--package", "inertia-runtime", "--no-default-features", "--features", feature];
        command::run(command::cargo(alone).args(["--", "-D", "warnings"]))?;
    }
    // As a release build has it, but with the dependencies that are there already.
    let setting = "profile.dev.package.inertia-runtime.debug-assertions=false";
    let released = ["clippy", "--package", "inertia-runtime", "--all-features", "--config", setting];
    command::run(command::cargo(released).args(["--", "-D", "warnings"]))?;
    let switched_off = ["test", "--package", "ui-tests", "--no-default-features", "--test", "cases"];
    command::run(command::cargo(switched_off).arg("a_feature_that_is_off_is_named"))
}

fn rustdoc() -> Outcome {
    let arguments = ["doc", "--workspace", "--no-deps", "--all-features"];
    command::run(command::cargo(arguments).env("RUSTDOCFLAGS", "-D warnings"))
}

/// All tests but those of the macros' messages, which compile crates of their own.
fn tests() -> Outcome {
    command::run(&mut if has_nextest() {
        nextest("not package(ui-tests)")
    } else {
        command::cargo([
            "test",
            "--workspace",
            "--exclude",
            "ui-tests",
            "--all-targets",
            "--all-features",
            "--no-fail-fast",
        ])
    })
}

fn doctests() -> Outcome {
    command::run(&mut command::cargo(["test", "--workspace", "--doc", "--all-features", "--no-fail-fast"]))
}

fn ui() -> Outcome {
    command::run(&mut if has_nextest() {
        nextest("package(ui-tests)")
    } else {
        command::cargo(["test", "--package", "ui-tests", "--all-targets", "--all-features", "--no-fail-fast"])
    })
}

fn frontend() -> Outcome {
    front_end::install(&front_end::folder())?;
    types::run(&["--check".to_owned()])?;
    front_end::check_types()?;
    // What the compiler says about a generated file, and about one whose props have changed.
    let generated = ["test", "--package", "ui-tests", "--all-features", "--test", "shop", "--", "--ignored"];
    command::run(&mut command::cargo(generated))?;
    front_end::build()
}

fn browser() -> Outcome {
    let mut node = browser_tests(&crate::root().join("examples/events/e2e"))?;
    let embedded = embedded()?;
    command::run(&mut command::cargo(["build", "--workspace", "--all-targets", "--all-features"]))?;
    command::run(node.env("EVENTS_BIN", binary("events")?).env("EVENTS_EMBEDDED", embedded))
}

/// `cargo dev`, by itself: while Vite's dev server runs, every server of the app would load from it.
fn dev() -> Outcome {
    let mut node = browser_tests(&crate::root().join("examples/events/e2e/dev"))?;
    // By itself the app wants less of its dependencies than with the workspace: to build them anew takes minutes on some machines,
    // which is not what the tests wait for.
    command::run(&mut command::cargo(["build", "--package", "events"]))?;
    command::run(node.env("XTASK_BIN", binary("xtask")?))
}

/// The browser tests of a folder, ready to be run with the programs that they want.
fn browser_tests(folder: &Path) -> Outcome<Command> {
    front_end::build_if_stale()?;
    front_end::install(&crate::root().join("examples/events/e2e"))?;
    let mut node = command::program("node", ["--test", "--test-reporter=spec"]);
    node.args(test_files(folder)?).env("CHROMIUM", browser::chromium()?);
    Ok(node)
}

/// The app with its front end inside, as a release build has it. Those packages that make the difference are built as for a
/// release, and all others as they are anyway.
fn embedded() -> Outcome<PathBuf> {
    let mut build = command::cargo(["build", "--workspace", "--all-features", "--bin", "events"]);
    for package in ["events", "inertia-runtime", "rust-embed", "rust-embed-utils"] {
        build.arg("--config").arg(format!("profile.dev.package.{package}.debug-assertions=false"));
    }
    command::run(&mut build)?;
    let (made, kept) = (binary("events")?, binary("events-embedded")?);
    fs::copy(&made, &kept).map_err(|error| format!("{}: {error}", kept.display()))?;
    Ok(kept)
}

fn nextest(tests: &str) -> Command {
    command::cargo(["nextest", "run", "--workspace", "--all-features", "--no-fail-fast", "-E", tests])
}

fn has_nextest() -> bool {
    command::find("cargo-nextest").is_some()
}

/// The browser tests by name: what `node --test` makes of a folder differs between its versions.
fn test_files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    let mut files: Vec<_> = paths.filter(|path| path.to_string_lossy().ends_with(".test.mjs")).collect();
    files.sort();
    if files.is_empty() { Err(format!("there is no *.test.mjs in {}", folder.display())) } else { Ok(files) }
}

/// The path of a binary of the workspace: it lies next to this program.
pub(crate) fn binary(name: &str) -> Outcome<PathBuf> {
    let here = std::env::current_exe().map_err(|error| format!("this program's path is unknown: {error}"))?;
    Ok(here.with_file_name(name).with_extension(std::env::consts::EXE_EXTENSION))
}
