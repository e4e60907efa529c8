//! `benches`: time and instructions of one request.

mod instructions;
mod time;

use std::{env, process::ExitCode};

use benches::{
    cases::Case,
    contestants::Contestant,
    data::Data,
    gate,
    goals::Misses,
    serve::{self, WARM_UP},
};

const USAGE: &str = "\
benches gate                             compare all answers, list where the peers differ
benches time [--quick]                   compare the time that they take
benches instructions [--quick]           compare the instructions that they take; needs valgrind
benches run <contestant> <case> <times>  only answer, for a profiler";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words[..] {
        ["gate"] => gate::check().map(|differences| {
            print!("{differences}");
            true
        }),
        ["time"] => compare(|misses| time::compare(misses, 101)),
        ["time", "--quick"] => compare(|misses| time::compare(misses, 21)),
        ["instructions"] => compare(|misses| instructions::compare(misses, &Contestant::ALL)),
        ["instructions", "--quick"] => compare(|misses| {
            instructions::compare(
                misses,
                &[Contestant::Limit, Contestant::Layered, Contestant::Carried, Contestant::Ours],
            )
        }),
        ["run", contestant, case, times] => run(contestant, case, times).map(|()| true),
        _ => Err(USAGE.to_owned()),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// Gives whether every goal is kept.
fn compare(table: impl FnOnce(&mut Misses) -> Result<(), String>) -> Result<bool, String> {
    let mut misses = Misses::default();
    gate::check()?;
    table(&mut misses)?;
    Ok(misses.report())
}

fn run(contestant: &str, case: &str, times: &str) -> Result<(), String> {
    let of = Contestant::named(contestant).ok_or_else(|| format!("there is no contestant `{contestant}`"))?;
    let case = Case::named(case).ok_or_else(|| format!("there is no case `{case}`"))?;
    let times: usize = times.parse().map_err(|_| format!("`{times}` is no number"))?;
    let router = of.router(case, Data::new()).ok_or_else(|| format!("{of} has no way to express {case}"))?;
    for _ in 0..WARM_UP {
        serve::body(serve::respond(&router, case.request()));
    }
    let bytes: usize = (0..times).map(|_| serve::answer(&router, case.request())).sum();
    println!("{times} answers, {bytes} bytes");
    Ok(())
}
