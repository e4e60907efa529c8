//! Serde's attributes have the same effect on a prop as in serde, with and without serde's derives.
#![deny(warnings)]

use inertia::{InertiaProps, Lazy};
use serde::Serializer;

struct Color(u32);

fn write_color<S: Serializer>(color: &Color, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u32(color.0)
}

mod hex {
    pub fn serialize<S: serde::Serializer>(color: &super::Color, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("#{:06x}", color.0))
    }
}

fn is_black(color: &Color) -> bool {
    color.0 == 0
}

#[derive(InertiaProps)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE", deny_unknown_fields, default, rename = "Other")]
struct Page {
    #[serde(rename = "say \"hi\"")]
    quoted: u64,
    #[serde(rename(serialize = "out", deserialize = "in"), alias = "old", alias = "older")]
    both_ways: u64,
    #[serde(skip)]
    #[allow(dead_code)]
    skipped: Color,
    #[serde(skip_serializing)]
    #[allow(dead_code)]
    not_written: Lazy<Color>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    maybe: Option<u64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    maybe_lazily: Lazy<Vec<u64>>,
    #[serde(serialize_with = "write_color")]
    color: Color,
    #[serde(serialize_with = "write_color", skip_serializing_if = "is_black")]
    #[defer]
    lazy_color: Lazy<Color>,
    #[serde(with = "hex")]
    #[merge(match_on(unchecked = "id"))]
    hex: Color,
    #[serde(deserialize_with = "nowhere", skip_deserializing, bound = "")]
    idle: u64,
}

#[derive(serde::Serialize, serde::Deserialize, InertiaProps)]
#[serde(rename_all(serialize = "camelCase", deserialize = "snake_case"))]
struct AlsoSerde {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    first_name: String,
}

fn main() {}
