//! A copy of the application in `fixtures/shop`, which a test may change.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// The copies share their build directory, so one is built at a time.
static BUILDING: Mutex<()> = Mutex::new(());

pub(crate) struct Shop {
    pub(crate) folder: PathBuf,
    _alone: MutexGuard<'static, ()>,
}

impl Shop {
    /// A fresh copy, in a folder of this name.
    pub(crate) fn copied(name: &str) -> Self {
        let alone = BUILDING.lock().unwrap_or_else(PoisonError::into_inner);
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        copy(&here.join("fixtures/shop"), &folder);
        let shop = Self { folder, _alone: alone };
        let runtime = here.with_file_name("inertia-runtime");
        shop.edit("Cargo.toml", "../../../inertia-runtime", runtime.to_str().unwrap());
        // For cargo, packages of one name and version are the same package, so it would use the build of another copy.
        shop.edit("Cargo.toml", "0.0.0", &format!("0.0.0-{name}"));
        // The versions of the workspace, so that nothing is downloaded.
        fs::copy(here.with_file_name("Cargo.lock"), shop.folder.join("Cargo.lock")).unwrap();
        shop
    }

    /// Replaces text in a file.
    pub(crate) fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.folder.join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no {from:?}");
        fs::write(path, text.replace(from, to)).unwrap();
    }

    /// Renames a file, or moves it out of the folder of the pages.
    pub(crate) fn rename(&self, from: &str, to: &str) {
        fs::rename(self.folder.join(from), self.folder.join(to)).unwrap();
    }

    pub(crate) fn cargo(&self, task: &str) -> Built {
        let output = Command::new(env!("CARGO"))
            .args([task, "--offline", "--quiet", "--message-format=short"])
            .arg("--target-dir")
            .arg(Path::new(env!("CARGO_TARGET_TMPDIR")).join("shop-target"))
            .current_dir(&self.folder)
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap();
        Built(output)
    }
}

pub(crate) struct Built(Output);

impl Built {
    #[track_caller]
    pub(crate) fn succeeds(&self) {
        assert!(self.0.status.success(), "{}", self.text());
    }

    /// The errors, as file, line, column and message.
    #[track_caller]
    pub(crate) fn errors(&self) -> String {
        assert!(!self.0.status.success(), "this was expected to fail");
        let text = self.text();
        let errors =
            text.lines().filter(|line| line.contains(": error") && !line.starts_with("error: could not"));
        errors.collect::<Vec<_>>().join("\n")
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy(&source, &target);
        } else {
            fs::write(target, fs::read(source).unwrap()).unwrap();
        }
    }
}
