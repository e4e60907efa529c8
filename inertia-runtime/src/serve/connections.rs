//! The connections of a small server: each is served as long as its client has something to say.

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

/// How long the server waits for clients.
pub(super) struct Timeouts {
    /// How long a client may take for the head of a request, and how long it may keep a connection on which it asks nothing. Without
    /// a limit, a thousand silent connections would shut everybody else out, because a process has only so many.
    idle: Duration,
    /// How long a connection without a request stays when the server is told to end. Its next request may be on its way, and
    /// nobody would answer that one; within this time it is answered, and the client told to ask no more of this server.
    last_request: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        // Proxies keep their connections for a minute: they had better be the ones who hang up.
        Self { idle: Duration::from_secs(75), last_request: Duration::from_millis(250) }
    }
}

/// Serves until it is told to end, and then until the requests that have come are answered.
pub(super) async fn serve(
    mut listener: TcpListener,
    app: Router,
    told: impl Future<Output = ()>,
    timeouts: Timeouts,
) {
    // Turns all handlers into services now, instead of with every request.
    let app = app.with_state(());
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(timeouts.idle);
    let (end, _) = watch::channel(());
    let ends = Arc::new(AtomicBool::new(false));
    let mut told = pin!(told);
    loop {
        let mut accepted = pin!(Listener::accept(&mut listener));
        let next = poll_fn(|context| match told.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(None),
            Poll::Pending => accepted.as_mut().poll(context).map(Some),
        });
        let Some((stream, peer)) = next.await else { break };
        let ends = ends.clone();
        let finish = move |answer| if ends.load(Ordering::Relaxed) { last(answer) } else { answer };
        let introduce = move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            request
        };
        let service = MapRequest::new(MapResponse::new(app.clone(), finish), introduce);
        let service = TowerToHyperService::new(service);
        let connection = http.serve_connection(TokioIo::new(stream), service).with_upgrades();
        let mut ending = end.subscribe();
        tokio::spawn(async move {
            let mut over = pin!(async {
                // An error means the same: the server is gone.
                let _ = ending.changed().await;
                tokio::time::sleep(timeouts.last_request).await;
            });
            let mut connection = pin!(connection);
            let mut hung_up = false;
            let served = poll_fn(|context| {
                // A request that is there already comes before the end.
                let polled = connection.as_mut().poll(context);
                if polled.is_ready() || hung_up || over.as_mut().poll(context).is_pending() {
                    return polled;
                }
                hung_up = true;
                connection.as_mut().graceful_shutdown();
                connection.as_mut().poll(context)
            });
            if let Err(error) = served.await {
                tracing::debug!("a connection has ended: {error}");
            }
        });
    }
    ends.store(true, Ordering::Relaxed);
    end.send_replace(());
    drop(listener);
    // Each connection has one of its receivers.
    end.closed().await;
}

/// The last answer on its connection. One that has become another protocol says so itself, and is left alone.
fn last(mut answer: Response) -> Response {
    answer.headers_mut().entry(header::CONNECTION).or_insert(HeaderValue::from_static("close"));
    answer
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
        let timeouts = Timeouts { idle: Duration::from_millis(50), ..Timeouts::default() };
        let server = tokio::spawn(serve(listener, app(&go_on, &begun), std::future::pending(), timeouts));
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
    async fn handlers_know_the_address_of_the_client() {
        let handler = async |ConnectInfo(client): ConnectInfo<SocketAddr>| client.ip().to_string();
        let listener = listener().await;
        let request = b"GET / HTTP/1.1\r\nhost: app.test\r\nconnection: close\r\n\r\n";
        let client = client(&listener, request).await;
        let app = Router::new().route("/", get(handler));
        let server = tokio::spawn(serve(listener, app, std::future::pending(), Timeouts::default()));
        let answer = client.await;
        assert!(answer.ends_with("\r\n\r\n127.0.0.1"), "{answer}");
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
        let server = tokio::spawn(serve(listener, app(&go_on, &begun), told, Timeouts::default()));
        begun.notified().await;
        drop(tell);
        assert_eq!(silent.await, "");
        go_on.notify_one();
        assert!(waiting.await.ends_with("there you are"));
        server.await.unwrap();
    }

    #[tokio::test]
    async fn who_asks_again_while_the_server_ends_gets_a_last_answer() {
        let (go_on, begun) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (tell, told) = oneshot::channel::<()>();
        let listener = listener().await;
        let address = listener.local_addr().unwrap();
        let told = async { drop(told.await) };
        let timeouts = Timeouts { last_request: Duration::from_secs(60), ..Timeouts::default() };
        let server = tokio::spawn(serve(listener, app(&go_on, &begun), told, timeouts));
        let mut client = tokio::net::TcpStream::connect(address).await.unwrap();
        client.write_all(REQUEST).await.unwrap();
        go_on.notify_one();
        let mut first = Vec::new();
        while !first.ends_with(b"there you are") {
            assert_ne!(client.read_buf(&mut first).await.unwrap(), 0);
        }
        assert!(!String::from_utf8(first).unwrap().contains("connection:"));
        drop(tell);
        // From here on the server knows that it is to end: it does not listen any more.
        while tokio::net::TcpStream::connect(address).await.is_ok() {}
        client.write_all(REQUEST).await.unwrap();
        go_on.notify_one();
        let mut last = String::new();
        client.read_to_string(&mut last).await.unwrap();
        assert!(last.contains("connection: close\r\n") && last.ends_with("there you are"), "{last}");
        server.await.unwrap();
    }
}
