use inertia::InertiaForm;

#[derive(InertiaForm)]
#[serde(transparent)]
enum Kind {
    Talk,
}

fn main() {}
