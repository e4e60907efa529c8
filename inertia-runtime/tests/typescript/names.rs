//! Names that TypeScript can only write escaped: of types that `ts-rs` describes, of props, and of forms.

use inertia::{InertiaForm, InertiaProps, ts_rs::TS};
use serde::Serialize;

#[derive(Serialize, TS)]
#[ts(crate = "inertia::ts_rs")]
pub enum OddWords {
    #[serde(rename = "a\"b")]
    Quote,
    #[serde(rename = "it's")]
    Apostrophe,
    #[serde(rename = "a\\nb")]
    Backslash,
    #[serde(rename = "a\nb")]
    Newline,
    #[serde(rename = "")]
    Empty,
    #[serde(rename = "\u{2028}\u{0}")]
    Invisible,
    #[serde(rename = "*/ `${class}`")]
    Comment,
}

#[derive(Serialize, TS)]
#[ts(crate = "inertia::ts_rs")]
pub struct OddFields {
    #[serde(rename = "a\"b")]
    quote: u8,
    #[serde(rename = "it's")]
    apostrophe: u8,
    #[serde(rename = "a\\nb")]
    backslash: u8,
    #[serde(rename = "a\nb")]
    newline: u8,
    #[serde(rename = "")]
    empty: u8,
    #[serde(rename = "\u{2028}\u{0}")]
    invisible: u8,
    /// Ends a comment: */
    #[serde(rename = "*/ `${class}`")]
    comment: u8,
    class: u8,
}

/// Data with odd names.
#[derive(Serialize, TS)]
#[serde(tag = "the \"kind\"")]
#[ts(crate = "inertia::ts_rs")]
pub enum OddShape {
    #[serde(rename = "a\"\\b")]
    One { radius: f64 },
}

#[derive(InertiaProps)]
pub struct OddProps {
    words: Vec<OddWords>,
    fields: OddFields,
    shape: OddShape,
    #[serde(rename = "a\"b")]
    quote: u8,
    #[serde(rename = "it's")]
    apostrophe: u8,
    #[serde(rename = "a\\nb")]
    backslash: u8,
    #[serde(rename = "*/ `${class}`")]
    comment: u8,
    class: u8,
    #[ts(type = "\"it's\" | 'a\"b' | \"c\\\\nd\"")]
    written: u8,
}

#[inertia::page("Odd/Names")]
pub async fn odd_names() -> Result<OddProps, inertia::Redirect> {
    Err(inertia::Redirect::to("/"))
}

#[derive(InertiaForm)]
pub struct OddForm {
    #[serde(rename = "a\"b")]
    quote: u8,
    #[serde(rename = "it's")]
    apostrophe: Vec<u8>,
    #[serde(rename = "a\\nb")]
    backslash: Vec<u8>,
    #[serde(rename = "/ `${class}`")]
    comment: Vec<u8>,
    class: OddChoice,
}

#[derive(InertiaForm)]
pub enum OddChoice {
    #[serde(rename = "a\"b")]
    Quote,
    #[serde(rename = "a\\nb")]
    Backslash,
    #[serde(rename = "a\nb")]
    Newline,
    #[serde(rename = "\u{2029}")]
    Invisible,
}
