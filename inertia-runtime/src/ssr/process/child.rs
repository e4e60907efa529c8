//! A renderer's process, which is killed when its value is dropped.

use std::{thread, time::Duration};

use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout};

use crate::ssr::process::launch::Port;

/// The maximum time that `Drop` waits for a killed process to end, in milliseconds.
const KILL_TIMEOUT_MS: u32 = 1_000;

/// A running renderer.
#[derive(Debug)]
pub(super) struct Renderer {
    pub(super) address: Port,
    child: Child,
    /// Kept open here, because `Child::wait` would close it, and the process ends when its input is closed.
    _input: Option<ChildStdin>,
}

impl Renderer {
    pub(super) fn new(mut child: Child, address: Port) -> Self {
        let input = child.stdin.take();
        Self { address, child, _input: input }
    }

    pub(super) fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// Takes the standard output and the standard error. They are `None` on a second call.
    pub(super) fn take_output(&mut self) -> (Option<ChildStdout>, Option<ChildStderr>) {
        (self.child.stdout.take(), self.child.stderr.take())
    }

    /// Waits until the process ends, and describes how it ended.
    pub(super) async fn wait(&mut self) -> String {
        match self.child.wait().await {
            Ok(status) => format!("exited ({status})"),
            Err(error) => format!("cannot be monitored: {error}"),
        }
    }

    /// Kills the process, and waits until it has ended.
    pub(super) async fn end(mut self) {
        let _ = self.child.kill().await;
    }
}

impl Drop for Renderer {
    fn drop(&mut self) {
        // When the tokio runtime shuts down, no task is left to reap the process, so wait for it here.
        let _ = self.child.start_kill();
        for _ in 0..KILL_TIMEOUT_MS {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(Duration::from_millis(1));
        }
    }
}
