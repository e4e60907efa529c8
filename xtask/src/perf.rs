//! `cargo xtask perf`: what a page costs beside a hand-written handler, and whether the goals are kept.

use std::path::PathBuf;

use crate::command::{self, Outcome};

/// The comparisons, by the option that chooses one: a program of `benches` and its task.
const TABLES: [(&str, &str, &[&str]); 3] = [
    ("--allocations", "allocations", &[]),
    ("--instructions", "benches", &["instructions"]),
    ("--time", "benches", &["time"]),
];

/// Runs the chosen comparisons, or all; a missed goal does not keep the rest from running.
pub(crate) fn run(options: &[String]) -> Outcome {
    let is_table = |option: &str| TABLES.iter().any(|(name, ..)| *name == option);
    if let Some(unknown) = options.iter().find(|option| !is_table(option) && *option != "--quick") {
        let known = TABLES.map(|(name, ..)| name).join(", ");
        return Err(format!("there is no option `{unknown}`; the options are {known}, --quick"));
    }
    let (tables, quick): (Vec<_>, Vec<_>) = options.iter().partition(|option| is_table(option));
    let chosen = |name: &str| tables.is_empty() || tables.iter().any(|table| *table == name);
    if chosen("--instructions") && command::find("valgrind").is_none() {
        return Err(
            "there is no `valgrind`, which counts the instructions; install it, or ask for --time".to_owned()
        );
    }

    build()?;
    command::run(&mut command::program(binary("benches"), ["gate"]))?;
    let mut failures = Vec::new();
    for (_, program, task) in TABLES.into_iter().filter(|(name, ..)| chosen(name)) {
        let mut command = command::program(binary(program), []);
        // How much an answer allocates is the same every time, so there is no quicker way to count it.
        let quick = quick.iter().filter(|_| !task.is_empty());
        failures.extend(command::run(command.args(task).args(quick)).err());
    }
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n")) }
}

/// Builds `benches`, which is no member of the workspace: the peers' dependencies stay out of its lock file.
fn build() -> Outcome {
    let arguments =
        ["build", "--release", "--locked", "--manifest-path", "benches/Cargo.toml", "--target-dir"];
    command::run(command::cargo(arguments).arg(target()))
}

fn binary(name: &str) -> PathBuf {
    target().join("release").join(name).with_extension(std::env::consts::EXE_EXTENSION)
}

/// A folder below the workspace's own, so that its dependencies are not built anew after each other.
fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| crate::root().join("target"), PathBuf::from)
        .join("benches")
}
