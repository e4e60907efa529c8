//! What the environment may say about how the app runs.

use std::env;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use inertia::{Lazy, Ssr};

use crate::calendar::Day;
use crate::front_end::EMBEDDED;

/// The settings, each with the environment variable that changes it.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The folder with `frontend` and `templates` (`EVENTS_HOME`): the working directory when it has them or they are in
    /// the program, else the folder of the package.
    pub(crate) home: PathBuf,
    /// The database file (`EVENTS_DB`): `events.db` in that folder.
    pub(crate) database: PathBuf,
    /// The day that "today" means (`EVENTS_TODAY`, as `2026-11-21`): the real one.
    pub(crate) today: Option<Day>,
    /// The asset version (`EVENTS_VERSION`): the hash of Vite's manifest.
    pub(crate) version: Option<String>,
    /// How long the client keeps what is sent once (`EVENTS_ONCE_SECONDS`): an hour, as the attributes say.
    pub(crate) once: Option<Duration>,
    /// How long the figures take (`EVENTS_PACE`, in milliseconds): long enough to see that the page does not wait.
    pub(crate) pace: Duration,
    /// Who renders first visits (`EVENTS_SSR`): `off` for nobody but the client, or a renderer's address. Otherwise the app
    /// runs one itself.
    pub(crate) renderer: Option<String>,
    /// How long a first visit waits for being rendered (`EVENTS_SSR_SECONDS`): a second, and more for the first one.
    pub(crate) render_timeout: Option<Duration>,
    /// Where "Source code" leads (`EVENTS_SOURCE`).
    pub(crate) source: String,
    /// Where what is flashed waits for its page (`EVENTS_FLASH`): `cookie`, or `store` for the table of sessions.
    pub(crate) flash: Flash,
    /// Whether the log-in's cookie travels over HTTPS only (`EVENTS_HTTPS=1`), as it should wherever there is HTTPS.
    pub(crate) https: bool,
    /// Whether `/trouble/…` lets pages fail (`EVENTS_TROUBLE=1`), to see what a visitor sees then.
    pub(crate) trouble: bool,
}

/// Where what is flashed waits for its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flash {
    /// With the visitor, encrypted.
    Cookie,
    /// In the database.
    Store,
}

impl Settings {
    /// Reads the environment. What cannot be read counts as not set.
    pub(crate) fn read() -> Self {
        let text = |name| env::var(name).ok().filter(|value| !value.is_empty());
        let number = |name| text(name).and_then(|value| value.parse().ok());
        let home = text("EVENTS_HOME").map_or_else(home, PathBuf::from);
        Self {
            database: text("EVENTS_DB").map_or_else(|| home.join("events.db"), PathBuf::from),
            home,
            today: text("EVENTS_TODAY").and_then(|day| Day::parse(&day)),
            version: text("EVENTS_VERSION"),
            once: number("EVENTS_ONCE_SECONDS").map(Duration::from_secs),
            pace: Duration::from_millis(number("EVENTS_PACE").unwrap_or(700)),
            renderer: text("EVENTS_SSR"),
            render_timeout: number("EVENTS_SSR_SECONDS").map(Duration::from_secs),
            source: text("EVENTS_SOURCE").unwrap_or_else(|| "https://inertiajs.com/".to_owned()),
            flash: if text("EVENTS_FLASH").as_deref() == Some("store") {
                Flash::Store
            } else {
                Flash::Cookie
            },
            https: text("EVENTS_HTTPS").as_deref() == Some("1"),
            trouble: text("EVENTS_TROUBLE").as_deref() == Some("1"),
        }
    }

    /// Who renders first visits. A build is needed for that, or the dev server, which does without.
    pub(crate) fn ssr(&self) -> Option<Ssr> {
        let front_end = self.home.join("frontend");
        let script = front_end.join("dist/ssr/ssr.js");
        let mut ssr = match self.renderer.as_deref() {
            Some("off") => return None,
            Some(url) => Ssr::url(url),
            None if script.is_file() || front_end.join("hot").is_file() => Ssr::spawn(script),
            None => return None,
        };
        if let Some(timeout) = self.render_timeout {
            ssr = ssr.timeout(timeout).first_timeout(timeout);
        }
        // Forms that only their owners see: nobody searches for them, or waits for them to be read.
        Some(ssr.exclude("/events/new").exclude("/events/*/edit"))
    }

    /// Lets a once prop expire when the settings say so, and by its attribute otherwise.
    pub(crate) fn keep<T>(&self, value: Lazy<T>) -> Lazy<T> {
        match self.once {
            Some(once) => value.expires_at(SystemTime::now() + once),
            None => value,
        }
    }
}

fn home() -> PathBuf {
    let here = Path::new(".");
    if EMBEDDED || here.join("templates/app.html").is_file() {
        here.to_owned()
    } else {
        env!("CARGO_MANIFEST_DIR").into()
    }
}
