use inertia::InertiaForm;

#[derive(InertiaForm)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Talk,
    #[serde(alias = "talk")]
    Speech,
}

fn main() {}
