//! What a request costs in time: interleaved rounds on one pinned thread, compared within each round.

use std::time::{Duration, Instant};

use axum::Router;
use benches::{
    cases::Case,
    contestants::Contestant,
    data::{Data, Db},
    goals::{self, Misses},
    serve::{self, WARM_UP},
    table::Table,
};

/// How long a contestant's turn in a round should take.
const TURN: Duration = Duration::from_millis(4);

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
        let turn = requests_in_a_turn(case, &runners);
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

/// As many as the limit answers in a turn.
fn requests_in_a_turn(case: Case, runners: &[Runner]) -> usize {
    let limit = runners.iter().find(|runner| runner.of == Contestant::Limit);
    let time = limit.map_or(TURN.as_secs_f64(), |limit| limit.turn(case, 20));
    let mut requests = 1;
    while requests < 4_000 && f64::from(requests) * time < TURN.as_secs_f64() {
        requests += 1;
    }
    usize::try_from(requests).unwrap_or(1)
}

impl Runner {
    /// Seconds for each of so many requests, which are made beforehand.
    #[expect(clippy::cast_precision_loss, reason = "the number is small")]
    fn turn(&self, case: Case, requests: usize) -> f64 {
        let made: Vec<_> = (0..requests).map(|_| case.request()).collect();
        let start = Instant::now();
        for request in made {
            serve::answer(&self.router, request);
        }
        start.elapsed().as_secs_f64() / requests as f64
    }
}

fn row(case: Case, runners: &[Runner], misses: &mut Misses) -> Result<Vec<String>, String> {
    let rounds = |of| runners.iter().find(|runner| runner.of == of).map(|runner| &*runner.rounds);
    let limit = rounds(Contestant::Limit).ok_or("the limit answers every case")?;
    let ours = rounds(Contestant::Ours).ok_or("we answer every case")?;
    let ratio = ratio(ours, limit);
    let goal = goals::of(case);
    let verdict = goal.map(|goal| {
        misses.check(ratio <= goal.ratio, || format!("{case}: {ratio:.3} times the limit's time"))
    });
    let best = Contestant::PEERS.into_iter().filter_map(|peer| Some(self::ratio(rounds(peer)?, ours)));
    let best = best.fold(f64::INFINITY, f64::min);
    let lead = goals::lead(case);
    let ahead =
        misses.check(best >= lead, || format!("{case}: the best peer takes only {best:.2} times our time"));
    let peer =
        |peer| rounds(peer).map_or("–".to_owned(), |rounds| format!("{:.1}", self::ratio(rounds, limit)));
    let mut cells = vec![
        case.to_string(),
        format!("{:.2}", median(limit.to_vec()) * 1e6),
        rounds(Contestant::Layered)
            .map(|rounds| format!("{:.3}", self::ratio(rounds, limit)))
            .unwrap_or_default(),
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
