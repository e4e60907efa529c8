//! A convenience for small servers.

mod connections;

use std::{future::poll_fn, io, net::SocketAddr, pin::pin, task::Poll, time::Duration};

use axum::Router;
use listenfd::ListenFd;
use tokio::net::TcpListener;
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::oneshot;

use self::connections::Timeouts;

/// How long answers may take that have begun when the server is told to end.
const PATIENCE: Duration = Duration::from_secs(10);

/// Serves an application on `127.0.0.1`, at the port that the environment variable `PORT` names (3000 without it),
/// prints the address, and stops gracefully on Ctrl-C, or when the system asks it to (`SIGTERM`): answers that have begun have ten
/// seconds to end, or until Ctrl-C is pressed again, and a request that is on its way on an open connection is answered, too. A
/// client that says nothing for 75 seconds, or takes longer for the head of a request, is hung up on. `axum::serve` works as well
/// where more is wanted, such as HTTP/2.
///
/// Handlers may take the address of the client's end of the connection, a proxy's where there is one, as `ConnectInfo<SocketAddr>`.
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
    // Whoever waits for the address may ask for the end as soon as it is there.
    let mut signals = Signals::new();
    announce(&format!("listening on http://{}", listener.local_addr()?));
    let (tell, told) = oneshot::channel();
    let server = connections::serve(listener, app, async { drop(told.await) }, Timeouts::default());
    until_told(server, tell, async || signals.next().await).await;
    Ok(())
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
    TcpListener::bind(address).await.map_err(|error| {
        io::Error::new(error.kind(), format!("cannot listen on {address}: {error}; set PORT to another port"))
    })
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

/// Waits for the server, which is told to end when a signal comes. What it is doing then may take a while, but not for
/// ever, and no longer than the next signal.
async fn until_told(
    server: impl Future<Output = ()>,
    tell: oneshot::Sender<()>,
    mut signal: impl AsyncFnMut(),
) {
    let mut server = pin!(server);
    let mut end = pin!(async {
        signal().await;
        let _ = tell.send(());
        let _ = tokio::time::timeout(PATIENCE, signal()).await;
    });
    poll_fn(|context| match server.as_mut().poll(context) {
        Poll::Ready(()) => Poll::Ready(()),
        Poll::Pending => end.as_mut().poll(context),
    })
    .await;
}

/// What asks the program to end.
struct Signals {
    #[cfg(unix)]
    all: [Option<Signal>; 2],
}

impl Signals {
    fn new() -> Self {
        Self {
            // Where a signal cannot be listened for, the process ends the hard way.
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

#[allow(clippy::print_stdout, reason = "the address is what the person at the terminal waits for")]
fn announce(line: &str) {
    println!("{line}");
}

#[cfg(test)]
mod tests {
    use std::{future::pending, time::Duration};

    use tokio::{sync::oneshot, time::Instant};

    use super::{PATIENCE, until_told};

    /// How long it takes to end a server, with signals at these moments.
    async fn took(server: impl Future<Output = ()>, tell: oneshot::Sender<()>, signals: &[u64]) -> Duration {
        let begin = Instant::now();
        let mut signals = signals.iter();
        let signal = async || match signals.next() {
            Some(second) => tokio::time::sleep_until(begin + Duration::from_secs(*second)).await,
            None => pending().await,
        };
        until_told(server, tell, signal).await;
        begin.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_has_nothing_to_do_ends_at_once() {
        let (tell, told) = oneshot::channel();
        let server = async { drop(told.await) };
        assert_eq!(took(server, tell, &[1]).await, Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_without_end_is_waited_for_until_the_time_or_the_patience_is_over() {
        let (tell, _told) = oneshot::channel();
        assert_eq!(took(pending(), tell, &[1]).await, Duration::from_secs(1) + PATIENCE);
        let (tell, _told) = oneshot::channel();
        assert_eq!(took(pending(), tell, &[1, 3]).await, Duration::from_secs(3));
    }
}
