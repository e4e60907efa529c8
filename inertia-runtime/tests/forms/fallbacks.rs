//! Where a form leads that is not valid, when the page before is not known.

use axum::{Router, extract::Path, routing::post};
use inertia::{ErrorBag, Inertia, InertiaForm, Redirect, Touched, Valid};
use serde_json::json;

use crate::harness::{Ask, visit};

#[derive(Debug, InertiaForm)]
struct Guest {
    email: String,
    age: u8,
}

#[inertia::precognition(Guest)]
async fn guest(form: Valid<Guest>) -> String {
    form.into_inner().email
}

#[tokio::test]
async fn a_fallback_of_the_route_is_where_an_invalid_form_leads_without_a_page_before_it() {
    async fn is_odd(form: &Guest, touched: &Touched) -> Result<(), ErrorBag> {
        tokio::task::yield_now().await;
        if touched.wants("age") && form.age == 2 { Err(ErrorBag::of("age", "is even")) } else { Ok(()) }
    }

    #[inertia::precognition(Guest, check = is_odd(), fallback = format!("/teams/{team}/guests"))]
    async fn invite(Path(mut team): Path<u32>, form: Valid<Guest>) -> Result<Redirect, ErrorBag> {
        team += 1;
        match form.age {
            3 => Err(ErrorBag::of("age", "is three")),
            4 => Ok(Redirect::back_or("/of-the-redirect")),
            5 => Ok(Redirect::to(format!("/teams/{team}"))),
            _ => Ok(Redirect::back()),
        }
    }

    let inertia = Inertia::builder().fallback_url("/of-the-app").build().expect("the settings are fine");
    let app = Router::new()
        .route("/teams/{team}", post(invite))
        .route("/other", post(guest))
        .layer(inertia.layer());
    let ask = |path: &str, age: &str| visit().at(path).json(&json!({ "email": "a", "age": age }));
    let unknown = |ask: Ask| ask.header("referer", "");
    for (age, location) in [
        ("x", "/teams/7/guests"),
        ("2", "/teams/7/guests"),
        ("3", "/teams/7/guests"),
        ("6", "/teams/7/guests"),
        ("4", "/of-the-redirect"),
        ("5", "/teams/8"),
    ] {
        let answer = unknown(ask("/teams/7", age)).send(&app).await;
        assert_eq!((answer.status.as_u16(), &*answer.header("location")), (302, location), "{age}");
        // The page before comes first.
        let answer = ask("/teams/7", age).send(&app).await;
        let expected = if age == "5" { location } else { "/form" };
        assert_eq!(answer.header("location"), expected, "{age}");
    }
    let answer = unknown(ask("/other", "x")).send(&app).await;
    assert_eq!(answer.header("location"), "/of-the-app");
}

#[tokio::test]
async fn a_fallback_that_no_header_can_hold_is_a_failure_that_names_it() {
    #[inertia::precognition(Guest, fallback = url.clone())]
    async fn invite(Path(url): Path<String>, form: Valid<Guest>) -> String {
        format!("{url} {}", form.email)
    }

    let inertia = Inertia::builder().build().expect("the settings are fine");
    let app = Router::new().route("/{url}", post(invite)).layer(inertia.layer());
    for url in ["a%0D%0Aset-cookie:b=c", "javascript:alert(1)", "mailto:a@b.test"] {
        let ask = visit().at(&format!("/{url}")).header("referer", "");
        let answer = ask.json(&json!({})).send(&app).await;
        assert_eq!((answer.status.as_u16(), answer.header("set-cookie")), (500, String::new()));
        assert_eq!(answer.header("location"), "");
        assert!(!cfg!(debug_assertions) || answer.text().contains("fallback = …"), "{}", answer.text());
    }
}
