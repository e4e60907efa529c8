//! The headers that a browser and the client add to every request.

use http::{HeaderName, Method, header};
use url::Url;

use crate::testing::merge;
use crate::testing::request::{RequestKind, RequestSettings, TestRequest};

impl TestRequest {
    /// The headers that a browser and the client add to this request.
    pub(super) fn browser_headers(&self) -> Vec<(HeaderName, String)> {
        let RequestSettings { method, kind, partial, error_bag, .. } = &self.settings;
        let browser = self.app.lock();
        let origin = &self.app.origin;
        let mut headers = vec![(header::HOST, authority(origin))];
        let mut add =
            |name: &'static str, value: String| headers.push((HeaderName::from_static(name), value));
        add("sec-fetch-site", "same-origin".to_owned());
        if *method != Method::GET {
            add("origin", origin.origin().ascii_serialization());
        }
        if let Some(cookies) = browser.jar.header(self.settings.url.path()) {
            add("cookie", cookies);
        }
        let page = self.settings.base_page.as_ref().or(browser.page.as_ref());
        if let Some(here) = page.and_then(|page| origin.join(page["url"].as_str()?).ok()) {
            add("referer", here.into());
        }
        match kind {
            RequestKind::Browser => {
                add("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8".to_owned());
                return headers;
            }
            RequestKind::Visit => add("accept", "text/html, application/xhtml+xml".to_owned()),
            RequestKind::Http | RequestKind::Precognition => add("accept", "application/json".to_owned()),
        }
        if let Some(token) = browser.jar.get("XSRF-TOKEN") {
            let token = percent_encoding::percent_decode_str(token).decode_utf8_lossy();
            add("x-xsrf-token", token.into_owned());
        }
        if *kind != RequestKind::Precognition {
            add("x-requested-with", "XMLHttpRequest".to_owned());
        }
        if *kind != RequestKind::Visit {
            return headers;
        }
        add("x-inertia", "true".to_owned());
        let version = page.and_then(|page| page["version"].as_str()).or(browser.version.as_deref());
        if let Some(version) = version.filter(|version| !version.is_empty()) {
            add("x-inertia-version", version.to_owned());
        }
        if let Some(bag) = error_bag {
            add("x-inertia-error-bag", bag.clone());
        }
        let Some(page) = page else { return headers };
        let held = merge::held(page);
        if !held.is_empty() {
            add("x-inertia-except-once-props", held.join(","));
        }
        if partial.is_partial() {
            add("x-inertia-partial-component", page["component"].as_str().unwrap_or_default().to_owned());
            let only: Vec<_> = partial.only.iter().chain(&partial.reset).map(String::as_str).collect();
            for (name, list) in [
                ("x-inertia-partial-data", only),
                ("x-inertia-partial-except", partial.except.iter().map(String::as_str).collect()),
                ("x-inertia-reset", partial.reset.iter().map(String::as_str).collect()),
            ] {
                if !list.is_empty() {
                    add(name, list.join(","));
                }
            }
        }
        headers
    }
}

fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}
