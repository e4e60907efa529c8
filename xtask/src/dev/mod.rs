//! `cargo dev`: the flagship while someone works on it.
//!
//! Vite's dev server serves the front end and swaps modules in place. The app's server is built and started anew when a Rust
//! source changes; the socket is ours and stays open meanwhile, so that requests wait instead of failing. While the
//! source does not compile, the server that runs goes on.

mod child;
mod watch;

use std::collections::hash_map::RandomState;
use std::env;
use std::fs;
use std::hash::BuildHasher as _;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant, SystemTime};

use self::child::Running;
use crate::command::{self, Outcome};
use crate::{front_end, suites};

/// How often it is looked whether a program has ended.
const TICK: Duration = Duration::from_millis(50);
/// Editors and version control write several files, one after the other.
const QUIET: Duration = Duration::from_millis(150);

/// What happens meanwhile.
pub(crate) enum Event {
    /// A source was changed.
    Changed,
    /// Whoever runs this wants it to end.
    Stop,
}

/// Runs both servers until Ctrl-C.
pub(crate) fn run() -> Outcome {
    front_end::install(&front_end::folder())?;
    let (sender, events) = mpsc::channel();
    let stop = sender.clone();
    ctrlc::set_handler(move || drop(stop.send(Event::Stop)))
        .map_err(|error| format!("Ctrl-C cannot be listened for: {error}"))?;
    let _watcher = watch::sources(sender)?;
    Dev::start()?.work(&events)
}

struct Dev {
    socket: TcpListener,
    key: String,
    hot: PathBuf,
    vite: Option<Running>,
    build: Option<Running>,
    server: Option<Running>,
    /// When the program was built that the server runs.
    serves: Option<SystemTime>,
    /// When a source was changed last, as long as nothing has come of it.
    changed: Option<Instant>,
    /// Whether there is a program to start as soon as Vite is there.
    built: bool,
}

impl Dev {
    fn start() -> Outcome<Self> {
        let port = match env::var("PORT") {
            Ok(port) => {
                port.parse().map_err(|_| format!("PORT is {port:?}; write a number from 0 to 65535"))?
            }
            Err(_) => 3000,
        };
        let socket = TcpListener::bind(("127.0.0.1", port))
            .map_err(|error| format!("cannot listen on port {port}: {error}; set PORT to another"))?;
        let hot = front_end::folder().join("hot");
        // Left behind by a crash, it would say that Vite is there before it is.
        let _ = fs::remove_file(&hot);
        let vite = Running::start("vite", &mut vite())?;
        let build = Running::start("cargo", &mut build())?;
        Ok(Self {
            socket,
            key: key(),
            hot,
            vite: Some(vite),
            build: Some(build),
            server: None,
            serves: None,
            changed: None,
            built: false,
        })
    }

    fn work(mut self, events: &Receiver<Event>) -> Outcome {
        loop {
            match events.recv_timeout(TICK) {
                Ok(Event::Changed) => self.changed = Some(Instant::now()),
                Err(RecvTimeoutError::Timeout) => {}
                Ok(Event::Stop) | Err(RecvTimeoutError::Disconnected) => break,
            }
            self.step()?;
        }
        say("stopping");
        let all = [self.server.take(), self.build.take(), self.vite.take()];
        Running::stop_all(all.into_iter().flatten());
        Ok(())
    }

    /// Looks at what has changed and ended, and does what follows.
    fn step(&mut self) -> Outcome {
        if let Some(ended) = ended(&mut self.vite) {
            say(&format!("Vite has ended ({ended}); the pages say so. Ctrl-C, and begin again"));
        }
        if let Some(ended) = ended(&mut self.server) {
            say(&format!("the server has ended ({ended}); it starts again after the next change"));
        }
        if let Some(ended) = ended(&mut self.build) {
            self.built = ended.success();
            if !self.built && self.server.is_some() {
                say("the server goes on as it was before the change");
            }
        }
        if self.build.is_none() && self.changed.is_some_and(|changed| changed.elapsed() >= QUIET) {
            self.changed = None;
            self.build = Some(Running::start("cargo", &mut build())?);
        }
        // The app looks for Vite when it starts.
        if self.built && (self.vite.is_none() || self.hot.is_file()) {
            self.built = false;
            self.restart()?;
        }
        Ok(())
    }

    /// Starts the server that was built, in place of the one that runs, unless they are the same.
    fn restart(&mut self) -> Outcome {
        let program = suites::binary("events")?;
        let made = fs::metadata(&program).and_then(|metadata| metadata.modified()).ok();
        if self.server.is_some() && made == self.serves {
            return Ok(());
        }
        Running::stop_all(self.server.take());
        let mut server = command::program(program, []);
        server.current_dir(crate::root().join("examples/events"));
        if env::var_os("INERTIA_KEY").is_none() {
            // What was flashed survives a restart.
            server.env("INERTIA_KEY", &self.key);
        }
        child::pass_on(&mut server, &self.socket)?;
        self.server = Some(Running::start("server", &mut server)?);
        self.serves = made;
        Ok(())
    }
}

/// How a program has ended, if it has since it was asked last.
fn ended(running: &mut Option<Running>) -> Option<std::process::ExitStatus> {
    let status = running.as_mut()?.ended()?;
    *running = None;
    Some(status)
}

/// Vite by itself: `npx` would be one more process to end.
fn vite() -> Command {
    let mut command = command::program("node", ["node_modules/vite/bin/vite.js", "--clearScreen", "false"]);
    command.current_dir(front_end::folder());
    command
}

fn build() -> Command {
    command::cargo(["build", "--package", "events"])
}

/// A secret for as long as this runs.
fn key() -> String {
    [1, 2, 3, 4].map(|part| format!("{:016x}", RandomState::new().hash_one(part))).concat()
}

fn say(text: &str) {
    child::print("dev", text);
}
