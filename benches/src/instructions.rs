//! What a request costs in instructions, which a busy machine does not change: counted by valgrind's callgrind, inside
//! [`serve::answer`](benches::serve::answer) only.

use std::{env, process::Command};

use benches::{
    cases::{Case, Page},
    contestants::Contestant,
    data::Data,
    goals::{self, Misses},
    table::Table,
};

const COUNTED: &str = "benches::serve::answer";

/// Prints the table.
pub(crate) fn compare(misses: &mut Misses, contestants: &[Contestant]) -> Result<(), String> {
    let mut table = Table::new([
        "instructions",
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
        let counts =
            contestants.iter().map(|of| Ok((*of, count(*of, case)?))).collect::<Result<Vec<_>, String>>()?;
        let of = |contestant| counts.iter().find(|(of, _)| *of == contestant).and_then(|(_, count)| *count);
        let limit = of(Contestant::Limit).ok_or("the limit answers every case")?;
        let ratio = |contestant| of(contestant).map(|count| count / limit);
        let ours = ratio(Contestant::Ours).ok_or("we answer every case")?;
        let goal = goals::of(case);
        let verdict = goal.map(|goal| {
            let bound = goal.bound.map(|bound| ours <= bound.instructions);
            misses.judge(ours <= goal.ratio, bound, || {
                format!("{case}: {ours:.3} times the limit's instructions")
            })
        });
        let mut row = vec![
            case.to_string(),
            format!("{limit:.0}"),
            ratio(Contestant::Layered).map(|ratio| format!("{ratio:.3}")).unwrap_or_default(),
            ratio(Contestant::Carried).map(|ratio| format!("{ratio:.3}")).unwrap_or_default(),
            format!("{ours:.3}"),
            goal.map(|goal| format!("{:.2}", goal.ratio)).unwrap_or_default(),
            verdict.unwrap_or_default(),
        ];
        let peers =
            Contestant::PEERS.map(|peer| ratio(peer).map_or("–".to_owned(), |ratio| format!("{ratio:.1}")));
        row.extend(peers);
        table.row(row);
    }
    println!("\n{table}");
    Ok(())
}

/// Instructions per request; `None` if the contestant has no way to express the page.
#[expect(clippy::cast_precision_loss, reason = "the counts are far below 2^52")]
fn count(of: Contestant, case: Case) -> Result<Option<f64>, String> {
    if of.router(case, Data::new()).is_none() {
        return Ok(None);
    }
    let times: u32 = if case.page == Page::Big { 2 } else { 50 };
    let program = env::current_exe().map_err(|error| format!("this program's path is unknown: {error}"))?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", &format!("--toggle-collect={COUNTED}")])
        .arg(program)
        .args(["run", of.name(), &case.to_string(), &times.to_string()])
        .output()
        .map_err(|error| format!("valgrind could not be started: {error}"))?;
    let text = String::from_utf8_lossy(&output.stderr);
    let collected = text.lines().find_map(|line| line.split_once("Collected :"));
    let count: Option<u64> = collected.and_then(|(_, count)| count.trim().parse().ok());
    match count.filter(|count| *count > 0) {
        Some(count) => Ok(Some(count as f64 / f64::from(times))),
        None => Err(format!("valgrind counted nothing for {of} and {case}:\n{text}")),
    }
}
