//! Vite's dev server: its address, and the tags that load from it.

use std::net::{TcpStream, ToSocketAddrs as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{fs, io};

use url::Url;

use crate::document::attribute;
use crate::document::layout::{Mark, Markers};
#[cfg(feature = "ssr")]
use crate::document::vite::SsrServer;
use crate::document::vite::{ViteError, absolute, package, trimmed};

/// The timeout of a connection to the dev server. A local one accepts within a millisecond.
const DEV_SERVER_TIMEOUT: Duration = Duration::from_millis(250);

/// The files that are tried as the default entry.
const DEFAULT_ENTRIES: [&str; 4] = ["src/main", "src/app", "main", "app"];
const DEFAULT_EXTENSIONS: [&str; 4] = ["tsx", "ts", "jsx", "js"];

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
    /// Checks that the entry exists, if the root is known.
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

    /// The address of Inertia's plugin, which ignores Vite's `base`.
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

    /// The origins of its files and of its WebSocket.
    pub(super) fn origins(&self) -> String {
        let origin = self.base.origin().ascii_serialization();
        let socket = origin.replacen("http", "ws", 1);
        format!("{origin} {socket}")
    }

    /// Its address, for the log.
    pub(super) fn place(&self) -> String {
        format!("the dev server at {}", self.base)
    }

    /// A script that shows a message if the dev server does not respond or rejects the page. Without it, the page would stay white.
    fn watch(&self, nonce: &str) -> String {
        let folder = self.root.as_deref().map(absolute);
        let folder = folder.map_or_else(String::new, |root| format!(" in {}", root.display()));
        let advice = format!(
            "Run `npm run dev`{folder}, and this page loads by itself; or run `npm run build`, and reload the page."
        );
        let [server, advice] = [self.base.as_str(), &advice].map(|text| {
            // Written as a JavaScript string, in which `<` could end the script.
            serde_json::Value::from(text).to_string().replace('<', "\\u003c")
        });
        format!("<script{nonce}>\n{}({server}, {advice})\n</script>\n", include_str!("dev_server.js"))
    }

    /// The script that Vite's plugin for React adds to pages that Vite itself serves.
    fn react_preamble(&self, nonce: &str) -> String {
        // Written as a JavaScript string, in which `"` would end the string and `<` could end the script.
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

/// The dev server's URL: the setting, or else the content of the hot file.
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
        // The dev server has created the file and not written it yet.
        "" => Ok(None),
        text => base(text).map(Some).ok_or_else(|| ViteError::bad_hot_file(&absolute(&file), text)),
    }
}

/// Vite's default address.
pub(super) fn default_url() -> Result<Url, ViteError> {
    let url = "http://localhost:5173/";
    base(url).ok_or_else(|| ViteError::bad_url(url))
}

/// Whether a server accepts connections at this address.
pub(super) fn listens(url: &Url) -> bool {
    let deadline = Instant::now() + DEV_SERVER_TIMEOUT;
    let Some((host, port)) = url.host_str().zip(url.port_or_known_default()) else { return false };
    // A URL has brackets around an IPv6 address, which the resolver does not accept.
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
    let names = DEFAULT_ENTRIES
        .iter()
        .flat_map(|stem| DEFAULT_EXTENSIONS.map(|extension| format!("{stem}.{extension}")));
    names.into_iter().find(|name| root.join(name).is_file())
}

fn is_stylesheet(entry: &str) -> bool {
    let extension = Path::new(entry).extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("css" | "scss" | "sass" | "less" | "styl" | "stylus" | "pcss" | "postcss"))
}
