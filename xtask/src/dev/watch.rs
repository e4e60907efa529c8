//! Which files make the server.

use std::path::Path;
use std::sync::mpsc::Sender;

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::Event;
use crate::command::Outcome;

/// Where the sources are. The front end is Vite's business, and the template is read again by the server itself.
const FOLDERS: [(&str, RecursiveMode); 6] = [
    ("inertia-macros/src", RecursiveMode::Recursive),
    ("inertia-runtime/src", RecursiveMode::Recursive),
    ("inertia-runtime/docs", RecursiveMode::Recursive),
    ("examples/events/src", RecursiveMode::Recursive),
    ("examples/events", RecursiveMode::NonRecursive),
    ("", RecursiveMode::NonRecursive),
];

const EXTENSIONS: [&str; 6] = ["rs", "toml", "lock", "sql", "js", "md"];

/// Says when a source has changed, as long as the returned value lives.
pub(super) fn sources(events: Sender<Event>) -> Outcome<RecommendedWatcher> {
    let tell = move |event: notify::Result<notify::Event>| {
        let changes = |event: &notify::Event| {
            !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(|path| is_source(path))
        };
        if event.as_ref().is_ok_and(changes) {
            let _ = events.send(Event::Changed);
        }
    };
    let failed = |error| format!("the sources cannot be watched: {error}");
    let mut watcher = notify::recommended_watcher(tell).map_err(failed)?;
    for (folder, mode) in FOLDERS {
        watcher.watch(&crate::root().join(folder), mode).map_err(failed)?;
    }
    Ok(watcher)
}

fn is_source(path: &Path) -> bool {
    path.extension().is_some_and(|extension| EXTENSIONS.iter().any(|known| extension == *known))
}
