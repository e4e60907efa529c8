//! What a request costs in time: interleaved rounds on one pinned thread, compared within each round.

use std::time::Instant;

use axum::Router;
use benches::{
    cases::Case,
    contestants::Contestant,
    data::{Data, Db},
    goals::{self, Misses},
    serve::{self, WARM_UP},
    table::Table,
};

/// The size of a contestant's turn in a round: so many batches of so many requests.
#[derive(Clone, Copy)]
struct Turn {
    batches: u16,
    requests: u16,
}

/// A contestant that answers a case, and its time for a request in each round, in seconds.
struct Runner {
    of: Contestant,
    router: Router,
    rounds: Vec<f64>,
}

/// Prints the table.
pub(crate) fn compare(misses: &mut Misses, rounds: usize) -> Result<(), String> {
    pin();
    let db = Data::new();
    let mut random = fastrand::Rng::with_seed(4);
    let mut table = Table::new([
        "time",
        "limit, µs",
        "layered",
        "carried",
        "ours",
        "goal",
        "",
        "veer",
        "inertia-axum",
        "axum-inertia",
        "lead",
        "",
    ]);
    for case in Case::all() {
        let mut runners = runners(case, &db);
        let turn = Turn::new(case, &runners);
        for _ in 0..rounds {
            random.shuffle(&mut runners);
            for runner in &mut runners {
                let time = runner.turn(case, turn);
                runner.rounds.push(time);
            }
        }
        table.row(row(case, &runners, misses)?);
    }
    println!("\n{table}");
    Ok(())
}

/// Keeps this thread on one core, so that nothing moves between two measurements.
fn pin() {
    let last = core_affinity::get_core_ids().and_then(|mut ids| ids.pop());
    if !last.is_some_and(core_affinity::set_for_current) {
        eprintln!("this thread could not be pinned to a core");
    }
}

fn runners(case: Case, db: &Db) -> Vec<Runner> {
    let routers = Contestant::ALL.into_iter().filter_map(|of| Some((of, of.router(case, db.clone())?)));
    let runners = routers.map(|(of, router)| {
        for _ in 0..WARM_UP {
            serve::answer(&router, case.request());
        }
        Runner { of, router, rounds: Vec::new() }
    });
    runners.collect()
}

impl Turn {
    /// Batches that are short beside a scheduler's time slice, and turns of some milliseconds.
    fn new(case: Case, runners: &[Runner]) -> Self {
        let limit = runners.iter().find(|runner| runner.of == Contestant::Limit);
        let time = limit.map_or(1.0, |limit| limit.turn(case, Self { batches: 9, requests: 1 }));
        let requests = (1..16).find(|requests| f64::from(*requests) * time > 1e-4).unwrap_or(16);
        let batches = (5..200).find(|batches| f64::from(batches * requests) * time > 4e-3).unwrap_or(200);
        Self { batches, requests }
    }
}

impl Runner {
    /// Seconds for each request: the median of the turn's batches, so that a batch which the machine interrupted does
    /// not count. A batch's requests are made beforehand; they are few, because a server's are warm in the cache.
    fn turn(&self, case: Case, turn: Turn) -> f64 {
        let batch = |_| {
            let made: Vec<_> = (0..turn.requests).map(|_| case.request()).collect();
            let start = Instant::now();
            for request in made {
                serve::answer(&self.router, request);
            }
            start.elapsed().as_secs_f64() / f64::from(turn.requests)
        };
        median((0..turn.batches).map(batch).collect())
    }
}

fn row(case: Case, runners: &[Runner], misses: &mut Misses) -> Result<Vec<String>, String> {
    let rounds = |of| runners.iter().find(|runner| runner.of == of).map(|runner| &*runner.rounds);
    let limit = rounds(Contestant::Limit).ok_or("the limit answers every case")?;
    let ours = rounds(Contestant::Ours).ok_or("we answer every case")?;
    let ratio = ratio(ours, limit);
    let goal = goals::of(case);
    let verdict = goal.map(|goal| {
        let bound = goal.bound.map(|bound| ratio <= bound.time);
        misses.judge(ratio <= goal.ratio, bound, || format!("{case}: {ratio:.3} times the limit's time"))
    });
    let best = Contestant::PEERS.into_iter().filter_map(|peer| Some(self::ratio(rounds(peer)?, ours)));
    let best = best.fold(f64::INFINITY, f64::min);
    let lead = goals::lead(case);
    let bound = goals::lead_bound(case).map(|bound| best >= bound);
    let ahead = misses
        .judge(best >= lead, bound, || format!("{case}: the best peer takes only {best:.2} times our time"));
    let peer =
        |peer| rounds(peer).map_or("–".to_owned(), |rounds| format!("{:.1}", self::ratio(rounds, limit)));
    let floor =
        |of| rounds(of).map(|rounds| format!("{:.3}", self::ratio(rounds, limit))).unwrap_or_default();
    let mut cells = vec![
        case.to_string(),
        format!("{:.2}", median(limit.to_vec()) * 1e6),
        floor(Contestant::Layered),
        floor(Contestant::Carried),
        format!("{ratio:.3}"),
        goal.map(|goal| format!("{:.2}", goal.ratio)).unwrap_or_default(),
        verdict.unwrap_or_default(),
    ];
    cells.extend(Contestant::PEERS.map(peer));
    cells.extend([format!("{best:.1}"), ahead]);
    Ok(cells)
}

/// The median of the rounds' ratios.
fn ratio(of: &[f64], to: &[f64]) -> f64 {
    median(of.iter().zip(to).map(|(of, to)| of / to).collect())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
