//! `cargo xtask perf`: what a page costs beside a hand-written handler, and whether the goals are kept.

mod report;

use std::path::{Path, PathBuf};

use crate::command::{self, Outcome};

/// The comparisons, by the option that chooses one.
const TABLES: [&str; 5] = ["--allocations", "--instructions", "--time", "--load", "--compile"];

/// What was asked for.
struct Options {
    tables: Vec<&'static str>,
    /// Fewer rounds, and no peers where they take long.
    quick: bool,
    /// Put the tables into the README.
    write: bool,
}

/// Runs the chosen comparisons, or all; a missed goal does not keep the rest from running.
pub(crate) fn run(options: &[String]) -> Outcome {
    let options = read(options)?;
    if options.tables.contains(&"--instructions") && command::find("valgrind").is_none() {
        return Err(
            "there is no `valgrind`, which counts the instructions; install it, or ask for --time".to_owned()
        );
    }
    let benches = options.tables.iter().any(|table| !matches!(*table, "--load" | "--compile"));
    if benches {
        build_benches()?;
        command::run(&mut command::program(binary("benches"), ["gate"]))?;
    }
    let mut failures = Vec::new();
    for table in &options.tables {
        match measure(table, options.quick) {
            Ok((lines, outcome)) => {
                failures.extend(outcome.err());
                if options.write {
                    report::put(table.trim_start_matches('-'), &lines)?;
                }
            }
            Err(failure) => failures.push(failure),
        }
    }
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n")) }
}

fn read(options: &[String]) -> Result<Options, String> {
    let mut read = Options { tables: Vec::new(), quick: false, write: false };
    for option in options {
        match option.as_str() {
            "--quick" => read.quick = true,
            "--write" => read.write = true,
            other => {
                let Some(table) = TABLES.iter().find(|table| **table == other) else {
                    let known = TABLES.join(", ");
                    return Err(format!(
                        "there is no option `{other}`; the options are {known}, --quick, --write"
                    ));
                };
                read.tables.push(table);
            }
        }
    }
    if read.tables.is_empty() {
        read.tables = TABLES.to_vec();
    }
    Ok(read)
}

/// What one comparison has printed, and whether its goals are kept.
fn measure(table: &str, quick: bool) -> Result<(Vec<String>, Outcome), String> {
    let quick: &[&str] = if quick { &["--quick"] } else { &[] };
    let (program, arguments) = match table {
        // How much an answer allocates is the same every time, so there is no quicker way to count it.
        "--allocations" => (binary("allocations"), Vec::new()),
        "--load" => {
            let with_twin =
                ["build", "--release", "-p", "load", "-p", "events", "--features", "events/by-hand"];
            command::run(&mut command::cargo(with_twin))?;
            let release = workspace_target().join("release");
            let server = executable(&release.join("events")).display().to_string();
            let folder = workspace_target().join("load").display().to_string();
            (executable(&release.join("load")), vec![server, folder])
        }
        "--compile" => {
            let manifest = ["build", "--release", "--manifest-path", "benches/compile/Cargo.toml"];
            command::run(command::cargo(manifest).arg("--target-dir").arg(target()))?;
            return report::run(&mut command::program(binary("compile-time"), ["--rounds", "3"]));
        }
        table => (binary("benches"), vec![table.trim_start_matches('-').to_owned()]),
    };
    report::run(command::program(program, []).args(arguments).args(if table == "--allocations" {
        &[]
    } else {
        quick
    }))
}

/// Builds `benches`, which is no member of the workspace: the peers' dependencies stay out of its lock file.
fn build_benches() -> Outcome {
    let arguments =
        ["build", "--release", "--locked", "--manifest-path", "benches/Cargo.toml", "--target-dir"];
    command::run(command::cargo(arguments).arg(target()))
}

fn binary(name: &str) -> PathBuf {
    executable(&target().join("release").join(name))
}

fn executable(path: &Path) -> PathBuf {
    path.with_extension(std::env::consts::EXE_EXTENSION)
}

/// A folder below the workspace's own, so that its dependencies are not built anew after each other.
fn target() -> PathBuf {
    workspace_target().join("benches")
}

fn workspace_target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| crate::root().join("target"), PathBuf::from)
}
