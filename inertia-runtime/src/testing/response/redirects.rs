//! The redirects of responses.

use http::{Method, header::LOCATION};
use url::Url;

use crate::testing::response::TestResponse;
use crate::{
    protocol::headers::text,
    testing::request::{RequestKind, TestRequest},
};

/// Redirects.
impl TestResponse {
    /// Fails if the response does not redirect to this URL of the application.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// app.post("/events", json!({ "title": "Opening night" })).await.assert_redirect("/events/7");
    /// # }
    /// ```
    #[track_caller]
    pub fn assert_redirect(&self, url: &str) -> &Self {
        let leads = self.target().map(|(_, target)| target);
        let expected = self.request.settings.url.join(url).ok();
        match leads {
            None => self.fail(&format!("the response is not a redirect, expected a redirect to `{url}`")),
            Some(target) if Some(&target) != expected.as_ref() => {
                self.fail(&format!("the response redirects to `{}`, expected `{url}`", self.within(&target)));
            }
            Some(_) => self,
        }
    }

    /// Fails if the response does not make the browser load this URL as a document. Responses do this for URLs outside of the
    /// application, and for clients with outdated assets.
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
            Some((Hop::Load, target))
                if Some(&target) == self.request.settings.url.join(url).ok().as_ref() =>
            {
                self
            }
            Some((Hop::Load, target)) => self.fail(&format!(
                "the response makes the browser load `{}`, expected `{url}`",
                self.within(&target)
            )),
            _ => self.fail(&format!("the response does not make the browser load a URL, expected `{url}`")),
        }
    }

    /// Follows all redirects, like the browser and the client do.
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
    /// Panics if the response is not a redirect, or redirects to a URL outside of the application.
    #[track_caller]
    pub fn follow(&self) -> TestRequest {
        match self.next() {
            Ok(mut next) => {
                next.settings.place = std::panic::Location::caller();
                next.settings.follows = true;
                next
            }
            Err(problem) => self.fail(&problem),
        }
    }

    /// The request for the target of the redirect.
    pub(in crate::testing) fn next(&self) -> Result<TestRequest, String> {
        let (hop, target) =
            self.target().ok_or("the response is not a redirect, so there is nothing to follow")?;
        if target.origin() != self.request.app.origin.origin() {
            return Err(format!(
                "the response redirects to `{target}`, outside of the application; check it with `assert_redirect` or `assert_location`"
            ));
        }
        let mut next = self.request.clone();
        next.settings.url = target;
        next.settings.base_page = None;
        match hop {
            Hop::Browser => {
                let status = self.status.as_u16();
                let keeps = matches!(status, 307 | 308)
                    || (matches!(status, 301 | 302) && next.settings.method != Method::POST);
                if !keeps {
                    next.change_to_get();
                }
            }
            Hop::Visit => next.change_to_get(),
            Hop::Load => {
                next.change_to_get();
                next.settings.kind = RequestKind::Browser;
                next.settings.error_bag = None;
            }
        }
        Ok(next)
    }

    /// Whether the response is a redirect.
    pub(in crate::testing) fn is_redirect(&self) -> bool {
        self.target().is_some()
    }

    /// The target of a redirect, and how it is followed.
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
        let target = self.request.settings.url.join(&text(header)).ok()?;
        Some((hop, target))
    }

    /// A URL in the form that tests use: without the origin if it is the application's.
    pub(super) fn within(&self, url: &Url) -> String {
        if url.origin() == self.request.app.origin.origin() {
            crate::protocol::url::relative(url)
        } else {
            url.to_string()
        }
    }
}

/// How a redirect is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hop {
    /// By the browser, which repeats the headers of the request.
    Browser,
    /// By the client, with another visit.
    Visit,
    /// By the browser, which loads a document.
    Load,
}
