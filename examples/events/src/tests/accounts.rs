//! Signing up, logging in and out, and the account's own page.

use serde_json::json;

use super::{PASSWORD, app, app_with, sign_up};
use crate::db;

#[tokio::test]
async fn who_signs_up_is_greeted() {
    let app = app().await;
    let page = sign_up(&app, "Ada").await;
    page.assert_component("Event/Index").assert_prop("visitor.name", "Ada");
    page.assert_flash("toast", json!({ "text": "Welcome, Ada. The key is yours." }));
    app.visit("/events").await.assert_no_flash().assert_prop("visitor.name", "Ada");
    app.visitor().visit("/events").await.assert_prop("visitor", ());
}

#[tokio::test]
async fn a_form_is_checked_while_it_is_filled_in() {
    let app = app().await;
    sign_up(&app, "Ada").await;
    let other = app.visitor();
    let form = json!({ "name": "", "email": "ada@example.com", "password": "short", "passwordAgain": "" });
    let answer = other.post("/sign-up", &form).precognitive(["email"]).await;
    answer.assert_status(422).assert_errors([("email", "This address has an account already.")]);
    let answer = other.post("/sign-up", &form).precognitive(["name", "password"]).await;
    answer.assert_errors([("name", "This is needed."), ("password", "At least 10 characters.")]);
    let answer = other.post("/sign-up", json!({ "email": "eve@example.com" })).precognitive(["email"]).await;
    answer.assert_status(204);
}

#[tokio::test]
async fn who_has_to_log_in_gets_to_the_page_that_was_wanted() {
    let app = app().await;
    sign_up(&app, "Ada").await;
    let away = app.post("/log-out", json!({})).await.assert_redirect("/events").follow().await;
    assert!(away.clears_history());
    away.assert_prop("visitor", ());

    let page = app.visit("/events/mine").await.assert_redirect("/log-in").follow().await;
    page.assert_component("Account/LogIn");
    page.assert_flash("toast", json!({ "text": "Log in, and we go on from there." }));

    let wrong = json!({ "email": "ada@example.com", "password": "guessed" });
    let page = app.post("/log-in", wrong).await.follow().await;
    page.assert_component("Account/LogIn").assert_errors([("email", "No account has this pair.")]);

    let right = json!({ "email": "ada@example.com", "password": PASSWORD });
    let answer = app.post("/log-in", right).await;
    answer.assert_redirect("/events/mine").follow().await.assert_component("Event/Mine").assert_no_errors();
}

#[tokio::test]
async fn the_two_forms_of_an_account_do_not_mix_their_errors() {
    let app = app().await;
    sign_up(&app, "Ada").await;
    app.visit("/account").await.assert_prop("account.email", "ada@example.com");

    let page = app.post("/account/name", json!({ "name": "  " })).error_bag("rename").await.follow().await;
    page.assert_errors([("name", "This is needed.")]).assert_missing("errors.name");

    let form = json!({ "current": "guessed", "password": "another pair of keys", "passwordAgain": "another pair of keys" });
    let page = app.post("/account/password", form).error_bag("password").await.follow().await;
    page.assert_errors([("current", "This is not your password.")]);

    let page = app.post("/account/name", json!({ "name": " Grace " })).await.follow().await;
    page.assert_no_errors().assert_prop("visitor.name", "Grace");
    page.assert_flash("toast", json!({ "text": "You are Grace now." }));
}

#[tokio::test]
async fn a_visitor_who_only_looks_has_no_session() {
    let db = db::in_memory().await;
    let sessions = db.sessions();
    let app = app_with(db);
    for page in ["/account", "/events/mine", "/events/new", "/events/1/edit"] {
        app.visit(page).await.assert_redirect("/log-in").follow().await.assert_component("Account/LogIn");
        assert_eq!(sessions.count().await, 0, "{page}");
    }
    // After logging in, the visitor is sent to the last of them, once.
    let other = app.visitor();
    other.visit("/account").await;
    sign_up(&other, "Ada").await.assert_component("Account/Show");
    assert_eq!(sessions.count().await, 1);
    other.post("/log-out", json!({})).await;
    let right = json!({ "email": "ada@example.com", "password": PASSWORD });
    other.post("/log-in", right).await.assert_redirect("/events");
}

#[tokio::test]
async fn who_tries_too_many_passwords_has_to_wait() {
    let app = app().await;
    sign_up(&app, "Ada").await;
    app.post("/log-out", json!({})).await;
    app.visit("/log-in").await;
    let wrong = json!({ "email": "ada@example.com", "password": "guessed" });
    for _ in 0..10 {
        let page = app.post("/log-in", &wrong).await.follow().await;
        page.assert_errors([("email", "No account has this pair.")]);
    }
    // Now the right one is as good as a wrong one.
    let right = json!({ "email": "Ada@example.com", "password": PASSWORD });
    let page = app.post("/log-in", &right).await.follow().await;
    page.assert_component("Account/LogIn");
    page.assert_errors([("email", "Too many attempts. Try again in 30 seconds.")]);
    // Other accounts are not affected.
    let other = json!({ "email": "eva@example.com", "password": "guessed" });
    let page = app.post("/log-in", &other).await.follow().await;
    page.assert_errors([("email", "No account has this pair.")]);
}

#[tokio::test]
async fn who_tries_too_many_passwords_in_the_account_has_to_wait() {
    let app = app().await;
    sign_up(&app, "Ada").await;
    app.visit("/account").await;
    let form = json!({ "current": "guessed", "password": "another pair of keys", "passwordAgain": "another pair of keys" });
    for _ in 0..10 {
        let page = app.post("/account/password", &form).await.follow().await;
        page.assert_errors([("current", "This is not your password.")]);
    }
    let page = app.post("/account/password", &form).await.follow().await;
    page.assert_errors([("current", "Too many attempts. Try again in 30 seconds.")]);
}

#[tokio::test]
async fn who_makes_too_many_accounts_has_to_wait() {
    let app = app().await;
    for number in 0..60 {
        sign_up(&app, &format!("Ada{number}")).await.assert_no_errors();
    }
    let page = sign_up(&app, "Eva").await;
    page.assert_component("Account/SignUp");
    page.assert_errors([("email", "Too many attempts. Try again in 30 seconds.")]);
}
