//! Logs the output of a renderer line by line.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, BufReader},
    task::JoinHandle,
    time::timeout,
};

use crate::ssr::process::child::Renderer;

/// The maximum length of a line. Longer lines are split.
const MAX_LINE_BYTES: u64 = 4 << 10;
/// The number of lines of standard error that are kept, to be logged when a renderer ends.
const MAX_LAST_LINES: usize = 20;
/// How long to wait for the end of standard error. A process that the renderer has started may keep it open.
const LAST_LINES_TIMEOUT: Duration = Duration::from_millis(200);

/// The output of an application's renderers. It is logged at the level `debug`, because the official renderers print every page
/// failure at length, including the visitor's request, and the application logs these failures itself.
#[derive(Debug, Default)]
pub(super) struct Output {
    last: Arc<Mutex<VecDeque<String>>>,
    errors: Mutex<Option<JoinHandle<()>>>,
}

impl Output {
    /// Starts to log the output of this renderer.
    pub(super) fn follow(&self, renderer: &mut Renderer) {
        let (output, errors) = renderer.take_output();
        lock(&self.last).clear();
        if let Some(output) = output {
            tokio::spawn(follow(output, None));
        }
        *lock(&self.errors) = errors.map(|errors| tokio::spawn(follow(errors, Some(Arc::clone(&self.last)))));
    }

    /// Takes the last lines of standard error, each indented on a new line.
    pub(super) async fn last_lines(&self) -> String {
        let following = lock(&self.errors).take();
        if let Some(following) = following {
            let _ = timeout(LAST_LINES_TIMEOUT, following).await;
        }
        lock(&self.last).drain(..).flat_map(|line| ["\n    ".to_owned(), line]).collect()
    }
}

async fn follow(source: impl AsyncRead + Unpin, last: Option<Arc<Mutex<VecDeque<String>>>>) {
    let mut source = BufReader::new(source);
    let mut line = Vec::new();
    loop {
        line.clear();
        match (&mut source).take(MAX_LINE_BYTES).read_until(b'\n', &mut line).await {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
        let line = plain(&String::from_utf8_lossy(&line));
        if line.is_empty() {
            continue;
        }
        tracing::debug!(target: "inertia::ssr::console", "{line}");
        if let Some(last) = &last {
            let mut last = lock(last);
            if last.len() >= MAX_LAST_LINES {
                last.pop_front();
            }
            last.push_back(line);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A line without colours, other terminal escape sequences, and control characters.
fn plain(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            // An escape sequence ends with a letter.
            let _ = characters.by_ref().find(char::is_ascii_alphabetic);
        } else if character == '\t' || !character.is_control() {
            plain.push(character);
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminal_escape_sequences_are_removed() {
        assert_eq!(plain("  \u{1b}[41m\u{1b}[37mSSR ERROR\u{1b}[0m  a\u{7}b\u{1b}]\r\n"), "  SSR ERROR  ab");
        assert_eq!(plain("\u{1b}[2"), "");
    }

    #[tokio::test]
    async fn long_lines_are_split_and_only_the_last_lines_are_kept() {
        let output = ["x".repeat(1 << 20), "\n".to_owned(), "the end\n".to_owned()].concat();
        let last = Arc::default();
        follow(output.as_bytes(), Some(Arc::clone(&last))).await;
        let last = lock(&last);
        assert_eq!(last.len(), MAX_LAST_LINES);
        assert!(last.iter().all(|line| line.len() <= 4 << 10));
        assert_eq!(last.back().unwrap(), "the end");
    }
}
