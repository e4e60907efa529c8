use inertia::InertiaForm;

#[derive(InertiaForm)]
enum Kind {
    Talk,
    #[serde(other)]
    Else,
    #[serde(other)]
    Other,
}

fn main() {}
