//! A response, and the page that the client shows after it.

pub(crate) mod assertions;
pub(crate) mod failure;
pub(crate) mod redirects;
pub(crate) mod reloads;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, response::Parts};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::testing::response::failure::MAX_BODY_CHARS;
use crate::testing::{
    difference::{cut, short},
    merge, path,
    request::{RequestKind, TestRequest},
};
use crate::{error::report::Reason, values::error_bag::ErrorBag};

/// A response, and the page that the client shows after it: the page object of the response, merged into the current page.
///
/// A failed assertion panics at the line of the test and prints the request, the status, the component and the props.
#[derive(Debug, Clone)]
pub struct TestResponse {
    request: TestRequest,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// The page object in the response.
    sent: Option<Value>,
    /// The page that the client shows.
    page: Option<Value>,
    /// The logged reason of a 500 response.
    reason: Option<String>,
}

/// The response, and the page that the client shows.
impl TestResponse {
    pub(super) fn new(request: TestRequest, shown: Option<&Value>, parts: Parts, body: Bytes) -> Self {
        let sent = page_object(&parts.headers, &body);
        let page = sent.clone().map(|sent| match (request.settings.kind, shown) {
            (RequestKind::Visit, Some(shown)) if request.settings.partial.is_partial() => {
                merge::partial(shown, sent, &request.settings.partial)
            }
            (RequestKind::Visit, shown) => merge::full(shown, sent),
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

    /// The first value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as text.
    pub fn body(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// The body as bytes.
    pub fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// Deserializes the JSON body into this type.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// let likes: u32 = app.get_json("/events/7/likes").await.json();
    /// assert_eq!(likes, 3);
    /// # }
    /// ```
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        match serde_json::from_slice(&self.body) {
            Ok(value) => value,
            Err(error) => self.fail(&format!("the body cannot be read as JSON of this type: {error}")),
        }
    }

    /// The page object that the client shows, if the response is a page.
    pub fn page_object(&self) -> Option<&Value> {
        self.page.as_ref()
    }

    /// The component of the page.
    #[track_caller]
    pub fn component(&self) -> &str {
        self.page()["component"].as_str().unwrap_or_default()
    }

    /// The URL that the client shows.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// assert_eq!(app.visit("/events?page=2").await.url(), "/events?page=2");
    /// # }
    /// ```
    #[track_caller]
    pub fn url(&self) -> &str {
        self.page()["url"].as_str().unwrap_or_default()
    }

    /// The asset version of the page.
    #[track_caller]
    pub fn version(&self) -> Option<&str> {
        self.page()["version"].as_str()
    }

    /// Deserializes all props into this type.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
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

    /// Deserializes the prop at a dotted path such as `events.0.id` into this type.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// let title: String = app.visit("/events").await.prop("events.0.title");
    /// assert_eq!(title, "Opening night");
    /// # }
    /// ```
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

    /// The error messages of a form: those of the page, in the error bag of the request, or those of a JSON response.
    #[track_caller]
    pub fn errors(&self) -> ErrorBag {
        let found = if let Some(page) = &self.page {
            let errors = &page["props"]["errors"];
            let bag = self.request.settings.error_bag.as_deref();
            bag.map_or_else(|| errors.clone(), |bag| errors[bag].clone())
        } else if let Ok(mut body) = serde_json::from_slice::<Value>(&self.body) {
            body["errors"].take()
        } else {
            self.fail(if self.is_redirect() {
                "a redirect has no errors; check the page that it leads to: `.follow().await`"
            } else {
                "the response is neither a page nor JSON, so it has no errors"
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

    /// The page's deferred groups with their props, sorted by the name of the group.
    #[track_caller]
    pub fn deferred(&self) -> Vec<(String, Vec<String>)> {
        let groups = self.page()[merge::DEFERRED].as_object().cloned().unwrap_or_default();
        let paths = |paths: &Value| {
            let paths = paths.as_array().into_iter().flatten().filter_map(Value::as_str);
            paths.map(str::to_owned).collect()
        };
        groups.iter().map(|(group, of)| (group.clone(), paths(of))).collect()
    }

    /// Whether the client encrypts this page in the browser's history.
    ///
    /// ```
    #[doc = include_str!("../../../docs/testing_app.txt")]
    /// assert!(app.visit("/events/7").await.encrypts_history());
    /// # }
    /// ```
    #[track_caller]
    pub fn encrypts_history(&self) -> bool {
        self.page()["encryptHistory"] == true
    }

    /// Whether the client clears the encrypted history, so that earlier pages become unreadable.
    #[track_caller]
    pub fn clears_history(&self) -> bool {
        self.page()["clearHistory"] == true
    }

    #[track_caller]
    pub(super) fn page(&self) -> &Value {
        match &self.page {
            Some(page) => page,
            None if self.is_redirect() => {
                self.fail("the response is a redirect and not a page; follow it with `.follow().await`")
            }
            None => self.fail("the response is not a page"),
        }
    }

    #[track_caller]
    pub(super) fn all_props(&self) -> &Value {
        &self.page()["props"]
    }

    #[track_caller]
    pub(super) fn value(&self, path: &str) -> &Value {
        match path::get(self.all_props(), path) {
            Some(value) => value,
            None => self.fail(&format!("the prop `{path}` is missing{}", self.deferred_hint(path))),
        }
    }

    /// A hint on how to load the prop, if it is deferred.
    fn deferred_hint(&self, path: &str) -> String {
        let holds = |prop: &String| {
            path.strip_prefix(&**prop).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let group = self.deferred().into_iter().find(|(_, props)| props.iter().any(holds));
        group.map_or_else(String::new, |(group, _)| {
            format!(
                "; it is in the deferred group `{group}`, which `.load_deferred({group:?}).await` fetches"
            )
        })
    }
}

/// The page object of a response, which is the body or is embedded in a document.
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

/// The logged reason of a failure, of our own error response or of one that an error page has replaced.
fn reason(parts: &Parts) -> Option<String> {
    parts.extensions.get::<Reason>().map(|reason| cut(reason.to_string(), MAX_BODY_CHARS))
}
