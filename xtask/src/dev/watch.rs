//! Which files make the server.

use std::path::{Path, PathBuf};
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
    watch(&FOLDERS.map(|(folder, mode)| (crate::root().join(folder), mode)), events)
}

fn watch(folders: &[(PathBuf, RecursiveMode)], events: Sender<Event>) -> Outcome<RecommendedWatcher> {
    let tell = move |event: notify::Result<notify::Event>| {
        if event.as_ref().is_ok_and(changes_sources) {
            let _ = events.send(Event::Changed);
        }
    };
    let failed = |error| format!("the sources cannot be watched: {error}");
    let mut watcher = notify::recommended_watcher(tell).map_err(failed)?;
    for (folder, mode) in folders {
        watcher.watch(folder, *mode).map_err(failed)?;
    }
    Ok(watcher)
}

fn changes_sources(event: &notify::Event) -> bool {
    match event.kind {
        // There was more than the system could tell.
        _ if event.need_rescan() => true,
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
    use std::fs;
    use std::sync::mpsc;
    use std::time::Duration;

    use notify::event::{AccessKind, Flag, RemoveKind};

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
        assert!(changes_sources(&notify::Event::new(EventKind::Other).set_flag(Flag::Rescan)));
    }

    #[test]
    fn a_source_in_a_folder_as_new_as_itself_is_noticed() {
        let root = std::env::temp_dir().join(format!("watched-{}", std::process::id()));
        fs::create_dir_all(&root).unwrap();
        let (sender, events) = mpsc::channel();
        let watcher = watch(&[(root.clone(), RecursiveMode::Recursive)], sender).unwrap();
        for number in 0..20 {
            let folder = root.join(number.to_string());
            fs::create_dir(&folder).unwrap();
            fs::write(folder.join("main.rs"), "fn main() {}").unwrap();
            assert!(
                events.recv_timeout(Duration::from_secs(10)).is_ok(),
                "nobody has noticed {}",
                folder.display()
            );
            // The file itself may be told of, or not.
            while events.recv_timeout(Duration::from_millis(20)).is_ok() {}
        }
        drop(watcher);
        fs::remove_dir_all(root).unwrap();
    }
}
