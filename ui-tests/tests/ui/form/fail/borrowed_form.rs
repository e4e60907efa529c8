use inertia::InertiaForm;

#[derive(InertiaForm)]
struct Form<'a> {
    text: &'a str,
}

fn main() {}
