//! How needed props are computed: together, within their time, and what becomes of those that fail.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::Router;
use http::StatusCode;
use inertia::{Inertia, InertiaProps, Lazy, lazy, try_lazy};
use serde_json::json;
use tokio::{
    sync::mpsc,
    time::{Instant, sleep},
};

use crate::harness::{Answer, Ask, app, log, page, partial, unneeded, visit, with};

/// The answer, and how long it took in milliseconds.
async fn timed(ask: Ask, app: &Router) -> (Answer, u128) {
    let start = Instant::now();
    let answer = ask.send(app).await;
    (answer, start.elapsed().as_millis())
}

async fn slowly<T>(milliseconds: u64, value: T) -> T {
    sleep(Duration::from_millis(milliseconds)).await;
    value
}

#[tokio::test(start_paused = true)]
async fn needed_props_are_resolved_concurrently() {
    #[derive(InertiaProps)]
    struct Index {
        one: Lazy<u8>,
        two: Lazy<u8>,
        #[nested]
        group: Group,
    }
    #[derive(InertiaProps)]
    struct Group {
        three: Lazy<u8>,
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        Index {
            one: lazy(slowly(50, 1)),
            two: lazy(slowly(50, 2)),
            group: Group { three: lazy(slowly(50, 3)) },
        }
    }
    let (answer, took) = timed(visit(), &app(index)).await;
    assert_eq!(answer.page(), page(json!({"one": 1, "two": 2, "group": {"three": 3}}), json!({})));
    assert!((50..60).contains(&took), "{took} ms");
}

#[tokio::test(start_paused = true)]
async fn providers_run_concurrently_and_their_props_with_the_pages() {
    #[derive(InertiaProps)]
    struct Name {
        name: Lazy<u8>,
    }
    #[derive(InertiaProps)]
    struct Lang {
        lang: Lazy<u8>,
    }
    #[derive(InertiaProps)]
    struct Index {
        own: Lazy<u8>,
    }
    async fn name() -> Name {
        slowly(50, Name { name: lazy(slowly(50, 1)) }).await
    }
    async fn lang() -> Lang {
        slowly(50, Lang { lang: lazy(slowly(50, 2)) }).await
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        Index { own: lazy(slowly(50, 3)) }
    }
    let (answer, took) = timed(visit(), &with(Inertia::builder().share(name).share(lang), index)).await;
    let expected = page(json!({"name": 1, "lang": 2, "own": 3}), json!({"sharedProps": ["name", "lang"]}));
    assert_eq!(answer.page(), expected);
    assert!(took < 110, "{took} ms");
}

#[tokio::test(start_paused = true)]
async fn the_first_provider_that_fails_ends_the_response_at_once() {
    #[derive(InertiaProps)]
    struct Name {
        name: u8,
    }
    #[derive(InertiaProps)]
    struct Lang {
        lang: u8,
    }
    async fn patient() -> Name {
        slowly(60_000, Name { name: 1 }).await
    }
    async fn hasty() -> Result<Lang, Down> {
        slowly(10, Err(Down)).await
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Empty {
        Empty {}
    }
    let app = with(Inertia::builder().share(patient).share(hasty), index);
    let (answer, took) = timed(visit(), &app).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(took < 20, "{took} ms");
    assert_eq!(Lang { lang: 1 }.lang, 1);
}

#[derive(InertiaProps)]
struct Empty {}

#[derive(Debug)]
struct Down;

impl fmt::Display for Down {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the database is down")
    }
}

impl std::error::Error for Down {}

/// Sets its flag when it is dropped.
struct Dropped(Arc<AtomicBool>);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[tokio::test(start_paused = true)]
async fn the_first_error_of_a_prop_that_is_not_rescued_fails_at_once_and_drops_the_others() {
    #[derive(InertiaProps)]
    struct Index {
        patient: Lazy<u8>,
        #[nested]
        group: Group,
        fast: Lazy<u8>,
    }
    #[derive(InertiaProps)]
    struct Group {
        failing: Lazy<u8>,
    }
    #[inertia::page("Event/Index")]
    async fn index(axum::Extension(flag): axum::Extension<Arc<AtomicBool>>) -> Index {
        let dropped = Dropped(flag);
        Index {
            patient: lazy(async move {
                let _dropped = dropped;
                slowly(60_000, 1).await
            }),
            group: Group { failing: lazy(slowly(10, Err::<u8, _>(Down))) },
            fast: lazy(async { 1 }),
        }
    }
    let dropped = Arc::new(AtomicBool::new(false));
    let app = app(index).layer(axum::Extension(dropped.clone()));
    let (answer, took) = timed(visit(), &app).await;
    assert_eq!((answer.status, answer.header("x-inertia")), (StatusCode::INTERNAL_SERVER_ERROR, None));
    assert!(took < 20, "{took} ms");
    assert!(dropped.load(Ordering::SeqCst));
    if cfg!(debug_assertions) {
        assert_eq!(answer.body, "page `Event/Index`: prop `group.failing` failed: the database is down");
    }
}

#[tokio::test]
async fn an_error_is_told_with_its_causes() {
    #[derive(InertiaProps)]
    struct Index {
        total: Lazy<u8>,
    }
    #[derive(Debug)]
    struct Outer;
    impl fmt::Display for Outer {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("cannot count")
        }
    }
    impl std::error::Error for Outer {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&Down)
        }
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        Index {
            total: try_lazy(async {
                Err(Outer)?;
                Ok(1)
            }),
        }
    }
    let log = log();
    let answer = visit().send(&app(index)).await;
    let message = "page `Event/Index`: prop `total` failed: cannot count: the database is down";
    assert_eq!(log.lines(message).len(), 1);
    assert!(!cfg!(debug_assertions) || answer.body == message);
}

#[derive(InertiaProps)]
struct Guarded {
    #[defer(rescue, timeout = "50ms")]
    slow: Lazy<u8>,
    #[optional(rescue, timeout = "2s")]
    slower: Lazy<u8>,
    #[defer(timeout = "100ms")]
    strict: Lazy<u8>,
    #[defer(rescue)]
    error: Lazy<u8>,
    #[optional(rescue)]
    panic: Lazy<u8>,
}

async fn panicking() -> u8 {
    sleep(Duration::from_millis(1)).await;
    panic!("boom {}", 1)
}

#[inertia::page("Event/Index")]
async fn guarded() -> Guarded {
    Guarded {
        slow: lazy(slowly(60_000, 1)),
        slower: lazy(slowly(60_000, 1)),
        strict: lazy(slowly(60_000, 1)),
        error: lazy(async { Err::<u8, _>("down") }),
        panic: lazy(panicking()),
    }
}

#[tokio::test(start_paused = true)]
async fn a_timeout_is_an_error_of_its_prop() {
    let log = log();
    let (answer, took) = timed(partial().only("strict"), &app(guarded)).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!((100..110).contains(&took), "{took} ms");
    let lines = log.lines("page `Event/Index`: prop `strict` failed");
    assert!(lines.len() == 1 && lines[0].starts_with("ERROR") && lines[0].contains("100ms"), "{lines:?}");
}

#[tokio::test(start_paused = true)]
async fn a_timeout_can_be_rescued_and_each_prop_has_its_own() {
    let (answer, took) = timed(partial().only("slow"), &app(guarded)).await;
    assert_eq!(answer.page(), page(json!({}), json!({"rescuedProps": ["slow"]})));
    assert!((50..60).contains(&took), "{took} ms");
    let (answer, took) = timed(partial().only("slow,slower"), &app(guarded)).await;
    assert_eq!(answer.page(), page(json!({}), json!({"rescuedProps": ["slow", "slower"]})));
    assert!((2_000..2_010).contains(&took), "{took} ms");
}

#[tokio::test(start_paused = true)]
async fn a_prop_that_is_in_time_is_sent() {
    #[derive(InertiaProps)]
    struct Index {
        #[defer(timeout = "50ms")]
        quick: Lazy<u8>,
        #[defer]
        patient: Lazy<u8>,
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        Index { quick: lazy(slowly(49, 1)), patient: lazy(slowly(500, 2)) }
    }
    let (answer, took) = timed(partial(), &app(index)).await;
    assert_eq!(answer.page(), page(json!({"quick": 1, "patient": 2}), json!({})));
    assert!((500..510).contains(&took), "{took} ms");
}

#[tokio::test(start_paused = true)]
async fn an_error_can_be_rescued_and_is_logged() {
    let log = log();
    let page_ = partial().only("error").page(&app(guarded)).await;
    assert_eq!(page_, page(json!({}), json!({"rescuedProps": ["error"]})));
    let lines = log.lines("prop `error` failed: down");
    assert!(lines.len() == 1 && lines[0].starts_with("WARN"), "{lines:?}");
}

#[tokio::test(start_paused = true)]
async fn a_panic_can_be_rescued_and_is_logged_as_one() {
    let log = log();
    let page_ = partial().only("panic").page(&app(guarded)).await;
    assert_eq!(page_, page(json!({}), json!({"rescuedProps": ["panic"]})));
    assert_eq!(log.lines("prop `panic` failed: panicked: boom 1").len(), 1);
}

#[tokio::test]
async fn a_panic_of_a_prop_that_is_not_rescued_is_a_500_that_names_it() {
    #[derive(InertiaProps)]
    struct Index {
        total: Lazy<u8>,
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        Index { total: lazy(panicking()) }
    }
    let answer = visit().send(&app(index)).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(
        !cfg!(debug_assertions) || answer.body == "page `Event/Index`: prop `total` failed: panicked: boom 1",
        "{}",
        answer.body
    );
}

#[tokio::test]
async fn rescued_props_do_not_hide_the_failure_of_one_that_is_not() {
    #[derive(InertiaProps)]
    struct Index {
        #[defer(rescue)]
        error: Lazy<u8>,
        #[defer]
        strict: Lazy<u8>,
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        Index { error: lazy(async { Err::<u8, _>("a") }), strict: lazy(async { Err::<u8, _>("b") }) }
    }
    let app = app(index);
    assert_eq!(partial().send(&app).await.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(partial().only("error").send(&app).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_prop_that_the_response_does_not_need_is_never_polled() {
    #[derive(InertiaProps)]
    struct Index {
        needed: u8,
        plain: Lazy<u8>,
        #[once]
        plans: Lazy<u8>,
        #[defer]
        later: Lazy<u8>,
        #[optional]
        export: Lazy<u8>,
        #[nested]
        group: Group,
    }
    #[derive(InertiaProps)]
    struct Group {
        inside: Lazy<u8>,
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        Index {
            needed: 1,
            plain: unneeded(),
            plans: unneeded(),
            later: unneeded(),
            export: unneeded(),
            group: Group { inside: unneeded() },
        }
    }
    let expected = page(json!({"needed": 1}), json!({}));
    let app = app(index);
    assert_eq!(partial().only("needed").page(&app).await, expected);
    assert_eq!(partial().except("plain,plans,later,export,group").page(&app).await, expected);
}

#[tokio::test]
async fn a_needed_prop_is_computed_once() {
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    #[derive(InertiaProps)]
    struct Index {
        value: Lazy<usize>,
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        Index { value: lazy(async { RUNS.fetch_add(1, Ordering::SeqCst) }) }
    }
    assert_eq!(visit().page(&app(index)).await, page(json!({"value": 0}), json!({})));
    assert_eq!(RUNS.load(Ordering::SeqCst), 1);
}

/// Takes and gives a message again and again: always at work, it uses up all that the scheduler grants the task.
async fn busy(until: Arc<AtomicBool>) -> u8 {
    let (sender, mut receiver) = mpsc::channel::<()>(1);
    while !until.load(Ordering::SeqCst) {
        sender.send(()).await.expect("there is a receiver");
        receiver.recv().await;
    }
    1
}

#[derive(InertiaProps)]
struct Busy {
    #[defer(rescue, timeout = "200ms")]
    busy: Lazy<u8>,
    #[defer]
    other: Lazy<u8>,
}

/// Fails a test that hangs.
async fn soon<T>(future: impl Future<Output = T> + Send + 'static) -> T
where
    T: Send + 'static,
{
    let (sender, receiver) = std::sync::mpsc::channel();
    let (join, limit) = (tokio::spawn(future), Duration::from_secs(20));
    tokio::spawn(async move { sender.send(join.await) });
    let waiting = tokio::task::spawn_blocking(move || receiver.recv_timeout(limit));
    waiting.await.unwrap().expect("an answer within twenty seconds").unwrap()
}

#[derive(InertiaProps)]
struct Patient {
    #[defer]
    busy: Lazy<u8>,
    #[defer]
    other: Lazy<u8>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_busy_prop_starves_no_other() {
    #[inertia::page("Event/Index")]
    async fn index() -> Patient {
        let done = Arc::new(AtomicBool::new(false));
        let (sender, mut receiver) = mpsc::channel(1);
        sender.send(2).await.expect("room for one");
        let other = {
            let done = done.clone();
            async move {
                let value = receiver.recv().await.unwrap_or_default();
                done.store(true, Ordering::SeqCst);
                value
            }
        };
        Patient { busy: lazy(busy(done)), other: lazy(other) }
    }
    let expected = page(json!({"busy": 1, "other": 2}), json!({}));
    assert_eq!(soon(async { partial().page(&app(index)).await }).await, expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_busy_prop_runs_into_its_own_timeout() {
    #[inertia::page("Event/Index")]
    async fn index() -> Busy {
        Busy { busy: lazy(busy(Arc::default())), other: lazy(async { 2 }) }
    }
    let expected = page(json!({"other": 2}), json!({"rescuedProps": ["busy"]}));
    assert_eq!(soon(async { partial().page(&app(index)).await }).await, expected);
}
