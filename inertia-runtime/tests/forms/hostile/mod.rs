//! Hostile requests cost what they are long: the whole way through a router, at sizes up to the limits.

pub(crate) mod cases;
pub(crate) mod cost;

use inertia::FormLimits;
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

use self::{
    cases::{Case, cases},
    cost::{Cost, MESSAGES_BYTES, TURN, cost},
};
use crate::{
    fuzz::target::app,
    raw::{Answer, Ask, JSON},
};

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_time().build().expect("a runtime starts")
}

/// The laws for one request.
fn check(case: &Case, answer: &Answer, cost: &Cost) {
    let name = case.name;
    assert_eq!(answer.status, case.status, "{name}: {:.300}", answer.text);
    assert!(cost.is_bounded(), "{name}: {cost:?}");
    if case.status == 422 {
        let body: Value = serde_json::from_str(&answer.text).expect("a 422 is JSON");
        let errors = body["errors"].to_string();
        assert!(errors.len() <= MESSAGES_BYTES, "{name}: {} bytes", errors.len());
    }
}

#[test]
fn the_largest_requests_stay_within_bounds() {
    let (app, runtime) = (app(FormLimits::new()), runtime());
    for case in cases() {
        let (answer, cost) = cost(case.ask(case.largest), &app, &runtime);
        check(&case, &answer, &cost);
    }
}

#[test]
fn twice_the_size_costs_at_most_twice_as_much() {
    let (app, runtime) = (app(FormLimits::new()), runtime());
    for case in cases() {
        let size = case.largest.min(400 << 10);
        let (_, half) = cost(case.ask(size / 2), &app, &runtime);
        let (_, whole) = cost(case.ask(size), &app, &runtime);
        let name = case.name;
        assert!(whole.allocated <= half.allocated * 5 / 2 + (64 << 10), "{name}: {half:?}, {whole:?}");
        assert!(whole.allocations <= half.allocations * 5 / 2 + 100, "{name}: {half:?}, {whole:?}");
    }
}

/// With higher limits than any form has, so that a cost per segment shows.
#[test]
fn twice_the_segments_of_names_cost_at_most_twice_as_much() {
    let (app, runtime) = (app(FormLimits::new().depth(100).field(10)), runtime());
    let ask = |segments: usize| {
        let name = "nnnnnnnnn.".repeat(segments);
        let members: Vec<String> =
            (10..60).map(|at| format!(r#""{name}{at}":"longer than the limit""#)).collect();
        let body = format!(r#"{{"z":{{{}}}}}"#, members.join(","));
        Ask::body(http::Method::POST, JSON, body).http()
    };
    let (answer, half) = cost(ask(45), &app, &runtime);
    assert_eq!(answer.status, 422);
    let (answer, whole) = cost(ask(90), &app, &runtime);
    assert_eq!(answer.status, 422);
    assert!(whole.allocated <= half.allocated * 5 / 2, "{half:?}, {whole:?}");
    assert!(whole.allocations <= half.allocations * 5 / 2, "{half:?}, {whole:?}");
}

#[test]
fn the_last_message_says_how_many_more_there_are() {
    let (app, runtime) = (app(FormLimits::new()), runtime());
    let (name, values) = ("n".repeat(900), 500);
    let members: Vec<String> = (0..values).map(|at| format!(r#""{at:03}":"x""#)).collect();
    let body = format!(r#"{{"map":{{"{name}":{{{}}}}}}}"#, members.join(","));
    let ask = Ask::body(http::Method::POST, JSON, body);

    let (answer, _) = cost(ask.clone().http(), &app, &runtime);
    let body: Value = serde_json::from_str(&answer.text).expect("a 422 is JSON");
    let errors = body["errors"].as_object().expect("errors by field");
    let of_map = errors.iter().filter(|(field, _)| field.starts_with("map.")).count();
    assert!((50..80).contains(&of_map), "{of_map} messages");
    let (_, last) = errors.iter().next_back().expect("there are errors");
    let last = last[0].as_str().expect("messages are texts");
    let omitted = last.split_once("(and ").expect("a number").1.strip_suffix(" more problems)");
    let omitted: usize = omitted.and_then(|omitted| omitted.parse().ok()).expect("a number");
    // Besides those of the map, some fields are missing.
    assert!((values - of_map..values - of_map + 20).contains(&omitted), "{last}");

    let live = ask.live().header("precognition-validate-only", &format!("map.{name}.499"));
    let (answer, _) = cost(live, &app, &runtime);
    let body: Value = serde_json::from_str(&answer.text).expect("a 422 is JSON");
    let asked = &body["errors"][format!("map.{name}.499")];
    assert_eq!(*asked, serde_json::json!(["must be a number"]), "what is asked for has room");
}

/// For `cargo xtask fuzz`: the same in an optimised build, with time and figures.
#[test]
#[ignore = "it measures time; run `cargo xtask fuzz`"]
fn figures() {
    let (app, runtime) = (app(FormLimits::new()), runtime());
    let (mut requests, mut largest, mut memory, mut turn) = (0, 0, 0.0_f64, std::time::Duration::ZERO);
    eprintln!("{:>10} {:>9} {:>6} {:>9}  request", "bytes", "response", "×", "turn");
    for case in cases() {
        let (answer, first) = cost(case.ask(case.largest), &app, &runtime);
        check(&case, &answer, &first);
        // The machine may be busy with something else.
        let again = (0..2).map(|_| cost(case.ask(case.largest), &app, &runtime).1.turn);
        let longest = again.min().unwrap_or_default().min(first.turn);
        requests += 3;
        let times = first.memory_per_byte();
        eprintln!("{:>10} {:>9} {times:>6.1} {longest:>9.1?}  {}", first.request, first.response, case.name);
        assert!(longest <= TURN, "{}: the thread is busy for {longest:?}", case.name);
        largest = largest.max(first.response);
        turn = turn.max(longest);
        if first.request >= 1 << 20 {
            memory = memory.max(times);
        }
    }
    eprintln!(
        "{requests} requests at the limits; the largest response has {largest} bytes; bodies from 1 MiB on take at most \
         {memory:.1} bytes of memory per byte; the thread is busy for at most {turn:.1?} at a time"
    );
}
