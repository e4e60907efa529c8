use inertia::InertiaForm;
use serde::{Deserialize, Deserializer};

fn hex<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    u32::deserialize(deserializer)
}

#[derive(InertiaForm)]
struct Form {
    #[serde(deserialize_with = "hex")]
    color: u8,
}

fn main() {}
