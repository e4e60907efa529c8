//! Routes with names: the URLs that are made of them lead to them, and what is wrong with a name shows at start.

use std::panic::{AssertUnwindSafe, catch_unwind};

use axum::{
    Router,
    extract::{Path, RawQuery, State},
    routing::get,
};
use http::{Method, StatusCode};
use inertia::{Named, Routes};
use serde::{Deserialize, Serialize};

use crate::harness::browse;

async fn none() {}

/// Says what came of the path and the query.
async fn echo<P: std::fmt::Debug>(Path(path): Path<P>, RawQuery(query): RawQuery) -> String {
    format!("{path:?} {}", query.unwrap_or_default())
}

#[derive(Debug, Serialize, Deserialize)]
struct TicketPath {
    event: i64,
    #[serde(rename = "code", alias = "old")]
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    page: Option<u32>,
}

async fn get_text(router: &Router, url: &str) -> String {
    let answer = browse().at(url).send(router).await;
    assert_eq!(answer.status, StatusCode::OK, "{url}: {}", answer.body);
    answer.body
}

#[tokio::test]
async fn a_url_leads_to_its_route_with_the_values_that_it_was_made_of() {
    let tickets = Routes::new().get("/", "tickets.index", echo::<i64>).get(
        "/{code}",
        "tickets.show",
        echo::<(i64, String)>,
    );
    let routes = Routes::new()
        .get("/events/{id}", "events.show", echo::<i64>)
        .get("/%C3%9Cber/{*rest}", "files.show", echo::<String>)
        .get("/a|b/{name}", "names.show", echo::<String>)
        .nest("/events/{event}/tickets", tickets);
    let names = routes.names();
    let app = routes.into_router();

    assert_eq!(get_text(&app, &names.url("events.show", 7).unwrap()).await, "7 ");
    for name in ["AC/DC", "50% #1?", "Ünïcödé", "a b+c", "..a", "%2F", "'quoted' \"too\"", "{braces}", "a\\b"]
    {
        let url = names.named::<String>("names.show").unwrap().url(name.to_owned());
        assert_eq!(get_text(&app, &url).await, format!("{name:?} "));
    }
    for rest in ["a/b c/d?.pdf", "a", "a/"] {
        let url = names.url("files.show", rest).unwrap();
        assert_eq!(get_text(&app, &url).await, format!("{rest:?} "));
    }
    let ticket: Named<TicketPath> = names.named("tickets.show").unwrap();
    let url = ticket.url(TicketPath { event: 3, name: "x/y".to_owned(), page: Some(2) });
    assert_eq!(get_text(&app, &url).await, "(3, \"x/y\") page=2");
    assert_eq!(get_text(&app, &names.url("tickets.index", [3]).unwrap()).await, "3 ");
}

#[tokio::test]
async fn behind_a_proxy_urls_begin_with_what_it_takes_off() {
    let files = Routes::new().get("/{*rest}", "files.show", echo::<String>).public_prefix("/elsewhere");
    let routes = Routes::new()
        .get("/", "home", async || "home")
        .public_prefix("/app/")
        .get("/events/{id}", "events.show", echo::<i64>)
        .nest("/files", files);
    let urls = [
        (routes.url("home", ()).unwrap(), "/app/", "home"),
        (routes.named::<i64>("events.show").unwrap().url(7), "/app/events/7", "7 "),
        (routes.names().url("files.show", "a/b").unwrap(), "/app/files/a/b", "\"a/b\" "),
    ];
    let app = routes.into_router();
    for (url, expected, answer) in urls {
        assert_eq!(url, expected);
        assert_eq!(get_text(&app, url.strip_prefix("/app").unwrap()).await, answer);
    }
    let none: Routes = Routes::new().public_prefix("/app").public_prefix("").get("/", "home", none);
    assert_eq!(none.url("home", ()).unwrap(), "/");
}

#[test]
fn a_prefix_that_no_browser_sends_is_refused() {
    for prefix in ["app", "/a b", "/{tenant}", "/a/../b", "https://example.com", "/a?b"] {
        let message = panic_of(|| Routes::<()>::new().public_prefix(prefix));
        assert_eq!(
            message,
            format!("`.public_prefix({prefix:?})`: write a path as browsers send it, such as `/app`")
        );
    }
}

#[tokio::test]
async fn everything_else_is_axums() {
    let routes = Routes::new()
        .get("/things", "things.index", async |State(state): State<&'static str>| state)
        .post("/things", "things.create", async || StatusCode::CREATED)
        .put("/things", "things.replace", none)
        .patch("/things", "things.change", none)
        .delete("/things", "things.remove", none)
        .route("/plain", get(none))
        .merge(Router::new().route("/merged", get(none)))
        .nest("/nested", Router::new().route("/inner", get(none)))
        .map_router(|router| router.route("/mapped", get(none)))
        .layer(axum::middleware::map_response(async |mut response: axum::response::Response| {
            response.headers_mut().insert("x-layer", http::HeaderValue::from_static("yes"));
            response
        }))
        .fallback(async || (StatusCode::NOT_FOUND, "nothing here"))
        .with_state("a state");
    let app: Router = routes.into();
    for path in ["/things", "/plain", "/merged", "/nested/inner", "/mapped"] {
        let answer = browse().at(path).send(&app).await;
        assert_eq!(
            (answer.status, answer.header("x-layer").as_deref()),
            (StatusCode::OK, Some("yes")),
            "{path}"
        );
    }
    assert_eq!(get_text(&app, "/things").await, "a state");
    assert_eq!(browse().at("/things").method(Method::POST).send(&app).await.status, StatusCode::CREATED);
    assert_eq!(browse().at("/nowhere").send(&app).await.body, "nothing here");
}

fn routes() -> Routes {
    Routes::new().get("/events", "events.index", none).get("/events/{id}", "events.show", none).get(
        "/events/{event}/tickets/{code}",
        "tickets.show",
        none,
    )
}

/// What is said of a name that cannot be used, up to the place.
fn refused<P: Serialize + serde::de::DeserializeOwned>(name: &str) -> String {
    let error = routes().named::<P>(name).unwrap_err().to_string();
    let (problem, place) = error.rsplit_once(" (at ").unwrap();
    assert!(place.contains(file!()), "{place}");
    problem.to_owned()
}

#[derive(Serialize, Deserialize)]
struct Misspelt {
    event: i64,
    cod: String,
}

#[derive(Serialize, Deserialize)]
struct WrittenOtherwise {
    event: i64,
    #[serde(rename(serialize = "kode"))]
    code: String,
}

#[test]
fn a_name_that_is_not_there_or_takes_something_else_is_an_error_at_start() {
    assert_eq!(
        refused::<i64>("event.show"),
        "no route is named `event.show`; did you mean `events.show` or `events.index`?"
    );
    let cannot =
        |route: &str, ty: &str, problem: &str| format!("route {route} does not accept `{ty}`: {problem}");
    let show = "`events.show` (`GET /events/{id}`)";
    assert_eq!(refused::<()>("events.show"), cannot(show, "()", "it has no value for `id`"));
    assert_eq!(
        refused::<(i64, i64)>("events.show"),
        cannot(show, "(i64, i64)", "it has 2 values, more than the path has parameters")
    );
    assert!(refused::<Option<i64>>("events.show").ends_with("the value for `id` is optional"));
    assert!(
        refused::<Vec<i64>>("events.show")
            .contains("the values of this type are only known at run time, so `id` may have none")
    );
    assert!(
        refused::<(i64, (String,))>("tickets.show").ends_with("the value for `code` is not a single value")
    );

    assert!(refused::<Misspelt>("tickets.show").ends_with("it has no value for `code`; did you mean `cod`?"));

    assert!(refused::<WrittenOtherwise>("tickets.show").ends_with("`code` has no value"));
}

#[test]
fn a_url_that_cannot_be_made_is_an_error_that_names_the_route() {
    let refused = |values: serde_json::Value| routes().url("events.show", values).unwrap_err().to_string();
    let show = "route `events.show` (`GET /events/{id}`): ";
    assert!(refused(serde_json::json!({ "identity": 3 })).starts_with(&format!("{show}`id` has no value")));
    assert!(
        refused(serde_json::json!([1, 2]))
            .starts_with(&format!("{show}there are more values than parameters"))
    );
    assert!(refused(serde_json::json!("..")).contains("browsers resolve as a relative path"));
}

#[test]
fn a_value_that_has_no_url_leads_nowhere() {
    let routes: Routes = Routes::new().get("/names/{name}", "names.show", none);
    let named: Named<String> = routes.named("names.show").unwrap();
    assert_eq!(named.url("..".to_owned()), "#");
    assert_eq!(named.url("Ada".to_owned()), "/names/Ada");
}

fn panic_of(work: impl FnOnce() -> Routes) -> String {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(_) => panic!("it should not have worked"),
        Err(payload) => *payload.downcast::<String>().unwrap(),
    }
}

#[test]
fn names_are_each_one_routes_and_the_message_has_both_places() {
    let twice = panic_of(|| routes().post("/other", "events.show", none));
    assert!(twice.starts_with("two routes have the same name: `events.show` (`POST /other`, at "), "{twice}");
    assert!(twice.contains("and `events.show` (`GET /events/{id}`, at "), "{twice}");
    assert_eq!(twice.matches(file!()).count(), 2, "{twice}");

    let merged = panic_of(|| routes().nest("/admin", routes()));
    assert!(merged.contains("`events.index` (`GET /admin/events`, at "), "{merged}");

    let begins = panic_of(|| routes().get("/other", "events", none));
    assert!(
        begins.starts_with("the name of one route is a prefix of another: `events` (`GET /other`, at "),
        "{begins}"
    );
    let fine = routes().get("/other", "eventsOfToday", none);
    assert_eq!(fine.url("eventsOfToday", ()).unwrap(), "/other");
}

type Work = fn() -> Routes;

#[test]
fn what_axum_says_of_a_path_is_said_at_the_line_that_added_it() {
    thread_local! {
        static PLACE: std::cell::RefCell<String> = const { std::cell::RefCell::new(String::new()) };
    }
    // Of this thread: tests that panic beside it are none of ours.
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        PLACE.set(panic.location().map(ToString::to_string).unwrap_or_default());
        before(panic);
    }));
    let place_of = |work: Work| (panic_of(work), PLACE.take());
    let works: [(Work, &str); 5] = [
        (|| Routes::new().get("x", "a", none), "must start with a `/`"),
        (|| Routes::new().get("/{id", "a", none), ""),
        (|| routes().get("/events", "again", none), "Overlapping method route"),
        (|| routes().merge(routes()), "Overlapping method route"),
        (|| Routes::new().merge(routes()).nest("/admin", routes()), "two routes have the same name"),
    ];
    for (work, expected) in works {
        let (message, place) = place_of(work);
        assert!(message.contains(expected), "{message}");
        assert!(place.starts_with(file!()), "{place}: {message}");
    }
}

#[test]
fn names_and_paths_are_well_formed() {
    for name in ["", "events.", ".show", "events..show", "sign-up", "1st", "_show", "über", "a b"] {
        let message = panic_of(|| Routes::new().get("/path", name, none));
        assert!(
            message.starts_with(&format!("the route `GET /path` cannot be named {name:?}: ")),
            "{message}"
        );
    }
    let message = panic_of(|| Routes::new().nest("/Über", Routes::new().get("/{id}", "about.show", none)));
    assert!(
        message.contains("never matches: browsers request `/%C3%9Cber/{id}`, so write that path"),
        "{message}"
    );
    for (path, better) in [("/a/../b", "/b"), ("/./a", "/a"), ("/{id}/..", "/"), ("/a/%2e%2E/b", "/b")] {
        let message = panic_of(|| Routes::new().get(path, "about.show", none));
        assert!(message.contains(&format!("browsers request `{better}`, so write that path")), "{message}");
    }
    let message = panic_of(|| Routes::new().nest("/a/..", Routes::new().get("/b", "about.show", none)));
    assert!(message.contains("browsers request `/b`, so write that path"), "{message}");
}

#[cfg(feature = "tera")]
mod in_templates {
    use inertia::{Inertia, InertiaApp, static_page};

    use super::*;

    fn built(
        folder: &tempfile::TempDir,
        template: &str,
        names: &[&str],
    ) -> Result<InertiaApp, inertia::BuildError> {
        let path = folder.path().join("app.html");
        std::fs::write(&path, template).unwrap();
        let builder = Inertia::builder().template(path);
        if names.is_empty() { builder.build() } else { builder.routes(&routes(), names).build() }
    }

    #[tokio::test]
    async fn a_template_prints_the_routes_that_were_chosen() {
        let folder = tempfile::tempdir().unwrap();
        let app = built(&folder, "{{ inertia_routes }}{{ inertia_body }}", &["tickets.show", "events.index"])
            .unwrap();
        let router = Router::new().route("/", get(static_page("Home"))).layer(app.layer());
        let answer = browse().send(&router).await;
        let expected = "<script id=\"inertia-routes\" type=\"application/json\">\
            {\"events.index\":{\"method\":\"get\",\"url\":\"/events\"},\
            \"tickets.show\":{\"method\":\"get\",\"url\":\"/events/{event}/tickets/{code}\"}}</script><script data-page";
        assert!(answer.body.starts_with(expected), "{}", answer.body);
    }

    #[test]
    fn a_name_that_is_not_there_and_a_template_without_names_are_errors_at_start() {
        let folder = tempfile::tempdir().unwrap();
        let unknown = built(&folder, "{{ inertia_routes }}{{ inertia_body }}", &["event.index"])
            .unwrap_err()
            .to_string();
        assert!(
            unknown
                .starts_with("`.routes(..)`: no route is named `event.index`; did you mean `events.index`"),
            "{unknown}"
        );
        assert!(unknown.contains(file!()), "{unknown}");
        let nowhere = Inertia::builder().routes(&routes(), ["events.index"]).build().unwrap_err().to_string();
        assert!(nowhere.starts_with("`.routes(..)` needs a template"), "{nowhere}");
        let none = built(&folder, "{{ inertia_routes }}{{ inertia_body }}", &[]).unwrap_err().to_string();
        assert!(none.contains("`{{ inertia_routes }}` has nothing to print; say which with"), "{none}");
    }
}
