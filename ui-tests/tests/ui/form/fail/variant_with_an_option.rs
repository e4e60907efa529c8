use inertia::InertiaForm;

#[derive(InertiaForm)]
enum Kind {
    #[form(message = "is no kind")]
    Talk,
}

fn main() {}
