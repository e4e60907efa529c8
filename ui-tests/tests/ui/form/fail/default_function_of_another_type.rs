use inertia::InertiaForm;

fn first() -> u32 {
    1
}

#[derive(InertiaForm)]
struct Form {
    #[serde(default = "first")]
    page: u8,
}

fn main() {}
