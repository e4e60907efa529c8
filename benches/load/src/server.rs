//! A server's process.

use std::{
    fs,
    io::{self, BufRead, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use crate::client::VERSION;

/// A running server, which ends when this is dropped.
pub(crate) struct Server {
    process: Child,
    pub(crate) address: SocketAddr,
}

impl Server {
    /// Starts the flagship or its twin, and waits for it to say where it listens.
    pub(crate) fn start(program: &Path, by_hand: bool, home: &Path, database: &Path) -> io::Result<Self> {
        let mut process = Command::new(program)
            .envs(by_hand.then_some(("EVENTS_BY_HAND", "1")))
            .env("PORT", "0")
            .env("RUST_LOG", "warn")
            .env("EVENTS_HOME", home)
            .env("EVENTS_DB", database)
            .env("EVENTS_TODAY", "2026-11-21")
            .env("EVENTS_VERSION", VERSION)
            .env("EVENTS_SSR", "off")
            .env("INERTIA_KEY", "a key for the load, which protects nothing at all")
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| io::Error::other(format!("`{}`: {error}", program.display())))?;
        let output = process.stdout.take().ok_or_else(|| io::Error::other("there is no output"))?;
        for line in BufReader::new(output).lines() {
            if let Some((_, address)) = line?.split_once("listening on http://") {
                let address = address.trim().parse().map_err(io::Error::other)?;
                return Ok(Self { process, address });
            }
        }
        Err(io::Error::other(format!("`{}` ended before it listened", program.display())))
    }

    /// The most memory that it has had, in megabytes; none where nobody says.
    pub(crate) fn memory(&self) -> Option<f64> {
        let status = fs::read_to_string(PathBuf::from(format!("/proc/{}/status", self.process.id()))).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().ok()?;
        Some(kilobytes / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
