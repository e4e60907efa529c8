//! Damaged requests by the thousand: whatever is sent, the answer is one of those that a form may have.
//!
//! It begins with every encoding that the client has, and keeps each request whose answer was new, to damage it further.
//! Some grow to what the default limits allow. `cargo xtask fuzz 10` does so for ten minutes; the tests have a small part of
//! it, which is the same each time.

mod damage;
pub(crate) mod target;

use std::{
    collections::{BTreeSet, HashSet},
    env,
    hash::{DefaultHasher, Hash, Hasher},
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

use axum::Router;
use inertia::FormLimits;

use self::{
    damage::{Dice, damage, grow},
    target::{SMALL, app},
};
use crate::{
    encodings::encodings,
    hostile::cost::{Cost, MESSAGES_BYTES, TURN, cost},
    raw::{Answer, Ask},
};

/// How many requests are remembered to be damaged further.
const MOST: usize = 5_000;

/// The largest body before it grows.
const SMALL_BYTES: usize = 60_000;

/// One request of so many grows to what the default limits allow.
const LARGE: u64 = 20;

#[test]
fn damaged_requests_are_answered() {
    let mut fuzz = Fuzz::new(1, 500 << 10);
    fuzz.run(|rounds| rounds < 3_000);
}

#[test]
#[ignore = "it takes as long as it is told; run `cargo xtask fuzz 10`"]
fn for_some_minutes() {
    let number = |name| env::var(name).ok().and_then(|text| text.parse().ok());
    let minutes: u64 = number("INERTIA_FUZZ_MINUTES").unwrap_or(1);
    let seed = number("INERTIA_FUZZ_SEED").unwrap_or_else(|| {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        now.map_or(1, |now| now.as_secs())
    });
    eprintln!("seed {seed}; INERTIA_FUZZ_SEED={seed} repeats it");
    let end = Instant::now() + Duration::from_secs(minutes * 60);
    let mut fuzz = Fuzz::new(seed, 10 << 20);
    let rounds = fuzz.run(|_| Instant::now() < end);
    let Figures { requests, response, memory, busiest } = &fuzz.figures;
    eprintln!(
        "{requests} requests in {minutes} minutes, {rounds} of them damaged anew, {} kinds of responses",
        fuzz.seen.len()
    );
    eprintln!("the largest response has {response} bytes");
    eprintln!("requests from 1 MiB on take at most {memory:.1} bytes of memory per byte");
    let Some((_, ask)) = busiest.clone() else { return };
    let app = app(if ask.body.len() > SMALL_BYTES { FormLimits::new() } else { SMALL });
    // The machine may have been busy with something else.
    let turn = (0..5).map(|_| cost(ask.clone(), &app, &fuzz.runtime).1.turn).min().unwrap_or_default();
    eprintln!("the thread is busy for at most {turn:?} at a time: {:.1000}", shown(&ask));
    assert!(turn <= TURN, "the thread is busy for {turn:?}: {}", shown(&ask));
}

struct Fuzz {
    dice: Dice,
    corpus: Vec<Ask>,
    /// The largest body that a request grows to.
    largest: usize,
    /// What the answers were like.
    seen: HashSet<u64>,
    figures: Figures,
    runtime: tokio::runtime::Runtime,
}

/// What all requests cost.
#[derive(Default)]
struct Figures {
    requests: u64,
    /// The largest response, in bytes.
    response: usize,
    /// The most memory per byte, of requests that are long enough for that to mean something.
    memory: f64,
    /// What kept the thread busy longest at a time, in microseconds.
    busiest: Option<(u128, Ask)>,
}

impl Figures {
    fn add(&mut self, ask: &Ask, cost: &Cost) {
        self.requests += 1;
        self.response = self.response.max(cost.response);
        if cost.request >= 1 << 20 {
            self.memory = self.memory.max(cost.memory_per_byte());
        }
        let turn = cost.turn.as_micros();
        if self.busiest.as_ref().is_none_or(|(longest, _)| turn > *longest) {
            self.busiest = Some((turn, ask.clone()));
        }
    }
}

impl Fuzz {
    fn new(seed: u64, largest: usize) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        Self {
            dice: Dice::new(seed),
            corpus: target::requests()
                .into_iter()
                .chain(encodings().into_iter().map(|(_, ask)| ask))
                .collect(),
            largest,
            seen: HashSet::new(),
            figures: Figures::default(),
            runtime: runtime.expect("the machine has threads"),
        }
    }

    /// Damages and sends while it is told to go on; says how many it has sent.
    fn run(&mut self, go_on: impl Fn(u64) -> bool) -> u64 {
        let (app, large_app) = (app(SMALL), app(FormLimits::new()));
        let mut rounds = 0;
        while go_on(rounds) {
            rounds += 1;
            let mut ask = self.dice.one_of(&self.corpus).clone();
            let other = self.dice.one_of(&self.corpus).clone();
            for _ in 0..=self.dice.below(4) {
                damage(&mut ask, &other, &mut self.dice);
            }
            let answer = self.send(&ask, &app);
            check(&ask, &answer);
            // Short of the limits for what arrives, nothing depends on how it arrives.
            if ask.body.len() < 8_000 && self.dice.below(4) == 0 {
                let otherwise = Ask { piece: 1 + self.dice.below(ask.body.len()), ..ask.clone() };
                let other = self.send(&otherwise, &app);
                assert_eq!(
                    (other.status, other.text),
                    (answer.status, answer.text.clone()),
                    "{}",
                    shown(&otherwise)
                );
            }
            if rounds % LARGE == 0 {
                let mut large = ask.clone();
                grow(&mut large, self.largest, &mut self.dice);
                let answer = self.send(&large, &large_app);
                check(&large, &answer);
            }
            if self.seen.insert(likeness(&answer)) {
                if self.corpus.len() < MOST {
                    self.corpus.push(ask);
                } else {
                    let place = self.dice.below(MOST);
                    self.corpus[place] = ask;
                }
            }
        }
        rounds
    }

    fn send(&mut self, ask: &Ask, app: &Router) -> Answer {
        let sent = AssertUnwindSafe(|| cost(ask.clone(), app, &self.runtime));
        let Ok((answer, cost)) = catch_unwind(sent) else { panic!("this panics: {}", shown(ask)) };
        assert!(cost.is_bounded(), "{cost:?}: {}", shown(ask));
        self.figures.add(ask, &cost);
        answer
    }
}

/// The rules that hold for every answer.
fn check(ask: &Ask, answer: &Answer) {
    let status = answer.status.as_u16();
    let header =
        |name: &str| answer.headers.get(name).map(|value| value.to_str().expect("our headers are texts"));
    let live = ask.headers.iter().any(|(name, value)| *name == "precognition" && value == "true");
    let allowed: &[u16] =
        if live { &[204, 400, 413, 415, 422] } else { &[200, 302, 303, 400, 409, 413, 415, 422] };
    assert!(allowed.contains(&status), "{status}: {}", shown(ask));
    if live {
        assert_eq!(header("precognition"), Some("true"), "{}", shown(ask));
        assert_eq!(header("precognition-success"), (status == 204).then_some("true"), "{}", shown(ask));
    }
    if status == 422 && ask.method != http::Method::HEAD {
        let body: serde_json::Value = serde_json::from_str(&answer.text).expect("a 422 is JSON");
        let errors = body["errors"].as_object().expect("errors by field");
        assert!(!errors.is_empty() && body["errors"].to_string().len() <= MESSAGES_BYTES, "{}", shown(ask));
        for (field, messages) in errors {
            let messages = messages.as_array().expect("a list of messages");
            assert!(
                !messages.is_empty() && messages.iter().all(serde_json::Value::is_string),
                "{field}: {}",
                shown(ask)
            );
        }
    }
}

/// What makes an answer new: its status with the shape of the value that it shows, or with the beginnings of its messages.
fn likeness(answer: &Answer) -> u64 {
    let text = &answer.text;
    let words: BTreeSet<String> = match answer.status.as_u16() {
        200 => [text.chars().filter(char::is_ascii_punctuation).take(300).collect()].into(),
        _ => text.split("[\"").map(|message| message.split([' ', '`']).take(3).collect()).collect(),
    };
    let mut hasher = DefaultHasher::new();
    (answer.status.as_u16(), words).hash(&mut hasher);
    hasher.finish()
}

fn shown(ask: &Ask) -> String {
    let Ask { method, uri, headers, body, piece } = ask;
    let body = format!("{} bytes in pieces of {piece}: {}", body.len(), body.escape_ascii());
    format!("{method} {uri} {headers:?} {body}")
}
