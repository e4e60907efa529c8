//! Where flash waits: in an encrypted cookie, on any number of servers; in a store of `tower-sessions`.

use inertia::Inertia;
use serde_json::Value;

use super::browser::{Browser, app, with};
use crate::harness::{log, visit};

#[tokio::test]
async fn servers_with_one_key_read_each_others_flash() {
    let (one, two, mut browser) = (app(), app(), Browser::default());
    for turn in 0..4 {
        let (posts, shows) = if turn % 2 == 0 { (&one, &two) } else { (&two, &one) };
        browser.flash(posts, "saved").await;
        assert_eq!(browser.toast(shows).await, "saved");
        assert_eq!(browser.toast(posts).await, Value::Null);
    }
}

#[tokio::test]
async fn after_a_change_of_keys_the_old_one_is_still_read() {
    let mut browser = Browser::default();
    browser.flash(&with(Inertia::builder().key([1; 32])), "saved").await;
    let changed = with(Inertia::builder().key([2; 32]).previous_key([1; 32]));
    assert_eq!(browser.toast(&changed).await, "saved");
    // And what is written now, only the new one reads.
    browser.flash(&changed, "new").await;
    assert_eq!(browser.clone().toast(&with(Inertia::builder().key([1; 32]))).await, Value::Null);
    assert_eq!(browser.toast(&with(Inertia::builder().key([2; 32]))).await, "new");
}

#[tokio::test]
async fn a_forged_or_truncated_cookie_is_ignored_and_goes_away_and_is_logged_once() {
    let log = log();
    let (app, mut browser) = (app(), Browser::default());
    browser.flash(&app, "saved").await;
    let (name, value) = browser.cookies.pop_first().unwrap();
    let forged = [
        value[..value.len() / 2].to_owned(),
        format!("{}{}", if value.starts_with('A') { 'B' } else { 'A' }, &value[1..]),
        String::new(),
        "x".repeat(20_000),
        "%00%ff".to_owned(),
    ];
    for value in forged {
        browser.cookies.insert(name.clone(), value);
        let page = browser.page(&app, visit()).await;
        assert_eq!(page.get("flash"), None);
        assert!(browser.cookies.is_empty(), "it is not sent again");
    }
    assert!(log.lines("WARN the cookie").len() <= 1);
}

#[tokio::test]
async fn a_browser_with_hundreds_of_forged_cookies_gets_its_page() {
    let (app, mut browser) = (app(), Browser::default());
    browser
        .cookies
        .extend((0..300).map(|number| (format!("__Host-inertia-flash-{number:08x}"), "x".to_owned())));
    assert_eq!(browser.page(&app, visit()).await.get("flash"), None);
    assert_eq!(browser.cookies.len(), 292, "a few are looked at for each page");
}

#[tokio::test]
async fn a_cookie_of_one_name_is_worthless_under_another() {
    let (app, mut browser) = (app(), Browser::default());
    browser.flash(&app, "saved").await;
    let (_, value) = browser.cookies.pop_first().unwrap();
    browser.cookies.insert("__Host-inertia-flash-00000000".to_owned(), value);
    assert_eq!(browser.toast(&app).await, Value::Null);
}

#[test]
fn a_secret_that_is_too_short_stops_the_start() {
    let error = Inertia::builder().key("short").build().unwrap_err().to_string();
    assert!(error.starts_with("`.key(..)`: the secret has 5 bytes"), "{error}");
    let error = Inertia::builder().session_cookie("a;b").build().unwrap_err().to_string();
    assert!(error.contains("letters, digits"), "{error}");
}

mod failing {
    use inertia::{SessionBackend, SessionError, SessionFuture};

    use super::*;
    use crate::flash::browser::post;

    /// A backend that is never there, or never ready.
    #[derive(Debug)]
    struct Gone {
        hangs: bool,
    }

    impl Gone {
        fn answer<T: Send + 'static>(&self) -> SessionFuture<'_, T> {
            let hangs = self.hangs;
            Box::pin(async move {
                if hangs {
                    std::future::pending::<()>().await;
                }
                Err(SessionError::new("connection refused"))
            })
        }
    }

    impl SessionBackend for Gone {
        fn save<'a>(&'a self, _: &'a str, _: Vec<u8>) -> SessionFuture<'a, String> {
            self.answer()
        }

        fn load<'a>(&'a self, _: &'a str, _: &'a str) -> SessionFuture<'a, Option<Vec<u8>>> {
            self.answer()
        }

        fn remove<'a>(&'a self, _: &'a str, _: &'a str) -> SessionFuture<'a, ()> {
            self.answer()
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_backend_that_is_gone_costs_the_flash_and_not_the_page() {
        for hangs in [false, true] {
            let log = log();
            let app = with(Inertia::builder().session(Gone { hangs }));
            let mut browser = Browser::default();
            browser.cookies.insert("__Host-inertia-flash-00000001".to_owned(), "x".to_owned());
            assert_eq!(browser.page(&app, visit()).await.get("flash"), None);
            assert_eq!(browser.cookies.len(), 1, "it waits for the next page");
            assert_eq!(log.lines("ERROR GET /: what was flashed could not be read").len(), 1);
            let answer = browser.send(&app, post("/flash?toast=x")).await;
            assert_eq!(answer.status, 302, "what the handler has done is done");
            assert_eq!(log.lines("ERROR POST /flash: what was flashed could not be kept").len(), 1);
            // What a form is to say, and that the history is to be cleared, somebody would miss.
            for path in ["/fail", "/log-out"] {
                let answer = browser.send(&app, post(path)).await;
                assert_eq!(answer.status, 500);
                assert!(answer.body.contains("what was flashed could not be kept"), "{}", answer.body);
                let line = format!("ERROR POST {path}: what was flashed could not be kept");
                assert_eq!(log.lines(&line).len(), 1);
            }
        }
    }
}

#[cfg(feature = "tower-sessions")]
mod stores {
    use std::{
        fs,
        path::{Path, PathBuf},
        sync::{
            Arc,
            atomic::{AtomicUsize, Ordering},
        },
    };

    use inertia::StoreSession;
    use tower_sessions::{
        SessionStore,
        session::{Id, Record},
        session_store,
    };

    use super::*;

    /// A file for each record, in one folder: what two servers can share.
    #[derive(Debug, Clone)]
    struct FileStore {
        folder: Arc<tempfile::TempDir>,
        asked: Arc<AtomicUsize>,
    }

    impl FileStore {
        fn new() -> Self {
            Self { folder: Arc::new(tempfile::tempdir().unwrap()), asked: Arc::default() }
        }

        fn path(&self, id: &Id) -> PathBuf {
            self.asked.fetch_add(1, Ordering::Relaxed);
            self.folder.path().join(id.to_string())
        }

        fn files(&self) -> usize {
            fs::read_dir(self.folder.path() as &Path).unwrap().count()
        }
    }

    fn backend(error: impl std::fmt::Display) -> session_store::Error {
        session_store::Error::Backend(error.to_string())
    }

    #[async_trait::async_trait]
    impl SessionStore for FileStore {
        async fn create(&self, record: &mut Record) -> session_store::Result<()> {
            while self.path(&record.id).exists() {
                record.id = Id::default();
            }
            self.save(record).await
        }

        async fn save(&self, record: &Record) -> session_store::Result<()> {
            let json = serde_json::to_vec(record).map_err(backend)?;
            fs::write(self.path(&record.id), json).map_err(backend)
        }

        async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
            match fs::read(self.path(id)) {
                Ok(json) => serde_json::from_slice(&json).map(Some).map_err(backend),
                Err(_) => Ok(None),
            }
        }

        async fn delete(&self, id: &Id) -> session_store::Result<()> {
            fs::remove_file(self.path(id)).map_err(backend)
        }
    }

    fn app(store: &FileStore) -> axum::Router {
        with(Inertia::builder().session(StoreSession::new(store.clone())))
    }

    #[tokio::test]
    async fn a_store_is_asked_only_when_something_was_flashed() {
        let store = FileStore::new();
        let (app, mut browser) = (app(&store), Browser::default());
        browser.cookies.insert("id".to_owned(), Id::default().to_string());
        assert_eq!(browser.toast(&app).await, Value::Null);
        assert_eq!(store.asked.load(Ordering::Relaxed), 0);
    }

    #[tokio::test]
    async fn the_cookie_holds_an_id_and_the_store_is_empty_when_the_page_was_shown() {
        let store = FileStore::new();
        let (one, two, mut browser) = (app(&store), app(&store), Browser::default());
        browser.flash(&one, "saved").await;
        assert_eq!(store.files(), 1);
        assert!(browser.cookies.values().all(|value| value.len() == 22));
        let late = browser.clone();
        assert_eq!(browser.toast(&two).await, "saved");
        assert_eq!(store.files(), 0);
        // A second tab whose request was on its way finds nothing any more.
        assert_eq!(late.clone().toast(&one).await, Value::Null);
    }

    #[tokio::test]
    async fn a_record_of_somebody_else_is_neither_shown_nor_removed() {
        let store = FileStore::new();
        let (app, mut browser) = (app(&store), Browser::default());
        let expiry_date = time::OffsetDateTime::now_utc() + time::Duration::HOUR;
        let mut record =
            Record { id: Id::default(), data: [("user".to_owned(), 1.into())].into(), expiry_date };
        store.create(&mut record).await.unwrap();
        browser.cookies.insert("__Host-inertia-flash-00000001".to_owned(), record.id.to_string());
        assert_eq!(browser.toast(&app).await, Value::Null);
        assert_eq!(store.files(), 1);
    }

    #[tokio::test]
    async fn an_expired_record_is_not_shown() {
        let store = FileStore::new();
        let (app, mut browser) = (app(&store), Browser::default());
        browser.flash(&app, "saved").await;
        let id = browser.cookies.values().next().unwrap().parse().unwrap();
        let mut record = store.load(&id).await.unwrap().unwrap();
        record.expiry_date = time::OffsetDateTime::now_utc() - time::Duration::SECOND;
        store.save(&record).await.unwrap();
        assert_eq!(browser.toast(&app).await, Value::Null);
    }
}
