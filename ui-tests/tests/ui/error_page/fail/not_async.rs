use axum::http::StatusCode;
use inertia::Inertia;

fn error_page() -> StatusCode {
    StatusCode::NOT_FOUND
}

fn main() {
    let _ = Inertia::builder().error_page(error_page);
}
