use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Page<T> {
    item: T,
}

struct Secret;

#[inertia::page("Secret")]
async fn secret() -> Page<Secret> {
    Page { item: Secret }
}

fn main() {}
