//! Enums without data and newtypes are values of forms.
#![deny(warnings)]
#![allow(dead_code)]

use inertia::InertiaForm;

#[derive(InertiaForm, serde::Serialize, serde::Deserialize, Clone, Copy)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
#[repr(u8)]
enum Kind {
    BigTalk = 1,
    #[serde(rename = "lab", alias = "class", alias = "")]
    Workshop,
    #[serde(skip)]
    Secret,
    #[serde(other)]
    Else = 9,
}

#[derive(InertiaForm)]
enum Only {
    r#One,
}

#[derive(InertiaForm)]
enum PartlySerde {
    Word,
    #[serde(skip_deserializing)]
    Data(NotAValue),
}

struct NotAValue;

#[derive(InertiaForm)]
struct Email(String);

#[derive(InertiaForm)]
#[serde(transparent)]
struct Tags(pub Vec<Email>);

#[derive(InertiaForm)]
struct Wrapped<T>(T);

#[derive(InertiaForm)]
struct Percent(#[serde(deserialize_with = "percent")] u8);

fn percent<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    serde::Deserialize::deserialize(deserializer)
}

#[derive(InertiaForm)]
struct Form {
    kind: Kind,
    only: Option<Only>,
    kinds: Vec<PartlySerde>,
    email: Email,
    tags: Tags,
    wrapped: Wrapped<Wrapped<Kind>>,
    percent: Percent,
}

fn main() {}
