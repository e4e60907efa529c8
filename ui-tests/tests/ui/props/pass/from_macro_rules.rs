//! The struct, its types, its literals and its names may come from a declarative macro.
#![deny(warnings)]
#![allow(dead_code)]

use inertia::{InertiaProps, Lazy};

#[derive(serde::Serialize)]
pub struct Row {
    id: u64,
}

macro_rules! page {
    ($name:ident { $($field:ident: $ty:ty),* $(,)? } matched $key:literal as $rows:ident: $list:ty, grouped $group:literal) => {
        #[derive(InertiaProps)]
        struct $name {
            $(#[defer(group = $group)] $field: Lazy<$ty>,)*
            #[merge(match_on = $key)]
            $rows: $list,
            own: Vec<$crate::Row>,
            #[merge(match_on = "id")]
            #[serde(skip_serializing_if = "Vec::is_empty")]
            mixed: Vec<$crate::Row>,
        }
    };
}

page!(Page { total: u64, name: String } matched "id" as rows: Vec<Row>, grouped "stats");

macro_rules! handler {
    ($name:ident -> $ret:ty, $($arg:ident: $ty:ty),*; $body:block) => {
        #[inertia::page("Page")]
        async fn $name($($arg: $ty),*) -> $ret $body
    };
}

handler!(page -> Page, uri: axum::http::Uri, method: axum::http::Method; {
    let _ = (uri, method);
    Page {
        total: inertia::lazy(async { 1 }),
        name: inertia::lazy(async { String::new() }),
        rows: vec![],
        own: vec![],
        mixed: vec![],
    }
});

fn main() {
    let _: axum::Router = axum::Router::new().route("/", axum::routing::get(page));
}
