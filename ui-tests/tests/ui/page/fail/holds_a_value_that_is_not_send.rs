use inertia::InertiaProps;

#[derive(InertiaProps)]
struct Home {
    title: String,
}

struct Local(*const u8);

#[inertia::page("Home")]
async fn home() -> Home {
    let local = Local(std::ptr::null());
    std::future::ready(()).await;
    drop(local);
    Home { title: String::new() }
}

fn main() {
    let _: axum::Router = axum::Router::new().route("/", axum::routing::get(home));
}
