//! `allocations`: what one request allocates. A program of its own, because its counting allocator would be part of
//! every time and every instruction count.

use std::process::ExitCode;

use allocation_counter::{AllocationInfo, measure};
use benches::{
    cases::Case,
    contestants::Contestant,
    data::{Data, Db},
    gate,
    goals::{self, Misses},
    serve::{self, WARM_UP},
    table::Table,
};

fn main() -> ExitCode {
    let mut misses = Misses::default();
    match compare(&mut misses) {
        Ok(()) if misses.report() => ExitCode::SUCCESS,
        Ok(()) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn compare(misses: &mut Misses) -> Result<(), String> {
    gate::check()?;
    let db = Data::new();
    let mut table = Table::new([
        "allocations (KB)",
        "limit",
        "layered",
        "carried",
        "ours",
        "goal",
        "",
        "veer",
        "inertia-axum",
        "axum-inertia",
    ]);
    for case in Case::all() {
        let limit = cost(Contestant::Limit, case, &db).ok_or("the limit answers every case")?;
        let ours = cost(Contestant::Ours, case, &db).ok_or("we answer every case")?;
        let goal = goals::of(case);
        let most = goal.map(|goal| limit.count_total + goal.allocations);
        let bound = goal.and_then(|goal| goal.bound).map(|bound| limit.count_total + bound.allocations);
        let verdict = most.map(|most| {
            let (count, limit) = (ours.count_total, limit.count_total);
            let bound = bound.map(|bound| count <= bound);
            misses.judge(count <= most, bound, || {
                format!("{case}: {count} allocations, where the limit has {limit}")
            })
        });
        let mut row = vec![
            case.to_string(),
            cell(&limit),
            cost(Contestant::Layered, case, &db).as_ref().map(cell).unwrap_or_default(),
            cost(Contestant::Carried, case, &db).as_ref().map(cell).unwrap_or_default(),
            cell(&ours),
            most.map(|most| most.to_string()).unwrap_or_default(),
            verdict.unwrap_or_default(),
        ];
        row.extend(Contestant::PEERS.map(|peer| cost(peer, case, &db).as_ref().map_or("–".to_owned(), cell)));
        table.row(row);
    }
    println!("\n{table}");
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "the counts are far below 2^52")]
fn cell(cost: &AllocationInfo) -> String {
    format!("{} ({:.1})", cost.count_total, cost.bytes_total as f64 / 1_000.0)
}

/// What one more request allocates; the request itself is made before.
fn cost(of: Contestant, case: Case, db: &Db) -> Option<AllocationInfo> {
    let router = of.router(case, db.clone())?;
    for _ in 0..WARM_UP {
        serve::answer(&router, case.request());
    }
    let mut request = Some(case.request());
    Some(measure(|| {
        if let Some(request) = request.take() {
            serve::answer(&router, request);
        }
    }))
}
