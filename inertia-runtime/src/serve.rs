//! A convenience for small servers.

use std::{io, net::SocketAddr};

use axum::Router;
use tokio::net::TcpListener;

/// Serves an application on `127.0.0.1`, at the port that the environment variable `PORT` names (3000 without it),
/// prints the address, and stops gracefully on Ctrl-C. `axum::serve` works as well where more is wanted.
///
/// # Errors
///
/// When `PORT` is no port, or the port cannot be listened on.
pub async fn serve(app: Router) -> io::Result<()> {
    let port = match std::env::var("PORT") {
        Ok(port) => port.parse().map_err(|_| {
            io::Error::new(
                io::ErrorKind::InvalidInput,
                format!("PORT is {port:?}; write a number from 0 to 65535"),
            )
        })?,
        Err(_) => 3000,
    };
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| io::Error::new(error.kind(), format!("cannot listen on {address}: {error}")))?;
    announce(&format!("listening on http://{}", listener.local_addr()?));
    axum::serve(listener, app).with_graceful_shutdown(interrupted()).await
}

async fn interrupted() {
    // Where the signal cannot be listened for, the process ends the hard way.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

#[allow(clippy::print_stdout, reason = "the address is what the person at the terminal waits for")]
fn announce(line: &str) {
    println!("{line}");
}
