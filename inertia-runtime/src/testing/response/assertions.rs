//! The assertions about a response and its page.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::testing::response::TestResponse;
use crate::{
    protocol::headers::text,
    testing::{
        difference::{Compare, differences, indented, short},
        path,
    },
    values::error_bag::ErrorBag,
};

/// Assertions.
impl TestResponse {
    /// Fails if the status is different.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// app.visit("/nowhere").await.assert_status(404);
    /// # }
    /// ```
    #[track_caller]
    pub fn assert_status(&self, status: u16) -> &Self {
        if self.status.as_u16() != status {
            self.fail(&format!("the status is {}, expected {status}", self.status.as_u16()));
        }
        self
    }

    /// Fails if the first value of a header is different.
    #[track_caller]
    pub fn assert_header(&self, name: &str, value: &str) -> &Self {
        let actual = self.headers.get(name).map(text);
        if actual.as_deref() != Some(value) {
            self.fail(&format!("the header `{name}` is {actual:?}, expected {value:?}"));
        }
        self
    }

    /// Fails if the response is not a page, or a page with a different component.
    #[track_caller]
    pub fn assert_component(&self, component: &str) -> &Self {
        let actual = self.component();
        if actual != component {
            self.fail(&format!("the component is `{actual}`, expected `{component}`"));
        }
        self
    }

    /// Fails if the prop at a dotted path has a different value.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// app.visit("/events/7").await.assert_prop("event.title", "Opening night");
    /// # }
    /// ```
    #[track_caller]
    pub fn assert_prop(&self, path: &str, expected: impl Serialize) -> &Self {
        let (actual, expected) = (self.value(path), self.json_of(expected));
        if let Some(differences) = differences(&expected, actual, Compare::Exactly) {
            self.fail(&format!("the prop `{path}` is not as expected:\n{}", indented(&differences)));
        }
        self
    }

    /// Fails if `holds` returns false for the prop at a dotted path.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// app.visit("/events").await.assert_prop_that("events", |events: &Vec<serde_json::Value>| events.len() == 1);
    /// # }
    /// ```
    #[track_caller]
    pub fn assert_prop_that<T: DeserializeOwned>(&self, path: &str, holds: impl FnOnce(&T) -> bool) -> &Self {
        if !holds(&self.prop(path)) {
            self.fail(&format!("the prop `{path}` is not as expected: {}", short(self.value(path))));
        }
        self
    }

    /// Fails if one of these props has a different value. Objects may have more members than expected, but lists must have the same length.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// app.visit("/events/7").await.assert_props(json!({ "event": { "id": 7, "title": "Opening night" } }));
    /// # }
    /// ```
    #[track_caller]
    pub fn assert_props(&self, expected: impl Serialize) -> &Self {
        let expected = self.json_of(expected);
        if let Some(differences) = differences(&expected, self.all_props(), Compare::Contains) {
            self.fail(&format!("the props are not as expected:\n{}", indented(&differences)));
        }
        self
    }

    /// Fails if the page has a prop at this dotted path.
    #[track_caller]
    pub fn assert_missing(&self, path: &str) -> &Self {
        if let Some(value) = path::get(self.all_props(), path) {
            self.fail(&format!("the prop `{path}` is not expected, but is {}", short(value)));
        }
        self
    }

    /// Fails if the response does not contain exactly these props, apart from `errors`. Props that the page had before do not count.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// let page = app.visit("/events").await;
    /// page.reload().only(["events"]).await.assert_sent(["events"]);
    /// # }
    /// ```
    #[track_caller]
    pub fn assert_sent<P: AsRef<str>>(&self, props: impl IntoIterator<Item = P>) -> &Self {
        self.page();
        let sent = self.sent.as_ref().and_then(|page| page["props"].as_object());
        let mut sent: Vec<_> = sent.into_iter().flatten().map(|(name, _)| name.clone()).collect();
        sent.retain(|name| name != "errors");
        let mut expected: Vec<_> = props.into_iter().map(|prop| prop.as_ref().to_owned()).collect();
        sent.sort_unstable();
        expected.sort_unstable();
        if sent != expected {
            self.fail(&format!("the response contains the props {sent:?}, expected {expected:?}"));
        }
        self
    }

    /// Fails if the form does not have errors for exactly these fields. The messages of each field must start with the given ones.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// let page = app.post("/events", json!({ "seats": "many" })).from("/events/new").await.follow().await;
    /// page.assert_errors([("title", "is required"), ("seats", "must be a number")]);
    /// # }
    /// ```
    #[track_caller]
    pub fn assert_errors(&self, expected: impl Into<ErrorBag>) -> &Self {
        let (actual, expected) = (self.errors(), expected.into());
        let mut lines = Vec::new();
        for (field, messages) in expected.iter() {
            let found = actual.get(field);
            if found.is_empty() {
                lines.push(format!("`{field}` has no error, expected {messages:?}"));
            } else if !found.starts_with(messages) {
                lines.push(format!("`{field}` has {found:?}, expected {messages:?}"));
            }
        }
        for (field, found) in actual.iter().filter(|(field, _)| !expected.contains(field)) {
            lines.push(format!("`{field}` is not expected to have {found:?}"));
        }
        if !lines.is_empty() {
            self.fail(&format!("the errors are not as expected:\n{}", indented(&lines.join("\n"))));
        }
        self
    }

    /// Fails if the form has errors.
    #[track_caller]
    pub fn assert_no_errors(&self) -> &Self {
        self.assert_errors(ErrorBag::new())
    }

    /// Fails if the page's flash has no value for this key, or a different one.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// let response = app.post("/events", json!({ "title": "Opening night" })).await;
    /// response.follow().await.assert_flash("toast", "Saved.");
    /// # }
    /// ```
    #[track_caller]
    pub fn assert_flash(&self, key: &str, expected: impl Serialize) -> &Self {
        if self.is_redirect() {
            self.fail("a redirect has no flash; check the page that it leads to: `.follow().await`");
        }
        let expected = self.json_of(expected);
        let actual = self.page()["flash"].get(key);
        let differences = match actual {
            None => Some("it is missing".to_owned()),
            Some(actual) => differences(&expected, actual, Compare::Contains),
        };
        if let Some(differences) = differences {
            let all = short(&self.page()["flash"]);
            self.fail(&format!(
                "the flash `{key}` is not as expected:\n{}\n  flash:     {all}",
                indented(&differences)
            ));
        }
        self
    }

    /// Fails if the page has flash data.
    #[track_caller]
    pub fn assert_no_flash(&self) -> &Self {
        let flash = &self.page()["flash"];
        if !flash.is_null() {
            self.fail(&format!("expected no flash, but it is {}", short(flash)));
        }
        self
    }

    /// Fails if the page does not announce exactly these props in a deferred group.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// app.visit("/events").await.assert_deferred("stats", ["attendance"]);
    /// # }
    /// ```
    #[track_caller]
    pub fn assert_deferred<P: AsRef<str>>(&self, group: &str, props: impl IntoIterator<Item = P>) -> &Self {
        let mut expected: Vec<_> = props.into_iter().map(|prop| prop.as_ref().to_owned()).collect();
        let mut actual = self.group(group);
        expected.sort_unstable();
        actual.sort_unstable();
        if actual != expected {
            self.fail(&format!("the deferred group `{group}` has {actual:?}, expected {expected:?}"));
        }
        self
    }

    /// Fails if the page does not list this deferred prop as rescued, which means that it failed and was not sent.
    #[track_caller]
    pub fn assert_rescued(&self, prop: &str) -> &Self {
        let rescued = self.page()["rescuedProps"].as_array();
        let rescued: Vec<_> = rescued.into_iter().flatten().collect();
        if !rescued.iter().any(|path| *path == prop) {
            self.fail(&format!("the prop `{prop}` was not rescued, only {rescued:?}"));
        }
        self
    }

    #[track_caller]
    fn json_of(&self, expected: impl Serialize) -> Value {
        match serde_json::to_value(expected) {
            Ok(expected) => expected,
            Err(error) => self.fail(&format!("the expected value cannot be serialized as JSON: {error}")),
        }
    }
}
