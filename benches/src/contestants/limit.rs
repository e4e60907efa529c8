//! The limit: bare axum handlers that write the page object by hand.
//!
//! They take the whole request and look up the headers that they need, borrow the data, write every value once into a
//! buffer as large as the last answer was, with the keys and the metadata as literals, and make the JSON safe for
//! a script element in place, by one search for `<`, the only sign that has to go. They answer full visits and
//! partial reloads by plain names (`only`), which is what these pages need; dotted paths, `except`, `reset`,
//! shared props, redirects and error pages, which a library has to look out for on every request, are none of their
//! business.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    response::Response,
    routing::get,
};
use http::{
    HeaderName, HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE, VARY},
};
use serde::Serialize;

use crate::{
    cases::VERSION,
    data::{Db, Item},
};

const INERTIA: HeaderName = HeaderName::from_static("x-inertia");
const ASSETS: HeaderName = HeaderName::from_static("x-inertia-version");
const COMPONENT: HeaderName = HeaderName::from_static("x-inertia-partial-component");
const ONLY: HeaderName = HeaderName::from_static("x-inertia-partial-data");
const EXCEPT_ONCE: HeaderName = HeaderName::from_static("x-inertia-except-once-props");

/// What the project's built-in document has before and after the page object.
const BEFORE: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
                      <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\n</head>\n<body>\n\
                      <script data-page=\"app\" type=\"application/json\">";
const AFTER: &str = "</script><div id=\"app\"></div>\n</body>\n</html>\n";

pub(super) fn router(db: Db) -> Router {
    Router::new()
        .route("/small", get(small))
        .route("/list", get(list))
        .route("/big", get(big))
        .route("/wide", get(wide))
        .route("/lazy", get(lazy))
        .with_state(db)
}

async fn small(State(db): State<Db>, request: Request) -> Response {
    static SIZES: Sizes = Sizes::new();
    let mut page = match Page::open(&request, "Event/Small", &SIZES) {
        Ok(page) => page,
        Err(stale) => return stale,
    };
    page.prop(",\"count\":", &1_234);
    page.prop(",\"name\":", &db.texts[0]);
    page.prop(",\"active\":", &true);
    page.close("")
}

async fn list(State(db): State<Db>, request: Request) -> Response {
    static SIZES: Sizes = Sizes::new();
    let mut page = match Page::open(&request, "Event/List", &SIZES) {
        Ok(page) => page,
        Err(stale) => return stale,
    };
    page.prop(",\"total\":", &db.rows.len());
    page.prop(",\"rows\":", &db.rows);
    page.prop(",\"page\":", &1);
    page.close("")
}

async fn big(State(db): State<Db>, request: Request) -> Response {
    static SIZES: Sizes = Sizes::new();
    let mut page = match Page::open(&request, "Event/Big", &SIZES) {
        Ok(page) => page,
        Err(stale) => return stale,
    };
    page.prop(",\"total\":", &db.many_rows.len());
    page.prop(",\"rows\":", &db.many_rows);
    page.prop(",\"page\":", &1);
    page.close("")
}

async fn lazy(State(db): State<Db>, request: Request) -> Response {
    static SIZES: Sizes = Sizes::new();
    let mut page = match Page::open(&request, "Event/Lazy", &SIZES) {
        Ok(page) => page,
        Err(stale) => return stale,
    };
    page.prop(",\"total\":", &db.rows.len());
    if page.only.is_some() {
        let optional = [
            (",\"one\":", 1),
            (",\"two\":", 2),
            (",\"three\":", 3),
            (",\"four\":", 4),
            (",\"five\":", 5),
            (",\"six\":", 6),
            (",\"seven\":", 7),
            (",\"eight\":", 8),
        ];
        for (key, of) in optional {
            if page.wants(key) {
                page.write(key, &db.clone().count(of).await);
            }
        }
    }
    page.close("")
}

/// The metadata of *wide* up to the first time, between the times, and after them.
const LABELS: &str = concat!(
    ",\"deferredProps\":{\"default\":[\"visits\",\"bookings\",\"refunds\",\"reviews\"],",
    "\"charts\":[\"by_day\",\"by_week\"],\"people\":[\"guests\",\"staff\"]},",
    "\"mergeProps\":[\"news\",\"log\"],\"prependProps\":[\"alerts\"],\"deepMergeProps\":[\"board\"],",
    "\"matchPropsOn\":[\"news.id\",\"alerts.id\"],",
    "\"onceProps\":{\"countries\":{\"prop\":\"countries\",\"expiresAt\":",
);
const CURRENCIES: &str = "},\"currencies\":{\"prop\":\"currencies\",\"expiresAt\":";
const OTHERS: &str = concat!(
    "},\"languages\":{\"prop\":\"languages\",\"expiresAt\":null},",
    "\"categories\":{\"prop\":\"categories\",\"expiresAt\":null}}",
);

#[derive(Serialize)]
struct Account<'a> {
    name: &'a str,
    role: &'a str,
    unread: u64,
}

#[derive(Serialize)]
struct Venue<'a> {
    street: &'a str,
    halls: u32,
    open: bool,
}

async fn wide(State(db): State<Db>, request: Request) -> Response {
    static SIZES: Sizes = Sizes::new();
    let mut page = match Page::open(&request, "Event/Wide", &SIZES) {
        Ok(page) => page,
        Err(stale) => return stale,
    };
    page.prop(",\"title\":", &db.texts[0]);
    page.prop(",\"subtitle\":", &db.texts[1]);
    page.prop(",\"city\":", &db.texts[2]);
    page.prop(",\"country\":", &db.texts[3]);
    page.prop(",\"organiser\":", &db.texts[4]);
    page.prop(",\"notice\":", &db.texts[5]);
    page.prop(",\"seats\":", &480);
    page.prop(",\"taken\":", &312);
    page.prop(",\"waiting\":", &17);
    page.prop(",\"rating\":", &4.75);
    page.prop(",\"page\":", &1);
    page.prop(",\"pages\":", &12);
    page.prop(",\"min_age\":", &Some(16));
    page.prop(",\"max_age\":", &None::<u32>);
    page.prop(",\"online\":", &true);
    page.prop(",\"cancelled\":", &false);
    page.prop(",\"can_edit\":", &true);
    page.prop(",\"can_book\":", &true);
    page.prop(",\"account\":", &Account { name: &db.texts[6], role: "editor", unread: 3 });
    page.prop(",\"venue\":", &Venue { street: &db.texts[7], halls: 4, open: true });
    page.prop(",\"news\":", &db.lists[0]);
    page.prop(",\"log\":", &db.lists[1]);
    page.prop(",\"alerts\":", &db.lists[2]);
    page.prop(",\"board\":", &db.lists[3]);
    let held =
        request.headers().get(EXCEPT_ONCE).and_then(|held| held.to_str().ok()).filter(|_| page.inertia);
    let once =
        [(",\"countries\":", 4), (",\"currencies\":", 5), (",\"languages\":", 6), (",\"categories\":", 7)];
    for (key, number) in once {
        let named = page.only.is_some();
        if page.wants(key) && (named || !held.is_some_and(|held| names(held, key))) {
            let items: &[Item] = &db.clone().list(number).await;
            page.write(key, items);
        }
    }
    if page.only.is_none() {
        return page.close_with(|out| {
            out.extend_from_slice(LABELS.as_bytes());
            write(out, &from_now(Duration::from_hours(1)));
            out.extend_from_slice(CURRENCIES.as_bytes());
            write(out, &from_now(Duration::from_hours(24)));
            out.extend_from_slice(OTHERS.as_bytes());
        });
    }
    let deferred = [
        (",\"visits\":", 1),
        (",\"bookings\":", 2),
        (",\"refunds\":", 3),
        (",\"reviews\":", 4),
        (",\"by_day\":", 5),
        (",\"by_week\":", 6),
        (",\"guests\":", 7),
        (",\"staff\":", 8),
    ];
    for (key, of) in deferred {
        if page.wants(key) {
            page.write(key, &db.clone().count(of).await);
        }
    }
    page.close("")
}

/// How large a page's last answers were: the document, the page object, the partial reload.
struct Sizes([AtomicUsize; 3]);

impl Sizes {
    const fn new() -> Self {
        Self([const { AtomicUsize::new(512) }; 3])
    }
}

/// A page object on its way into the response.
struct Page<'r> {
    out: Vec<u8>,
    inertia: bool,
    only: Option<&'r str>,
    url: &'r str,
    size: &'static AtomicUsize,
}

impl<'r> Page<'r> {
    /// Reads what the request asks for and writes what comes before the first prop; or the answer to a client with
    /// stale assets.
    #[expect(clippy::result_large_err, reason = "it is a response, as in axum's own signatures")]
    #[inline]
    fn open(request: &'r Request, component: &str, Sizes(sizes): &'static Sizes) -> Result<Self, Response> {
        let headers = request.headers();
        let url = request.uri().path_and_query().map_or("/", |url| url.as_str());
        let inertia = headers.contains_key(INERTIA);
        let mut only = None;
        if inertia {
            if headers.get(ASSETS).is_none_or(|version| version != VERSION) {
                return Err(stale(url));
            }
            if headers.get(COMPONENT).is_some_and(|of| of == component) {
                only = headers.get(ONLY).and_then(|only| only.to_str().ok());
            }
        }
        let size = &sizes[usize::from(inertia) + usize::from(only.is_some())];
        let mut out = Vec::with_capacity(size.load(Ordering::Relaxed));
        if !inertia {
            out.extend_from_slice(BEFORE.as_bytes());
        }
        out.extend_from_slice(b"{\"component\":\"");
        out.extend_from_slice(component.as_bytes());
        out.extend_from_slice(b"\",\"props\":{\"errors\":{}");
        Ok(Self { out, inertia, only, url, size })
    }

    /// Writes a prop that full visits have. Its key comes with the comma and the colon around it.
    #[inline]
    fn prop<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) {
        if self.wants(key) {
            self.write(key, value);
        }
    }

    #[inline]
    fn wants(&self, key: &'static str) -> bool {
        self.only.is_none_or(|only| names(only, key))
    }

    #[inline]
    fn write<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) {
        self.out.extend_from_slice(key.as_bytes());
        write(&mut self.out, value);
    }

    #[inline]
    fn close(self, metadata: &'static str) -> Response {
        self.close_with(|out| out.extend_from_slice(metadata.as_bytes()))
    }

    #[inline]
    fn close_with(mut self, metadata: impl FnOnce(&mut Vec<u8>)) -> Response {
        let out = &mut self.out;
        out.extend_from_slice(b"},\"url\":");
        write(out, self.url);
        out.extend_from_slice(b",\"version\":\"");
        out.extend_from_slice(VERSION.as_bytes());
        out.push(b'"');
        metadata(out);
        out.push(b'}');
        if !self.inertia {
            escape(out, BEFORE.len());
            out.extend_from_slice(AFTER.as_bytes());
        }
        self.size.store(out.len(), Ordering::Relaxed);
        let mut response = Response::new(Body::from(self.out));
        let headers = response.headers_mut();
        if self.inertia {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            headers.insert(INERTIA, HeaderValue::from_static("true"));
        } else {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        }
        headers.insert(VARY, HeaderValue::from_static("X-Inertia"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache, private"));
        response
    }
}

/// Whether a list header names the prop of this key.
fn names(list: &str, key: &'static str) -> bool {
    let name = &key[2..key.len() - 2];
    list.split(',').any(|entry| entry.trim() == name)
}

#[inline]
fn write<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) {
    serde_json::to_writer(out, value).expect("the data is plain");
}

/// Writes each `<` of the JSON at `out[from..]` as `\u003c`, moving what lies behind it once.
fn escape(out: &mut Vec<u8>, from: usize) {
    const ESCAPE: &[u8] = b"\\u003c";
    let signs = memchr::memchr_iter(b'<', &out[from..]).count();
    let (mut read, mut write) = (out.len(), out.len() + signs * (ESCAPE.len() - 1));
    out.resize(write, 0);
    while write > read {
        let Some(at) = memchr::memrchr(b'<', &out[from..read]) else { break };
        let tail = from + at + 1..read;
        write -= tail.len();
        out.copy_within(tail, write);
        write -= ESCAPE.len();
        out[write..write + ESCAPE.len()].copy_from_slice(ESCAPE);
        read = from + at;
    }
}

#[cold]
fn stale(url: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::CONFLICT;
    if let Ok(url) = HeaderValue::from_str(url) {
        response.headers_mut().insert("x-inertia-location", url);
    }
    response.headers_mut().insert(VARY, HeaderValue::from_static("X-Inertia"));
    response
}

/// Milliseconds since the epoch at which this time from now will have passed.
fn from_now(time: Duration) -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default() + time;
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
