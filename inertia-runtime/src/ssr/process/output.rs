//! What a renderer says, line by line into the log.

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

use super::child::Renderer;

/// A line is at most this long, in bytes; what comes after counts as another.
const LONGEST: u64 = 4 << 10;
/// So many of the last lines are told when a renderer has ended by itself.
const LAST: usize = 20;
/// How long they are waited for. A process that the renderer has started may hold on to the same output.
const LAST_PATIENCE: Duration = Duration::from_millis(200);

/// What the renderers of an application say. All of it at the level `debug`, because the published ones tell every failure of a
/// page at length, with what the visitor has asked for, and that is logged by its own means.
#[derive(Debug, Default)]
pub(super) struct Output {
    last: Arc<Mutex<VecDeque<String>>>,
    errors: Mutex<Option<JoinHandle<()>>>,
}

impl Output {
    /// Follows what this renderer says.
    pub(super) fn follow(&self, renderer: &mut Renderer) {
        let (output, errors) = renderer.take_output();
        lock(&self.last).clear();
        if let Some(output) = output {
            tokio::spawn(follow(output, None));
        }
        *lock(&self.errors) = errors.map(|errors| tokio::spawn(follow(errors, Some(Arc::clone(&self.last)))));
    }

    /// The last errors that it said, each on a line of its own.
    pub(super) async fn last_words(&self) -> String {
        let following = lock(&self.errors).take();
        if let Some(following) = following {
            let _ = timeout(LAST_PATIENCE, following).await;
        }
        lock(&self.last).drain(..).flat_map(|line| ["\n    ".to_owned(), line]).collect()
    }
}

async fn follow(source: impl AsyncRead + Unpin, last: Option<Arc<Mutex<VecDeque<String>>>>) {
    let mut source = BufReader::new(source);
    let mut line = Vec::new();
    loop {
        line.clear();
        match (&mut source).take(LONGEST).read_until(b'\n', &mut line).await {
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
            if last.len() >= LAST {
                last.pop_front();
            }
            last.push_back(line);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A line without colours and whatever else is meant for a terminal.
fn plain(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            // Until the letter that ends the sequence.
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
    fn lines_lose_what_is_meant_for_a_terminal() {
        assert_eq!(plain("  \u{1b}[41m\u{1b}[37mSSR ERROR\u{1b}[0m  a\u{7}b\u{1b}]\r\n"), "  SSR ERROR  ab");
        assert_eq!(plain("\u{1b}[2"), "");
    }

    #[tokio::test]
    async fn a_line_without_an_end_is_told_in_pieces_and_few_lines_are_kept() {
        let said = ["x".repeat(1 << 20), "\n".to_owned(), "the end\n".to_owned()].concat();
        let last = Arc::default();
        follow(said.as_bytes(), Some(Arc::clone(&last))).await;
        let last = lock(&last);
        assert_eq!(last.len(), LAST);
        assert!(last.iter().all(|line| line.len() <= 4 << 10));
        assert_eq!(last.back().unwrap(), "the end");
    }
}
