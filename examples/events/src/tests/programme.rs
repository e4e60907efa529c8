//! The pages that everybody sees.

use serde_json::Value;

use super::app;
use crate::db::PAGE_SIZE;

fn is_a_page(events: &[Value]) -> bool {
    i64::try_from(events.len()) == Ok(PAGE_SIZE)
}

#[tokio::test]
async fn the_programme_comes_in_parts() {
    let app = app().await;
    app.visit("/").await.assert_redirect("/events");
    let page = app.visit("/events").await;
    page.assert_component("Event/Index").assert_prop_that("events", |events: &Vec<_>| is_a_page(events));
    page.assert_prop("app.name", "Doors").assert_prop("visitor", ()).assert_missing("export");
    assert!(page.encrypts_history());

    page.assert_deferred("stats", ["attendance"]).assert_deferred("revenue", ["revenue"]);
    let page = page.load_deferred("stats").await;
    page.assert_sent(["attendance"]).assert_prop_that("attendance", Value::is_object);

    let page = page.reload().only(["export"]).await;
    page.assert_prop_that("export", Value::is_object)
        .assert_prop_that("events", |events: &Vec<_>| is_a_page(events));
}

#[tokio::test]
async fn more_events_are_added_until_a_filter_starts_the_list_anew() {
    let app = app().await;
    app.visit("/events").await;
    let page = app.visit("/events?page=2").only(["events", "filters"]).await;
    let ids: Vec<i64> =
        page.prop::<Vec<Value>>("events").iter().filter_map(|event| event["id"].as_i64()).collect();
    let mut each = ids.clone();
    each.sort_unstable();
    each.dedup();
    assert_eq!((i64::try_from(ids.len()), each.len()), (Ok(2 * PAGE_SIZE), ids.len()));

    let page = app.visit("/events?city=antwerp").only(["filters", "total"]).reset(["events"]).await;
    let events: Vec<Value> = page.prop("events");
    assert!(!events.is_empty() && events.iter().all(|event| event["city"] == "Antwerp"), "{events:?}");
}

#[tokio::test]
async fn what_is_sent_once_stays_with_the_visitor() {
    let app = app().await;
    let first = app.visit("/events").await;
    let categories: Vec<Value> = first.prop("categories");
    let second = app.visit("/events").await;
    second.assert_sent([
        "app",
        "counts",
        "events",
        "filters",
        "ledger",
        "pageSize",
        "requestId",
        "total",
        "visitor",
    ]);
    second.assert_prop("categories", &categories);
    // A page of another component has the same under the same key.
    app.visit("/feed")
        .await
        .assert_prop_that("cities", |cities: &Vec<Value>| !cities.is_empty())
        .assert_missing("categories");
}

#[tokio::test]
async fn a_broken_ledger_leaves_its_page_alone() {
    let page = app().await.visit("/events?revenue=fail").await;
    let page = page.load_deferred("revenue").await;
    page.assert_status(200).assert_rescued("revenue").assert_missing("revenue").assert_prop("ledger", "fail");
}

#[tokio::test]
async fn an_event_brings_its_venue_bit_by_bit() {
    let app = app().await;
    let page = app.visit("/events/7").await;
    page.assert_component("Event/Show").assert_prop("event.id", 7).assert_prop("mine", false);
    page.assert_missing("venue.access")
        .assert_missing("venue.nearby")
        .assert_deferred("venue", ["venue.nearby"]);
    let page = page.load_deferred("venue").await;
    page.assert_sent(["serverTime", "venue"]).assert_prop_that("venue.nearby", Value::is_array);
    page.reload().only(["venue.access"]).await.assert_prop_that("venue", |venue: &Value| {
        ["summary", "weather", "nearby", "access"].iter().all(|part| venue.get(part).is_some())
    });
    for nothing in ["/events/999999", "/events/seven", "/nowhere"] {
        app.visit(nothing).await.assert_status(404);
    }
}

#[tokio::test]
async fn the_feed_goes_on_in_both_directions() {
    let app = app().await;
    let page = app.visit("/feed?page=3").await;
    let page = page.load_next("activity").await;
    let page = page.load_previous("activity").await;
    page.assert_prop_that("activity.data", |entries: &Vec<Value>| entries.len() == 60);
    let ids: Vec<i64> =
        page.prop::<Vec<Value>>("activity.data").iter().filter_map(|entry| entry["id"].as_i64()).collect();
    assert!(ids.is_sorted_by(|newer, older| newer > older), "{ids:?}");
}

#[tokio::test]
async fn a_visitor_with_stale_assets_loads_the_page_anew() {
    let app = app().await;
    app.visit("/events").await;
    app.visit("/feed").stale().await.assert_location("/feed").follow().await.assert_component("Feed/Index");
    app.visit("/go/source").await.assert_location("https://example.com/doors");
    app.visit("/go/programme").await.assert_redirect("/events#list");
}
