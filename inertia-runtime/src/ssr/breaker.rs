//! Whether a renderer is worth asking: after a few failures in a row it is left alone for a while, then one visit tries.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// So many failures in a row open the breaker.
const FAILURES: u32 = 5;
/// How long it stays open at first, and at most. Each try that fails doubles it.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// Under more load than a renderer bears, it opens and closes without end; the log is told so this often.
const QUIET: Duration = Duration::from_secs(60);

/// A circuit breaker. What its visits find out goes through their [`Attempt`]s.
#[derive(Debug)]
pub(super) struct Breaker {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// How often the renderer has been started anew. What was begun before says nothing about it any more.
    generation: u64,
    failures: u32,
    open: Option<Open>,
    /// Whether a visit is trying an open breaker.
    probed: bool,
    warmth: Warmth,
    /// When it was last said loudly that nobody asks.
    loud: Option<Instant>,
}

#[derive(Debug)]
struct Open {
    until: Instant,
    pause: Duration,
    loud: bool,
}

/// A renderer loads and compiles its code with the first page, which may take longer than all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Warmth {
    Cold,
    /// One visit is waiting for the first page.
    Warming,
    Warm,
}

/// A visit that may ask the renderer. Dropped without a verdict, as when the visitor hangs up, it lets another one try.
#[derive(Debug)]
#[must_use = "the renderer was not asked"]
pub(super) struct Attempt<'a> {
    breaker: &'a Breaker,
    generation: u64,
    probe: bool,
    /// As it was when the visit was admitted.
    warmth: Warmth,
    judged: bool,
}

/// What a visit has found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It answers, if only that it cannot render this page.
    Works,
    /// It is busy, or not ready yet: that says nothing about the next visit.
    Unknown,
    /// It has not answered in time.
    Late,
    /// There is none, or another one will be there the next time.
    Gone,
    /// It answers what no renderer answers.
    Broken,
}

/// What a verdict has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Nothing,
    /// Nobody asks for this long.
    Opened {
        pause: Duration,
        loud: bool,
    },
    Closed {
        loud: bool,
    },
}

impl Breaker {
    pub(super) fn new() -> Self {
        Self { state: Mutex::new(State::new(0, None)) }
    }

    /// Lets a visit ask, or not. While the breaker is open one at a time may, and only after the pause.
    pub(super) fn admit(&self) -> Option<Attempt<'_>> {
        let mut state = self.state();
        let probe = match &state.open {
            None => false,
            Some(open) if state.probed || Instant::now() < open.until => return None,
            Some(_) => true,
        };
        state.probed |= probe;
        let warmth = state.warmth;
        if warmth == Warmth::Cold {
            state.warmth = Warmth::Warming;
        }
        Some(Attempt { breaker: self, generation: state.generation, probe, warmth, judged: false })
    }

    /// Forgets everything: the renderer has been started anew.
    pub(super) fn reset(&self) {
        let mut state = self.state();
        *state = State::new(state.generation.wrapping_add(1), state.loud);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No invariant spans two of its members in a way that a panic could break.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Attempt<'_> {
    /// Whether this visit may wait longer, because the renderer has not rendered anything yet.
    pub(super) fn is_first(&self) -> bool {
        self.warmth == Warmth::Cold
    }

    /// Says what was found out.
    pub(super) fn judge(mut self, verdict: Verdict) -> Change {
        self.judged = true;
        let mut state = self.breaker.state();
        if state.generation != self.generation {
            return Change::Nothing;
        }
        state.release(self.probe);
        // Whoever waits behind the first page is late for its sake.
        let excused = self.warmth == Warmth::Warming && verdict == Verdict::Late;
        match if excused { Verdict::Unknown } else { verdict } {
            Verdict::Unknown => {
                state.cool(self.is_first());
                Change::Nothing
            }
            Verdict::Works => {
                state.warmth = Warmth::Warm;
                state.failures = 0;
                state.open.take().map_or(Change::Nothing, |open| Change::Closed { loud: open.loud })
            }
            failure => {
                // The next one will have to load everything; one that is late has had its time for it.
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
            state.cool(self.is_first());
        }
    }
}

impl State {
    fn new(generation: u64, loud: Option<Instant>) -> Self {
        Self { generation, failures: 0, open: None, probed: false, warmth: Warmth::Cold, loud }
    }

    /// Another visit may try.
    fn release(&mut self, probe: bool) {
        self.probed &= !probe;
    }

    /// Another visit may wait for the first page.
    fn cool(&mut self, first: bool) {
        if first && self.warmth == Warmth::Warming {
            self.warmth = Warmth::Cold;
        }
    }

    fn fail(&mut self, probe: bool) -> Change {
        self.failures = self.failures.saturating_add(1);
        let now = Instant::now();
        let loud = self.loud.is_none_or(|loud| now.duration_since(loud) >= QUIET);
        let (pause, loud) = match &self.open {
            Some(open) if probe => ((open.pause * 2).min(LONGEST_PAUSE), open.loud || loud),
            // Begun before the breaker opened: it tells nothing new.
            Some(_) => return Change::Nothing,
            None if self.failures < FAILURES => return Change::Nothing,
            None => (FIRST_PAUSE, loud),
        };
        // A pause that has only become longer is no news.
        let news = loud && self.open.as_ref().is_none_or(|open| !open.loud);
        if news {
            self.loud = Some(now);
        }
        self.open = Some(Open { until: now + pause, pause, loud });
        Change::Opened { pause, loud: news }
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
        for _ in 1..FAILURES {
            assert_eq!(fail(&breaker), Change::Nothing);
        }
        assert_eq!(fail(&breaker), Change::Opened { pause: FIRST_PAUSE, loud: true });
        breaker
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_few_failures_in_a_row_nobody_asks_until_the_pause_is_over() {
        let breaker = opened();
        assert!(breaker.admit().is_none());
        tokio::time::advance(FIRST_PAUSE).await;
        assert_eq!(breaker.admit().unwrap().judge(Verdict::Works), Change::Closed { loud: true });
        assert!(breaker.admit().is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_success_in_between_starts_the_count_anew() {
        let breaker = Breaker::new();
        for _ in 0..3 {
            for _ in 1..FAILURES {
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
            pause = (pause * 2).min(LONGEST_PAUSE);
            assert_eq!(probe.judge(Verdict::Broken), Change::Opened { pause, loud: false });
            assert!(breaker.admit().is_none());
        }
        assert_eq!(pause, LONGEST_PAUSE);
    }

    #[tokio::test(start_paused = true)]
    async fn a_visitor_who_hangs_up_gives_the_probe_back() {
        let breaker = opened();
        tokio::time::advance(FIRST_PAUSE).await;
        drop(breaker.admit().unwrap());
        let again = breaker.admit().expect("the probe is free");
        assert_eq!(again.judge(Verdict::Unknown), Change::Nothing);
        assert!(breaker.admit().is_some(), "and once more");
    }

    #[tokio::test(start_paused = true)]
    async fn what_began_before_it_opened_neither_keeps_it_open_nor_closed() {
        let breaker = Breaker::new();
        let (early, works) = (breaker.admit().unwrap(), breaker.admit().unwrap());
        while fail(&breaker) == Change::Nothing {}
        assert_eq!(early.judge(Verdict::Broken), Change::Nothing);
        assert!(breaker.admit().is_none());
        assert_eq!(works.judge(Verdict::Works), Change::Closed { loud: true });
    }

    #[tokio::test]
    async fn one_visit_waits_for_the_first_page() {
        let breaker = Breaker::new();
        let first = breaker.admit().unwrap();
        assert!(first.is_first());
        assert!(!breaker.admit().unwrap().is_first());
        drop(first);
        let first = breaker.admit().unwrap();
        assert!(first.is_first(), "the one before has hung up");
        first.judge(Verdict::Works);
        assert!(!breaker.admit().unwrap().is_first());
    }

    #[tokio::test]
    async fn those_who_wait_behind_the_first_page_may_be_late() {
        let breaker = Breaker::new();
        let _first = breaker.admit().unwrap();
        for _ in 0..2 * FAILURES {
            assert_eq!(breaker.admit().unwrap().judge(Verdict::Late), Change::Nothing);
        }
        assert!(breaker.admit().is_some());
    }

    #[tokio::test]
    async fn a_renderer_that_was_gone_is_cold_again() {
        let breaker = Breaker::new();
        breaker.admit().unwrap().judge(Verdict::Works);
        breaker.admit().unwrap().judge(Verdict::Gone);
        assert!(breaker.admit().unwrap().is_first());
    }

    #[tokio::test]
    async fn a_first_page_that_is_late_does_not_make_the_next_one_wait_as_long() {
        let breaker = Breaker::new();
        breaker.admit().unwrap().judge(Verdict::Late);
        assert!(!breaker.admit().unwrap().is_first());
    }

    #[tokio::test(start_paused = true)]
    async fn a_renderer_that_fails_and_works_in_turn_is_told_of_once_a_minute() {
        let breaker = opened();
        let mut told = 0;
        for _ in 0..60 {
            tokio::time::advance(FIRST_PAUSE * 2).await;
            let closed = breaker.admit().unwrap().judge(Verdict::Works);
            for _ in 1..FAILURES {
                assert_eq!(fail(&breaker), Change::Nothing);
            }
            let opened = fail(&breaker);
            told += u32::from(matches!(opened, Change::Opened { loud: true, .. }));
            assert!(matches!(closed, Change::Closed { .. }));
        }
        assert_eq!(told, 2);
    }

    #[tokio::test]
    async fn a_new_renderer_is_not_judged_by_the_old_one() {
        let breaker = Breaker::new();
        let old: Vec<_> = (0..2 * FAILURES).map(|_| breaker.admit().unwrap()).collect();
        breaker.reset();
        for attempt in old {
            assert_eq!(attempt.judge(Verdict::Broken), Change::Nothing);
        }
        assert!(breaker.admit().unwrap().is_first());
    }
}
