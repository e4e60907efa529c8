//! The repository's commands: `cargo demo`, `cargo dev`, `cargo verify`, `cargo xtask perf`, `fuzz` and `ssr-load`.

mod browser;
mod command;
mod demo;
mod dev;
mod front_end;
mod fuzz;
mod layers;
mod perf;
mod ssr_load;
mod suites;
mod types;
mod verify;

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
cargo demo               build the flagship's front end and serve it
cargo dev                serve it while you work on it: both servers, started again and reloaded as need be
cargo verify [suite…]    run every suite, or the named ones
cargo xtask perf         compare a page's cost with a hand-written handler's; --time, --allocations, --instructions,
                         --load or --compile for one comparison, --quick for fewer rounds, --write to put the tables
                         into benches/README.md
cargo xtask types        write the TypeScript of the flagship's pages, forms and routes; --check compares it
cargo xtask fuzz [min]   measure hostile forms, and send damaged ones for some minutes, or for 5
cargo xtask ssr-load     send 200 visitors at a time while the renderer is killed every 5 s, for 30 s or [seconds]
                         [visitors]";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let outcome = match arguments.split_first() {
        Some((task, [])) if task == "demo" => demo::run(),
        Some((task, [])) if task == "dev" => dev::run(),
        Some((task, suites)) if task == "verify" => verify::run(suites),
        Some((task, options)) if task == "perf" => perf::run(options),
        Some((task, options)) if task == "types" => types::run(options),
        Some((task, options)) if task == "fuzz" => fuzz::run(options),
        Some((task, options)) if task == "ssr-load" => ssr_load::run(options),
        _ => Err(USAGE.to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// The repository's root.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}
