//! What two hundred pages cost to compile: declared with the macros, and written by hand.
//!
//! `cargo run -- [--pages 200] [--rounds 5] [--release]`; also as `cargo xtask perf --compile`.

mod generate;
mod measure;

use std::{env, path::Path, process::ExitCode};

use generate::{BY_HAND, DECLARED};
use measure::{Cost, DEV, RELEASE, Task};

/// What a clean build may cost, as a ratio to the hand-written one.
const GOAL: f64 = 1.5;

struct Options {
    pages: usize,
    rounds: usize,
    release: bool,
}

fn main() -> ExitCode {
    match options(env::args().skip(1)).and_then(|options| run(&options)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("a clean build costs more than {GOAL} of the hand-written one");
            ExitCode::FAILURE
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn options(mut arguments: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options { pages: 200, rounds: 5, release: false };
    while let Some(argument) = arguments.next() {
        let mut number = || {
            let number = arguments.next().and_then(|number| number.parse().ok()).filter(|number| *number > 0);
            number.ok_or_else(|| format!("`{argument}` takes a number"))
        };
        match argument.as_str() {
            "--pages" => options.pages = number()?,
            "--rounds" => options.rounds = number()?,
            "--release" => options.release = true,
            other => return Err(format!("`{other}` is none of --pages, --rounds, --release")),
        }
    }
    Ok(options)
}

/// Prints the table; whether the goal is met.
fn run(options: &Options) -> Result<bool, String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let repository = here.ancestors().nth(2).ok_or("this package is not in its repository")?;
    let folder = env::temp_dir().join("inertia-compile-time");
    generate::workspace(&folder, repository, options.pages)
        .map_err(|error| format!("the crates could not be written: {error}"))?;
    eprintln!("building the dependencies in {}", folder.display());
    let profiles = [&["check"][..], &["build"]].into_iter();
    for command in profiles.chain(options.release.then_some(&["build", "--release"][..])) {
        // One by one, as they are measured: built together, they would have their dependencies' features in common, and what is
        // measured would begin with building the dependencies again.
        for way in [&DECLARED, &BY_HAND] {
            measure::cargo(&folder, &[command, &["-p", way.package]].concat())?;
        }
    }

    println!(
        "{} pages, the least of {} rounds; seconds on the clock, and of work on all cores\n",
        options.pages, options.rounds
    );
    println!("| | declared | by hand | ratio | declared, work | by hand, work | ratio |");
    println!("|---|---|---|---|---|---|---|");
    let mut met = true;
    let release = if options.release { RELEASE } else { &[] };
    for task in DEV.iter().chain(release) {
        let ratio = compare(&folder, *task, options.rounds)?;
        met &= task.name != "clean build" || ratio <= GOAL;
    }
    let (declared, by_hand) =
        (measure::expanded_lines(&folder, &DECLARED)?, measure::expanded_lines(&folder, &BY_HAND)?);
    println!(
        "| lines of expanded code | {declared} | {by_hand} | {:.2} | | | |",
        declared as f64 / by_hand as f64
    );
    Ok(met)
}

/// One row of the table: rounds of both crates in turn. Gives the ratio of the work, which other programs hardly move, where
/// the system says how much that was, and else of the clock.
fn compare(folder: &Path, task: Task, rounds: usize) -> Result<f64, String> {
    let (mut declared, mut by_hand) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        declared.push(measure::once(folder, &DECLARED, task)?);
        by_hand.push(measure::once(folder, &BY_HAND, task)?);
    }
    let (declared, by_hand) = (least(&declared), least(&by_hand));
    let clock = declared.wall / by_hand.wall;
    println!(
        "| {} | {:.2} s | {:.2} s | {clock:.2} | {:.2} s | {:.2} s | {:.2} |",
        task.name,
        declared.wall,
        by_hand.wall,
        declared.work,
        by_hand.work,
        declared.work / by_hand.work,
    );
    Ok(if by_hand.work > 0.0 { declared.work / by_hand.work } else { clock })
}

/// What a round costs when nothing disturbs it: whatever else the machine does makes it cost more, and never less.
fn least(costs: &[Cost]) -> Cost {
    let least = |of: fn(&Cost) -> f64| costs.iter().map(of).fold(f64::INFINITY, f64::min);
    Cost { wall: least(|cost| cost.wall), work: least(|cost| cost.work) }
}
