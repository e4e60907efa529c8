//! Dates, UUIDs and decimals of other crates, as HTML inputs and `JSON.stringify` send them.

use std::{
    fmt::Debug,
    sync::atomic::{AtomicUsize, Ordering},
};

use inertia::InertiaForm;
use serde::{Deserialize, Deserializer, de};
use serde_json::{Value, json};

use crate::harness::{app, script, show, submit, told};

/// What each type reads, the message it gives for a wrong text, and another word that the message must have.
macro_rules! fields {
    ($($test:ident: $ty:ty, reads [$($text:expr => $shown:expr),* $(,)?], rejects [$($wrong:expr),* $(,)?] as $message:expr;)*) => {$(
        #[tokio::test]
        async fn $test() {
            #[derive(Debug, InertiaForm)]
            struct Form {
                field: Option<$ty>,
                many: Vec<$ty>,
            }
            #[derive(Debug, Deserialize)]
            struct Inside {
                field: $ty,
            }
            #[derive(Debug, InertiaForm)]
            struct Nested {
                inside: Vec<Inside>,
            }
            $(
                let shown = submit::<Form>(json!({ "field": $text, "many": [$text] })).await.unwrap();
                assert_eq!(shown, format!("Form {{ field: Some({0}), many: [{0}] }}", $shown), "{}", $text);
                let list: Vec<_> = (0..100).map(|_| json!({ "field": $text })).collect();
                let shown = submit::<Nested>(json!({ "inside": list })).await.unwrap();
                assert_eq!(shown.matches($shown).count(), 100, "{}", $text);
            )*
            let wrong: Vec<Value> = vec![json!("soon"), json!("2026-02-30"), json!("99:99"), json!(true), $(json!($wrong)),*];
            for wrong in wrong {
                let errors = submit::<Form>(json!({ "field": wrong, "many": [wrong] })).await.unwrap_err();
                assert_eq!(errors, json!({ "field": [$message], "many.0": [$message] }), "{wrong}");
                let errors = submit::<Nested>(json!({ "inside": [{ "field": wrong }] })).await.unwrap_err();
                assert_eq!(errors, json!({ "inside.0.field": [$message] }), "{wrong}");
            }
            let errors = submit::<Nested>(json!({ "inside": [{ "field": "" }] })).await.unwrap_err();
            assert_eq!(errors, json!({ "inside.0.field": ["is required"] }));
        }
    )*};
}

const DATE: &str = "must be a date";
const TIME: &str = "must be a time";
const DATE_TIME: &str = "must be a date and time";

fields! {
    chrono_dates: chrono::NaiveDate, reads [
        "2026-11-30" => "2026-11-30",
        " 2026-11-30 " => "2026-11-30",
        "2026-11" => "2026-11-01",
        "2026-W48" => "2026-11-23",
        "2026-11-30T00:00:00.000Z" => "2026-11-30",
    ], rejects ["2026-11-30T22:00:00.000Z", "12:00"] as DATE;
    chrono_times: chrono::NaiveTime, reads ["12:00" => "12:00:00", "12:00:30.5" => "12:00:30.500"],
        rejects ["2026-11-30T12:00"] as TIME;
    chrono_local_date_times: chrono::NaiveDateTime, reads [
        "2026-11-30T12:00" => "2026-11-30T12:00:00",
        "2026-11-30 12:00:30" => "2026-11-30T12:00:30",
        "2026-11-30T12:00:00.000Z" => "2026-11-30T12:00:00",
    ], rejects ["2026-11-30", "2026-11-30T12:00:00+02:00"] as DATE_TIME;
    chrono_date_times: chrono::DateTime<chrono::Utc>, reads [
        "2026-11-30T12:00" => "2026-11-30T12:00:00Z",
        "2026-11-30T12:00:00.000Z" => "2026-11-30T12:00:00Z",
        "2026-11-30T12:00:00+02:00" => "2026-11-30T10:00:00Z",
    ], rejects ["2026-11-30"] as DATE_TIME;
    time_dates: time::Date, reads [
        "2026-11-30" => "2026-11-30",
        "2026-11" => "2026-11-01",
        "2026-11-30T00:00:00.000Z" => "2026-11-30",
    ], rejects ["12:00"] as DATE;
    time_times: time::Time, reads ["12:00" => "12:00:00.0", "12:00:30.5" => "12:00:30.5"],
        rejects ["2026-11-30T12:00"] as TIME;
    time_local_date_times: time::PrimitiveDateTime, reads [
        "2026-11-30T12:00" => "2026-11-30 12:00:00.0",
        "2026-11-30T12:00:00.000Z" => "2026-11-30 12:00:00.0",
    ], rejects ["2026-11-30"] as DATE_TIME;
    time_date_times: time::OffsetDateTime, reads [
        "2026-11-30T12:00" => "2026-11-30 12:00:00.0 +00:00:00",
        "2026-11-30T12:00:00.000Z" => "2026-11-30 12:00:00.0 +00:00:00",
        "2026-11-30T12:00:00+02:00" => "2026-11-30 12:00:00.0 +02:00:00",
    ], rejects ["2026-11-30"] as DATE_TIME;
    jiff_dates: jiff::civil::Date, reads [
        "2026-11-30" => "2026-11-30",
        "2026-11" => "2026-11-01",
        "2026-11-30T00:00:00.000Z" => "2026-11-30",
    ], rejects [] as DATE;
    jiff_times: jiff::civil::Time, reads ["12:00" => "12:00:00"], rejects [] as TIME;
    jiff_local_date_times: jiff::civil::DateTime, reads [
        "2026-11-30T12:00" => "2026-11-30T12:00:00",
        "2026-11-30T12:00:00.000Z" => "2026-11-30T12:00:00",
    ], rejects ["12:00"] as DATE;
    jiff_timestamps: jiff::Timestamp, reads [
        "2026-11-30T12:00" => "2026-11-30T12:00:00Z",
        "2026-11-30T12:00:00.000Z" => "2026-11-30T12:00:00Z",
    ], rejects ["2026-11-30"] as DATE_TIME;
    jiff_zoned: jiff::Zoned, reads ["2026-11-30T12:00:00.000Z" => "2026-11-30T12:00:00+00:00[UTC]"],
        rejects ["2026-11-30"] as DATE_TIME;
    uuids: uuid::Uuid, reads [
        "67e55044-10b1-426f-9247-bb680e5fe0c8" => "67e55044-10b1-426f-9247-bb680e5fe0c8",
        " 67e55044-10b1-426f-9247-bb680e5fe0c8" => "67e55044-10b1-426f-9247-bb680e5fe0c8",
    ], rejects ["67e55044"] as "must be a valid ID";
    decimals: rust_decimal::Decimal, reads ["19.99" => "19.99", " 19.99 " => "19.99", "1e3" => "1000"],
        rejects ["19,99"] as "must be a number";
}

#[tokio::test]
async fn a_decimal_may_be_too_large() {
    #[derive(Debug, InertiaForm)]
    struct Form {
        price: rust_decimal::Decimal,
    }
    let errors = submit::<Form>(json!({ "price": "9".repeat(60) })).await.unwrap_err();
    assert_eq!(errors, json!({ "price": ["is too large"] }));
}

/// A type with a rule of its own keeps the message of its own, for what it understands.
#[tokio::test]
async fn messages_of_ones_own_are_kept() {
    #[derive(Debug)]
    struct Past(chrono::NaiveDate);
    impl<'de> Deserialize<'de> for Past {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let date = chrono::NaiveDate::deserialize(deserializer)?;
            let limit = chrono::NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
            if date < limit { Ok(Self(date)) } else { Err(de::Error::custom("must be before 2027")) }
        }
    }
    #[derive(Debug)]
    struct Name(String);
    impl<'de> Deserialize<'de> for Name {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let name = String::deserialize(deserializer)?;
            if name.len() > 3 { Ok(Self(name)) } else { Err(de::Error::custom("needs four letters")) }
        }
    }
    #[derive(Debug)]
    struct Price(f64);
    impl<'de> Deserialize<'de> for Price {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let price = String::deserialize(deserializer)?.parse().map(Self);
            price.map_err(|_| de::Error::custom("Write a price such as 12.50."))
        }
    }
    #[derive(Debug, InertiaForm)]
    struct Form {
        past: Past,
        name: Name,
        price: Price,
    }
    let errors =
        submit::<Form>(json!({ "past": "2030-01-01", "name": "abc", "price": "much" })).await.unwrap_err();
    let price = "Write a price such as 12.50.";
    assert_eq!(
        errors,
        json!({ "past": ["must be before 2027"], "name": ["needs four letters"], "price": [price] })
    );
    let errors = submit::<Form>(json!({ "past": "soon", "name": "", "price": "1" })).await.unwrap_err();
    assert_eq!(errors, json!({ "past": ["must be a date"], "name": ["needs four letters"] }));
}

#[tokio::test]
async fn empty_elements_of_a_list_are_skipped_and_the_others_keep_their_keys() {
    #[derive(Debug, Deserialize)]
    struct Inside {
        ids: Vec<u32>,
    }
    #[derive(Debug, InertiaForm)]
    struct Form {
        ids: Vec<u32>,
        days: Vec<chrono::NaiveDate>,
        words: Vec<String>,
        inside: Option<Inside>,
    }
    let app = app(show::<Form>);
    let form = "ids[]=&ids[]=3&days[]=&days[]=2026-11-30&words[]=&words[]=a&inside[ids][]=&inside[ids][]=4";
    let answer = script().urlencoded(form).send(&app).await;
    assert_eq!(
        told(&answer).unwrap(),
        r#"Form { ids: [3], days: [2026-11-30], words: ["", "a"], inside: Some(Inside { ids: [4] }) }"#
    );
    let form = "ids[]=&ids[]=x&days[]=&days[]=soon&inside[ids][]=&inside[ids][]=x";
    let answer = script().urlencoded(form).send(&app).await;
    assert_eq!(
        told(&answer).unwrap_err(),
        json!({ "ids.1": ["must be a number"], "days.1": [DATE], "inside.ids.1": ["must be a number"] })
    );
}

/// However many texts are wrong, and however large the value is around one, there is a limit to how often it is read.
#[tokio::test]
async fn wrong_texts_cost_in_proportion_to_their_number() {
    static READ: AtomicUsize = AtomicUsize::new(0);
    #[derive(Debug)]
    struct Counted;
    impl<'de> Deserialize<'de> for Counted {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            READ.fetch_add(1, Ordering::Relaxed);
            match String::deserialize(deserializer)?.as_str() {
                "good" => Ok(Self),
                _ => Err(de::Error::custom("is not good")),
            }
        }
    }
    #[derive(Debug, Deserialize)]
    struct Inside {
        all: Vec<Counted>,
    }
    #[derive(Debug, InertiaForm)]
    struct Form {
        each: Vec<Counted>,
        inside: Vec<Inside>,
    }
    let good = vec!["good"; 900];
    let large = good.iter().copied().chain(["2026-11-30"]).collect::<Vec<_>>();
    for (form, values) in [
        (json!({ "each": vec!["2026-11-30T12:00"; 900], "inside": [] }), 900),
        (json!({ "each": [], "inside": [{ "all": large }] }), 901),
    ] {
        READ.store(0, Ordering::Relaxed);
        submit::<Form>(form).await.unwrap_err();
        let times = READ.load(Ordering::Relaxed);
        assert!(times <= 40 * values, "{times} for {values}");
    }
}
