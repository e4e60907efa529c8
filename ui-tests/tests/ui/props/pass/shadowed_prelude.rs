//! The user's names may be those of the prelude, of the traits, and of everything in generated code.
#![deny(warnings)]
#![allow(dead_code, non_camel_case_types)]

extern crate inertia as runtime;

use runtime::InertiaProps as Props;

mod core {}
mod std {}

struct Option;
struct Result;
struct Box;
struct Lazy;
struct Scroll;
struct Serialize;
struct Send;
enum Outcome {
    Some,
    None,
    Ok,
    Err,
}
use Outcome::{Err, None, Ok, Some};
trait InertiaProps {}
trait IntoPage {}

impl serde::Serialize for Option {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

#[derive(serde::Serialize)]
struct Vec {
    id: u64,
}

#[derive(serde::Serialize)]
struct String;

fn value(_: &Option) -> bool {
    false
}

fn serializer<S: serde::Serializer>(_: &String, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
    serializer.serialize_unit()
}

#[derive(Props)]
struct Group {
    name: String,
}

#[derive(Props)]
struct Page {
    vec: Vec,
    string: String,
    #[serde(skip_serializing_if = "value")]
    option: Option,
    #[serde(serialize_with = "serializer")]
    written: String,
    #[defer(group = "g")]
    #[merge(match_on = "id")]
    #[once(key = "k", expires_in = "1s")]
    lazy: runtime::Lazy<::std::vec::Vec<Vec>>,
    #[scroll(match_on = "id")]
    scroll: runtime::Scroll<Vec>,
    #[nested]
    group: Group,
}

#[runtime::page("Page")]
async fn page() -> Group {
    Group { name: String }
}

fn main() {
    let _ = [Some, None, Ok, Err];
}
