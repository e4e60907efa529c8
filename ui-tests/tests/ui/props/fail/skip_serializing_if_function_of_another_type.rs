use inertia::{InertiaProps, Lazy};

#[derive(serde::Serialize)]
struct Color;
struct Shade;

fn is_plain(_: &Shade) -> bool {
    true
}

#[derive(InertiaProps)]
struct Page {
    #[serde(skip_serializing_if = "is_plain")]
    color: Lazy<Color>,
}

fn main() {}
