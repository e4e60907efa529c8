//! The requests that the client makes for the current page: reloads, deferred groups and infinite scrolls.

use http::Method;
use serde_json::Value;

use crate::testing::response::TestResponse;
use crate::testing::{merge::ReloadSource, request::TestRequest};

/// Requests for the current page.
impl TestResponse {
    /// Reloads the page, or with `only`, `except` and `reset` a part of it. The response is merged into this page, like the client does.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// let page = app.visit("/events").await;
    /// let page = page.reload().only(["events"]).await;
    /// # }
    /// ```
    #[track_caller]
    pub fn reload(&self) -> TestRequest {
        let page = self.page();
        let mut request = TestRequest::new(&self.request.app, Method::GET, self.url());
        request.settings.base_page = Some(page.clone());
        request.inertia().header("cache-control", "no-cache")
    }

    /// Fetches a deferred group, like the client does after it has shown the page.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// let page = app.visit("/events").await;
    /// page.assert_missing("attendance");
    /// page.load_deferred("stats").await.assert_prop("attendance", 1_204);
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if the page does not announce this group.
    #[track_caller]
    pub fn load_deferred(&self, group: &str) -> TestRequest {
        let props = self.group(group);
        let mut request = self.reload().only(props);
        request.settings.partial.source = ReloadSource::Deferred;
        request
    }

    /// Fetches the next page of an infinite scroll.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// let page = app.visit("/events").await;
    /// page.load_next("feed").await.assert_prop("feed.data", [10, 20]);
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if the prop is not an infinite scroll, or there is no next page.
    #[track_caller]
    pub fn load_next(&self, prop: &str) -> TestRequest {
        self.load_more(prop, ["nextPage", "previousPage"], "append")
    }

    /// Fetches the previous page of an infinite scroll.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// let page = app.visit("/events?page=2").await;
    /// page.load_previous("feed").await.assert_prop("feed.data", [10, 20]);
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if the prop is not an infinite scroll, or there is no previous page.
    #[track_caller]
    pub fn load_previous(&self, prop: &str) -> TestRequest {
        self.load_more(prop, ["previousPage", "nextPage"], "prepend")
    }

    #[track_caller]
    pub(super) fn group(&self, group: &str) -> Vec<String> {
        let groups = self.deferred();
        let Some((_, props)) = groups.iter().find(|(name, _)| name == group) else {
            let names: Vec<_> = groups.iter().map(|(name, _)| name).collect();
            self.fail(&format!("the page has no deferred group `{group}`; its groups are {names:?}"))
        };
        props.clone()
    }

    #[track_caller]
    fn load_more(&self, prop: &str, [cursor, other]: [&'static str; 2], intent: &str) -> TestRequest {
        let scroll = &self.page()["scrollProps"][prop];
        let value = match &scroll[cursor] {
            Value::String(cursor) => cursor.clone(),
            Value::Number(cursor) => cursor.to_string(),
            _ => self.fail(&format!("the prop `{prop}` has no `{cursor}`: its cursors are {scroll}")),
        };
        let mut request = self.reload().only([prop]).header("x-inertia-infinite-scroll-merge-intent", intent);
        request.settings.partial.source = ReloadSource::Scroll(other);
        let name = scroll["pageName"].as_str().unwrap_or("page");
        let url = &mut request.settings.url;
        let others: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(key, _)| key != name)
            .map(|(key, value)| (key.into(), value.into()))
            .collect();
        url.query_pairs_mut().clear().extend_pairs(others).append_pair(name, &value);
        request
    }
}
