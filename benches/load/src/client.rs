//! A connection that asks for one page again and again, and for nothing else.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

/// The version of the assets that both servers are told.
pub(crate) const VERSION: &str = "load";

/// A kept-alive connection.
pub(crate) struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Client {
    pub(crate) fn connect(server: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(server)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        Ok(Self { stream, buffer: vec![0; 64 << 10] })
    }

    /// Asks as the client does, and gives the body.
    pub(crate) fn get(&mut self, path: &str) -> io::Result<&[u8]> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 \
             Firefox/145.0\r\naccept: text/html, application/xhtml+xml\r\naccept-language: en-GB,en;q=0.7\r\naccept-encoding: \
             gzip, deflate, br\r\nreferer: http://127.0.0.1/\r\ncookie: theme=dark\r\nsec-fetch-site: same-origin\r\n\
             sec-fetch-mode: cors\r\nsec-fetch-dest: empty\r\nx-requested-with: XMLHttpRequest\r\nx-inertia: true\r\n\
             x-inertia-version: {VERSION}\r\n\r\n"
        );
        self.stream.write_all(request.as_bytes())?;
        let mut read = 0;
        loop {
            if read == self.buffer.len() {
                self.buffer.resize(read * 2, 0);
            }
            let free = self.buffer.get_mut(read..).unwrap_or_default();
            let more = self.stream.read(free)?;
            if more == 0 {
                return Err(io::Error::other("the server has hung up"));
            }
            read += more;
            let answer = self.buffer.get(..read).unwrap_or_default();
            let Some(head) = answer.windows(4).position(|end| end == b"\r\n\r\n") else { continue };
            let (head, body) = answer.split_at(head + 4);
            let head = String::from_utf8_lossy(head).to_ascii_lowercase();
            if !head.starts_with("http/1.1 200") {
                return Err(io::Error::other(format!("{path}: {head}")));
            }
            let length =
                head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
            let length: usize = length.ok_or_else(|| io::Error::other("an answer without a length"))?;
            if body.len() >= length {
                let start = read - body.len();
                return Ok(self.buffer.get(start..start + length).unwrap_or_default());
            }
        }
    }
}
