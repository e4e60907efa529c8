//! Starts the renderer's process.

use std::{
    ffi::{OsStr, OsString},
    fmt, io,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::Stdio,
};

use http::{Uri, uri::PathAndQuery};
use tokio::process::Command;
use url::form_urlencoded;

use crate::ssr::process::child::Renderer;

/// The module that runs in the process before the script.
const BOOTSTRAP: &str = include_str!("bootstrap.mjs");

/// A script and the JavaScript runtime for it.
#[derive(Debug, Clone)]
pub(in crate::ssr) struct Launch {
    pub(in crate::ssr) script: PathBuf,
    pub(in crate::ssr) runtime: OsString,
    /// The runtime's arguments, which precede the script.
    pub(in crate::ssr) arguments: Vec<OsString>,
}

/// The port that a renderer listens on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Port(u16);

/// Why a process could not be started.
#[derive(Debug)]
pub(super) struct LaunchError {
    runtime: OsString,
    error: io::Error,
}

impl Launch {
    pub(in crate::ssr) fn new(script: PathBuf) -> Self {
        Self { script, runtime: "node".into(), arguments: Vec::new() }
    }

    /// Checks that the script exists.
    ///
    /// # Errors
    ///
    /// Fails if it does not exist.
    pub(in crate::ssr) fn check(&self) -> Result<(), String> {
        if self.script.is_file() {
            return Ok(());
        }
        let shown = std::path::absolute(&self.script).unwrap_or_else(|_| self.script.clone());
        Err(format!(
            "`Ssr::spawn(\"{}\")`: there is no file {}; build it, for example with `vite build --ssr`, or write the path relative to the \
             working directory of the program",
            self.script.display(),
            shown.display()
        ))
    }

    /// The script's path as configured, for messages.
    pub(super) fn script(&self) -> impl fmt::Display + '_ {
        self.script.display()
    }

    /// Starts the process on a free port.
    pub(super) fn start(&self) -> Result<Renderer, LaunchError> {
        self.try_start().map_err(|error| LaunchError { runtime: self.runtime.clone(), error })
    }

    fn try_start(&self) -> io::Result<Renderer> {
        let port = Port::free()?;
        let script = std::path::absolute(&self.script)?;
        let mut command = Command::new(&self.runtime);
        command.args(&self.arguments);
        if self.is_bun() {
            // Bun takes only one module in its arguments, the one to run. So the bootstrap module is run with `-e` and imports the script.
            command.arg("-e").arg([BOOTSTRAP, "await import(process.env.INERTIA_SSR_SCRIPT)\n"].concat());
            command.env("INERTIA_SSR_SCRIPT", script);
        } else {
            command.arg(format!("--import={}", data_url(BOOTSTRAP))).arg(script);
        }
        command.env("INERTIA_SSR_PORT", port.0.to_string());
        if std::env::var_os("NODE_ENV").is_none() {
            // React and Vue render several times slower without it.
            command.env("NODE_ENV", "production");
        }
        // Nothing is written to the input. When it is closed, the process knows that the application has ended.
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        // A process group of its own, so that Ctrl-C does not reach the renderer while the application finishes open requests.
        #[cfg(unix)]
        command.process_group(0);
        Ok(Renderer::new(command.spawn()?, port))
    }

    fn is_bun(&self) -> bool {
        Path::new(&self.runtime).file_stem() == Some(OsStr::new("bun"))
    }
}

/// The module as a data URL, so that no file is needed.
fn data_url(module: &str) -> String {
    let encoded: String = form_urlencoded::byte_serialize(module.as_bytes()).collect();
    // Form encoding writes a space as a plus, which data URLs do not decode.
    format!("data:text/javascript,{}", encoded.replace('+', "%20"))
}

impl Port {
    /// A free port. Another process may take it before the renderer listens; then the renderer is started again on another port.
    fn free() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        Ok(Self(listener.local_addr()?.port()))
    }

    pub(super) fn health(self) -> Uri {
        self.uri("/health")
    }

    pub(super) fn render(self) -> Uri {
        self.uri("/render")
    }

    fn uri(self, path: &'static str) -> Uri {
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(http::uri::Scheme::HTTP);
        parts.authority = self.to_string().parse().ok();
        parts.path_and_query = Some(PathAndQuery::from_static(path));
        // The parts are always valid, so this cannot fail.
        Uri::from_parts(parts).unwrap_or_default()
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", Ipv4Addr::LOCALHOST, self.0)
    }
}

impl LaunchError {
    /// Whether another attempt would fail, too.
    pub(super) fn is_final(&self) -> bool {
        self.error.kind() == io::ErrorKind::NotFound
    }
}

impl fmt::Display for LaunchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let runtime = self.runtime.to_string_lossy();
        if self.is_final() {
            return write!(
                f,
                "`{runtime}` was not found, so pages are rendered on the client; install Node.js, or set the JavaScript \
                 runtime: `Ssr::runtime(\"/usr/bin/node\")`"
            );
        }
        write!(f, "the renderer could not be started with `{runtime}`: {}", self.error)
    }
}
