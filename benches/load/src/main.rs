//! `load <events> <folder> [--quick]`: the flagship and its twin under the same load.
//!
//! Both servers run all the time, on the first core; the load comes from the last one. In each round both are asked for the
//! same page over the same number of connections, in turns that change.

mod client;
mod gate;
mod server;

use std::{
    env, fs, io,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
    thread,
    time::{Duration, Instant},
};

use crate::{client::Client, server::Server};

/// The throughput that is promised, in relation to the twin's.
const GOAL: f64 = 0.97;

/// How many connections ask at the same time.
const CONNECTIONS: usize = 8;

const PAGES: [(&str, &str); 2] = [("list", "/events?category=music&page=2"), ("event", "/events/700")];

/// What a server did in one turn.
struct Turn {
    /// Answers in a second.
    throughput: f64,
    /// The times of all answers, in seconds, from the shortest to the longest.
    times: Vec<f64>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words[..] {
        [events, folder] => compare(events, folder, 15, Duration::from_secs(2)),
        [events, folder, "--quick"] => compare(events, folder, 5, Duration::from_secs(1)),
        _ => Err(io::Error::other("load <events> <folder> [--quick]")),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Prints the table, and gives whether the goal is kept.
fn compare(program: &str, folder: &str, rounds: usize, time: Duration) -> io::Result<bool> {
    let home = home(Path::new(folder))?;
    let database = home.join("load.db");
    let cores = core_affinity::get_core_ids().unwrap_or_default();
    // What is started from here on stays on the same core.
    cores.first().map(|core| core_affinity::set_for_current(*core));
    let start = |by_hand| Server::start(Path::new(program), by_hand, &home, &database);
    let servers = [start(false)?, start(true)?];
    cores.last().map(|core| core_affinity::set_for_current(*core));

    let mut kept = true;
    println!(
        "\n| load  | flagship, answers/s | by hand | ratio | goal |      | p50, ms | by hand | p99, ms | by hand |"
    );
    println!(
        "| ----- | ------------------: | ------: | ----: | ---: | ---: | ------: | ------: | ------: | ------: |"
    );
    for (name, path) in PAGES {
        gate::check(servers[0].address, servers[1].address, path)?;
        let mut turns: [Vec<Turn>; 2] = [Vec::new(), Vec::new()];
        for server in &servers {
            turn(server.address, path, time / 4)?;
        }
        for round in 0..rounds {
            for of in [round % 2, 1 - round % 2] {
                turns[of].push(turn(servers[of].address, path, time)?);
            }
        }
        let [ours, twin] = turns;
        let ratio = median(ours.iter().zip(&twin).map(|(ours, twin)| ours.throughput / twin.throughput));
        let throughput = |turns: &[Turn]| median(turns.iter().map(|turn| turn.throughput));
        let quantile = |turns: &[Turn], of: f64| median(turns.iter().map(|turn| turn.quantile(of) * 1e3));
        let verdict = if ratio >= GOAL { "ok" } else { "UNDER" };
        kept &= ratio >= GOAL;
        println!(
            "| {name:<5} | {:>19.0} | {:>7.0} | {ratio:>5.3} | {GOAL:.2} | {verdict:>4} | {:>7.2} | {:>7.2} | {:>7.2} | {:>7.2} |",
            throughput(&ours),
            throughput(&twin),
            quantile(&ours, 0.5),
            quantile(&twin, 0.5),
            quantile(&ours, 0.99),
            quantile(&twin, 0.99),
        );
        if ratio < GOAL {
            eprintln!("under its goal: {name}: {ratio:.3} of the twin's throughput");
        }
    }
    if let [Some(ours), Some(twin)] = [servers[0].memory(), servers[1].memory()] {
        println!("\nMost memory: {ours:.1} MB, by hand {twin:.1} MB.");
    }
    Ok(kept)
}

/// A folder like the flagship's, with a build that has no content, so that no front end has to be built for this.
fn home(folder: &Path) -> io::Result<PathBuf> {
    const TEMPLATE: &str = include_str!("../../../examples/events/templates/app.html");
    const MANIFEST: &str =
        r#"{"main.tsx":{"file":"assets/main.js","name":"main","src":"main.tsx","isEntry":true}}"#;
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder.join("templates"))?;
    fs::create_dir_all(folder.join("frontend/dist/.vite"))?;
    fs::write(folder.join("templates/app.html"), TEMPLATE)?;
    fs::write(folder.join("frontend/dist/.vite/manifest.json"), MANIFEST)?;
    Ok(folder.to_owned())
}

/// Asks for one page over all connections until the time is over.
fn turn(server: SocketAddr, path: &str, time: Duration) -> io::Result<Turn> {
    let start = Instant::now();
    let ask = || -> io::Result<Vec<f64>> {
        let mut client = Client::connect(server)?;
        let mut times = Vec::new();
        while start.elapsed() < time {
            let asked = Instant::now();
            client.get(path)?;
            times.push(asked.elapsed().as_secs_f64());
        }
        Ok(times)
    };
    let times = thread::scope(|scope| {
        let asking: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(ask)).collect();
        let all = asking
            .into_iter()
            .map(|one| one.join().unwrap_or_else(|_| Err(io::Error::other("a client panicked"))));
        all.collect::<io::Result<Vec<_>>>()
    })?;
    let seconds = start.elapsed().as_secs_f64();
    let mut times = times.concat();
    times.sort_by(f64::total_cmp);
    #[expect(clippy::cast_precision_loss, reason = "there are far fewer than 2^52")]
    let throughput = times.len() as f64 / seconds;
    Ok(Turn { throughput, times })
}

impl Turn {
    /// The time that this part of all answers did not need more than.
    fn quantile(&self, of: f64) -> f64 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            clippy::cast_sign_loss,
            reason = "it is a place in the list"
        )]
        let place = (self.times.len() as f64 * of) as usize;
        self.times.get(place).copied().unwrap_or(f64::NAN)
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
