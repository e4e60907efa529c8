//! A convenience for small servers.

use std::{
    future::{Future as _, poll_fn},
    io,
    net::SocketAddr,
    pin::pin,
    task::Poll,
};

use axum::Router;
use listenfd::ListenFd;
use tokio::net::TcpListener;
#[cfg(unix)]
use tokio::signal::unix::{SignalKind, signal};

/// Serves an application on `127.0.0.1`, at the port that the environment variable `PORT` names (3000 without it),
/// prints the address, and stops gracefully on Ctrl-C, or when the system asks it to. `axum::serve` works as well where
/// more is wanted.
///
/// A socket that is passed on, by systemd or by a tool that restarts the program while one works on it (`LISTEN_FDS`), is taken
/// instead of a new one: then nobody is turned away in between.
///
/// # Errors
///
/// When `PORT` is no port, or the port cannot be listened on.
pub async fn serve(app: Router) -> io::Result<()> {
    let listener = match passed_on()? {
        Some(listener) => listener,
        None => bound().await?,
    };
    announce(&format!("listening on http://{}", listener.local_addr()?));
    axum::serve(listener, app).with_graceful_shutdown(interrupted()).await
}

async fn bound() -> io::Result<TcpListener> {
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
    TcpListener::bind(address)
        .await
        .map_err(|error| io::Error::new(error.kind(), format!("cannot listen on {address}: {error}")))
}

/// The socket that whoever has started the program listens on already.
fn passed_on() -> io::Result<Option<TcpListener>> {
    let taken = ListenFd::from_env().take_tcp_listener(0).and_then(|listener| {
        let Some(listener) = listener else { return Ok(None) };
        listener.set_nonblocking(true)?;
        TcpListener::from_std(listener).map(Some)
    });
    taken.map_err(|error| {
        io::Error::new(error.kind(), format!("LISTEN_FDS names no socket to listen on: {error}"))
    })
}

async fn interrupted() {
    // Where a signal cannot be listened for, the process ends the hard way.
    let mut interrupt = pin!(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    });
    #[cfg(unix)]
    let mut terminate = signal(SignalKind::terminate()).ok();
    poll_fn(|context| {
        #[cfg(unix)]
        if terminate.as_mut().is_some_and(|terminate| terminate.poll_recv(context).is_ready()) {
            return Poll::Ready(());
        }
        interrupt.as_mut().poll(context)
    })
    .await;
}

#[allow(clippy::print_stdout, reason = "the address is what the person at the terminal waits for")]
fn announce(line: &str) {
    println!("{line}");
}
