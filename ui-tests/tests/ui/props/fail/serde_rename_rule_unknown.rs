use inertia::InertiaProps;

#[derive(InertiaProps)]
#[serde(rename_all = "camelcase")]
struct Page {
    title: String
}

fn main() {}
