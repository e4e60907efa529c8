mod db;
{modules}

use axum::{Router, routing::get};
use db::Db;
use inertia::{BoxError, Inertia};

fn router() -> Router<Db> {
    Router::new()
{routes}
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), BoxError> {
    let inertia = Inertia::builder().version("1").build()?;
    let app = router().layer(inertia.layer()).with_state(Db::open());
    axum::serve(tokio::net::TcpListener::bind("127.0.0.1:0").await?, app).await?;
    Ok(())
}
