use inertia::InertiaForm;

#[derive(InertiaForm)]
enum Kind {
    #[serde(skip)]
    Talk,
}

fn main() {}
