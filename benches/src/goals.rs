//! What the project promises, and whether it is kept.

use crate::cases::{Case, Page, Visit};

/// What a case may cost, in relation to the limit.
#[derive(Debug, Clone, Copy)]
pub struct Goal {
    /// The highest ratio of time, and of instructions.
    pub ratio: f64,
    /// Allocations more than the limit's.
    pub allocations: u64,
    /// Where it is out of reach, what must not get worse.
    pub bound: Option<Bound>,
}

/// What we cost where a goal cannot be met, and a little more: a bound against regressions, and no goal. The README says what
/// the floor is, and why.
#[derive(Debug, Clone, Copy)]
pub struct Bound {
    /// The ratio of time.
    pub time: f64,
    /// The ratio of instructions.
    pub instructions: f64,
    /// Allocations more than the limit's.
    pub allocations: u64,
}

/// The goal of a case, if it has one.
#[must_use]
pub fn of(case: Case) -> Option<Goal> {
    // One allocation for each lazy prop is the price of a future whose type the page does not name.
    let (ratio, allocations) = match (case.page, case.visit) {
        // The limit writes with `serde_json`, and we do not.
        (Page::List | Page::Big, Visit::Json) => (0.85, 4),
        (Page::List | Page::Big, Visit::Html) => (0.90, 6),
        (Page::Small | Page::Partial, _) => (1.25, 4),
        (Page::Wide, Visit::Json) => (1.30, 4 + 12),
        (Page::Wide, Visit::Html) => return None,
        (Page::Lazy, _) => (1.5, 4 + 8),
    };
    Some(Goal { ratio, allocations, bound: bound(case) })
}

/// The two allocations by which a layer hands something to its handlers, one for what it hands over, and the cost of reading
/// all of a request's headers once are what these pages lose against a handler that looks up three.
fn bound(case: Case) -> Option<Bound> {
    let (time, instructions, allocations) = match (case.page, case.visit) {
        (Page::Small, Visit::Html) => (1.90, 1.62, 6),
        (Page::Small, Visit::Json) => (1.70, 1.45, 6),
        (Page::List | Page::Big, Visit::Json) => (0.85, 0.85, 6),
        (Page::List | Page::Big, Visit::Html) => (0.90, 0.90, 6),
        (Page::Wide, _) => (1.45, 1.20, 6 + 14),
        (Page::Partial, _) => (1.85, 1.56, 7),
        (Page::Lazy, Visit::Html) => (1.95, 1.80, 6 + 8),
        (Page::Lazy, Visit::Json) => (1.75, 1.65, 6 + 8),
    };
    Some(Bound { time, instructions, allocations })
}

/// How many times our time the best peer's must be at least.
#[must_use]
pub fn lead(case: Case) -> f64 {
    if case.page == Page::Small { 1.0 } else { 2.0 }
}

/// Where that is out of reach, what must not get worse: on *partial* `axum-inertia` is asked for three headers in all.
#[must_use]
pub fn lead_bound(case: Case) -> Option<f64> {
    (case.page == Page::Partial).then_some(1.0)
}

/// The goals that were missed, each in a line.
#[derive(Debug, Default)]
pub struct Misses(Vec<String>);

impl Misses {
    /// Notes a miss, and gives what the table says about it.
    pub fn check(&mut self, kept: bool, miss: impl FnOnce() -> String) -> String {
        if kept {
            return "ok".to_owned();
        }
        self.0.push(miss());
        "OVER".to_owned()
    }

    /// As [`check`](Self::check), where a goal that is out of reach has a bound instead.
    pub fn judge(&mut self, kept: bool, bound: Option<bool>, miss: impl FnOnce() -> String) -> String {
        if !kept && bound == Some(true) {
            return "floor".to_owned();
        }
        self.check(kept, miss)
    }

    /// Prints them. Gives whether there are none.
    #[must_use]
    pub fn report(&self) -> bool {
        for miss in &self.0 {
            println!("over its goal: {miss}");
        }
        self.0.is_empty()
    }
}
