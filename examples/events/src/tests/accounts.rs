//! Signing up, logging in and out, and the account's own page.

use serde_json::json;

use super::{PASSWORD, app, sign_up};

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
