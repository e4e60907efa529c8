//! Resolves lazy props concurrently, in place.

use std::{
    future::poll_fn,
    pin::pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    task::unconstrained,
    time::{Instant, sleep_until},
};

use crate::props::{
    alarm::{FutureWaker, TaskWaker},
    lazy::{Failure, Resolve, catch},
    resolvers::NeededProps,
    schema::PropSpec,
};

/// Identifies a prop: its table, and its index in that table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At {
    /// The position of the provider in the application's list; `None` for the page's own table.
    pub(crate) provider: Option<usize>,
    pub(crate) index: usize,
}

/// Resolves the props concurrently and returns the failures of props with `rescue`. If the returned future is dropped before it
/// completes (the client has disconnected), `on_cancel` is called with the provider of each unfinished shared prop.
///
/// # Errors
///
/// Returns the first failure of a prop without `rescue`. The other props are then dropped with their owner.
pub(crate) async fn drive(
    needed: Vec<NeededProps<'_>>,
    on_cancel: impl Fn(usize),
) -> Result<Vec<(At, Failure)>, (At, Failure)> {
    let mut rescued = Vec::new();
    if needed.is_empty() {
        return Ok(rescued);
    }
    let mut unfinished = Unfinished { needed, on_cancel };
    let driven = drive_each(&mut unfinished.needed, &mut rescued).await;
    // Another prop failed. The unfinished props were not cancelled, so `on_cancel` must not be called for them.
    unfinished.needed.clear();
    driven.map(|()| rescued)
}

/// The props that are not resolved yet.
struct Unfinished<'a, F: Fn(usize)> {
    needed: Vec<NeededProps<'a>>,
    on_cancel: F,
}

impl<F: Fn(usize)> Drop for Unfinished<'_, F> {
    fn drop(&mut self) {
        self.needed.iter().filter_map(|prop| prop.provider).for_each(&self.on_cancel);
    }
}

async fn drive_each(
    needed: &mut Vec<NeededProps<'_>>,
    rescued: &mut Vec<(At, Failure)>,
) -> Result<(), (At, Failure)> {
    let start = needed.iter().any(|prop| prop.prop.timeout > 0).then(Instant::now);
    let deadline = |needed: &[NeededProps<'_>]| {
        let earliest = needed.iter().map(|prop| prop.prop.timeout).filter(|timeout| *timeout > 0).min()?;
        start?.checked_add(Duration::from_millis(earliest))
    };
    // A busy prop can use up the task's cooperative budget. Without `unconstrained`, the timer would then not be polled.
    let sleep_for =
        |needed: &[NeededProps<'_>]| deadline(needed).map(|deadline| unconstrained(sleep_until(deadline)));
    let mut sleep = pin!(sleep_for(needed));
    let mut task = None;
    poll_fn(|cx| {
        loop {
            poll_each(needed, cx, &mut task, rescued)?;
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

/// Polls the props that were woken, and removes those that are finished.
///
/// As soon as one prop is pending, the others get wakers of their own, and the pending prop gets one at its next poll. From then on
/// each prop is polled only when it is woken itself. Props that are ready at the first poll need no waker.
fn poll_each(
    needed: &mut Vec<NeededProps<'_>>,
    cx: &mut Context<'_>,
    task: &mut Option<Arc<TaskWaker>>,
    rescued: &mut Vec<(At, Failure)>,
) -> Result<(), (At, Failure)> {
    // A busy prop can use up the task's cooperative budget. Each round starts with another prop, so that no prop starves.
    if needed.len() > 1 {
        needed.rotate_left(1);
    }
    if let Some(task) = task {
        task.wait(cx.waker());
    }
    let mut any_pending = task.is_some();
    let mut failed = None;
    needed.retain_mut(|prop| {
        if failed.is_some() {
            return true;
        }
        let waker = match &prop.waker {
            Some(waker) if !waker.take_woken() => return true,
            Some(waker) => Some(waker),
            None if any_pending => {
                let task = task.get_or_insert_with(|| TaskWaker::new(cx.waker()));
                Some(&*prop.waker.insert(FutureWaker::new(task.clone())))
            }
            None => None,
        };
        let polled = match waker {
            Some(waker) => poll_caught(prop.prop, prop.resolver, &mut waker.context()),
            None => poll_caught(prop.prop, prop.resolver, cx),
        };
        match polled {
            Poll::Pending => any_pending = true,
            Poll::Ready(Ok(())) => return false,
            Poll::Ready(Err(failure)) => {
                failed = fail(prop, failure, rescued);
                return false;
            }
        }
        true
    });
    failed.map_or(Ok(()), Err)
}

/// Polls a prop, and turns a panic into a failure.
fn poll_caught(
    prop: &PropSpec,
    resolver: &mut dyn Resolve,
    cx: &mut Context<'_>,
) -> Poll<Result<(), Failure>> {
    let failure = match catch(|| resolver.poll_resolve(cx)) {
        Ok(Poll::Pending) => return Poll::Pending,
        Ok(Poll::Ready(Ok(()))) => return Poll::Ready(Ok(())),
        // The future had returned its value and panicked while it was dropped.
        Err(message) if resolver.has_value() => {
            log_drop_panic(prop, &message);
            return Poll::Ready(Ok(()));
        }
        Ok(Poll::Ready(Err(error))) => Failure::Error(error),
        Err(message) => Failure::Panic(message),
    };
    leave_out(prop, resolver);
    Poll::Ready(Err(failure))
}

/// Drops the future of a prop that has failed. A panic while dropping is only logged.
fn leave_out(prop: &PropSpec, resolver: &mut dyn Resolve) {
    if let Err(message) = catch(|| resolver.leave_out()) {
        log_drop_panic(prop, &message);
    }
}

fn log_drop_panic(prop: &PropSpec, message: &str) {
    tracing::error!("prop `{}`: its future panicked when it was dropped: {message}", prop.name);
}

/// Fails the props whose timeout has passed.
fn time_out(
    needed: &mut Vec<NeededProps<'_>>,
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
        leave_out(prop.prop, prop.resolver);
        failed = fail(prop, Failure::Timeout(timeout), rescued);
        false
    });
    failed.map_or(Ok(()), Err)
}

fn fail(prop: &NeededProps<'_>, failure: Failure, rescued: &mut Vec<(At, Failure)>) -> Option<(At, Failure)> {
    let at = At { provider: prop.provider, index: prop.index };
    if prop.prop.rescue {
        rescued.push((at, failure));
        return None;
    }
    Some((at, failure))
}

#[cfg(test)]
mod tests {
    use std::{
        future::Future,
        pin::Pin,
        sync::atomic::{AtomicUsize, Ordering},
        task::{Wake, Waker},
    };

    use tokio::{
        sync::{Notify, oneshot},
        task::yield_now,
    };

    use super::*;
    use crate::{
        error::Error,
        props::{Lazy, lazy, try_lazy},
    };

    static PROP: PropSpec = PropSpec::new("prop", "");

    fn needed(props: &mut [Lazy<()>]) -> Vec<NeededProps<'_>> {
        let mut needed = Vec::new();
        for (index, resolver) in props.iter_mut().enumerate() {
            needed.push(NeededProps { prop: &PROP, provider: None, index, resolver, waker: None });
        }
        needed
    }

    /// A prop that counts how often it is polled.
    fn counted(polls: &Arc<AtomicUsize>, future: impl Future<Output = ()> + Send + 'static) -> Lazy<()> {
        let polls = polls.clone();
        let mut future = Box::pin(future);
        lazy(poll_fn(move |cx| {
            polls.fetch_add(1, Ordering::Relaxed);
            Pin::new(&mut future).poll(cx)
        }))
    }

    #[tokio::test]
    async fn a_prop_is_not_polled_because_another_is_woken() {
        let polls: [Arc<AtomicUsize>; 3] = Default::default();
        let ends: [Arc<Notify>; 2] = Default::default();
        let sleeper = |at: usize| {
            let end = ends[at].clone();
            counted(&polls[at], async move { end.notified().await })
        };
        let (first, second, yields) = (ends[0].clone(), ends[1].clone(), 100);
        let busy = async move {
            for _ in 0..yields {
                yield_now().await;
            }
            first.notify_one();
            yield_now().await;
            second.notify_one();
        };
        let mut props = [sleeper(0), counted(&polls[2], busy), sleeper(1)];
        drive(needed(&mut props), |_| ()).await.unwrap();
        let [first, second, busy] = polls.map(|polls| polls.load(Ordering::Relaxed));
        assert_eq!(busy, yields + 2);
        // Each is polled at the start and when it is woken. One of them is polled once more, before it has its own waker.
        assert!(first <= 3 && second <= 3 && first + second <= 5, "{first} and {second}");
    }

    #[tokio::test]
    async fn props_that_are_ready_at_the_first_poll_are_polled_once_and_need_no_waker() {
        let polls: Arc<AtomicUsize> = Arc::default();
        let mut props: Vec<_> = (0..5).map(|_| counted(&polls, async {})).collect();
        let mut needed = needed(&mut props);
        let mut task = None;
        let polled =
            poll_each(&mut needed, &mut Context::from_waker(Waker::noop()), &mut task, &mut Vec::new());
        assert!(polled.is_ok() && needed.is_empty() && task.is_none());
        assert_eq!(polls.load(Ordering::Relaxed), 5);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn no_wake_up_is_lost_when_other_threads_wake_props() {
        for round in 0..300 {
            let prop = |at: usize| {
                lazy(async move {
                    for step in 0..10 {
                        let (sender, receiver) = oneshot::channel();
                        tokio::spawn(async move {
                            if (at + step + round).is_multiple_of(3) {
                                yield_now().await;
                            }
                            let _ = sender.send(());
                        });
                        receiver.await.unwrap();
                    }
                })
            };
            let mut props: Vec<_> = (0..8).map(prop).collect();
            drive(needed(&mut props), |_| ()).await.unwrap();
        }
    }

    /// Panics when it is dropped.
    struct Bomb;

    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("dropped");
        }
    }

    /// A future that returns this result, and panics when it is dropped.
    fn bomb(result: Poll<Result<(), Error>>) -> Lazy<()> {
        let (bomb, mut result) = (Bomb, Some(result));
        try_lazy(poll_fn(move |_| {
            let _captured = &bomb;
            result.take().unwrap()
        }))
    }

    #[tokio::test]
    async fn a_panic_while_a_future_is_dropped_changes_no_result() {
        let mut props = [bomb(Poll::Ready(Ok(()))), lazy(async {})];
        assert!(drive(needed(&mut props), |_| ()).await.unwrap().is_empty());
        assert!(props.iter().all(|prop| prop.value().is_some()));

        let mut failing = [bomb(Poll::Ready(Err(Error::new("no such table"))))];
        let (_, failure) = drive(needed(&mut failing), |_| ()).await.unwrap_err();
        assert!(matches!(failure, Failure::Error(error) if error.to_string() == "no such table"));
    }

    #[derive(Default)]
    struct Counter(AtomicUsize);

    impl Wake for Counter {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn the_latest_waker_is_called_once_until_the_flag_is_taken() {
        let [earlier, latest]: [Arc<Counter>; 2] = Default::default();
        let woken = || [&earlier, &latest].map(|counter| counter.0.load(Ordering::Relaxed));
        let task = TaskWaker::new(&Waker::from(earlier.clone()));
        let [one, other] = [FutureWaker::new(task.clone()), FutureWaker::new(task.clone())];
        task.wait(&Waker::from(latest.clone()));
        let wake = |waker: &FutureWaker| waker.context().waker().wake_by_ref();
        wake(&one);
        wake(&one);
        assert_eq!(woken(), [0, 1]);
        assert!(one.take_woken() && !one.take_woken() && !other.take_woken());
        wake(&one);
        wake(&other);
        assert_eq!(woken(), [0, 3]);
        assert!(one.take_woken() && other.take_woken());
    }
}
