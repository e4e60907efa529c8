//! The cases: six pages, and the two or three ways in which a client asks for them.

use std::fmt;

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Uri};

/// The asset version that every contestant has: the SHA-1 of `manifest.json`, which is how `axum-inertia` makes it.
pub const VERSION: &str = "1aabe52790435ff938c8b38782c3145e6d121cbe";

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// Three scalars.
    Small,
    /// 100 rows of six fields, about 22 KB.
    List,
    /// 5,000 such rows.
    Big,
    /// 40 props of which 8 are deferred, 4 sent once, 4 merged and 6 in nested groups.
    Wide,
    /// *list*, asked for one of its scalars only.
    Partial,
    /// One scalar, and eight resolvers that the visit does not need.
    Lazy,
}

/// How a client asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visit {
    /// The first visit: a browser that wants HTML.
    Html,
    /// An Inertia visit: the client wants JSON.
    Json,
}

/// A page and how it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    /// The page.
    pub page: Page,
    /// The visit.
    pub visit: Visit,
}

impl Page {
    /// All of them, in the order of the tables.
    pub const ALL: [Self; 6] = [Self::Small, Self::List, Self::Big, Self::Wide, Self::Partial, Self::Lazy];

    /// Its name in the tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::List => "list",
            Self::Big => "big",
            Self::Wide => "wide",
            Self::Partial => "partial",
            Self::Lazy => "lazy",
        }
    }
}

impl Case {
    /// All of them. A partial reload is an Inertia visit by nature.
    pub fn all() -> impl Iterator<Item = Self> {
        let both = Page::ALL
            .into_iter()
            .flat_map(|page| [Visit::Html, Visit::Json].map(|visit| Self { page, visit }));
        both.filter(|case| case.page != Page::Partial || case.visit == Visit::Json)
    }

    /// The case of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|case| case.to_string() == name)
    }

    /// A request with the headers that a browser sends, and the client's own for an Inertia visit.
    ///
    /// As in a server, the path and all values are slices of one shared buffer: what a copy of one costs depends on it.
    ///
    /// # Panics
    ///
    /// Never: the headers are valid.
    #[must_use]
    pub fn request(self) -> Request<Body> {
        let headers = [BROWSER, self.visit_headers(), self.partial_headers()];
        let headers = headers.iter().copied().flatten();
        let mut buffer = self.path().as_bytes().to_vec();
        headers.clone().for_each(|(_, value)| buffer.extend_from_slice(value.as_bytes()));
        let mut buffer = Bytes::from(buffer);

        let mut request = Request::new(Body::empty());
        let path = buffer.split_to(self.path().len());
        *request.uri_mut() = Uri::from_maybe_shared(path).expect("the path is valid");
        for (name, value) in headers {
            let value = HeaderValue::from_maybe_shared(buffer.split_to(value.len()));
            let name = HeaderName::from_bytes(name.as_bytes()).expect("the name is valid");
            request.headers_mut().append(name, value.expect("the value is valid"));
        }
        request
    }

    const fn path(self) -> &'static str {
        match self.page {
            Page::Small => "/small?from=menu",
            Page::List | Page::Partial => "/list?page=1",
            Page::Big => "/big?page=1",
            Page::Wide => "/wide?tab=all",
            Page::Lazy => "/lazy?tab=all",
        }
    }

    const fn visit_headers(self) -> Headers {
        match self.visit {
            Visit::Html => &[
                ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
                ("sec-fetch-dest", "document"),
                ("sec-fetch-mode", "navigate"),
            ],
            Visit::Json => &[
                ("accept", "text/html, application/xhtml+xml"),
                ("sec-fetch-dest", "empty"),
                ("sec-fetch-mode", "cors"),
                ("x-requested-with", "XMLHttpRequest"),
                ("x-inertia", "true"),
                ("x-inertia-version", VERSION),
            ],
        }
    }

    const fn partial_headers(self) -> Headers {
        match self.page {
            Page::Partial => {
                &[("x-inertia-partial-component", "Event/List"), ("x-inertia-partial-data", "total")]
            }
            _ => &[],
        }
    }
}

type Headers = &'static [(&'static str, &'static str)];

/// What every browser sends with every request.
const BROWSER: Headers = &[
    ("host", "events.example.com"),
    ("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"),
    ("accept-language", "en-GB,en;q=0.7,de;q=0.3"),
    ("accept-encoding", "gzip, deflate, br, zstd"),
    ("referer", "https://events.example.com/"),
    ("cookie", "theme=dark; session=5f0c1e7c9a3b4d52"),
    ("sec-fetch-site", "same-origin"),
];

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let visit = match self.visit {
            Visit::Html => "html",
            Visit::Json => "json",
        };
        f.pad(&format!("{}-{visit}", self.page.name()))
    }
}
