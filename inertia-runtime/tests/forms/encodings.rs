//! One form in every encoding that the client and browsers have, and the same value for the handler.

use std::{collections::BTreeMap, sync::Arc};

use axum::{Router, extract::State, routing::any};
use http::Method;
use inertia::{ErrorBag, Inertia, InertiaForm, Touched, Valid};
use serde_json::json;
use tokio::sync::Mutex;

use crate::raw::{Ask, JSON, MULTIPART, URLENCODED, multipart, texts};

#[derive(Debug, PartialEq, InertiaForm)]
#[serde(rename_all = "camelCase")]
struct Event {
    title: String,
    max_seats: u32,
    price: f64,
    public: bool,
    sold_out: bool,
    note: Option<String>,
    tags: Vec<String>,
    ratings: Vec<u8>,
    venue: Venue,
    sessions: Vec<Session>,
    links: BTreeMap<String, String>,
    kind: Kind,
}

#[derive(Debug, PartialEq, InertiaForm)]
struct Venue {
    city: String,
    address: Address,
}

#[derive(Debug, PartialEq, InertiaForm)]
struct Address {
    street: String,
    number: u16,
}

#[derive(Debug, PartialEq, InertiaForm)]
struct Session {
    title: String,
    minutes: u32,
    speakers: Vec<String>,
    recorded: bool,
}

#[derive(Debug, PartialEq, InertiaForm)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Talk,
    Workshop,
}

fn event() -> Event {
    let text = str::to_owned;
    Event {
        title: text("Rust & Inertia: 100% + ä"),
        max_seats: 120,
        price: 12.5,
        public: true,
        sold_out: false,
        note: None,
        tags: vec![text("web"), text("a=b&c")],
        ratings: vec![5, 4],
        venue: Venue { city: text("Köln"), address: Address { street: text("Am Hof"), number: 7 } },
        sessions: vec![
            Session {
                title: text("Opening"),
                minutes: 15,
                speakers: vec![text("Ada"), text("Grace")],
                recorded: true,
            },
            Session { title: text("Forms"), minutes: 45, speakers: vec![text("Edsger")], recorded: false },
        ],
        links: BTreeMap::from([(text("slides"), text("https://example.com/?a=1"))]),
        kind: Kind::Workshop,
    }
}

/// The form's texts as visits write them into a form: lists with indices, `1` and `0`, `null` as nothing.
const VISIT: &[(&str, &str)] = &[
    ("title", "Rust & Inertia: 100% + ä"),
    ("maxSeats", "120"),
    ("price", "12.5"),
    ("public", "1"),
    ("soldOut", "0"),
    ("note", ""),
    ("tags[0]", "web"),
    ("tags[1]", "a=b&c"),
    ("ratings[0]", "5"),
    ("ratings[1]", "4"),
    ("venue[city]", "Köln"),
    ("venue[address][street]", "Am Hof"),
    ("venue[address][number]", "7"),
    ("sessions[0][title]", "Opening"),
    ("sessions[0][minutes]", "15"),
    ("sessions[0][speakers][0]", "Ada"),
    ("sessions[0][speakers][1]", "Grace"),
    ("sessions[0][recorded]", "1"),
    ("sessions[1][title]", "Forms"),
    ("sessions[1][minutes]", "45"),
    ("sessions[1][speakers][0]", "Edsger"),
    ("sessions[1][recorded]", "0"),
    ("links[slides]", "https://example.com/?a=1"),
    ("kind", "workshop"),
];

/// The same as `useHttp` and queries write them: lists with empty brackets.
fn with_brackets(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let bare = |name: &str| name.replace("[0]", "[]").replace("[1]", "[]");
    pairs.iter().map(|(name, text)| (bare(name), (*text).to_owned())).collect()
}

/// The same with the texts that queries have for true and false.
fn with_words(pairs: &[(String, String)]) -> Vec<(String, String)> {
    let word = |name: &str, text: &str| match (name, text) {
        (name, "1") if name == "public" || name.ends_with("[recorded]") => "true".to_owned(),
        (name, "0") if name == "soldOut" || name.ends_with("[recorded]") => "false".to_owned(),
        (_, text) => text.to_owned(),
    };
    pairs.iter().map(|(name, text)| (name.clone(), word(name, text))).collect()
}

/// A plain form of a browser: dots, a name for each element of a list, `on` for a checked box, nothing for another.
const PLAIN: &[(&str, &str)] = &[
    ("title", "Rust & Inertia: 100% + ä"),
    ("maxSeats", " 120 "),
    ("price", "12.50"),
    ("public", "on"),
    ("note", ""),
    ("tags", "web"),
    ("tags", "a=b&c"),
    ("ratings", "5"),
    ("ratings", "4"),
    ("venue.city", "Köln"),
    ("venue.address.street", "Am Hof"),
    ("venue.address.number", "7"),
    ("sessions.0.title", "Opening"),
    ("sessions.0.minutes", "15"),
    ("sessions.0.speakers", "Ada"),
    ("sessions.0.speakers", "Grace"),
    ("sessions.0.recorded", "on"),
    ("sessions.1.title", "Forms"),
    ("sessions.1.minutes", "45"),
    ("sessions.1.speakers", "Edsger"),
    ("links.slides", "https://example.com/?a=1"),
    ("kind", "workshop"),
];

/// As the client writes a query: keys as they are, values by `encodeURIComponent`.
fn client_query(pairs: &[(String, String)]) -> String {
    let pairs = pairs.iter().map(|(name, text)| {
        let encoded: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        format!("{name}={}", encoded.replace('+', "%20"))
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// As a browser writes a form.
fn browser_form<K: AsRef<str>, V: AsRef<str>>(pairs: &[(K, V)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

fn borrowed(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    pairs.iter().map(|(name, text)| (&**name, &**text)).collect()
}

/// The client's JSON: real numbers, booleans and `null`.
fn typed_json() -> String {
    json!({
        "title": "Rust & Inertia: 100% + ä", "maxSeats": 120, "price": 12.5, "public": true, "soldOut": false,
        "note": null, "tags": ["web", "a=b&c"], "ratings": [5, 4],
        "venue": {"city": "Köln", "address": {"street": "Am Hof", "number": 7}},
        "sessions": [
            {"title": "Opening", "minutes": 15, "speakers": ["Ada", "Grace"], "recorded": true},
            {"title": "Forms", "minutes": 45, "speakers": ["Edsger"], "recorded": false},
        ],
        "links": {"slides": "https://example.com/?a=1"}, "kind": "workshop",
    })
    .to_string()
}

/// The JSON of `<Form>`: texts only, `on` for a checked box, nothing for another and for an empty list.
fn texts_json() -> String {
    json!({
        "title": "Rust & Inertia: 100% + ä", "maxSeats": "120", "price": "12.5", "public": "on", "note": "",
        "tags": ["web", "a=b&c"], "ratings": ["5", "4"],
        "venue": {"city": "Köln", "address": {"street": "Am Hof", "number": "7"}},
        "sessions": [
            {"title": "Opening", "minutes": "15", "speakers": ["Ada", "Grace"], "recorded": "on"},
            {"title": "Forms", "minutes": "45", "speakers": ["Edsger"]},
        ],
        "links": {"slides": "https://example.com/?a=1"}, "kind": "workshop",
    })
    .to_string()
}

/// The JSON of `useForm` with dotted names, which the client sends as they are.
fn dotted_json() -> String {
    typed_json().replace(
        r#""venue":{"address":{"number":7,"street":"Am Hof"},"city":"Köln"}"#,
        r#""venue.city":"Köln","venue.address":{"number":7},"venue.address.street":"Am Hof""#,
    )
}

/// Every encoding, by what it is.
pub(crate) fn encodings() -> Vec<(&'static str, Ask)> {
    let visit = owned(VISIT);
    let brackets = with_brackets(VISIT);
    let words = with_words(&brackets);
    let post = |content_type: &str, body: &[u8]| Ask::body(Method::POST, content_type, body);
    let json = |method| Ask::body(method, JSON, typed_json());
    let indexed = texts(VISIT);
    let bare = texts(&borrowed(&brackets));
    vec![
        ("a visit's JSON", json(Method::POST).visit()),
        ("useHttp's JSON", json(Method::POST).http()),
        ("JSON by PUT", json(Method::PUT).visit()),
        ("JSON by PATCH", json(Method::PATCH).visit()),
        ("JSON by DELETE", json(Method::DELETE).visit()),
        ("JSON of <Form>", post(JSON, texts_json().as_bytes()).visit()),
        ("JSON with dotted names", post(JSON, dotted_json().as_bytes()).visit()),
        ("a visit's query", Ask::query(Method::GET, &client_query(&words)).visit()),
        ("a visit's query with indices", Ask::query(Method::GET, &client_query(&with_words(&visit))).visit()),
        ("useHttp's query", Ask::query(Method::GET, &client_query(&words)).http()),
        ("a browser's query", Ask::query(Method::GET, &browser_form(PLAIN))),
        ("a query by DELETE", Ask::query(Method::DELETE, &browser_form(&brackets)).visit()),
        ("a query by DELETE, and an empty body", {
            let mut ask = Ask::body(Method::DELETE, JSON, "{}").visit();
            ask.uri = format!("/?{}", client_query(&words));
            ask
        }),
        ("a visit's multipart", post(MULTIPART, &indexed).visit()),
        ("a visit's multipart by PUT", Ask::body(Method::PUT, MULTIPART, &*indexed).visit()),
        ("a visit's multipart by PATCH", Ask::body(Method::PATCH, MULTIPART, &*indexed).visit()),
        ("a visit's multipart by DELETE", Ask::body(Method::DELETE, MULTIPART, &*indexed).visit()),
        ("useHttp's multipart", post(MULTIPART, &bare).http()),
        ("a browser's multipart", post(MULTIPART, &texts(PLAIN))),
        ("urlencoded with indices", post(URLENCODED, browser_form(VISIT).as_bytes())),
        ("urlencoded with brackets", post(URLENCODED, browser_form(&brackets).as_bytes())),
        ("a browser's urlencoded", post(URLENCODED, browser_form(PLAIN).as_bytes())),
        ("a browser's urlencoded by PUT", Ask::body(Method::PUT, URLENCODED, browser_form(PLAIN))),
        ("live validation's JSON", json(Method::POST).live()),
        ("live validation's JSON by PUT", json(Method::PUT).live()),
        ("live validation's multipart", post(MULTIPART, &indexed).live()),
    ]
}

/// The form that the check saw last, and then the handler.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Option<String>>>);

impl Seen {
    async fn take(&self) -> Option<String> {
        self.0.lock().await.take()
    }

    async fn put(&self, form: &Event) {
        *self.0.lock().await = Some(format!("{form:?}"));
    }
}

async fn look(form: &Event, _: &Touched, seen: &Seen) -> Result<(), ErrorBag> {
    seen.put(form).await;
    Ok(())
}

/// The handler runs for no live validation, but its check does.
#[inertia::precognition(Event, check = look)]
async fn create(State(seen): State<Seen>, form: Valid<Event>) -> &'static str {
    assert_eq!(*form, event());
    seen.put(&form).await;
    "created"
}

fn app(seen: &Seen) -> Router {
    let inertia = Inertia::builder().without_session().build().expect("the settings are fine");
    Router::new().route("/", any(create)).layer(inertia.layer()).with_state(seen.clone())
}

#[tokio::test]
async fn every_encoding_gives_the_same_value() {
    let seen = Seen::default();
    let app = app(&seen);
    for (name, ask) in encodings() {
        let live = ask.headers.iter().any(|(name, _)| *name == "precognition");
        let answer = ask.send(&app).await;
        let expected = if live { (204, "") } else { (200, "created") };
        assert_eq!((answer.status.as_u16(), &*answer.text), expected, "{name}: {answer:?}");
        assert_eq!(seen.take().await, Some(format!("{:?}", event())), "{name}");
    }
}

/// In the query of live validation nested objects are JSON, and those in lists are lost: nothing is said of them.
#[tokio::test]
async fn live_validations_query_gives_what_it_still_has() {
    let seen = Seen::default();
    let app = app(&seen);
    let venue = r#"{"city":"Köln","address":{"street":"Am Hof","number":7}}"#;
    let pairs = [
        ("title", "Rust & Inertia: 100% + ä"),
        ("maxSeats", "120"),
        ("price", "12.5"),
        ("public", "true"),
        ("soldOut", "false"),
        ("tags[]", "web"),
        ("tags[]", "a=b&c"),
        ("ratings[]", "5"),
        ("ratings[]", "4"),
        ("venue", venue),
        ("sessions[]", "[object Object]"),
        ("sessions[]", "[object Object]"),
        ("links", r#"{"slides":"https://example.com/?a=1"}"#),
        ("kind", "workshop"),
    ];
    for method in [Method::GET, Method::DELETE] {
        let ask = Ask::query(method, &browser_form(&pairs)).live().header("content-type", JSON);
        let answer = ask.send(&app).await;
        assert_eq!(answer.status, 204, "{answer:?}");
        let seen = seen.take().await.expect("the check saw a form");
        // What stands for the lost sessions is nobody's business, because nothing is said of it.
        let expected = format!("{:?}", event());
        let around = |form: &str| {
            let (before, rest) = form.split_once("sessions: ").expect("it is an event");
            let (_, after) = rest.split_once("], links: ").expect("it is an event");
            (before.to_owned(), after.to_owned())
        };
        assert_eq!(around(&seen), around(&expected));
    }
}

/// What is wrong has the same key and the same words, whatever the encoding.
#[tokio::test]
async fn every_encoding_gives_the_same_messages() {
    let seen = Seen::default();
    let app = app(&seen);
    let wrong = [
        ("maxSeats", "many"),
        ("price", ""),
        ("public", "perhaps"),
        ("ratings[0]", "300"),
        ("ratings[1]", "4.5"),
        ("venue[address][number]", "x"),
        ("sessions[0][title]", "Opening"),
        ("sessions[0][minutes]", "-1"),
        ("kind", "party"),
    ];
    let body = json!({
        "maxSeats": "many", "price": null, "public": "perhaps", "ratings": [300, 4.5],
        "venue": {"address": {"number": "x"}}, "sessions": [{"title": "Opening", "minutes": -1}], "kind": "party",
    });
    let brackets = with_brackets(&wrong);
    for (name, ask) in [
        ("JSON", Ask::body(Method::POST, JSON, body.to_string())),
        ("a query", Ask::query(Method::GET, &client_query(&brackets))),
        ("urlencoded", Ask::body(Method::POST, URLENCODED, browser_form(&wrong))),
        ("multipart", Ask::body(Method::POST, MULTIPART, texts(&wrong))),
        ("multipart with brackets", Ask::body(Method::POST, MULTIPART, texts(&borrowed(&brackets)))),
    ] {
        let answer = ask.http().send(&app).await;
        let answer: serde_json::Value = serde_json::from_str(&answer.text).expect("JSON");
        assert_eq!(
            answer["errors"],
            json!({
                "title": ["is required"],
                "maxSeats": ["must be a number"],
                "price": ["is required"],
                "public": ["must be true or false"],
                "ratings.0": ["is too large"],
                "ratings.1": ["must be a whole number"],
                "venue.city": ["is required"],
                "venue.address.street": ["is required"],
                "venue.address.number": ["must be a number"],
                "sessions.0.minutes": ["is too small"],
                "kind": ["must be one of talk, workshop"],
            }),
            "{name}"
        );
    }
}

mod files {
    use axum::Json;
    use inertia::{FormLimits, UploadedFile};
    use serde_json::Value;

    use super::*;

    #[derive(InertiaForm)]
    struct Album {
        title: String,
        cover: UploadedFile,
        back: Option<UploadedFile>,
        photos: Vec<UploadedFile>,
    }

    async fn album(form: Valid<Album>) -> Json<Value> {
        let Album { title, cover, back, photos } = form.into_inner();
        let mut files = Vec::new();
        for file in [Some(cover), back].into_iter().flatten().chain(photos) {
            let content = file.bytes().await.expect("it can be read");
            files.push(json!([
                file.name(),
                file.content_type(),
                file.size(),
                String::from_utf8_lossy(&content)
            ]));
        }
        Json(json!({"title": title, "files": files}))
    }

    fn albums() -> Router {
        let limits = FormLimits::new().memory(4).file(8).files(3);
        let inertia = Inertia::builder().without_session().form_limits(limits).build().expect("fine");
        Router::new().route("/", any(album)).layer(inertia.layer())
    }

    #[tokio::test]
    async fn files_come_under_every_spelling_by_every_method() {
        for names in [
            ["photos[0]", "photos[1]"],
            ["photos[]", "photos[]"],
            ["photos", "photos"],
            ["photos.0", "photos.1"],
        ] {
            let [first, second] = names.map(|name| format!("name=\"{name}\"; filename=\"p.txt\""));
            let body = multipart(&[
                ("name=\"title\"", "Trip"),
                ("name=\"cover\"; filename=\"c.png\"\r\nContent-Type: image/png", "png"),
                ("name=\"back\"; filename=\"\"\r\nContent-Type: application/octet-stream", ""),
                (&first, "one"),
                (&second, "more"),
            ]);
            for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
                let answer = Ask::body(method, MULTIPART, &*body).visit().send(&albums()).await;
                let answer: Value = serde_json::from_str(&answer.text).expect("JSON");
                let files = json!([
                    ["c.png", "image/png", 3, "png"],
                    ["p.txt", null, 3, "one"],
                    ["p.txt", null, 4, "more"]
                ]);
                assert_eq!(answer, json!({"title": "Trip", "files": files}), "{names:?}");
            }
        }
    }

    #[tokio::test]
    async fn what_is_wrong_with_files_is_said_at_their_fields() {
        for (parts, expected) in [
            (&[("name=\"title\"", "x")][..], json!({"cover": ["is required"]})),
            (&[("name=\"title\"", "x"), ("name=\"cover\"", "text")], json!({"cover": ["must be a file"]})),
            (
                &[("name=\"title\"", "x"), ("name=\"cover\"; filename=\"a\"", "123456789")],
                json!({"cover": ["must not be larger than 8 bytes"]}),
            ),
            (
                &[
                    ("name=\"title\"; filename=\"a\"", "x"),
                    ("name=\"cover\"; filename=\"a\"", "x"),
                    ("name=\"photos[]\"; filename=\"a\"", "123456789"),
                    ("name=\"photos[]\"; filename=\"a\"", "x"),
                ],
                json!({
                    "title": ["must be a text"],
                    "photos": ["must not have more than 3 files"],
                    "photos.0": ["must not be larger than 8 bytes"],
                }),
            ),
        ] {
            let answer = Ask::body(Method::POST, MULTIPART, multipart(parts)).http().send(&albums()).await;
            assert_eq!(answer.status, 422);
            let answer: Value = serde_json::from_str(&answer.text).expect("JSON");
            assert_eq!(answer["errors"], expected, "{parts:?}");
        }
    }

    #[tokio::test]
    async fn live_validation_leaves_files_away() {
        let answer = Ask::body(Method::POST, JSON, r#"{"title": ""}"#).live().send(&albums()).await;
        assert_eq!((answer.status.as_u16(), &*answer.text), (204, ""));
        assert_eq!(answer.headers["precognition-success"], "true");
    }
}
