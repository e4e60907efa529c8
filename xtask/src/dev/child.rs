//! Programs that run beside each other: their lines carry their names, and nothing of them is left at the end.

use std::io::{self, BufRead as _, BufReader, IsTerminal as _, Read};
use std::net::TcpListener;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::command::Outcome;

/// How long a program may take to end by itself.
const PATIENCE: Duration = Duration::from_secs(3);

/// A program that runs, with everything that it starts itself.
pub(super) struct Running {
    child: Child,
    ended: bool,
}

impl Running {
    /// Starts a program in a group of its own, so that Ctrl-C reaches us alone, and we can end all of the group.
    pub(super) fn start(name: &'static str, command: &mut Command) -> Outcome<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        if io::stdout().is_terminal() {
            command.env("FORCE_COLOR", "1").env("CARGO_TERM_COLOR", "always");
        }
        let spawned = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = spawned.map_err(|error| format!("{name} could not be started: {error}"))?;
        let streams: [Option<Box<dyn Read + Send>>; 2] = [
            child.stdout.take().map(|stream| Box::new(stream) as _),
            child.stderr.take().map(|stream| Box::new(stream) as _),
        ];
        for stream in streams.into_iter().flatten() {
            thread::spawn(move || relay(name, stream));
        }
        Ok(Self { child, ended: false })
    }

    /// How it has ended, if it has.
    pub(super) fn ended(&mut self) -> Option<ExitStatus> {
        let status = self.child.try_wait().ok()??;
        self.ended = true;
        Some(status)
    }

    /// Lets programs end, all at the same time; one that does not is ended.
    pub(super) fn stop_all(running: impl IntoIterator<Item = Self>) {
        let mut running: Vec<_> = running.into_iter().collect();
        for one in &mut running {
            one.signal("TERM");
        }
        let deadline = Instant::now() + PATIENCE;
        while running.iter_mut().any(|one| one.ended().is_none()) && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Signals the whole group.
    fn signal(&mut self, signal: &str) {
        if cfg!(unix) {
            let group = format!("-{}", self.child.id());
            let _ = Command::new("kill").args(["-s", signal, "--", &group]).stderr(Stdio::null()).status();
        } else {
            let _ = self.child.kill();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // What it has started itself may have outlived it.
        self.signal("KILL");
        if !self.ended {
            let _ = self.child.wait();
        }
    }
}

/// Gives a program a socket that it can listen on, by the protocol of systemd.
#[cfg(unix)]
pub(super) fn pass_on(command: &mut Command, socket: &TcpListener) -> Outcome {
    let copy = socket.try_clone().map_err(|error| format!("the socket cannot be passed on: {error}"))?;
    // Of all descriptors, the standard library passes on just the first three.
    command.stdin(std::os::fd::OwnedFd::from(copy));
    command.env("LISTEN_FDS", "1").env("LISTEN_FDS_FIRST_FD", "0").env_remove("LISTEN_PID");
    Ok(())
}

/// Elsewhere the server listens by itself, at the port that ours has kept free.
#[cfg(not(unix))]
pub(super) fn pass_on(_: &mut Command, _: &TcpListener) -> Outcome {
    Err("`cargo dev` passes a socket on as Unix does it; here, run `npm run dev` and `cargo run`".to_owned())
}

fn relay(name: &str, stream: impl Read) {
    let mut lines = BufReader::new(stream);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
        print(name, String::from_utf8_lossy(&line).trim_end());
        line.clear();
    }
}

/// Prints a line with the name of who says it.
pub(super) fn print(name: &str, text: &str) {
    if io::stdout().is_terminal() {
        println!("\x1b[2m{name:>6} |\x1b[0m {text}");
    } else {
        println!("{name:>6} | {text}");
    }
}
