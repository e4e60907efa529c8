use axum::response::{IntoResponse, Response};

struct Heading;
struct Failure;

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        ().into_response()
    }
}

#[inertia::page("Home")]
async fn home() -> Result<Heading, Failure> {
    Ok(Heading)
}

fn main() {}
