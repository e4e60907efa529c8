//! What a failed assertion says, and at which line.

use std::{
    cell::RefCell,
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

use inertia::testing::TestResponse;
use serde_json::json;

use crate::app::app;

thread_local! {
    static LAST: RefCell<Option<(String, u32)>> = const { RefCell::new(None) };
}

/// Runs an assertion that fails; its message, and the file and the line that the panic names.
fn failure(assertion: impl FnOnce()) -> (String, String, u32) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            let place = panic.location().expect("a place");
            LAST.set(Some((place.file().to_owned(), place.line())));
            before(panic);
        }));
    });
    let payload = panic::catch_unwind(AssertUnwindSafe(assertion)).expect_err("the assertion fails");
    let message = payload.downcast::<String>().expect("a message");
    let (file, line) = LAST.take().expect("a place");
    (*message, file, line)
}

async fn page() -> TestResponse {
    app().visit("/?page=3").await
}

#[tokio::test]
async fn an_assertion_fails_at_its_own_line_and_shows_the_page() {
    let page = page().await;
    let (message, file, line) = failure(|| {
        page.assert_props(json!({ "page": 4, "rows": [{ "id": 3 }, { "id": 3 }] }));
    });
    assert_eq!((file.as_str(), line), (file!(), line!() - 2));
    for part in [
        "the props are not as expected:\n  `page` is 3, expected 4\n  `rows.1.id` is 4, expected 3\n",
        "\n  request:   GET /?page=3, at ",
        "\n  status:    200 OK",
        "\n  component: List/Index",
        "\n  props:     {",
        "\"user\": \"Ada\"",
    ] {
        assert!(message.contains(part), "{part}\nin\n{message}");
    }
}

/// Each assertion fails with its words, at its line, and shows the page.
macro_rules! each_says {
    ($($assertion:expr => $words:expr;)*) => {$(
        let (message, file, _) = failure(|| {
            let _ = $assertion;
        });
        assert!(message.starts_with($words), "{message}");
        assert_eq!(file, file!());
        assert!(message.contains("\n  component: List/Index\n  props:     {\n"), "{message}");
    )*};
}

#[tokio::test]
async fn every_kind_of_assertion_names_what_it_looked_at() {
    let page = page().await;
    each_says! {
        page.assert_component("Home") => "the component is `List/Index`, expected `Home`";
        page.assert_prop("rows.9.id", 1) => "the prop `rows.9.id` is missing";
        page.prop::<String>("page") => "the prop `page` is 3 and cannot be read as this type: ";
        page.assert_missing("auth.user") => "the prop `auth.user` is not expected, but is \"Ada\"";
        page.assert_status(201) => "the status is 200, expected 201";
        page.assert_redirect("/") => "the response is not a redirect, expected a redirect to `/`";
        page.follow() => "the response is not a redirect, so there is nothing to follow";
        page.assert_errors([("name", "is taken")]) =>
            "the errors are not as expected:\n  `name` has no error";
        page.assert_flash("toast", "x") => "the flash `toast` is not as expected:\n  it is missing";
        page.load_deferred("stat") => "the page has no deferred group `stat`; its groups are [\"stats\"]";
        page.assert_header("x-inertia", "true") => "the header `x-inertia` is None, expected \"true\"";
        page.assert_prop("rows", json!([{ "id": 3, "page": 3 }, { "id": 5, "page": 3 }])) =>
            "the prop `rows` is not as expected:\n  `1.id` is 4, expected 5\n";
        page.assert_prop("visitors", 1_204) =>
            "the prop `visitors` is missing; it is in the deferred group `stats`, which `.load_deferred(\"stats\").await` fetches\n";
        page.assert_prop_that("page", |page: &u32| *page > 3) => "the prop `page` is not as expected: 3\n";
        page.assert_location("/") => "the response does not make the browser load a URL, expected `/`";
        page.assert_deferred("stats", ["visitors"]) =>
            "the deferred group `stats` has [\"broken\", \"visitors\"], expected [\"visitors\"]";
        page.assert_rescued("broken") => "the prop `broken` was not rescued, only []";
        page.assert_sent(["page"]) => "the response contains the props [\"auth\", ";
    }
}

#[tokio::test]
async fn a_redirect_that_was_not_followed_says_so() {
    let app = app();
    app.visit("/sign-up").await;
    let answer = app.post("/sign-up", json!({ "name": "Ada", "age": 30 })).await;
    let (message, ..) = failure(|| {
        answer.assert_component("SignUp");
    });
    assert!(
        message.starts_with("the response is a redirect and not a page; follow it with `.follow().await`"),
        "{message}"
    );
    assert!(message.contains("location:  /sign-up"), "{message}");
    let (message, ..) = failure(|| {
        answer.assert_errors([("name", "is taken")]);
    });
    assert!(message.starts_with("a redirect has no errors"), "{message}");
    let away = app.visit("/away").await;
    let (message, ..) = failure(|| {
        let _ = away.follow();
    });
    assert!(
        message.starts_with("the response redirects to `https://example.com/`, outside of the application"),
        "{message}"
    );
}

#[tokio::test]
async fn a_failed_page_says_why() {
    let answer = app().visit("/broken").await;
    let (message, ..) = failure(|| {
        answer.assert_component("Broken");
    });
    assert!(message.starts_with("the response is not a page\n"), "{message}");
    assert!(
        message.contains("reason:    page `Broken`: prop `plans` failed: the database is gone"),
        "{message}"
    );
}

#[tokio::test]
#[should_panic(expected = "there are more than 20 redirects")]
async fn redirects_without_an_end_are_given_up() {
    app().open("/round").await.follow().await;
}
