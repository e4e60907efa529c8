//! smoke
use axum::{Router, body::Body, routing::get};
use http::Request;
use http_body_util::BodyExt;
use inertia::{Inertia, InertiaProps, Lazy, Scroll, lazy};
use tower::ServiceExt;

#[derive(serde::Serialize)]
struct Event {
    id: u64,
}

#[derive(InertiaProps)]
#[serde(rename_all = "camelCase")]
struct Index {
    filters_now: String,
    total: Lazy<u64>,
    #[merge(match_on = "id")]
    events: Lazy<Vec<Event>>,
    #[defer(group = "stats", rescue, timeout = "2s")]
    attendance: Lazy<u32>,
    #[once(expires_in = "1h")]
    categories: Lazy<Vec<String>>,
    #[optional]
    export: Lazy<u8>,
    #[scroll(match_on = "id")]
    feed: Lazy<Scroll<Event>>,
    #[nested]
    auth: Option<Auth>,
}
#[derive(InertiaProps)]
struct Auth {
    user: &'static str,
    #[defer]
    perms: Lazy<Vec<u8>>,
}

#[inertia::page("Event/Index")]
async fn index() -> Index {
    Index {
        filters_now: "x".into(),
        total: lazy(async { 3 }),
        events: lazy(async { vec![Event { id: 1 }] }),
        attendance: lazy(async { Err::<u32, _>("down") }),
        categories: lazy(async { vec![] }),
        export: lazy(async { 1 }),
        feed: lazy(async { Scroll::page(vec![Event { id: 2 }], 1, true) }),
        auth: Some(Auth { user: "a", perms: lazy(async { vec![1] }) }),
    }
}

#[tokio::test]
async fn smoke() {
    let app: Router =
        Router::new().route("/", get(index)).layer(Inertia::builder().version("v").build().unwrap().layer());
    for hs in [
        &[][..],
        &[("x-inertia", "true"), ("x-inertia-version", "v")],
        &[
            ("x-inertia", "true"),
            ("x-inertia-version", "v"),
            ("x-inertia-partial-component", "Event/Index"),
            ("x-inertia-partial-data", "attendance,auth.perms,feed"),
        ],
    ] {
        let mut r = Request::get("/?a=b");
        for (k, v) in hs {
            r = r.header(*k, *v);
        }
        let r = app.clone().oneshot(r.body(Body::empty()).unwrap()).await.unwrap();
        println!("{} {:?}", r.status(), r.headers());
        println!("{}", String::from_utf8_lossy(&r.into_body().collect().await.unwrap().to_bytes()));
    }
}
