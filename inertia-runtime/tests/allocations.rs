//! What a page costs in allocations: as many for ten thousand rows as for ten.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use allocation_counter::{AllocationInfo, measure};
use axum::{Router, body::Body, extract::State, routing::get};
use http::{Request, StatusCode};
use inertia::{Inertia, InertiaProps, Lazy, lazy};
use serde::{Serialize, Serializer};
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// How many rows there are, and how many of them were written.
#[derive(Clone, Default)]
struct Table {
    rows: Arc<[Row]>,
    written: Arc<AtomicUsize>,
}

struct Row {
    id: u64,
    written: Arc<AtomicUsize>,
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.written.fetch_add(1, Ordering::Relaxed);
        (self.id, "an event with a title of some length").serialize(serializer)
    }
}

#[derive(InertiaProps)]
struct List {
    total: usize,
    #[serde(serialize_with = "rows")]
    rows: Arc<[Row]>,
    again: Lazy<usize>,
}

fn rows<S: Serializer>(rows: &[Row], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(rows)
}

#[inertia::page("List")]
async fn list(State(table): State<Table>) -> List {
    let total = table.rows.len();
    List { total, rows: table.rows, again: lazy(async move { total }) }
}

fn table(rows: u64) -> Table {
    let written = Arc::<AtomicUsize>::default();
    let rows = (0..rows).map(|id| Row { id, written: written.clone() }).collect();
    Table { rows, written }
}

fn app(table: &Table) -> Router {
    let inertia = Inertia::builder().version("1").build().expect("the configuration is plain");
    Router::new().route("/", get(list)).layer(inertia.layer()).with_state(table.clone())
}

/// Answers one request and says what that allocated. Earlier ones have made the buffer's size known.
fn cost(app: &Router, headers: &[(&str, &str)]) -> AllocationInfo {
    let runtime = Runtime::new().expect("a runtime starts");
    let request = || {
        let request =
            headers.iter().fold(Request::get("/"), |request, (name, value)| request.header(*name, *value));
        request.body(Body::empty()).expect("the request is plain")
    };
    for _ in 0..3 {
        assert_eq!(answer(&runtime, app, request()), StatusCode::OK);
    }
    let (app, request) = (app.clone(), request());
    let mut status = StatusCode::IM_A_TEAPOT;
    let cost = measure(|| status = answer_owned(&runtime, app, request));
    assert_eq!(status, StatusCode::OK);
    cost
}

fn answer(runtime: &Runtime, app: &Router, request: Request<Body>) -> StatusCode {
    answer_owned(runtime, app.clone(), request)
}

fn answer_owned(runtime: &Runtime, app: Router, request: Request<Body>) -> StatusCode {
    runtime.block_on(async {
        app.oneshot(request).await.map_or(StatusCode::IM_A_TEAPOT, |answer| answer.status())
    })
}

const VISIT: &[(&str, &str)] = &[("x-inertia", "true"), ("x-inertia-version", "1")];

#[test]
fn a_list_allocates_as_often_for_ten_rows_as_for_ten_thousand() {
    let (few, many) = (app(&table(10)), app(&table(10_000)));
    for headers in [&[][..], VISIT] {
        let (few, many) = (cost(&few, headers), cost(&many, headers));
        println!("{headers:?}: {} allocations for 10 rows, {} for 10,000", few.count_total, many.count_total);
        assert!(many.bytes_total > few.bytes_total + 400_000, "the rows were written");
        // The remembered size is capped far beyond what these rows need: the buffer never grows.
        assert_eq!(few.count_total, many.count_total);
    }
}

#[test]
fn a_partial_reload_for_a_scalar_does_not_touch_the_list() {
    let (few, many) = (table(10), table(10_000));
    let headers =
        [VISIT, &[("x-inertia-partial-component", "List"), ("x-inertia-partial-data", "again")]].concat();
    let costs = [&few, &many].map(|table| cost(&app(table), &headers));
    assert_eq!(costs[0].count_total, costs[1].count_total);
    // The scalar itself has three digits more.
    assert!(costs[1].bytes_total - costs[0].bytes_total < 16);
    assert_eq!(few.written.load(Ordering::Relaxed) + many.written.load(Ordering::Relaxed), 0);
}

/// How many bytes a page allocates for a visitor with so many forged flash cookies.
#[cfg(feature = "cookie-session")]
fn bytes_behind_forged_cookies(count: usize) -> u64 {
    let inertia = Inertia::builder().key([7; 32]).version("1").build().expect("the configuration is plain");
    let app = Router::new().route("/", get(list)).layer(inertia.layer()).with_state(table(1));
    let value = "A".repeat(60);
    let cookies: Vec<_> =
        (0..count).map(|number| format!("__Host-inertia-flash-{number:08x}={value}")).collect();
    cost(&app, &[("cookie", &cookies.join("; "))]).bytes_total
}

#[test]
#[cfg(feature = "cookie-session")]
fn forged_cookies_cost_in_proportion_to_the_header() {
    let (some, twice) = (bytes_behind_forged_cookies(500), bytes_behind_forged_cookies(1_000));
    assert!(twice < some * 5 / 2, "{some} and {twice} bytes");
}
