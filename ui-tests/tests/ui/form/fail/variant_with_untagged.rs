use inertia::InertiaForm;

#[derive(InertiaForm)]
enum Kind {
    Talk,
    #[serde(untagged)]
    Else,
}

fn main() {}
