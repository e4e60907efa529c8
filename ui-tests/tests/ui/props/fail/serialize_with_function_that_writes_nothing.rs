use inertia::InertiaProps;

struct Color;

fn write_color<S: serde::Serializer>(_: &Color, _: S) -> String {
    String::new()
}

#[derive(InertiaProps)]
struct Page {
    #[serde(serialize_with = "write_color")]
    color: Color,
}

fn main() {}
