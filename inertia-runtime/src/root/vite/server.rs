//! Vite's dev server: where it listens, and the tags that load from it.

use std::net::{TcpStream, ToSocketAddrs as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{fs, io};

use url::Url;

use super::super::attribute;
use super::super::layout::{Mark, Markers};
#[cfg(feature = "ssr")]
use super::SsrServer;
use super::{ViteError, package, shown, trimmed};

/// How long a dev server may take to accept a connection; one on this machine needs less than a millisecond.
const PATIENCE: Duration = Duration::from_millis(250);

/// Where an entry is looked for when none is named.
const STEMS: [&str; 4] = ["src/main", "src/app", "main", "app"];
const EXTENSIONS: [&str; 4] = ["tsx", "ts", "jsx", "js"];

/// A dev server that the document loads its modules from.
#[derive(Debug)]
pub(crate) struct DevServer {
    /// Ends in a slash.
    base: Url,
    root: Option<PathBuf>,
    entry: Option<String>,
    react: Option<bool>,
}

impl DevServer {
    /// Checks that the entry exists, where its folder is known.
    pub(super) fn new(
        base: Url,
        root: Option<PathBuf>,
        entry: Option<String>,
        react: Option<bool>,
    ) -> Result<Self, ViteError> {
        let react = react.or_else(|| package::uses_react(root.as_deref()?));
        let entry = entry.or_else(|| root.as_deref().and_then(default_entry));
        let server = Self { base, root, entry, react };
        if let Some(entry) = &server.entry {
            server.check(entry)?;
        }
        Ok(server)
    }

    /// The address of Inertia's plugin, which knows nothing of Vite's `base`.
    #[cfg(feature = "ssr")]
    pub(super) fn ssr(&self) -> SsrServer {
        let installed = self.root.as_deref().and_then(package::renders_pages).unwrap_or(true);
        match self.base.join("/__inertia_ssr") {
            Ok(url) if installed && url.scheme() == "http" => SsrServer::At(url.into()),
            _ => SsrServer::Without,
        }
    }

    pub(super) fn tags(&self, entry: Option<&str>, markers: &Markers) -> Result<String, ViteError> {
        let entry = match (entry, &self.entry) {
            (Some(entry), _) => {
                self.check(entry)?;
                entry
            }
            (None, Some(entry)) => entry,
            (None, None) => return Err(ViteError::no_dev_entry(self.root.as_deref())),
        };
        let entry = trimmed(entry);
        let (base, url) = (attribute::escape(self.base.as_str()), attribute::escape(entry));
        let nonce = markers.text(Mark::Nonce);
        let preamble = if self.react.unwrap_or_else(|| entry.ends_with('x')) {
            self.react_preamble(&nonce)
        } else {
            String::new()
        };
        let client = format!("<script type=\"module\" src=\"{base}@vite/client\"{nonce}></script>\n");
        let entry = if is_stylesheet(entry) {
            format!("<link rel=\"stylesheet\" href=\"{base}{url}\"{nonce}>")
        } else {
            format!("<script type=\"module\" src=\"{base}{url}\"{nonce}></script>")
        };
        Ok([markers.text(Mark::NonceMeta), self.watch(&nonce), preamble, client, entry].concat())
    }

    /// The origin of what it serves, and that of its messages about changes.
    pub(super) fn origins(&self) -> String {
        let origin = self.base.origin().ascii_serialization();
        let socket = origin.replacen("http", "ws", 1);
        format!("{origin} {socket}")
    }

    /// Where it is, for the log.
    pub(super) fn place(&self) -> String {
        format!("the dev server at {}", self.base)
    }

    /// The script that says so when the dev server does not respond or rejects the page: without it, the page would stay white.
    fn watch(&self, nonce: &str) -> String {
        let folder = self.root.as_deref().map(shown);
        let folder = folder.map_or_else(String::new, |root| format!(" in {}", root.display()));
        let advice = format!(
            "Run `npm run dev`{folder}, and this page loads by itself; or run `npm run build`, and reload the page."
        );
        let [server, advice] = [self.base.as_str(), &advice].map(|text| {
            // As a JavaScript string in which nothing ends the script.
            serde_json::Value::from(text).to_string().replace('<', "\\u003c")
        });
        format!("<script{nonce}>\n{}({server}, {advice})\n</script>\n", include_str!("dev_server.js"))
    }

    /// What Vite's plugin for React puts into pages that Vite itself serves.
    fn react_preamble(&self, nonce: &str) -> String {
        // As a JavaScript string; the URL's serialisation holds no quotes, and `<` could end the script.
        let runtime = format!("{}@react-refresh", self.base).replace('"', "%22").replace('<', "%3C");
        format!(
            concat!(
                "<script type=\"module\"{nonce}>\n",
                "import {{ injectIntoGlobalHook }} from \"{runtime}\"\n",
                "injectIntoGlobalHook(window)\n",
                "window.$RefreshReg$ = () => {{}}\n",
                "window.$RefreshSig$ = () => (type) => type\n",
                "window.__vite_plugin_react_preamble_installed__ = true\n",
                "</script>\n",
            ),
            nonce = nonce,
            runtime = runtime,
        )
    }

    fn check(&self, entry: &str) -> Result<(), ViteError> {
        match &self.root {
            Some(root) if !root.join(trimmed(entry)).is_file() => {
                Err(ViteError::no_dev_file(entry, root, default_entry(root)))
            }
            _ => Ok(()),
        }
    }
}

/// The dev server's URL: what was set, or else what the hot file says.
pub(super) fn url(set: Option<&str>, root: Option<&Path>) -> Result<Option<Url>, ViteError> {
    if let Some(url) = set {
        return base(url).map(Some).ok_or_else(|| ViteError::bad_url(url));
    }
    let Some(file) = root.map(|root| root.join("hot")) else { return Ok(None) };
    let text = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(ViteError::unreadable(&file, error)),
    };
    match text.trim() {
        // The dev server has just begun to write it.
        "" => Ok(None),
        text => base(text).map(Some).ok_or_else(|| ViteError::bad_hot_file(&shown(&file), text)),
    }
}

/// Where Vite listens when nothing else is said.
pub(super) fn default_url() -> Result<Url, ViteError> {
    let url = "http://localhost:5173/";
    base(url).ok_or_else(|| ViteError::bad_url(url))
}

/// Whether something accepts connections there.
pub(super) fn listens(url: &Url) -> bool {
    let deadline = Instant::now() + PATIENCE;
    let Some((host, port)) = url.host_str().zip(url.port_or_known_default()) else { return false };
    // A URL writes an IPv6 address in brackets, the resolver wants it bare.
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let Ok(addresses) = (host, port).to_socket_addrs() else { return false };
    addresses.into_iter().any(|address| {
        let rest = deadline.saturating_duration_since(Instant::now());
        !rest.is_zero() && TcpStream::connect_timeout(&address, rest).is_ok()
    })
}

/// An `http(s)` URL that paths can be appended to.
fn base(text: &str) -> Option<Url> {
    let mut url = Url::parse(text.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    url.set_query(None);
    url.set_fragment(None);
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    Some(url)
}

fn default_entry(root: &Path) -> Option<String> {
    let names = STEMS.iter().flat_map(|stem| EXTENSIONS.map(|extension| format!("{stem}.{extension}")));
    names.into_iter().find(|name| root.join(name).is_file())
}

fn is_stylesheet(entry: &str) -> bool {
    let extension = Path::new(entry).extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("css" | "scss" | "sass" | "less" | "styl" | "stylus" | "pcss" | "postcss"))
}
