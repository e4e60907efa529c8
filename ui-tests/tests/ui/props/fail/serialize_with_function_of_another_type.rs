use inertia::{InertiaProps, Lazy};

struct Color;
struct Shade;

fn write_color<S: serde::Serializer>(_: &Shade, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str("#000")
}

#[derive(InertiaProps)]
struct Page {
    #[serde(serialize_with = "write_color")]
    color: Lazy<Color>,
}

fn main() {}
