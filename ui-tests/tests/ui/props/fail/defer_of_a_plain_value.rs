use inertia::InertiaProps;

#[derive(serde::Serialize)]
struct Stats;

#[derive(InertiaProps)]
struct Page {
    #[defer(group = "stats")]
    stats: Stats,
}

fn main() {}
