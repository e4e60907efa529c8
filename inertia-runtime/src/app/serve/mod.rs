//! `serve`: runs a small server.

pub(crate) mod connections;

use std::{future::poll_fn, io, net::SocketAddr, pin::pin, task::Poll, time::Duration};

use axum::Router;
use listenfd::ListenFd;
use tokio::net::TcpListener;
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::oneshot;

use crate::app::serve::connections::Timeouts;

/// How long responses that have started may take after a shutdown signal.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);

/// Serves an application on `127.0.0.1`, at the port that the environment variable `PORT` names (3000 without it),
/// prints the address, and stops gracefully on Ctrl-C or `SIGTERM`: responses that have started have ten
/// seconds to finish, or until Ctrl-C is pressed again, and a request that is just arriving on an open connection still gets its
/// response. A connection is closed if it is idle for 75 seconds, or if the head of a request takes longer. Use `axum::serve` for
/// more, such as HTTP/2.
///
/// Handlers may extract the address of the client as `ConnectInfo<SocketAddr>`. Behind a proxy, it is the proxy's address.
///
/// A socket that systemd or a tool such as `systemfd` passes on (`LISTEN_FDS`) is used instead of a new one: then no connection is
/// refused while the program restarts.
///
/// # Errors
///
/// If `PORT` is not a port number, or the server cannot listen on it.
pub async fn serve(app: Router) -> io::Result<()> {
    let listener = match inherited_listener()? {
        Some(listener) => listener,
        None => bind().await?,
    };
    // Before the address is printed: a script that waits for it may send a signal right away.
    let mut signals = Signals::new();
    announce(&format!("listening on http://{}", listener.local_addr()?));
    let (shutdown, on_shutdown) = oneshot::channel();
    let server = connections::serve(listener, app, async { drop(on_shutdown.await) }, Timeouts::default());
    run(server, shutdown, async || signals.next().await).await;
    Ok(())
}

async fn bind() -> io::Result<TcpListener> {
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
    TcpListener::bind(address).await.map_err(|error| {
        io::Error::new(error.kind(), format!("cannot listen on {address}: {error}; set PORT to another port"))
    })
}

/// The socket that the parent process has opened and passes on.
fn inherited_listener() -> io::Result<Option<TcpListener>> {
    let taken = ListenFd::from_env().take_tcp_listener(0).and_then(|listener| {
        let Some(listener) = listener else { return Ok(None) };
        listener.set_nonblocking(true)?;
        TcpListener::from_std(listener).map(Some)
    });
    taken.map_err(|error| {
        io::Error::new(error.kind(), format!("LISTEN_FDS names no socket to listen on: {error}"))
    })
}

/// Runs the server until a signal starts its shutdown. The shutdown ends after `SHUTDOWN_TIMEOUT`, or at a second signal.
async fn run(server: impl Future<Output = ()>, shutdown: oneshot::Sender<()>, mut signal: impl AsyncFnMut()) {
    let mut server = pin!(server);
    let mut end = pin!(async {
        signal().await;
        let _ = shutdown.send(());
        let _ = tokio::time::timeout(SHUTDOWN_TIMEOUT, signal()).await;
    });
    poll_fn(|context| match server.as_mut().poll(context) {
        Poll::Ready(()) => Poll::Ready(()),
        Poll::Pending => end.as_mut().poll(context),
    })
    .await;
}

/// The signals that stop the program.
struct Signals {
    #[cfg(unix)]
    all: [Option<Signal>; 2],
}

impl Signals {
    fn new() -> Self {
        Self {
            // Without a handler for a signal, the process ends at once.
            #[cfg(unix)]
            all: [SignalKind::interrupt(), SignalKind::terminate()].map(|kind| signal(kind).ok()),
        }
    }

    #[cfg(unix)]
    async fn next(&mut self) {
        poll_fn(|context| {
            let mut all = self.all.iter_mut().flatten();
            if all.any(|signal| signal.poll_recv(context).is_ready()) {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
    }

    #[cfg(not(unix))]
    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

#[allow(clippy::print_stdout, reason = "the developer at the terminal needs the address")]
fn announce(line: &str) {
    println!("{line}");
}

#[cfg(test)]
mod tests {
    use std::{future::pending, time::Duration};

    use tokio::{sync::oneshot, time::Instant};

    use super::{SHUTDOWN_TIMEOUT, run};

    /// The time until the server has ended, with signals at these seconds.
    async fn run_time(
        server: impl Future<Output = ()>,
        shutdown: oneshot::Sender<()>,
        signals: &[u64],
    ) -> Duration {
        let begin = Instant::now();
        let mut signals = signals.iter();
        let signal = async || match signals.next() {
            Some(second) => tokio::time::sleep_until(begin + Duration::from_secs(*second)).await,
            None => pending().await,
        };
        run(server, shutdown, signal).await;
        begin.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn an_idle_server_ends_at_once() {
        let (shutdown, on_shutdown) = oneshot::channel();
        let server = async { drop(on_shutdown.await) };
        assert_eq!(run_time(server, shutdown, &[1]).await, Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn an_endless_response_ends_at_the_timeout_or_at_a_second_signal() {
        let (shutdown, _on_shutdown) = oneshot::channel();
        assert_eq!(run_time(pending(), shutdown, &[1]).await, Duration::from_secs(1) + SHUTDOWN_TIMEOUT);
        let (shutdown, _on_shutdown) = oneshot::channel();
        assert_eq!(run_time(pending(), shutdown, &[1, 3]).await, Duration::from_secs(3));
    }
}
