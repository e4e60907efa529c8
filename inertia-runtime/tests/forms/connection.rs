//! Forms over real connections, which clients may break or leave open.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use axum::{Router, extract::State, routing::post};
use inertia::{FormLimits, Inertia, InertiaForm, UploadedFile, Valid};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

#[derive(InertiaForm)]
struct Upload {
    file: UploadedFile,
}

async fn upload(State(runs): State<Arc<AtomicUsize>>, form: Valid<Upload>) -> String {
    runs.fetch_add(1, SeqCst);
    form.file.size().to_string()
}

/// The begin of a request that promises a file of so many bytes, and what ends it.
fn request(length: usize) -> (String, &'static str) {
    let begin = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n";
    let end = "\r\n--b--\r\n";
    let head = format!(
        "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=b\r\n\
         Content-Length: {}\r\n\r\n{begin}",
        begin.len() + length + end.len()
    );
    (head, end)
}

async fn serve(limits: FormLimits) -> (SocketAddr, Arc<AtomicUsize>) {
    let runs = Arc::new(AtomicUsize::new(0));
    let inertia =
        Inertia::builder().without_session().form_limits(limits).build().expect("the settings are fine");
    let app = Router::new().route("/", post(upload)).layer(inertia.layer()).with_state(runs.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a port");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move { axum::serve(listener, app).await });
    (address, runs)
}

async fn connect(address: SocketAddr, text: &str) -> TcpStream {
    let mut connection = TcpStream::connect(address).await.expect("the server listens");
    connection.write_all(text.as_bytes()).await.expect("the server reads");
    connection
}

async fn answer(mut connection: TcpStream) -> String {
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).await.expect("the server answers");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_client_that_hangs_up_in_the_middle_of_a_file_disturbs_nobody() {
    let (address, runs) = serve(FormLimits::new().memory(10)).await;
    let (begin, end) = request(100_000);
    drop(connect(address, &format!("{begin}{}", "x".repeat(50_000))).await);
    let complete = connect(address, &format!("{begin}{}{end}", "x".repeat(100_000))).await;
    let answer = answer(complete).await;
    assert!(answer.ends_with("\r\n\r\n100000"), "{answer}");
    assert_eq!(runs.load(SeqCst), 1);
}

#[tokio::test]
async fn a_client_that_falls_silent_is_told_so() {
    let (address, runs) = serve(FormLimits::new().idle(Duration::from_millis(50))).await;
    let (begin, _) = request(100);
    let answer = answer(connect(address, &format!("{begin}x")).await).await;
    assert!(answer.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{answer}");
    assert_eq!(runs.load(SeqCst), 0);
}

#[tokio::test]
async fn a_client_that_falls_silent_in_a_file_that_is_too_large_is_told_so() {
    let (address, runs) = serve(FormLimits::new().body(1_000).idle(Duration::from_millis(50))).await;
    let (begin, _) = request(2_000);
    let answer = answer(connect(address, &format!("{begin}{}", "x".repeat(1_500))).await).await;
    assert!(answer.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{answer}");
    assert_eq!(runs.load(SeqCst), 0);
}

#[tokio::test]
async fn a_body_that_promises_to_be_too_long_is_refused_at_once() {
    let (address, runs) = serve(FormLimits::new().body(1_000).drain(2_000)).await;
    let (begin, _) = request(2_000);
    let answer = answer(connect(address, &begin).await).await;
    assert!(answer.starts_with("HTTP/1.1 413 Payload Too Large\r\n"), "{answer}");
    assert_eq!(runs.load(SeqCst), 0);
}
