//! The browser that the end-to-end tests drive: found, or installed where the system is Debian's kind.

use std::env;
use std::path::PathBuf;

use crate::command::{self, Outcome};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MACOS: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const ADVICE: &str = "install Chromium or Chrome (Debian and Ubuntu: `apt-get install chromium`; Fedora: `dnf install \
                      chromium`; macOS: `brew install --cask chromium`), or set CHROMIUM to the path of one";

/// The path of a Chromium, which is installed when there is none.
pub(crate) fn chromium() -> Outcome<PathBuf> {
    if let Some(set) = env::var_os("CHROMIUM").filter(|set| !set.is_empty()).map(PathBuf::from) {
        return if set.is_file() {
            Ok(set)
        } else {
            Err(format!("CHROMIUM is {}, where there is no file", set.display()))
        };
    }
    if let Some(found) = find() {
        return Ok(found);
    }
    install()?;
    find().ok_or_else(|| format!("there is no browser even after the installation; {ADVICE}"))
}

fn find() -> Option<PathBuf> {
    let in_path = NAMES.into_iter().find_map(command::find);
    in_path.or_else(|| MACOS.into_iter().map(PathBuf::from).find(|path| path.is_file()))
}

/// Installs Debian's package; as root, or with a sudo that asks nothing.
fn install() -> Outcome {
    let no_browser = |reason: &str| format!("there is no browser, and {reason}; {ADVICE}");
    if command::find("apt-get").is_none() {
        return Err(no_browser("no `apt-get` to install one with"));
    }
    let is_root = command::output(&mut command::program("id", ["-u"])).is_ok_and(|id| id == "0");
    let apt_get: &[&str] = match command::find("sudo") {
        _ if is_root => &["apt-get"],
        Some(_) => &["sudo", "--non-interactive", "apt-get"],
        None => return Err(no_browser("only root may install one")),
    };
    for task in [&["update"][..], &["install", "--yes", "--no-install-recommends", "chromium"]] {
        let mut words = apt_get.iter().chain(task);
        let Some(first) = words.next() else { continue };
        let mut command = command::program(first, []);
        command.args(words).env("DEBIAN_FRONTEND", "noninteractive");
        command::run(&mut command).map_err(|error| no_browser(&error))?;
    }
    Ok(())
}
