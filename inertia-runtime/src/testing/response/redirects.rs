//! Where an answer leads, and going there.

use http::{Method, header::LOCATION};
use url::Url;

use super::TestResponse;
use crate::{
    protocol::headers::text,
    testing::request::{AskedAs, TestRequest},
};

/// Where the answer leads.
impl TestResponse {
    /// Fails when the answer does not lead to this URL of the application.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// app.post("/events", json!({ "title": "Opening night" })).await.assert_redirect("/events/7");
    /// # }
    /// ```
    #[track_caller]
    pub fn assert_redirect(&self, url: &str) -> &Self {
        let leads = self.target().map(|(_, target)| target);
        let expected = self.request.asked.url.join(url).ok();
        match leads {
            None => self.fail(&format!("the answer is no redirect, expected one to `{url}`")),
            Some(target) if Some(&target) != expected.as_ref() => {
                self.fail(&format!("the answer leads to `{}`, expected `{url}`", self.within(&target)));
            }
            Some(_) => self,
        }
    }

    /// Fails when the answer does not make the browser load this URL as a whole page: one that leaves the application, or
    /// the page itself for a client whose assets are out of date.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// app.visit("/events").await;
    /// app.visit("/tickets").await.assert_location("https://tickets.example.com/");
    /// # }
    /// ```
    #[track_caller]
    pub fn assert_location(&self, url: &str) -> &Self {
        match self.target() {
            Some((Hop::Load, target)) if Some(&target) == self.request.asked.url.join(url).ok().as_ref() => {
                self
            }
            Some((Hop::Load, target)) => self
                .fail(&format!("the browser is told to load `{}`, expected `{url}`", self.within(&target))),
            _ => self.fail(&format!("the browser is not told to load a page, expected `{url}`")),
        }
    }

    /// Goes where a redirect leads, as the browser and the client do, to its end.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// let page = app.post("/events", json!({ "title": "Opening night" })).await.follow().await;
    /// page.assert_component("Event/Show");
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// When the answer is no redirect, or one that leaves the application.
    #[track_caller]
    pub fn follow(&self) -> TestRequest {
        match self.next() {
            Ok(mut next) => {
                next.asked.place = std::panic::Location::caller();
                next.asked.follows = true;
                next
            }
            Err(problem) => self.fail(&problem),
        }
    }

    /// The request for where the answer leads.
    pub(in crate::testing) fn next(&self) -> Result<TestRequest, String> {
        let (hop, target) =
            self.target().ok_or("the answer is no redirect, so there is nothing to follow")?;
        if target.origin() != self.request.app.origin.origin() {
            return Err(format!(
                "the answer leaves the application, to `{target}`; look at it with `assert_redirect` or `assert_location`"
            ));
        }
        let mut next = self.request.clone();
        next.asked.url = target;
        next.asked.of = None;
        match hop {
            Hop::Browser => {
                let status = self.status.as_u16();
                let keeps = matches!(status, 307 | 308)
                    || (matches!(status, 301 | 302) && next.asked.method != Method::POST);
                if !keeps {
                    next.becomes_get();
                }
            }
            Hop::Visit => next.becomes_get(),
            Hop::Load => {
                next.becomes_get();
                next.asked.kind = AskedAs::Browser;
                next.asked.error_bag = None;
            }
        }
        Ok(next)
    }

    /// Whether the answer leads somewhere else.
    pub(in crate::testing) fn is_redirect(&self) -> bool {
        self.target().is_some()
    }

    /// Where the answer leads, and who goes there.
    pub(super) fn target(&self) -> Option<(Hop, Url)> {
        let status = self.status.as_u16();
        let (hop, header) = match status {
            301 | 302 | 303 | 307 | 308 => (Hop::Browser, self.headers.get(LOCATION)?),
            409 if self.headers.contains_key("x-inertia") => return None,
            409 => match self.headers.get("x-inertia-redirect") {
                Some(target) => (Hop::Visit, target),
                None => (Hop::Load, self.headers.get("x-inertia-location")?),
            },
            _ => return None,
        };
        let target = self.request.asked.url.join(&text(header)).ok()?;
        Some((hop, target))
    }

    /// A URL as tests write it: without the application's own host.
    pub(super) fn within(&self, url: &Url) -> String {
        if url.origin() == self.request.app.origin.origin() {
            crate::origin::relative(url)
        } else {
            url.to_string()
        }
    }
}

/// Who goes where an answer leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hop {
    /// The browser, which repeats the request's headers.
    Browser,
    /// The client, with a visit like the one that was answered.
    Visit,
    /// The browser, which loads a whole page.
    Load,
}
