//! Serde's attributes: those that affect deserialization, and those that do not.
#![deny(warnings)]
#![allow(dead_code)]

use inertia::InertiaForm;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

struct Color(u32);

mod hex {
    use super::{Color, Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(color: &Color, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(color.0)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Color, D::Error> {
        u32::deserialize(deserializer).map(Color)
    }
}

fn first() -> u32 {
    1
}

fn black() -> Color {
    Color(0)
}

struct NoDefault;

fn no_default() -> NoDefault {
    NoDefault
}

#[derive(InertiaForm, Serialize, Deserialize)]
#[serde(rename_all(serialize = "camelCase", deserialize = "kebab-case"), rename = "form", expecting = "a form")]
struct Form {
    #[serde(rename = "e-mail", alias = "mail", alias = "email_address")]
    email: String,
    #[serde(rename(serialize = "out", deserialize = "in"))]
    both_ways: u8,
    #[serde(default)]
    list: Vec<u8>,
    #[serde(default = "first")]
    page: u32,
    #[serde(with = "hex")]
    color: Color,
    #[serde(deserialize_with = "hex::deserialize", serialize_with = "hex::serialize", default = "black")]
    background: Color,
    #[serde(skip, default = "no_default")]
    skipped: NoDefault,
    #[serde(skip)]
    cache: Option<u8>,
    #[serde(skip_deserializing)]
    written: u8,
    #[serde(skip_serializing)]
    read: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    maybe: Option<u8>,
}

#[derive(InertiaForm, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Search {
    search_text: String,
    page: u32,
    #[serde(default = "black", with = "hex")]
    color: Color,
    #[serde(skip)]
    cache: Option<NoDefault>,
}

impl Default for Search {
    fn default() -> Self {
        Self { search_text: String::new(), page: 1, color: black(), cache: None }
    }
}

#[derive(InertiaForm, Deserialize)]
#[serde(default = "Filters::all")]
struct Filters {
    tags: Vec<String>,
}

impl Filters {
    fn all() -> Self {
        Self { tags: vec![] }
    }
}

fn main() {}
