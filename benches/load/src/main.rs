//! `load <events> <folder> [--quick]`: the flagship and its twin under the same load.
//!
//! Both servers run on the first core; the load comes from the last one. In each round both are asked for the same page over the
//! same number of connections, in turns that change. They are started again and again, because where a process has its memory
//! makes it faster or slower by some hundredths for as long as it lives.

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

/// How often both have their turn before they are started anew.
const ROUNDS: usize = 3;

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
        [events, folder] => compare(events, folder, 7, Duration::from_secs(2)),
        [events, folder, "--quick"] => compare(events, folder, 3, Duration::from_secs(1)),
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
fn compare(program: &str, folder: &str, starts: usize, time: Duration) -> io::Result<bool> {
    let mut measured = Measured::default();
    for start in 0..starts {
        measure(Path::new(program), &home(Path::new(folder))?, start, time, &mut measured)?;
    }

    let mut kept = true;
    println!(
        "\n| load  | flagship, answers/s | by hand | ratio | goal |      | p50, ms | by hand | p99, ms | by hand |"
    );
    println!(
        "| ----- | ------------------: | ------: | ----: | ---: | ---: | ------: | ------: | ------: | ------: |"
    );
    for ((name, _), [ours, twin]) in PAGES.iter().zip(&measured.turns) {
        let ratio = median(ours.iter().zip(twin).map(|(ours, twin)| ours.throughput / twin.throughput));
        let throughput = |turns: &[Turn]| median(turns.iter().map(|turn| turn.throughput));
        let quantile = |turns: &[Turn], of: f64| median(turns.iter().map(|turn| turn.quantile(of) * 1e3));
        let verdict = if ratio >= GOAL { "ok" } else { "UNDER" };
        kept &= ratio >= GOAL;
        println!(
            "| {name:<5} | {:>19.0} | {:>7.0} | {ratio:>5.3} | {GOAL:.2} | {verdict:>4} | {:>7.2} | {:>7.2} | {:>7.2} | {:>7.2} |",
            throughput(ours),
            throughput(twin),
            quantile(ours, 0.5),
            quantile(twin, 0.5),
            quantile(ours, 0.99),
            quantile(twin, 0.99),
        );
        if ratio < GOAL {
            eprintln!("under its goal: {name}: {ratio:.3} of the twin's throughput");
        }
    }
    let [ours, twin] = measured.memory;
    if ours > 0.0 && twin > 0.0 {
        println!("\nMost memory: {ours:.1} MB, by hand {twin:.1} MB.");
    }
    Ok(kept)
}

/// What was seen of the flagship and its twin.
#[derive(Default)]
struct Measured {
    turns: [[Vec<Turn>; 2]; PAGES.len()],
    /// The most memory that any of their processes has had.
    memory: [f64; 2],
}

/// Starts both, and lets them take their turns at each page.
fn measure(
    program: &Path,
    home: &Path,
    start: usize,
    time: Duration,
    measured: &mut Measured,
) -> io::Result<()> {
    let cores = core_affinity::get_core_ids().unwrap_or_default();
    // What is started from here on stays on the same core.
    cores.first().map(|core| core_affinity::set_for_current(*core));
    let database = home.join("load.db");
    let start_server = |by_hand| Server::start(program, by_hand, home, &database);
    let servers = [start_server(false)?, start_server(true)?];
    cores.last().map(|core| core_affinity::set_for_current(*core));

    for ((_, path), turns) in PAGES.iter().zip(&mut measured.turns) {
        gate::check(servers[0].address, servers[1].address, path)?;
        for server in &servers {
            turn(server.address, path, time / 4)?;
        }
        for round in start..start + ROUNDS {
            for of in [round % 2, 1 - round % 2] {
                turns[of].push(turn(servers[of].address, path, time)?);
            }
        }
    }
    for (most, server) in measured.memory.iter_mut().zip(&servers) {
        *most = most.max(server.memory().unwrap_or_default());
    }
    Ok(())
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
