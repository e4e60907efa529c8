//! What a page handler returns: its props, and the other settings of the response.

pub(crate) mod meta;
pub(crate) mod object;
pub(crate) mod render;
pub(crate) mod settings;
pub(crate) mod shared;
#[cfg(feature = "ssr")]
pub(crate) mod ssr;
pub(crate) mod static_page;
#[cfg(feature = "ts")]
pub(crate) mod typescript;
pub(crate) mod visit;

use std::convert::Infallible;

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;
use serde_json::{Map, Value};
use url::Url;

use crate::{
    props::PropsTable,
    protocol::url::{is_web, relative},
    values::{error_bag::ErrorBag, flash::Flashing},
};

/// A page: its props, and the other settings of its response.
///
/// A handler may return its props struct directly. It returns a `Page` to set more, such as the status:
///
/// ```
/// use axum::http::StatusCode;
/// use inertia::{InertiaProps, Page};
///
/// #[derive(InertiaProps)]
/// struct NotFound {
///     path: String,
/// }
///
/// #[inertia::page("Error/NotFound")]
/// async fn not_found(uri: axum::http::Uri) -> Page<NotFound> {
///     NotFound { path: uri.path().to_owned() }.page().status(StatusCode::NOT_FOUND)
/// }
/// ```
#[must_use = "a page does nothing unless its handler returns it"]
#[derive(Debug)]
pub struct Page<P> {
    pub(crate) props: P,
    pub(crate) head: PageHead,
}

/// The settings of a page's response, without its props.
#[derive(Debug, Default)]
pub(crate) struct PageHead {
    pub(crate) status: StatusCode,
    pub(crate) encrypt_history: Option<bool>,
    pub(crate) clear_history: bool,
    pub(crate) preserve_fragment: bool,
    #[cfg_attr(not(feature = "ssr"), allow(dead_code, reason = "without a renderer no page needs it"))]
    pub(crate) without_ssr: bool,
    /// Boxed, because most pages set none of these and every page is moved a few times.
    pub(crate) more: Option<Box<RareSettings>>,
}

/// The settings that few pages need.
#[derive(Debug, Default)]
pub(crate) struct RareSettings {
    pub(crate) url: Option<String>,
    pub(crate) headers: HeaderMap,
    pub(crate) view_data: Map<String, Value>,
    /// Flash and errors that the page sets itself.
    pub(crate) flashing: Flashing,
    /// The message about the first call with an invalid argument.
    pub(crate) failed: Option<String>,
}

impl<P: PropsTable> Page<P> {
    /// A page with these props. `props.page()` is the same.
    ///
    /// ```
    /// # use inertia::{InertiaProps, Page};
    /// # #[derive(InertiaProps)] struct Event { title: String }
    /// # fn page(event: Event) -> Page<Event> {
    /// Page::new(event)
    /// # }
    /// ```
    pub fn new(props: P) -> Self {
        Self { props, head: PageHead::default() }
    }
}

impl<P> Page<P> {
    /// The response's status, 200 by default. The client shows the page with every status.
    ///
    /// ```
    /// # use inertia::{InertiaProps, Page};
    /// # #[derive(InertiaProps)] struct Event { title: String }
    /// # fn page(event: Event) -> Page<Event> {
    /// event.page().status(axum::http::StatusCode::GONE)
    /// # }
    /// ```
    pub fn status(mut self, status: StatusCode) -> Self {
        self.head.status = status;
        self
    }

    /// The URL that the client shows for this page, instead of the requested one: a path with its query, or a query alone
    /// (`?page=2`). The host of an `http` or `https` URL is left out. With any other text the response is a 500, and the
    /// log names this call.
    ///
    /// ```
    /// # use inertia::{InertiaProps, Page};
    /// # #[derive(InertiaProps)] struct Event { title: String }
    /// # fn page(event: Event) -> Page<Event> {
    /// event.page().url("?page=2")
    /// # }
    /// ```
    pub fn url(mut self, url: impl Into<String>) -> Self {
        let url = url.into();
        let absolute = Url::parse(&url).ok().filter(is_web);
        if let Some(absolute) = absolute {
            self.head.more().url = Some(relative(&absolute));
        } else if url.starts_with(['/', '?']) {
            self.head.more().url = Some(url);
        } else {
            self.head.fail(|| {
                format!("`Page::url({url:?})`: write a path that begins with `/`, or a query with `?`")
            });
        }
        self
    }

    /// Whether the client encrypts this page in the browser's history. Replaces the setting of the application and of the
    /// handler's attribute.
    ///
    /// ```
    /// # use inertia::{InertiaProps, Page};
    /// # #[derive(InertiaProps)] struct Event { title: String }
    /// # fn page(event: Event) -> Page<Event> {
    /// event.page().encrypt_history(true)
    /// # }
    /// ```
    pub fn encrypt_history(mut self, encrypt: bool) -> Self {
        self.head.encrypt_history = Some(encrypt);
        self
    }

    /// Makes the encrypted pages in the browser's history unreadable, for example after a logout.
    ///
    /// ```
    /// # use inertia::{InertiaProps, Page};
    /// # #[derive(InertiaProps)] struct Event { title: String }
    /// # fn page(event: Event) -> Page<Event> {
    /// event.page().clear_history()
    /// # }
    /// ```
    pub fn clear_history(mut self) -> Self {
        self.head.clear_history = true;
        self
    }

    /// Keeps the fragment of the requested URL, even if redirects led to another path.
    ///
    /// ```
    /// # use inertia::{InertiaProps, Page};
    /// # #[derive(InertiaProps)] struct Event { title: String }
    /// # fn page(event: Event) -> Page<Event> {
    /// event.page().preserve_fragment()
    /// # }
    /// ```
    pub fn preserve_fragment(mut self) -> Self {
        self.head.preserve_fragment = true;
        self
    }

    /// Renders this page on the client, even if the application renders first visits on a server (`Ssr`, feature `ssr`),
    /// because its component needs a browser. `#[inertia::page("Map", ssr = false)]` sets this for all pages of a handler.
    ///
    /// ```
    /// # use inertia::{InertiaProps, Page};
    /// # #[derive(InertiaProps)] struct Event { title: String }
    /// # fn page(event: Event) -> Page<Event> {
    /// event.page().without_ssr()
    /// # }
    /// ```
    pub fn without_ssr(mut self) -> Self {
        self.head.without_ssr = true;
        self
    }

    /// Adds a value to this page's `flash`, under this key. The client shows flash once, so caches must not store the
    /// response: a `Cache-Control` header of the page that allows it is replaced. If the value cannot be written as JSON, the
    /// response is a 500, and the log names this call.
    ///
    /// ```
    /// use inertia::{InertiaProps, Page};
    ///
    /// #[derive(InertiaProps)]
    /// struct Welcome {}
    ///
    /// #[inertia::page("Welcome")]
    /// async fn welcome() -> Page<Welcome> {
    ///     Welcome {}.page().flash("toast", "Your account is ready.")
    /// }
    /// ```
    pub fn flash(mut self, key: impl Into<String>, value: impl Serialize) -> Self {
        self.head.more().flashing.value("Page::flash", key.into(), value);
        self
    }

    /// The messages of a form, as this page's `errors`, in the error bag that the visit names. They replace the errors
    /// that a redirect has flashed; an empty bag removes them.
    ///
    /// ```
    /// use inertia::{InertiaProps, Page};
    ///
    /// #[derive(InertiaProps)]
    /// struct Import {
    ///     rows: usize,
    /// }
    ///
    /// #[inertia::page("Event/Import")]
    /// async fn import() -> Page<Import> {
    ///     Import { rows: 2 }.page().errors([("rows.1.title", "is missing")])
    /// }
    /// ```
    pub fn errors(mut self, errors: impl Into<ErrorBag>) -> Self {
        let errors = errors.into();
        self.head.more().flashing.flash.errors.get_or_insert_default().merge(errors);
        self
    }

    /// Adds a response header and keeps those that are set already. If the name or the value is not valid, the response is
    /// a 500, and the log names this call.
    ///
    /// ```
    /// # use inertia::{InertiaProps, Page};
    /// # #[derive(InertiaProps)] struct Event { title: String }
    /// # fn page(event: Event) -> Page<Event> {
    /// event.page().header("x-robots-tag", "noindex")
    /// # }
    /// ```
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        match (name.try_into(), value.try_into()) {
            (Ok(name), Ok(value)) => {
                self.head.more().headers.append(name, value);
            }
            (Err(_), _) => self.head.fail(|| "`Page::header(..)`: the name is no header name".to_owned()),
            (Ok(name), Err(_)) => self
                .head
                .fail(|| format!("`Page::header({:?}, ..)`: the value is no header value", name.as_str())),
        }
        self
    }

    /// A value for the template, as `view_data.key`; it is not sent to the client. If it cannot be written as JSON, the
    /// response is a 500, and the log names this call.
    ///
    /// ```
    /// # use inertia::{InertiaProps, Page};
    /// # #[derive(InertiaProps)] struct Event { title: String }
    /// # fn page(event: Event) -> Page<Event> {
    /// event.page().view_data("theme", "dark") // `{{ view_data.theme }}` in the template
    /// # }
    /// ```
    pub fn view_data(mut self, key: impl Into<String>, value: impl Serialize) -> Self {
        let key = key.into();
        match serde_json::to_value(value) {
            Ok(value) => {
                self.head.more().view_data.insert(key, value);
            }
            Err(error) => self.head.fail(|| {
                format!("`Page::view_data({key:?}, ..)`: the value cannot be written as JSON: {error}")
            }),
        }
        self
    }
}

impl PageHead {
    fn more(&mut self) -> &mut RareSettings {
        self.more.get_or_insert_default()
    }

    /// Whether the page has flash or errors, or a call on it failed.
    pub(crate) fn has_flash_or_failed(&self) -> bool {
        self.more.as_ref().is_some_and(|more| !more.flashing.flash.is_empty()) || self.failed().is_some()
    }

    /// The message about the first call with an invalid argument.
    pub(crate) fn failed(&self) -> Option<&str> {
        let more = self.more.as_ref()?;
        more.failed.as_deref().or(more.flashing.failed.as_deref())
    }

    fn fail(&mut self, reason: impl FnOnce() -> String) {
        self.more().failed.get_or_insert_with(reason);
    }
}

/// A page's props, or a group of them: made by `#[derive(InertiaProps)]`.
pub trait InertiaProps: PropsTable {
    /// A page with these props, to set more of its response.
    fn page(self) -> Page<Self>
    where
        Self: Sized,
    {
        Page::new(self)
    }
}

impl<P: PropsTable> InertiaProps for P {}

/// The return type of a handler with `#[inertia::page]`: a props struct, a [`Page`], or a `Result` of either.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a page",
    label = "a page handler returns a props struct, `Page<Props>`, or a `Result` of either",
    note = "write `#[derive(InertiaProps)]` above the struct that holds the page's props"
)]
pub trait IntoPage {
    #[doc(hidden)]
    type Props: PropsTable;

    #[doc(hidden)]
    #[allow(clippy::result_large_err)]
    fn into_page(self) -> Result<Page<Self::Props>, Response>;
}

impl<P: PropsTable> IntoPage for Page<P> {
    type Props = P;

    fn into_page(self) -> Result<Self, Response> {
        Ok(self)
    }
}

impl<T: IntoPage, E: HandlerError> IntoPage for Result<T, E> {
    type Props = T::Props;

    fn into_page(self) -> Result<Page<T::Props>, Response> {
        match self {
            Ok(page) => page.into_page(),
            Err(error) => Err(error.into_error_response()),
        }
    }
}

/// The error of a page handler: any type that axum can turn into a response. This includes the error of
/// `axum::response::Result`, which does not implement `IntoResponse`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no response",
    label = "a handler's error becomes the response",
    note = "implement `axum::response::IntoResponse` for `{Self}`, or return `Result<_, inertia::Error>`, which `?` makes of any error"
)]
pub trait HandlerError {
    #[doc(hidden)]
    fn into_error_response(self) -> Response;
}

// Without this, the compiler's message would name `Result<Infallible, E>`, which the user did not write.
#[diagnostic::do_not_recommend]
impl<E> HandlerError for E
where
    Result<Infallible, E>: IntoResponse,
{
    fn into_error_response(self) -> Response {
        Result::<Infallible, E>::Err(self).into_response()
    }
}
