use inertia::InertiaForm;

#[derive(InertiaForm)]
enum Place {
    Online,
    Hall { seats: u32 },
}

fn main() {}
