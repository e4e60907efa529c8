//! The connections of a small server: each is served as long as its client has something to say.

use std::{future::poll_fn, pin::pin, task::Poll, time::Duration};

use axum::{Router, serve::Listener};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{net::TcpListener, sync::watch};

/// How long a client may take for the head of a request, and how long it may keep a connection on which it asks nothing. Longer
/// than proxies keep theirs, which is a minute: they had better be the ones who hang up. Without a limit, a thousand
/// silent connections would shut everybody else out, because a process has only so many.
pub(super) const IDLE: Duration = Duration::from_secs(75);

/// Serves until it is told to end, and then until the requests that have come are answered.
pub(super) async fn serve(
    mut listener: TcpListener,
    app: Router,
    told: impl Future<Output = ()>,
    idle: Duration,
) {
    // Turns all handlers into services now, instead of with every request.
    let app = app.with_state(());
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(idle);
    let (end, _) = watch::channel(());
    let mut told = pin!(told);
    loop {
        let mut accepted = pin!(Listener::accept(&mut listener));
        let next = poll_fn(|context| match told.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(None),
            Poll::Pending => accepted.as_mut().poll(context).map(Some),
        });
        let Some((stream, _)) = next.await else { break };
        let service = TowerToHyperService::new(app.clone());
        let connection = http.serve_connection(TokioIo::new(stream), service).with_upgrades();
        let mut ending = end.subscribe();
        tokio::spawn(async move {
            let mut ending = pin!(ending.changed());
            let mut connection = pin!(connection);
            let mut ends = false;
            let served = poll_fn(|context| {
                if !ends && ending.as_mut().poll(context).is_ready() {
                    ends = true;
                    connection.as_mut().graceful_shutdown();
                }
                connection.as_mut().poll(context)
            });
            if let Err(error) = served.await {
                tracing::debug!("a connection has ended: {error}");
            }
        });
    }
    drop(listener);
    end.send_replace(());
    // Each connection has one of its receivers.
    end.closed().await;
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read as _, Write as _},
        net::TcpStream,
        sync::Arc,
    };

    use axum::{Router, routing::get};
    use tokio::{
        net::TcpListener,
        sync::{Notify, oneshot},
        task::spawn_blocking,
    };

    use super::*;

    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nhost: app.test\r\n\r\n";

    /// Answers as soon as it is let.
    fn app(go_on: &Arc<Notify>, begun: &Arc<Notify>) -> Router {
        let (go_on, begun) = (go_on.clone(), begun.clone());
        let handler = async move || {
            begun.notify_one();
            go_on.notified().await;
            "there you are"
        };
        Router::new().route("/", get(handler))
    }

    async fn listener() -> TcpListener {
        TcpListener::bind("127.0.0.1:0").await.unwrap()
    }

    /// A client that has said this much before anybody listens, and what it reads until the server hangs up.
    async fn client(listener: &TcpListener, says: &[u8]) -> impl Future<Output = String> + use<> {
        let (address, says) = (listener.local_addr().unwrap(), says.to_vec());
        let connect = move || {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(&says).unwrap();
            stream
        };
        let mut stream = spawn_blocking(connect).await.unwrap();
        async move {
            let read = move || {
                let mut answer = Vec::new();
                // What was read before a connection is reset counts, too.
                let _ = stream.read_to_end(&mut answer);
                String::from_utf8_lossy(&answer).into_owned()
            };
            spawn_blocking(read).await.unwrap()
        }
    }

    #[tokio::test]
    async fn silent_clients_are_hung_up_on_and_waiting_ones_are_answered() {
        let (go_on, begun) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let listener = listener().await;
        let silent = client(&listener, b"").await;
        let slow = client(&listener, b"GET / HTTP/1.1\r\nhost: ap").await;
        let waiting = client(&listener, REQUEST).await;
        let idle = Duration::from_millis(50);
        let server = tokio::spawn(serve(listener, app(&go_on, &begun), std::future::pending(), idle));
        let waiting = tokio::spawn(waiting);
        assert_eq!(silent.await, "");
        assert!(!slow.await.contains("200 OK"));
        // Its answer has taken longer than the others were allowed to be silent.
        go_on.notify_one();
        let answer = waiting.await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("there you are"), "{answer}");
        server.abort();
    }

    #[tokio::test]
    async fn who_is_being_answered_when_the_server_is_told_to_end_gets_the_answer() {
        let (go_on, begun) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (tell, told) = oneshot::channel::<()>();
        let listener = listener().await;
        let waiting = client(&listener, REQUEST).await;
        let silent = client(&listener, b"").await;
        let told = async { drop(told.await) };
        let server = tokio::spawn(serve(listener, app(&go_on, &begun), told, IDLE));
        begun.notified().await;
        drop(tell);
        assert_eq!(silent.await, "");
        go_on.notify_one();
        assert!(waiting.await.ends_with("there you are"));
        server.await.unwrap();
    }
}
