use inertia::InertiaForm;
use serde::{Deserialize, Deserializer};

struct Color(u32);

fn hex<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Color, D::Error> {
    u32::deserialize(deserializer).map(Color)
}

#[derive(InertiaForm, garde::Validate)]
struct Form {
    #[garde(skip)]
    #[serde(deserialize_with = "hex")]
    color: Color,
}

fn main() {}
