//! Live validation: which fields are spoken of, and what the client leaves away.
#![cfg(feature = "garde")]

use http::Method;
use inertia::InertiaForm;
use serde_json::{Value, json};

use crate::harness::{Ask, app, live, live_all, show};

#[derive(Debug, InertiaForm, garde::Validate)]
struct Order {
    #[garde(length(min = 3))]
    name: String,
    #[garde(email)]
    email: String,
    #[garde(dive)]
    items: Vec<Item>,
    #[garde(skip)]
    seats: u8,
    #[garde(dive)]
    address: Address,
}

#[derive(Debug, InertiaForm, garde::Validate)]
struct Item {
    #[garde(length(min = 2))]
    name: String,
    #[garde(range(min = 1))]
    price: u32,
}

#[derive(Debug, InertiaForm, garde::Validate)]
struct Address {
    #[garde(length(min = 5))]
    zip: String,
}

/// The fields with messages, or nothing when the verdict is that all is well.
async fn spoken_of(ask: Ask) -> Vec<String> {
    let answer = ask.send(&app(show::<Order>)).await;
    match answer.status.as_u16() {
        204 => Vec::new(),
        422 => answer.json()["errors"].as_object().expect("errors by field").keys().cloned().collect(),
        other => panic!("{other}: {}", answer.text()),
    }
}

fn form() -> Value {
    json!({
        "name": "ab",
        "email": "x",
        "items": [{ "name": "a", "price": 1 }, { "name": "bb", "price": "x" }, { "name": "c", "price": 0 }],
        "seats": "many",
        "address": { "zip": "1" },
    })
}

#[tokio::test]
async fn only_the_fields_asked_for_are_spoken_of() {
    let cases: [(&str, &[&str]); 8] = [
        ("name", &["name"]),
        ("seats,email", &["email", "seats"]),
        ("items.*.price", &["items.1.price", "items.2.price"]),
        ("items.1.price,items.0.name", &["items.0.name", "items.1.price"]),
        ("items", &[]),
        ("address.zip", &["address.zip"]),
        ("unknown", &[]),
        ("", &[]),
    ];
    for (fields, expected) in cases {
        assert_eq!(spoken_of(live(fields).json(&form())).await, expected, "{fields}");
    }
    let all = [
        "address.zip",
        "email",
        "items.0.name",
        "items.1.price",
        "items.2.name",
        "items.2.price",
        "name",
        "seats",
    ];
    assert_eq!(spoken_of(live_all().json(&form())).await, all);
}

#[tokio::test]
async fn an_empty_form_is_validated_as_far_as_it_is_filled() {
    assert_eq!(spoken_of(live("name").json(&json!({ "name": "ab" }))).await, ["name"]);
    assert_eq!(spoken_of(live("name").json(&json!({ "name": "abc" }))).await, [""; 0]);
    assert_eq!(spoken_of(live("name,email").json(&json!({}))).await, ["email", "name"]);
}

#[tokio::test]
async fn the_query_of_get_and_delete_has_objects_as_json_and_loses_those_in_lists() {
    for method in [Method::GET, Method::DELETE] {
        let ask =
            |fields: &str, query: &str| live(fields).method(method.clone()).at(&format!("/submit?{query}"));
        let address = "address=%7B%22zip%22%3A%2212345%22%7D";
        assert_eq!(spoken_of(ask("address.zip", address)).await, [""; 0]);
        assert_eq!(spoken_of(ask("address.zip", "address=%7B%22zip%22%3A%221%22%7D")).await, ["address.zip"]);
        assert_eq!(spoken_of(ask("address.zip", "address=%7B")).await, [""; 0]);
        assert_eq!(spoken_of(ask("address", "address=%7B")).await, ["address"]);
        let lost = "items[]=%5Bobject%20Object%5D&items[]=%5Bobject%20Object%5D&name=ab";
        assert_eq!(spoken_of(ask("items.*.price,items.0,items.0.name,name", lost)).await, ["name"]);
    }
}

#[cfg(feature = "multipart")]
mod files {
    use http::Method;
    use inertia::{InertiaForm, UploadedFile};
    use serde_json::json;

    use crate::harness::{Ask, app, live, live_all, script, show};

    #[derive(Debug, InertiaForm, garde::Validate)]
    struct Profile {
        #[garde(length(min = 3))]
        name: String,
        #[garde(custom(not_empty))]
        avatar: UploadedFile,
        #[garde(required)]
        cover: Option<UploadedFile>,
        #[garde(length(min = 1))]
        photos: Vec<UploadedFile>,
        #[garde(length(min = 1))]
        #[serde(default)]
        slides: Vec<UploadedFile>,
        #[garde(dive)]
        team: Vec<Member>,
    }

    #[derive(Debug, InertiaForm, garde::Validate)]
    struct Member {
        #[garde(length(min = 2))]
        name: String,
        #[garde(custom(not_empty))]
        photo: UploadedFile,
    }

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "garde passes its context so")]
    fn not_empty(file: &UploadedFile, (): &()) -> garde::Result {
        if file.size() == 0 { Err(garde::Error::new("is empty")) } else { Ok(()) }
    }

    fn multipart(ask: Ask, parts: &[&str]) -> Ask {
        let mut body = String::new();
        for part in parts {
            body.push_str("--x\r\nContent-Disposition: form-data; ");
            body.push_str(part);
            body.push_str("\r\n");
        }
        body.push_str("--x--\r\n");
        ask.body("multipart/form-data; boundary=x", body)
    }

    #[tokio::test]
    async fn files_that_live_validation_leaves_away_are_not_missed() {
        let form = json!({ "name": "abc", "photos": [], "team": [{ "name": "Al" }] });
        let answer = live_all().json(&form).send(&app(show::<Profile>)).await;
        assert_eq!(answer.status, 204, "{}", answer.text());
        let form = json!({ "name": "ab", "team": [{ "name": "A" }] });
        let answer = live_all().json(&form).send(&app(show::<Profile>)).await;
        let keys: Vec<_> = answer.json()["errors"].as_object().unwrap().keys().cloned().collect();
        assert_eq!(keys, ["name", "team.0.name"]);
    }

    #[tokio::test]
    async fn a_file_that_was_not_chosen_is_missed_when_it_is_asked_for() {
        let form = json!({ "avatar": null, "cover": null });
        let answer = live("avatar,cover").json(&form).send(&app(show::<Profile>)).await;
        assert_eq!(answer.json()["errors"]["avatar"], json!(["is required"]));
        assert!(answer.json()["errors"]["cover"].is_array());
    }

    #[tokio::test]
    async fn a_submission_misses_its_files() {
        let form = json!({ "name": "abc", "team": [{ "name": "Al" }] });
        let answer = script().json(&form).send(&app(show::<Profile>)).await;
        let keys: Vec<_> = answer.json()["errors"].as_object().unwrap().keys().cloned().collect();
        assert_eq!(keys, ["avatar", "cover", "photos", "slides", "team.0.photo"]);
        let answer = script().json(&json!({ "avatar": "x" })).send(&app(show::<Profile>)).await;
        assert_eq!(answer.json()["errors"]["avatar"], json!(["must be a file"]));
    }

    #[tokio::test]
    async fn a_file_that_came_is_validated_live_as_well() {
        for method in [Method::POST, Method::PUT] {
            let ask = live("avatar,cover,photos").method(method);
            let ask = multipart(
                ask,
                &[
                    "name=\"avatar\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n",
                    "name=\"cover\"; filename=\"b.png\"\r\n\r\nbb",
                    "name=\"photos[0]\"; filename=\"c.png\"\r\n\r\ncc",
                ],
            );
            let answer = ask.send(&app(show::<Profile>)).await;
            assert_eq!(answer.json()["errors"], json!({ "avatar": ["is empty"] }));
        }
    }

    #[tokio::test]
    async fn a_file_over_its_limit_has_that_message_and_no_other() {
        #[derive(Debug, InertiaForm)]
        struct Upload {
            #[form(required = "Choose a file")]
            file: UploadedFile,
            #[serde(default)]
            notes: Vec<String>,
        }

        let large = format!("name=\"file\"; filename=\"a\"\r\n\r\n{}", "x".repeat(9 << 20));
        let answer = multipart(script(), &[&large]).send(&app(show::<Upload>)).await;
        assert_eq!(answer.status, 422, "{}", answer.text());
        assert_eq!(answer.json()["errors"], json!({ "file": ["must not be larger than 8 MB"] }));
        let long = format!("name=\"notes[1]\"\r\n\r\n{}", "x".repeat(2 << 20));
        let answer =
            multipart(script(), &["name=\"notes[0]\"\r\n\r\na", &long]).send(&app(show::<Upload>)).await;
        let expected = json!({ "file": ["Choose a file"], "notes.1": ["must not be longer than 1 MB"] });
        assert_eq!(answer.json()["errors"], expected);
    }
}
