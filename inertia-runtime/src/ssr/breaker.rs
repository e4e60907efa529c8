//! A circuit breaker: after a few consecutive failures no page is sent to the renderer for a while, then one visit tries it.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// After this many consecutive failures the breaker opens.
const MAX_FAILURES: u32 = 5;
/// How long the breaker stays open at first. Each failed try doubles the pause, up to `MAX_PAUSE`.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const MAX_PAUSE: Duration = Duration::from_secs(30);
/// An overloaded renderer opens and closes the breaker again and again. This is the shortest time between two warnings.
const WARNING_INTERVAL: Duration = Duration::from_secs(60);

/// A circuit breaker. Visits report their results through their [`Attempt`]s.
#[derive(Debug)]
pub(super) struct Breaker {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// The number of restarts of the renderer. Results of requests from before a restart are ignored.
    generation: u64,
    failures: u32,
    open: Option<OpenState>,
    /// Whether a visit is trying the renderer while the breaker is open.
    is_probing: bool,
    warmth: Warmth,
    /// When the last warning was logged.
    last_warning: Option<Instant>,
}

#[derive(Debug)]
struct OpenState {
    until: Instant,
    pause: Duration,
    /// Whether a warning was logged about it.
    warned: bool,
}

/// A renderer loads and compiles its code with the first page, so that page may take longer than all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Warmth {
    Cold,
    /// One visit is waiting for the first page.
    Warming,
    Warm,
}

/// A visit that may use the renderer. If it is dropped without a verdict, because the visitor closed the connection, another
/// visit may try.
#[derive(Debug)]
#[must_use = "report the verdict with `judge`"]
pub(super) struct Attempt<'a> {
    breaker: &'a Breaker,
    generation: u64,
    probe: bool,
    /// The state when the visit was admitted.
    warmth: Warmth,
    judged: bool,
}

/// The result of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The renderer responds, possibly with the error of a page.
    Works,
    /// The renderer is busy or not ready yet, which does not count as a failure.
    Unknown,
    /// There was no response in time.
    Late,
    /// The renderer cannot be reached. The next one will be a new process.
    Gone,
    /// The response is not one of a renderer.
    Broken,
}

/// The change of the breaker after a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Nothing,
    /// No page is sent to the renderer during `pause`.
    Opened {
        pause: Duration,
        /// Whether to log a warning.
        warn: bool,
    },
    Closed {
        /// Whether a warning was logged when the breaker opened.
        warned: bool,
    },
}

impl Breaker {
    pub(super) fn new() -> Self {
        Self { state: Mutex::new(State::new(0, None)) }
    }

    /// Admits a visit to the renderer. While the breaker is open, it admits one visit at a time, after the pause.
    pub(super) fn admit(&self) -> Option<Attempt<'_>> {
        let mut state = self.state();
        let probe = match &state.open {
            None => false,
            Some(open) if state.is_probing || Instant::now() < open.until => return None,
            Some(_) => true,
        };
        state.is_probing |= probe;
        let warmth = state.warmth;
        if warmth == Warmth::Cold {
            state.warmth = Warmth::Warming;
        }
        Some(Attempt { breaker: self, generation: state.generation, probe, warmth, judged: false })
    }

    /// Resets the breaker, because the renderer was restarted.
    pub(super) fn reset(&self) {
        let mut state = self.state();
        *state = State::new(state.generation.wrapping_add(1), state.last_warning);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Every combination of its members is valid, so a panic cannot leave the state inconsistent.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Attempt<'_> {
    /// Whether this visit may wait longer, because the renderer has not rendered anything yet.
    pub(super) fn is_first(&self) -> bool {
        self.warmth == Warmth::Cold
    }

    /// Reports the result of the visit.
    pub(super) fn judge(mut self, verdict: Verdict) -> Change {
        self.judged = true;
        let mut state = self.breaker.state();
        if state.generation != self.generation {
            return Change::Nothing;
        }
        state.release(self.probe);
        // While another visit waits for the first page, a timeout does not count as a failure.
        let excused = self.warmth == Warmth::Warming && verdict == Verdict::Late;
        match if excused { Verdict::Unknown } else { verdict } {
            Verdict::Unknown => {
                state.reset_warmth(self.is_first());
                Change::Nothing
            }
            Verdict::Works => {
                state.warmth = Warmth::Warm;
                state.failures = 0;
                state.open.take().map_or(Change::Nothing, |open| Change::Closed { warned: open.warned })
            }
            failure => {
                // A new process must load its code again. A process that was too slow has had the longer timeout already.
                if failure == Verdict::Gone {
                    state.warmth = Warmth::Cold;
                } else if self.is_first() {
                    state.warmth = Warmth::Warm;
                }
                state.fail(self.probe)
            }
        }
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        if self.judged {
            return;
        }
        let mut state = self.breaker.state();
        if state.generation == self.generation {
            state.release(self.probe);
            state.reset_warmth(self.is_first());
        }
    }
}

impl State {
    fn new(generation: u64, last_warning: Option<Instant>) -> Self {
        Self { generation, failures: 0, open: None, is_probing: false, warmth: Warmth::Cold, last_warning }
    }

    /// Lets another visit try the renderer.
    fn release(&mut self, probe: bool) {
        self.is_probing &= !probe;
    }

    /// Lets another visit wait for the first page.
    fn reset_warmth(&mut self, first: bool) {
        if first && self.warmth == Warmth::Warming {
            self.warmth = Warmth::Cold;
        }
    }

    fn fail(&mut self, probe: bool) -> Change {
        self.failures = self.failures.saturating_add(1);
        let now = Instant::now();
        let is_due = self.last_warning.is_none_or(|last| now.duration_since(last) >= WARNING_INTERVAL);
        let (pause, warned) = match &self.open {
            Some(open) if probe => ((open.pause * 2).min(MAX_PAUSE), open.warned || is_due),
            // This visit began before the breaker opened.
            Some(_) => return Change::Nothing,
            None if self.failures < MAX_FAILURES => return Change::Nothing,
            None => (FIRST_PAUSE, is_due),
        };
        // No second warning when only the pause becomes longer.
        let warn = warned && self.open.as_ref().is_none_or(|open| !open.warned);
        if warn {
            self.last_warning = Some(now);
        }
        self.open = Some(OpenState { until: now + pause, pause, warned });
        Change::Opened { pause, warn }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => Ok(()),
            Self::Opened { pause, .. } => write!(
                f,
                "the renderer fails; pages are rendered on the client, and one tries again in {} s",
                pause.as_secs()
            ),
            Self::Closed { .. } => f.write_str("the renderer answers again"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fail(breaker: &Breaker) -> Change {
        breaker.admit().map_or(Change::Nothing, |attempt| attempt.judge(Verdict::Broken))
    }

    fn opened() -> Breaker {
        let breaker = Breaker::new();
        for _ in 1..MAX_FAILURES {
            assert_eq!(fail(&breaker), Change::Nothing);
        }
        assert_eq!(fail(&breaker), Change::Opened { pause: FIRST_PAUSE, warn: true });
        breaker
    }

    #[tokio::test(start_paused = true)]
    async fn after_consecutive_failures_no_visit_is_admitted_until_the_pause_is_over() {
        let breaker = opened();
        assert!(breaker.admit().is_none());
        tokio::time::advance(FIRST_PAUSE).await;
        assert_eq!(breaker.admit().unwrap().judge(Verdict::Works), Change::Closed { warned: true });
        assert!(breaker.admit().is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_success_resets_the_count_of_failures() {
        let breaker = Breaker::new();
        for _ in 0..3 {
            for _ in 1..MAX_FAILURES {
                assert_eq!(fail(&breaker), Change::Nothing);
            }
            assert_eq!(breaker.admit().unwrap().judge(Verdict::Works), Change::Nothing);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn one_visit_at_a_time_tries_and_each_failure_doubles_the_pause() {
        let breaker = opened();
        let mut pause = FIRST_PAUSE;
        for _ in 0..7 {
            tokio::time::advance(pause).await;
            let probe = breaker.admit().unwrap();
            assert!(breaker.admit().is_none(), "a second probe");
            pause = (pause * 2).min(MAX_PAUSE);
            assert_eq!(probe.judge(Verdict::Broken), Change::Opened { pause, warn: false });
            assert!(breaker.admit().is_none());
        }
        assert_eq!(pause, MAX_PAUSE);
    }

    #[tokio::test(start_paused = true)]
    async fn a_probe_that_is_dropped_lets_another_visit_try() {
        let breaker = opened();
        tokio::time::advance(FIRST_PAUSE).await;
        drop(breaker.admit().unwrap());
        let again = breaker.admit().expect("the probe is free");
        assert_eq!(again.judge(Verdict::Unknown), Change::Nothing);
        assert!(breaker.admit().is_some(), "and once more");
    }

    #[tokio::test(start_paused = true)]
    async fn failures_of_earlier_visits_are_ignored_and_their_success_closes_the_breaker() {
        let breaker = Breaker::new();
        let (early, works) = (breaker.admit().unwrap(), breaker.admit().unwrap());
        while fail(&breaker) == Change::Nothing {}
        assert_eq!(early.judge(Verdict::Broken), Change::Nothing);
        assert!(breaker.admit().is_none());
        assert_eq!(works.judge(Verdict::Works), Change::Closed { warned: true });
    }

    #[tokio::test]
    async fn one_visit_waits_for_the_first_page() {
        let breaker = Breaker::new();
        let first = breaker.admit().unwrap();
        assert!(first.is_first());
        assert!(!breaker.admit().unwrap().is_first());
        drop(first);
        let first = breaker.admit().unwrap();
        assert!(first.is_first(), "the first attempt was dropped");
        first.judge(Verdict::Works);
        assert!(!breaker.admit().unwrap().is_first());
    }

    #[tokio::test]
    async fn timeouts_do_not_count_while_another_visit_waits_for_the_first_page() {
        let breaker = Breaker::new();
        let _first = breaker.admit().unwrap();
        for _ in 0..2 * MAX_FAILURES {
            assert_eq!(breaker.admit().unwrap().judge(Verdict::Late), Change::Nothing);
        }
        assert!(breaker.admit().is_some());
    }

    #[tokio::test]
    async fn after_a_renderer_was_unreachable_the_next_page_is_the_first_again() {
        let breaker = Breaker::new();
        breaker.admit().unwrap().judge(Verdict::Works);
        breaker.admit().unwrap().judge(Verdict::Gone);
        assert!(breaker.admit().unwrap().is_first());
    }

    #[tokio::test]
    async fn after_a_first_page_timed_out_the_next_one_has_the_normal_timeout() {
        let breaker = Breaker::new();
        breaker.admit().unwrap().judge(Verdict::Late);
        assert!(!breaker.admit().unwrap().is_first());
    }

    #[tokio::test(start_paused = true)]
    async fn a_renderer_that_fails_again_and_again_is_warned_about_once_a_minute() {
        let breaker = opened();
        let mut warnings = 0;
        for _ in 0..60 {
            tokio::time::advance(FIRST_PAUSE * 2).await;
            let closed = breaker.admit().unwrap().judge(Verdict::Works);
            for _ in 1..MAX_FAILURES {
                assert_eq!(fail(&breaker), Change::Nothing);
            }
            let opened = fail(&breaker);
            warnings += u32::from(matches!(opened, Change::Opened { warn: true, .. }));
            assert!(matches!(closed, Change::Closed { .. }));
        }
        assert_eq!(warnings, 2);
    }

    #[tokio::test]
    async fn results_of_a_renderer_are_ignored_after_its_restart() {
        let breaker = Breaker::new();
        let old: Vec<_> = (0..2 * MAX_FAILURES).map(|_| breaker.admit().unwrap()).collect();
        breaker.reset();
        for attempt in old {
            assert_eq!(attempt.judge(Verdict::Broken), Change::Nothing);
        }
        assert!(breaker.admit().unwrap().is_first());
    }
}
