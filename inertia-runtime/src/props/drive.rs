//! Resolving lazy props: all together, in place.

use std::{
    future::poll_fn,
    pin::pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    task::unconstrained,
    time::{Instant, sleep_until},
};

use super::{lazy::Failure, resolvers::Needed};

/// Which prop it was, of which table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At {
    /// The provider's place among the application's; `None` for the page's own table.
    pub(crate) provider: Option<usize>,
    pub(crate) index: usize,
}

/// Resolves the props concurrently and gives every failure that `rescue` allows. When nobody waits for that any longer, `given_up` gets
/// the provider of each shared prop that was not done.
///
/// # Errors
///
/// The first failure that is not allowed; the other props are then dropped with their owner.
pub(crate) async fn drive(
    needed: Vec<Needed<'_>>,
    given_up: impl Fn(usize),
) -> Result<Vec<(At, Failure)>, (At, Failure)> {
    let mut rescued = Vec::new();
    if needed.is_empty() {
        return Ok(rescued);
    }
    let mut unfinished = Unfinished { needed, given_up };
    let driven = drive_each(&mut unfinished.needed, &mut rescued).await;
    // Those that were not done when another failed are not at fault.
    unfinished.needed.clear();
    driven.map(|()| rescued)
}

/// The props that are not done yet.
struct Unfinished<'a, F: Fn(usize)> {
    needed: Vec<Needed<'a>>,
    given_up: F,
}

impl<F: Fn(usize)> Drop for Unfinished<'_, F> {
    fn drop(&mut self) {
        self.needed.iter().filter_map(|prop| prop.provider).for_each(&self.given_up);
    }
}

async fn drive_each(
    needed: &mut Vec<Needed<'_>>,
    rescued: &mut Vec<(At, Failure)>,
) -> Result<(), (At, Failure)> {
    let start = needed.iter().any(|prop| prop.prop.timeout > 0).then(Instant::now);
    let deadline = |needed: &[Needed<'_>]| {
        let earliest = needed.iter().map(|prop| prop.prop.timeout).filter(|timeout| *timeout > 0).min()?;
        start?.checked_add(Duration::from_millis(earliest))
    };
    // A busy prop uses up what the scheduler grants the task, which would stop the clock as well.
    let sleep_for =
        |needed: &[Needed<'_>]| deadline(needed).map(|deadline| unconstrained(sleep_until(deadline)));
    let mut sleep = pin!(sleep_for(needed));
    poll_fn(|cx| {
        loop {
            poll_each(needed, cx, rescued)?;
            if needed.is_empty() {
                return Poll::Ready(Ok(()));
            }
            let Some(timer) = sleep.as_mut().as_pin_mut() else { return Poll::Pending };
            if timer.poll(cx).is_pending() {
                return Poll::Pending;
            }
            let Some(start) = start else { return Poll::Pending };
            time_out(needed, start, rescued)?;
            if needed.is_empty() {
                return Poll::Ready(Ok(()));
            }
            sleep.set(sleep_for(needed));
        }
    })
    .await
}

/// Polls every prop once and takes out those that are done.
fn poll_each(
    needed: &mut Vec<Needed<'_>>,
    cx: &mut Context<'_>,
    rescued: &mut Vec<(At, Failure)>,
) -> Result<(), (At, Failure)> {
    // A busy prop uses up what the scheduler grants the task at once; beginning with another each time, none starves.
    if needed.len() > 1 {
        needed.rotate_left(1);
    }
    let mut failed = None;
    needed.retain_mut(|prop| {
        if failed.is_some() {
            return true;
        }
        match prop.resolver.poll_resolve(cx) {
            Poll::Pending => true,
            Poll::Ready(Ok(())) => false,
            Poll::Ready(Err(failure)) => {
                failed = fail(prop, failure, rescued);
                false
            }
        }
    });
    failed.map_or(Ok(()), Err)
}

/// Ends the props whose time is up.
fn time_out(
    needed: &mut Vec<Needed<'_>>,
    start: Instant,
    rescued: &mut Vec<(At, Failure)>,
) -> Result<(), (At, Failure)> {
    let elapsed = start.elapsed();
    let mut failed = None;
    needed.retain_mut(|prop| {
        let timeout = Duration::from_millis(prop.prop.timeout);
        if failed.is_some() || timeout.is_zero() || elapsed < timeout {
            return true;
        }
        prop.resolver.leave_out();
        failed = fail(prop, Failure::Timeout(timeout), rescued);
        false
    });
    failed.map_or(Ok(()), Err)
}

fn fail(prop: &Needed<'_>, failure: Failure, rescued: &mut Vec<(At, Failure)>) -> Option<(At, Failure)> {
    let at = At { provider: prop.provider, index: prop.index };
    if prop.prop.rescue {
        rescued.push((at, failure));
        return None;
    }
    Some((at, failure))
}
