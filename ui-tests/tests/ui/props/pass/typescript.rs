//! `#[ts(…)]` is accepted with and without the feature `ts`.
#![deny(warnings)]

use inertia::{InertiaForm, InertiaProps};
use serde::{Serialize, Serializer};

/// A page.
#[derive(InertiaProps)]
#[ts(rename = "HomePage")]
struct Home {
    #[ts(type = "number")]
    large: u64,
    #[ts(as = "Option<String>")]
    other: Unnamed,
    #[serde(serialize_with = "as_text")]
    #[ts(type = "string")]
    text: u64,
}

#[derive(Serialize)]
struct Unnamed;

fn as_text<S: Serializer>(value: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// A form.
#[derive(InertiaForm)]
#[ts(rename = "Other")]
struct Form {
    #[ts(type = "\"a\" | \"b\"")]
    word: String,
}

fn main() {
    let home = Home { large: 1, other: Unnamed, text: 2 };
    let _ = (home.large, home.other, home.text);
    let _ = Form { word: String::new() }.word;
}
