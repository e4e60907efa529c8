//! Runs cargo and looks at the clock.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    time::Instant,
};

use crate::generate::{Way, page};

/// What is measured, each of one crate whose dependencies are built.
#[derive(Clone, Copy)]
pub(crate) struct Task {
    pub(crate) name: &'static str,
    cargo: &'static [&'static str],
    /// An edit of one page, where the other tasks begin from nothing.
    edit: bool,
}

pub(crate) const DEV: &[Task] = &[
    Task { name: "clean check", cargo: &["check"], edit: false },
    Task { name: "check after an edit of one page", cargo: &["check"], edit: true },
    Task { name: "clean build", cargo: &["build"], edit: false },
    Task { name: "build after an edit of one page", cargo: &["build"], edit: true },
];

pub(crate) const RELEASE: &[Task] =
    &[Task { name: "clean release build", cargo: &["build", "--release"], edit: false }];

/// Seconds on the clock, and seconds of work on all cores.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) wall: f64,
    pub(crate) work: f64,
}

/// Edits so far. A page that is written again as it was is no edit: then the compiler has next to nothing to do.
static EDITS: AtomicUsize = AtomicUsize::new(0);

/// Does the task once.
pub(crate) fn once(folder: &Path, way: &Way, task: Task) -> Result<Cost, String> {
    if task.edit {
        let edit = EDITS.fetch_add(1, Ordering::Relaxed) + 1;
        page(&folder.join(way.package).join("src"), way, 0, edit)
            .map_err(|error| format!("a page could not be written: {error}"))?;
    } else {
        let release: &[&str] = if task.cargo.contains(&"--release") { &["--release"] } else { &[] };
        cargo(folder, &[&["clean", "-p", way.package], release].concat())?;
    }
    let (started, worked) = (Instant::now(), children_seconds());
    cargo(folder, &[task.cargo, &["-p", way.package]].concat())?;
    Ok(Cost { wall: started.elapsed().as_secs_f64(), work: children_seconds() - worked })
}

/// How many lines the crate has when its macros are expanded.
pub(crate) fn expanded_lines(folder: &Path, way: &Way) -> Result<usize, String> {
    let arguments =
        ["rustc", "--quiet", "--profile", "check", "-p", way.package, "--", "-Zunpretty=expanded"];
    // The option is unstable, and the count is about the compiler that builds the rest.
    let output = command(folder, &arguments)
        .env("RUSTC_BOOTSTRAP", "1")
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(format!("the expansion of `{}` failed", way.package));
    }
    Ok(output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).count())
}

pub(crate) fn cargo(folder: &Path, arguments: &[&str]) -> Result<(), String> {
    let status = command(folder, arguments).arg("--quiet").status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`cargo {}` failed ({status})", arguments.join(" "))),
        Err(error) => Err(format!("cargo could not be started: {error}")),
    }
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(folder).env("CARGO_TARGET_DIR", folder.join("target"));
    command
}

/// What processes started from here have worked, where the system says so (Linux): less moved by what else runs on the
/// machine than the clock is. In hundredths of a second.
fn children_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = after_name.split_ascii_whitespace().skip(13).take(2).flat_map(str::parse::<f64>).sum();
    ticks / 100.0
}
