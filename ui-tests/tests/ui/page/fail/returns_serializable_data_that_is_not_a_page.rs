#[derive(serde::Serialize)]
struct Heading;

#[inertia::page("Home")]
async fn home() -> Heading {
    Heading
}

fn main() {}
