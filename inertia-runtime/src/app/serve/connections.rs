//! Accepts and serves connections, and closes idle ones.

use std::{
    future::poll_fn,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::Poll,
    time::Duration,
};

use axum::{Router, extract::ConnectInfo, response::Response, serve::Listener};
use http::{HeaderValue, Request, header};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{net::TcpListener, sync::watch};
use tower::util::{MapRequest, MapResponse};

/// When idle connections are closed.
pub(super) struct Timeouts {
    /// How long a client may take for the head of a request, and how long a connection may be idle. Without a limit, a thousand
    /// idle connections could use up the process's file descriptors, so that nobody else could connect.
    idle: Duration,
    /// How long an idle connection stays open after shutdown begins. A request may be in transit; within this time it
    /// gets a response, with `Connection: close`.
    last_request: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        // Proxies close idle connections after a minute. If the server closed first, a proxy could send a request into a closed connection.
        Self { idle: Duration::from_secs(75), last_request: Duration::from_millis(250) }
    }
}

/// Serves until `shutdown` is ready, and then until all requests that have arrived have their responses.
pub(super) async fn serve(
    mut listener: TcpListener,
    app: Router,
    shutdown: impl Future<Output = ()>,
    timeouts: Timeouts,
) {
    // Converts all handlers into services once, instead of for every request.
    let app = app.with_state(());
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(timeouts.idle);
    let (end, _) = watch::channel(());
    let is_shutting_down = Arc::new(AtomicBool::new(false));
    let mut shutdown = pin!(shutdown);
    loop {
        let mut accepted = pin!(Listener::accept(&mut listener));
        let next = poll_fn(|context| match shutdown.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(None),
            Poll::Pending => accepted.as_mut().poll(context).map(Some),
        });
        let Some((stream, peer)) = next.await else { break };
        let is_last = is_shutting_down.clone();
        let complete =
            move |response| if is_last.load(Ordering::Relaxed) { with_close(response) } else { response };
        let add_peer_address = move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            request
        };
        let service = MapRequest::new(MapResponse::new(app.clone(), complete), add_peer_address);
        let service = TowerToHyperService::new(service);
        let connection = http.serve_connection(TokioIo::new(stream), service).with_upgrades();
        let mut ending = end.subscribe();
        tokio::spawn(async move {
            let mut closing_time = pin!(async {
                // An error means that the sender, the server, is gone.
                let _ = ending.changed().await;
                tokio::time::sleep(timeouts.last_request).await;
            });
            let mut connection = pin!(connection);
            let mut is_closing = false;
            let served = poll_fn(|context| {
                // A request that has already arrived is served first.
                let polled = connection.as_mut().poll(context);
                if polled.is_ready() || is_closing || closing_time.as_mut().poll(context).is_pending() {
                    return polled;
                }
                is_closing = true;
                connection.as_mut().graceful_shutdown();
                connection.as_mut().poll(context)
            });
            if let Err(error) = served.await {
                tracing::debug!("a connection has ended: {error}");
            }
        });
    }
    is_shutting_down.store(true, Ordering::Relaxed);
    end.send_replace(());
    drop(listener);
    // Each connection holds a receiver, so this waits for all connections.
    end.closed().await;
}

/// Adds `Connection: close`. The response to an upgrade has this header already, and is not changed.
fn with_close(mut response: Response) -> Response {
    response.headers_mut().entry(header::CONNECTION).or_insert(HeaderValue::from_static("close"));
    response
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read as _, Write as _},
        net::{SocketAddr, TcpStream},
        sync::Arc,
    };

    use axum::{Router, routing::get};
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpListener,
        sync::{Notify, oneshot},
        task::spawn_blocking,
    };

    use super::*;

    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nhost: app.test\r\n\r\n";

    /// A handler that responds after `go_on`.
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

    /// Connects and sends some bytes before the server runs. The future reads until the server closes the connection.
    async fn client(listener: &TcpListener, sent: &[u8]) -> impl Future<Output = String> + use<> {
        let (address, sent) = (listener.local_addr().unwrap(), sent.to_vec());
        let connect = move || {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(&sent).unwrap();
            stream
        };
        let mut stream = spawn_blocking(connect).await.unwrap();
        async move {
            let read = move || {
                let mut response = Vec::new();
                // Data that arrived before a reset is used, too.
                let _ = stream.read_to_end(&mut response);
                String::from_utf8_lossy(&response).into_owned()
            };
            spawn_blocking(read).await.unwrap()
        }
    }

    #[tokio::test]
    async fn idle_connections_are_closed_and_slow_responses_are_sent() {
        let (go_on, begun) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let listener = listener().await;
        let silent = client(&listener, b"").await;
        let slow = client(&listener, b"GET / HTTP/1.1\r\nhost: ap").await;
        let waiting = client(&listener, REQUEST).await;
        let timeouts = Timeouts { idle: Duration::from_millis(50), ..Timeouts::default() };
        let server = tokio::spawn(serve(listener, app(&go_on, &begun), std::future::pending(), timeouts));
        let waiting = tokio::spawn(waiting);
        assert_eq!(silent.await, "");
        assert!(!slow.await.contains("200 OK"));
        // This response took longer than the idle timeout.
        go_on.notify_one();
        let response = waiting.await.unwrap();
        assert!(response.starts_with("HTTP/1.1 200 OK") && response.ends_with("there you are"), "{response}");
        server.abort();
    }

    #[tokio::test]
    async fn handlers_can_extract_the_address_of_the_client() {
        let handler = async |ConnectInfo(client): ConnectInfo<SocketAddr>| client.ip().to_string();
        let listener = listener().await;
        let request = b"GET / HTTP/1.1\r\nhost: app.test\r\nconnection: close\r\n\r\n";
        let client = client(&listener, request).await;
        let app = Router::new().route("/", get(handler));
        let server = tokio::spawn(serve(listener, app, std::future::pending(), Timeouts::default()));
        let response = client.await;
        assert!(response.ends_with("\r\n\r\n127.0.0.1"), "{response}");
        server.abort();
    }

    #[tokio::test]
    async fn responses_in_progress_are_completed_during_shutdown() {
        let (go_on, begun) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (shutdown, on_shutdown) = oneshot::channel::<()>();
        let listener = listener().await;
        let waiting = client(&listener, REQUEST).await;
        let silent = client(&listener, b"").await;
        let on_shutdown = async { drop(on_shutdown.await) };
        let server = tokio::spawn(serve(listener, app(&go_on, &begun), on_shutdown, Timeouts::default()));
        begun.notified().await;
        drop(shutdown);
        assert_eq!(silent.await, "");
        go_on.notify_one();
        assert!(waiting.await.ends_with("there you are"));
        server.await.unwrap();
    }

    #[tokio::test]
    async fn a_request_during_shutdown_gets_a_response_that_closes_the_connection() {
        let (go_on, begun) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (shutdown, on_shutdown) = oneshot::channel::<()>();
        let listener = listener().await;
        let address = listener.local_addr().unwrap();
        let on_shutdown = async { drop(on_shutdown.await) };
        let timeouts = Timeouts { last_request: Duration::from_secs(60), ..Timeouts::default() };
        let server = tokio::spawn(serve(listener, app(&go_on, &begun), on_shutdown, timeouts));
        let mut client = tokio::net::TcpStream::connect(address).await.unwrap();
        client.write_all(REQUEST).await.unwrap();
        go_on.notify_one();
        let mut first = Vec::new();
        while !first.ends_with(b"there you are") {
            assert_ne!(client.read_buf(&mut first).await.unwrap(), 0);
        }
        assert!(!String::from_utf8(first).unwrap().contains("connection:"));
        drop(shutdown);
        // The server has begun to shut down when it no longer accepts connections.
        while tokio::net::TcpStream::connect(address).await.is_ok() {}
        client.write_all(REQUEST).await.unwrap();
        go_on.notify_one();
        let mut last = String::new();
        client.read_to_string(&mut last).await.unwrap();
        assert!(last.contains("connection: close\r\n") && last.ends_with("there you are"), "{last}");
        server.await.unwrap();
    }
}
