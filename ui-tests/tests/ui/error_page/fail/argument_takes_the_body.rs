use inertia::{ErrorInfo, Inertia, InertiaProps};

#[derive(InertiaProps)]
struct Sorry {
    status: u16,
}

#[inertia::page("Error")]
async fn error_page(error: ErrorInfo, _body: String) -> Sorry {
    Sorry { status: error.status().as_u16() }
}

fn main() {
    let _ = Inertia::builder().error_page(error_page);
}
