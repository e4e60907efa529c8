mod db;
mod visit;
{modules}

use axum::{Router, routing::get};
use db::Db;

fn router() -> Router<Db> {
    Router::new()
{routes}
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let app = router().with_state(Db::open());
    axum::serve(tokio::net::TcpListener::bind("127.0.0.1:0").await?, app).await
}
