//! What the project promises, and whether it is kept.

use crate::cases::{Case, Page, Visit};

/// What a case may cost, in relation to the limit.
#[derive(Debug, Clone, Copy)]
pub struct Goal {
    /// The highest ratio of time, and of instructions.
    pub ratio: f64,
    /// Allocations more than the limit's.
    pub allocations: u64,
}

/// The goal of a case, if it has one.
#[must_use]
pub fn of(case: Case) -> Option<Goal> {
    // One allocation for each lazy prop is the price of a future whose type the page does not name.
    let (ratio, allocations) = match (case.page, case.visit) {
        (Page::List | Page::Big, Visit::Json) => (1.05, 4),
        (Page::List | Page::Big, Visit::Html) => (1.08, 6),
        (Page::Small | Page::Partial, _) => (1.25, 4),
        (Page::Wide, Visit::Json) => (1.30, 4 + 12),
        (Page::Wide, Visit::Html) => return None,
        (Page::Lazy, _) => (1.5, 4 + 8),
    };
    Some(Goal { ratio, allocations })
}

/// How many times our time the best peer's must be at least.
#[must_use]
pub fn lead(case: Case) -> f64 {
    if case.page == Page::Small { 1.0 } else { 2.0 }
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

    /// Prints them. Gives whether there are none.
    #[must_use]
    pub fn report(&self) -> bool {
        for miss in &self.0 {
            println!("over its goal: {miss}");
        }
        self.0.is_empty()
    }
}
