//! An answer, and the page that the client makes of it.

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, header::LOCATION, response::Parts};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use url::Url;

use super::{
    difference::{Compare, cut, differences, laid_out, short},
    merge::{self, Wants},
    path,
    request::{AskedAs, TestRequest},
};
use crate::{errors::ErrorBag, protocol::headers::text, reason::Reason};

/// The longest that a body is printed, in characters.
const LONGEST_BODY: usize = 2_000;

/// An answer, and the page that the client shows after it: what came, put together with what was there.
///
/// An assertion that fails panics at the test's line and prints the request, the status, the component and the props.
#[derive(Debug, Clone)]
pub struct TestResponse {
    request: TestRequest,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// The page object as it came.
    sent: Option<Value>,
    /// The page as it is shown.
    page: Option<Value>,
    /// Why there is a 500, as the log has it.
    reason: Option<String>,
}

impl TestResponse {
    pub(super) fn new(request: TestRequest, shown: Option<&Value>, parts: Parts, body: Bytes) -> Self {
        let sent = page_object(&parts.headers, &body);
        let page = sent.clone().map(|sent| match (request.asked.kind, shown) {
            (AskedAs::Visit, Some(shown)) if request.asked.wanted.is_partial() => {
                merge::partial(shown, sent, &request.asked.wanted)
            }
            (AskedAs::Visit, shown) => merge::full(shown, sent),
            _ => merge::full(None, sent),
        });
        let reason = reason(&parts);
        Self { request, status: parts.status, headers: parts.headers, body, sent, page, reason }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// A header's value, of several the first.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as text.
    pub fn body(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// The body as it is.
    pub fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// The body as JSON of this type.
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        match serde_json::from_slice(&self.body) {
            Ok(value) => value,
            Err(error) => self.fail(&format!("the body cannot be read as JSON of this type: {error}")),
        }
    }

    /// The page object that the client shows, when the answer is a page.
    pub fn page_object(&self) -> Option<&Value> {
        self.page.as_ref()
    }

    /// Fails when the status is another.
    #[track_caller]
    pub fn assert_status(&self, status: u16) -> &Self {
        if self.status.as_u16() != status {
            self.fail(&format!("the status is {}, expected {status}", self.status.as_u16()));
        }
        self
    }

    /// Fails when a header's first value is another.
    #[track_caller]
    pub fn assert_header(&self, name: &str, value: &str) -> &Self {
        let actual = self.headers.get(name).map(text);
        if actual.as_deref() != Some(value) {
            self.fail(&format!("the header `{name}` is {actual:?}, expected {value:?}"));
        }
        self
    }

    /// The component of the page.
    #[track_caller]
    pub fn component(&self) -> &str {
        self.page()["component"].as_str().unwrap_or_default()
    }

    /// Fails when the answer is no page, or one of another component.
    #[track_caller]
    pub fn assert_component(&self, component: &str) -> &Self {
        let actual = self.component();
        if actual != component {
            self.fail(&format!("the component is `{actual}`, expected `{component}`"));
        }
        self
    }

    /// The URL that the client shows.
    #[track_caller]
    pub fn url(&self) -> &str {
        self.page()["url"].as_str().unwrap_or_default()
    }

    /// The asset version that the page says.
    #[track_caller]
    pub fn version(&self) -> Option<&str> {
        self.page()["version"].as_str()
    }

    /// All props as a value of this type.
    ///
    /// ```
    /// # use inertia::testing::TestApp;
    /// use serde::Deserialize;
    ///
    /// #[derive(Deserialize)]
    /// struct Event {
    ///     title: String,
    /// }
    ///
    /// #[derive(Deserialize)]
    /// struct EventIndex {
    ///     events: Vec<Event>,
    /// }
    ///
    /// # async fn example(app: TestApp) {
    /// let props: EventIndex = app.visit("/events").await.props();
    /// assert!(props.events.iter().all(|event| !event.title.is_empty()));
    /// # }
    /// ```
    #[track_caller]
    pub fn props<T: DeserializeOwned>(&self) -> T {
        match T::deserialize(self.all_props()) {
            Ok(props) => props,
            Err(error) => self.fail(&format!("the props cannot be read as this type: {error}")),
        }
    }

    /// The prop at a dotted path as a value of this type: `events.0.id`.
    #[track_caller]
    pub fn prop<T: DeserializeOwned>(&self, path: &str) -> T {
        let value = self.value(path);
        match T::deserialize(value) {
            Ok(prop) => prop,
            Err(error) => {
                let value = short(value);
                self.fail(&format!("the prop `{path}` is {value} and cannot be read as this type: {error}"))
            }
        }
    }

    /// Fails when the prop at a dotted path is another.
    #[track_caller]
    pub fn assert_prop(&self, path: &str, expected: impl Serialize) -> &Self {
        let (actual, expected) = (self.value(path), self.json_of(expected));
        if let Some(differences) = differences(&expected, actual, Compare::Exactly) {
            self.fail(&format!("the prop `{path}` is not as expected:\n{}", indented(&differences)));
        }
        self
    }

    /// Fails when this is not so of the prop at a dotted path.
    ///
    /// ```
    /// # use inertia::testing::TestApp;
    /// # async fn example(app: TestApp) {
    /// app.visit("/events").await.assert_prop_that("events", |events: &Vec<serde_json::Value>| events.len() == 20);
    /// # }
    /// ```
    #[track_caller]
    pub fn assert_prop_that<T: DeserializeOwned>(&self, path: &str, holds: impl FnOnce(&T) -> bool) -> &Self {
        if !holds(&self.prop(path)) {
            self.fail(&format!("the prop `{path}` is not as expected: {}", short(self.value(path))));
        }
        self
    }

    /// Fails when one of these props is another. Objects may have more members than are expected, lists no more items.
    ///
    /// ```
    /// # use inertia::testing::TestApp;
    /// # use serde_json::json;
    /// # async fn example(app: TestApp) {
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

    /// Fails when the page has a prop at this dotted path.
    #[track_caller]
    pub fn assert_missing(&self, path: &str) -> &Self {
        if let Some(value) = path::get(self.all_props(), path) {
            self.fail(&format!("the prop `{path}` is not expected, and is {}", short(value)));
        }
        self
    }

    /// Fails when this answer carried other props than these, beside `errors`. What the page has from before does not count.
    ///
    /// ```
    /// # use inertia::testing::TestApp;
    /// # async fn example(app: TestApp) {
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
            self.fail(&format!("the answer carried the props {sent:?}, expected {expected:?}"));
        }
        self
    }

    /// The messages of a form: a page's, in the bag that the request named, or those of a JSON answer.
    #[track_caller]
    pub fn errors(&self) -> ErrorBag {
        let found = if let Some(page) = &self.page {
            let errors = &page["props"]["errors"];
            let bag = self.request.asked.error_bag.as_deref();
            bag.map_or_else(|| errors.clone(), |bag| errors[bag].clone())
        } else if let Ok(mut body) = serde_json::from_slice::<Value>(&self.body) {
            body["errors"].take()
        } else {
            self.fail(if self.is_redirect() {
                "a redirect has no errors; they are on the page that follows: `.follow().await`"
            } else {
                "the answer is neither a page nor JSON, so it has no errors"
            })
        };
        let Value::Object(fields) = found else { return ErrorBag::new() };
        let messages = fields.into_iter().flat_map(|(field, messages)| {
            let messages = match messages {
                Value::Array(messages) => messages,
                one => vec![one],
            };
            messages.into_iter().map(move |message| {
                (field.clone(), message.as_str().map_or_else(|| message.to_string(), str::to_owned))
            })
        });
        messages.collect()
    }

    /// Fails when the form has other errors than these: exactly these fields, each with these messages first.
    ///
    /// ```
    /// # use inertia::testing::TestApp;
    /// # use serde_json::json;
    /// # async fn example(app: TestApp) {
    /// let page = app.post("/events", json!({ "title": "" })).from("/events/new").await.follow().await;
    /// page.assert_errors([("title", "is required"), ("starts", "is required")]);
    /// # }
    /// ```
    #[track_caller]
    pub fn assert_errors(&self, expected: impl Into<ErrorBag>) -> &Self {
        let (actual, expected) = (self.errors(), expected.into());
        let mut lines = Vec::new();
        for (field, messages) in expected.iter() {
            let said = actual.get(field);
            if said.is_empty() {
                lines.push(format!("`{field}` has no error, expected {messages:?}"));
            } else if !said.starts_with(messages) {
                lines.push(format!("`{field}` has {said:?}, expected {messages:?}"));
            }
        }
        for (field, said) in actual.iter().filter(|(field, _)| !expected.contains(field)) {
            lines.push(format!("`{field}` is not expected to have {said:?}"));
        }
        if !lines.is_empty() {
            self.fail(&format!("the errors are not as expected:\n{}", indented(&lines.join("\n"))));
        }
        self
    }

    /// Fails when the form has errors.
    #[track_caller]
    pub fn assert_no_errors(&self) -> &Self {
        self.assert_errors(ErrorBag::new())
    }

    /// Fails when the page does not say this under a key of its flash.
    #[track_caller]
    pub fn assert_flash(&self, key: &str, expected: impl Serialize) -> &Self {
        if self.is_redirect() {
            self.fail("a redirect shows no flash; the page that follows does: `.follow().await`");
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

    /// Fails when the page says anything once.
    #[track_caller]
    pub fn assert_no_flash(&self) -> &Self {
        let flash = &self.page()["flash"];
        if !flash.is_null() {
            self.fail(&format!("no flash is expected, and it is {}", short(flash)));
        }
        self
    }

    /// Fails when the answer does not lead to this URL of the application.
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
    pub(super) fn next(&self) -> Result<TestRequest, String> {
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
    pub(super) fn is_redirect(&self) -> bool {
        self.target().is_some()
    }

    /// Where the answer leads, and who goes there.
    fn target(&self) -> Option<(Hop, Url)> {
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
    fn within(&self, url: &Url) -> String {
        if url.origin() == self.request.app.origin.origin() {
            crate::origin::relative(url)
        } else {
            url.to_string()
        }
    }

    /// Asks for the page again; with `only`, `except` and `reset` for a part of it. What comes is put together with what this page
    /// has, as the client does it.
    ///
    /// ```
    /// # use inertia::testing::TestApp;
    /// # async fn example(app: TestApp) {
    /// let page = app.visit("/events").await;
    /// let page = page.reload().only(["events"]).await;
    /// # }
    /// ```
    #[track_caller]
    pub fn reload(&self) -> TestRequest {
        let page = self.page();
        let mut request = TestRequest::new(&self.request.app, Method::GET, self.url());
        request.asked.of = Some(page.clone());
        request.inertia().header("cache-control", "no-cache")
    }

    /// The page's deferred groups, each with its props, in the order of the groups' names.
    #[track_caller]
    pub fn deferred(&self) -> Vec<(String, Vec<String>)> {
        let groups = self.page()[merge::DEFERRED].as_object().cloned().unwrap_or_default();
        let paths = |paths: &Value| {
            let paths = paths.as_array().into_iter().flatten().filter_map(Value::as_str);
            paths.map(str::to_owned).collect()
        };
        groups.iter().map(|(group, of)| (group.clone(), paths(of))).collect()
    }

    /// Fails when the page did not announce these props in a deferred group.
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

    /// Fetches a deferred group, as the client does when it has shown the page.
    ///
    /// ```
    /// # use inertia::testing::TestApp;
    /// # async fn example(app: TestApp) {
    /// let page = app.visit("/events").await;
    /// page.assert_missing("attendance");
    /// page.load_deferred("stats").await.assert_prop("attendance", 1_204);
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// When the page announced no such group.
    #[track_caller]
    pub fn load_deferred(&self, group: &str) -> TestRequest {
        let props = self.group(group);
        let mut request = self.reload().only(props);
        request.asked.wanted.by = Wants::Deferred;
        request
    }

    #[track_caller]
    fn group(&self, group: &str) -> Vec<String> {
        let groups = self.deferred();
        let Some((_, props)) = groups.iter().find(|(name, _)| name == group) else {
            let names: Vec<_> = groups.iter().map(|(name, _)| name).collect();
            self.fail(&format!("the page has no deferred group `{group}`, only {names:?}"))
        };
        props.clone()
    }

    /// Fetches the next page of an infinite scroll.
    ///
    /// # Panics
    ///
    /// When the prop is none, or there is no next page.
    #[track_caller]
    pub fn load_next(&self, prop: &str) -> TestRequest {
        self.load_more(prop, ["nextPage", "previousPage"], "append")
    }

    /// Fetches the previous page of an infinite scroll.
    ///
    /// # Panics
    ///
    /// When the prop is none, or there is no previous page.
    #[track_caller]
    pub fn load_previous(&self, prop: &str) -> TestRequest {
        self.load_more(prop, ["previousPage", "nextPage"], "prepend")
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
        request.asked.wanted.by = Wants::Scroll(other);
        let name = scroll["pageName"].as_str().unwrap_or("page");
        let url = &mut request.asked.url;
        let others: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(key, _)| key != name)
            .map(|(key, value)| (key.into(), value.into()))
            .collect();
        url.query_pairs_mut().clear().extend_pairs(others).append_pair(name, &value);
        request
    }

    /// Fails when the page does not say that this deferred prop has failed and was left out.
    #[track_caller]
    pub fn assert_rescued(&self, prop: &str) -> &Self {
        let rescued = self.page()["rescuedProps"].as_array();
        if !rescued.into_iter().flatten().any(|path| path == prop) {
            self.fail(&format!("the prop `{prop}` was not rescued"));
        }
        self
    }

    /// Whether the client encrypts this page in the browser's history.
    #[track_caller]
    pub fn encrypts_history(&self) -> bool {
        self.page()["encryptHistory"] == true
    }

    /// Whether the client makes the encrypted pages of the history unreadable.
    #[track_caller]
    pub fn clears_history(&self) -> bool {
        self.page()["clearHistory"] == true
    }

    #[track_caller]
    fn page(&self) -> &Value {
        match &self.page {
            Some(page) => page,
            None if self.is_redirect() => {
                self.fail("the answer is a redirect and no page; `.follow().await` goes there")
            }
            None => self.fail("the answer is no page"),
        }
    }

    #[track_caller]
    fn all_props(&self) -> &Value {
        &self.page()["props"]
    }

    #[track_caller]
    fn value(&self, path: &str) -> &Value {
        let Some(value) = path::get(self.all_props(), path) else {
            self.fail(&format!("the prop `{path}` is missing"))
        };
        value
    }

    #[track_caller]
    fn json_of(&self, expected: impl Serialize) -> Value {
        match serde_json::to_value(expected) {
            Ok(expected) => expected,
            Err(error) => self.fail(&format!("what is expected cannot be written as JSON: {error}")),
        }
    }

    /// Ends the test, at the line that called the assertion.
    #[track_caller]
    fn fail(&self, problem: &str) -> ! {
        panic!("{problem}\n{}", self.describe())
    }

    fn describe(&self) -> String {
        let asked = &self.request.asked;
        let mut lines = vec![
            format!(
                "asked:     {} {}, at {}",
                asked.method,
                crate::origin::relative(&asked.url),
                asked.place
            ),
            format!("status:    {}", self.status),
        ];
        if let Some((_, target)) = self.target() {
            lines.push(format!("leads to:  {}", self.within(&target)));
        }
        if let Some(reason) = &self.reason {
            lines.push(format!("reason:    {reason}"));
        }
        if let Some(page) = &self.page {
            lines.push(format!("component: {}", page["component"].as_str().unwrap_or_default()));
            lines.push(format!("props:     {}", laid_out(&page["props"])));
        } else if self.reason.is_none() && !self.body.is_empty() {
            lines.push(format!("body:      {}", cut(self.body().into_owned(), LONGEST_BODY)));
        }
        indented(&lines.join("\n"))
    }
}

/// Who goes where an answer leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hop {
    /// The browser, which repeats the request's headers.
    Browser,
    /// The client, with a visit like the one that was answered.
    Visit,
    /// The browser, which loads a whole page.
    Load,
}

/// The page object of an answer: on its own, or in a document.
fn page_object(headers: &HeaderMap, body: &[u8]) -> Option<Value> {
    if headers.contains_key("x-inertia") {
        return serde_json::from_slice(body).ok();
    }
    let html = std::str::from_utf8(body).ok()?;
    let (_, script) = html.split_once("<script data-page=\"")?;
    let (_, json) = script.split_once('>')?;
    let (json, _) = json.split_once("</script>")?;
    serde_json::from_str(json).ok()
}

/// Why there is no page, as the log has it: of an answer that we made, and of one that an error page took the place of.
fn reason(parts: &Parts) -> Option<String> {
    parts.extensions.get::<Reason>().map(|reason| cut(reason.to_string(), LONGEST_BODY))
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}
