//! What a browser and the client say by themselves.

use http::{HeaderName, Method, header};
use url::Url;

use super::{Asked, AskedAs, TestRequest};
use crate::testing::merge;

impl TestRequest {
    /// What a browser and the client say by themselves.
    pub(super) fn browser_headers(&self) -> Vec<(HeaderName, String)> {
        let Asked { method, kind, wanted, error_bag, .. } = &self.asked;
        let browser = self.app.lock();
        let origin = &self.app.origin;
        let mut headers = vec![(header::HOST, authority(origin))];
        let mut say =
            |name: &'static str, value: String| headers.push((HeaderName::from_static(name), value));
        say("sec-fetch-site", "same-origin".to_owned());
        if *method != Method::GET {
            say("origin", origin.origin().ascii_serialization());
        }
        if let Some(cookies) = browser.jar.header(self.asked.url.path()) {
            say("cookie", cookies);
        }
        let page = self.asked.of.as_ref().or(browser.page.as_ref());
        if let Some(here) = page.and_then(|page| origin.join(page["url"].as_str()?).ok()) {
            say("referer", here.into());
        }
        match kind {
            AskedAs::Browser => {
                say("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8".to_owned());
                return headers;
            }
            AskedAs::Visit => say("accept", "text/html, application/xhtml+xml".to_owned()),
            AskedAs::Http | AskedAs::Precognition => say("accept", "application/json".to_owned()),
        }
        if let Some(token) = browser.jar.get("XSRF-TOKEN") {
            let token = percent_encoding::percent_decode_str(token).decode_utf8_lossy();
            say("x-xsrf-token", token.into_owned());
        }
        if *kind != AskedAs::Precognition {
            say("x-requested-with", "XMLHttpRequest".to_owned());
        }
        if *kind != AskedAs::Visit {
            return headers;
        }
        say("x-inertia", "true".to_owned());
        let version = page.and_then(|page| page["version"].as_str()).or(browser.version.as_deref());
        if let Some(version) = version.filter(|version| !version.is_empty()) {
            say("x-inertia-version", version.to_owned());
        }
        if let Some(bag) = error_bag {
            say("x-inertia-error-bag", bag.clone());
        }
        let Some(page) = page else { return headers };
        let held = merge::held(page);
        if !held.is_empty() {
            say("x-inertia-except-once-props", held.join(","));
        }
        if wanted.is_partial() {
            say("x-inertia-partial-component", page["component"].as_str().unwrap_or_default().to_owned());
            let only: Vec<_> = wanted.only.iter().chain(&wanted.reset).map(String::as_str).collect();
            for (name, list) in [
                ("x-inertia-partial-data", only),
                ("x-inertia-partial-except", wanted.except.iter().map(String::as_str).collect()),
                ("x-inertia-reset", wanted.reset.iter().map(String::as_str).collect()),
            ] {
                if !list.is_empty() {
                    say(name, list.join(","));
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
