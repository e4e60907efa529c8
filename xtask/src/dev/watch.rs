//! Which files make the server.

use std::path::Path;
use std::sync::mpsc::Sender;

use notify::event::{CreateKind, ModifyKind};
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
        if event.as_ref().is_ok_and(changes_sources) {
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

fn changes_sources(event: &notify::Event) -> bool {
    match event.kind {
        EventKind::Access(_) => false,
        // What is written into a new folder before that is watched is never told.
        EventKind::Create(CreateKind::Folder) | EventKind::Modify(ModifyKind::Name(_)) => {
            event.paths.iter().any(|path| is_source(path) || path.is_dir())
        }
        _ => event.paths.iter().any(|path| is_source(path)),
    }
}

fn is_source(path: &Path) -> bool {
    path.extension().is_some_and(|extension| EXTENSIONS.iter().any(|known| extension == *known))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use notify::event::{AccessKind, RemoveKind};

    use super::*;

    #[test]
    fn sources_and_new_folders_change_what_is_built() {
        let changes = |kind, path: PathBuf| changes_sources(&notify::Event::new(kind).add_path(path));
        let folder = std::env::temp_dir();
        let any = EventKind::Modify(ModifyKind::Any);
        assert!(changes(any, folder.join("main.rs")));
        assert!(!changes(any, folder.join("notes.txt")));
        assert!(!changes(EventKind::Access(AccessKind::Any), folder.join("main.rs")));
        assert!(changes(EventKind::Remove(RemoveKind::File), folder.join("main.rs")));
        // With what is in it already.
        assert!(changes(EventKind::Create(CreateKind::Folder), folder.clone()));
        assert!(!changes(any, folder));
    }
}
