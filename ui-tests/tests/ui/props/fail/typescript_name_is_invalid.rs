use inertia::InertiaProps;

#[derive(InertiaProps)]
#[ts(rename = "Home/Page")]
struct Home {
    name: String,
}

fn main() {}
