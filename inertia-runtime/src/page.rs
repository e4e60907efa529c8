//! A page being described: its props, and what else the response says.

use std::convert::Infallible;

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;
use serde_json::{Map, Value};
use url::Url;

use crate::{
    errors::ErrorBag,
    flash::Flashing,
    origin::{is_web, relative},
    props::InertiaProps,
};

/// A page: its props, and what else the response says.
///
/// A handler may return its props struct as it is. It returns a `Page` when there is more to say:
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

/// What a page's response says besides its props.
#[derive(Debug, Default)]
pub(crate) struct PageHead {
    pub(crate) status: StatusCode,
    pub(crate) encrypt_history: Option<bool>,
    pub(crate) clear_history: bool,
    pub(crate) preserve_fragment: bool,
    #[cfg_attr(not(feature = "ssr"), allow(dead_code, reason = "without a renderer no page needs it"))]
    pub(crate) without_ssr: bool,
    /// Boxed, because most pages say none of it and every page is moved a few times.
    pub(crate) more: Option<Box<More>>,
}

#[derive(Debug, Default)]
pub(crate) struct More {
    pub(crate) url: Option<String>,
    pub(crate) headers: HeaderMap,
    pub(crate) view_data: Map<String, Value>,
    /// What the page says for itself.
    pub(crate) flashing: Flashing,
    /// The first call that could not be done.
    pub(crate) failed: Option<String>,
}

impl<P: InertiaProps> Page<P> {
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
    /// The response's status. A page is shown whatever its status is; 200 when none is set.
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

    /// The URL that the client shows for this page, instead of the one that was asked for: a path with its query, or a
    /// query alone (`?page=2`). Of an `http` or `https` URL the host is left out. Anything else is remembered and
    /// answered with a 500 that names this call.
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

    /// Whether the client encrypts this page in the browser's history. Instead of what the application or the
    /// handler's attribute says.
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

    /// Makes the encrypted pages in the browser's history unreadable, as after a logout.
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

    /// Keeps the fragment of the URL that was asked for, also when redirects led to another path.
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

    /// Renders this page on the client, also where the application renders on a server: see `Ssr` (feature `ssr`). For a
    /// page whose component needs a browser; `#[inertia::page("Map", ssr = false)]` says it of all pages of a handler.
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

    /// Says something once, with this page: its `flash` has it under this key. Such an answer is kept by no cache, whatever
    /// `Cache-Control` the page has. A value that cannot be written as JSON is remembered and answered with a 500 that
    /// names this call.
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

    /// The messages of a form, as this page's `errors`, under the error bag that the visit names. They replace those
    /// that a redirect has flashed; an empty bag shows none.
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

    /// A response header, in addition to those that are there. One that is no valid header is remembered and
    /// answered with a 500 that names this call.
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

    /// A value for the template, as `view_data.key`; the client does not see it. One that cannot be serialised is
    /// remembered and answered with a 500 that names this call.
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
    fn more(&mut self) -> &mut More {
        self.more.get_or_insert_default()
    }

    /// Whether the page flashes something, or could not be put together.
    pub(crate) fn says(&self) -> bool {
        self.more.as_ref().is_some_and(|more| !more.flashing.flash.is_empty()) || self.failed().is_some()
    }

    /// The first call that could not be done.
    pub(crate) fn failed(&self) -> Option<&str> {
        let more = self.more.as_ref()?;
        more.failed.as_deref().or(more.flashing.failed.as_deref())
    }

    fn fail(&mut self, reason: impl FnOnce() -> String) {
        self.more().failed.get_or_insert_with(reason);
    }
}

/// What a handler with `#[inertia::page]` may return: a props struct, a [`Page`], or a `Result` of either.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a page",
    label = "a page handler returns a props struct, `Page<Props>`, or a `Result` of either",
    note = "write `#[derive(InertiaProps)]` above the struct that holds the page's props"
)]
pub trait IntoPage {
    #[doc(hidden)]
    type Props: InertiaProps;

    #[doc(hidden)]
    #[allow(clippy::result_large_err)]
    fn into_page(self) -> Result<Page<Self::Props>, Response>;
}

impl<P: InertiaProps> IntoPage for Page<P> {
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
            Err(error) => Err(error.into_answer()),
        }
    }
}

/// What a page's handler may fail with: whatever axum makes a response of, the error of `axum::response::Result` included,
/// which is none by itself.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no response",
    label = "a handler's error becomes the response",
    note = "implement `axum::response::IntoResponse` for `{Self}`, or return `Result<_, inertia::Error>`, which `?` makes of any error"
)]
pub trait HandlerError {
    #[doc(hidden)]
    fn into_answer(self) -> Response;
}

// Otherwise a message about a type would speak of a `Result` that nobody has written.
#[diagnostic::do_not_recommend]
impl<E> HandlerError for E
where
    Result<Infallible, E>: IntoResponse,
{
    fn into_answer(self) -> Response {
        Result::<Infallible, E>::Err(self).into_response()
    }
}
