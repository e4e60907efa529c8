//! A renderer's process, which does not outlive the value that stands for it.

use std::{thread, time::Duration};

use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout};

use super::launch::Port;

/// How long the end of a killed process is waited for, in milliseconds.
const FAREWELL: u32 = 1_000;

/// A running renderer.
#[derive(Debug)]
pub(super) struct Renderer {
    pub(super) address: Port,
    child: Child,
    /// Held back, because `Child::wait` closes it, and the process would take that for our end.
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

    /// What it says; once.
    pub(super) fn take_output(&mut self) -> (Option<ChildStdout>, Option<ChildStderr>) {
        (self.child.stdout.take(), self.child.stderr.take())
    }

    /// Waits for its end, and says how it ended.
    pub(super) async fn wait(&mut self) -> String {
        match self.child.wait().await {
            Ok(status) => format!("ended by itself ({status})"),
            Err(error) => format!("cannot be watched: {error}"),
        }
    }

    /// Ends it, and waits for that.
    pub(super) async fn end(mut self) {
        let _ = self.child.kill().await;
    }
}

impl Drop for Renderer {
    fn drop(&mut self) {
        // Where a runtime ends, nobody is left to collect what has become of the process.
        let _ = self.child.start_kill();
        for _ in 0..FAREWELL {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(Duration::from_millis(1));
        }
    }
}
