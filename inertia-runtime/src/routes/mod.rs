//! Routes with names: a thin layer over axum's router.

mod encode;
mod error;
#[cfg(feature = "tera")]
pub(crate) mod exposed;
#[cfg(feature = "ts")]
pub(crate) mod handlers;
mod names;
pub(crate) mod path;
mod register;
pub(crate) mod shape;
mod values;

use std::{convert::Infallible, fmt, panic::Location, sync::Arc};

use axum::{
    Router,
    extract::Request,
    handler::Handler,
    response::IntoResponse,
    routing::{MethodRouter, Route, delete, get, patch, post, put},
};
use http::Method;
use serde::{Serialize, de::DeserializeOwned};
use tower_layer::Layer;
use tower_service::Service;

pub(crate) use self::names::NamedRoute;
pub use self::{
    error::RouteError,
    names::{Named, RouteNames},
};
use self::{path::RoutePath, register::Register};

/// What an attribute notes of a handler is not needed.
#[cfg(not(feature = "ts"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __inertia_handler_path {
    ($($handler:tt)*) => {};
}

/// An axum router whose routes have names, so that no URL is written twice.
///
/// A route is a path, a name and a handler. Everything else is axum's: extractors, state, layers, nesting.
///
/// ```
/// use axum::extract::{Path, State};
/// use inertia::{Named, Redirect, Routes};
///
/// /// The routes that handlers lead to.
/// #[derive(Clone)]
/// struct Links {
///     event: Named<i64>,
/// }
///
/// async fn index() -> &'static str { "all events" }
/// async fn show(Path(id): Path<i64>) -> String { format!("event {id}") }
/// async fn create(State(links): State<Links>) -> Redirect {
///     Redirect::to(links.event.url(7))
/// }
///
/// # fn main() -> Result<(), inertia::BoxError> {
/// let routes = Routes::new()
///     .get("/events", "events.index", index)
///     .post("/events", "events.create", create)
///     .get("/events/{id}", "events.show", show);
///
/// // A name that no route has, or a path that takes something else, is an error here, at start.
/// let links = Links { event: routes.named("events.show")? };
/// assert_eq!(links.event.url(7), "/events/7");
///
/// let app = routes.with_state(links).into_router();
/// # let _: axum::Router = app;
/// # Ok(()) }
/// ```
///
/// # Panics
///
/// Where a route is added whose name another one has, or is not words of letters, digits and `_` with dots between them. The message names
/// both places. As with axum's own router, this happens while the application is put together, and never on behalf of a request.
#[must_use = "routes do nothing until they are turned into a router"]
pub struct Routes<S = ()> {
    router: Router<S>,
    named: Register,
}

macro_rules! methods {
    ($($method:ident, $constant:ident, $example:literal;)*) => {$(
        #[doc = concat!("Adds a route for `", stringify!($constant), "`: its path as axum writes it, its name, its handler.")]
        ///
        /// ```
        /// # use inertia::Routes;
        /// # async fn handler() {}
        #[doc = concat!("let routes: Routes = Routes::new().", stringify!($method), "(", $example, ", handler);")]
        /// ```
        ///
        /// # Panics
        ///
        /// When the name is taken or none, and when axum's router cannot take the path.
        #[track_caller]
        pub fn $method<H, T>(self, path: &str, name: &str, handler: H) -> Self
        where
            H: Handler<T, S>,
            T: 'static,
        {
            self.add::<H>(Method::$constant, path, name, $method(handler))
        }
    )*};
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// No routes.
    pub fn new() -> Self {
        Self { router: Router::new(), named: Register::default() }
    }

    methods! {
        get, GET, r#""/events/{id}", "events.show""#;
        post, POST, r#""/events", "events.create""#;
        put, PUT, r#""/events/{id}", "events.update""#;
        patch, PATCH, r#""/events/{id}", "events.patch""#;
        delete, DELETE, r#""/events/{id}", "events.remove""#;
    }

    /// Adds a route without a name, as [`Router::route`] does.
    ///
    /// ```
    /// # use inertia::Routes;
    /// use axum::routing::get;
    ///
    /// let routes: Routes = Routes::new().route("/health", get(|| async { "fine" }));
    /// ```
    #[track_caller]
    pub fn route(self, path: &str, method_router: MethodRouter<S>) -> Self {
        let Self { router, named } = self;
        Self { router: router.route(path, method_router), named }
    }

    /// Puts routes, or an axum router, below a path, as [`Router::nest`] does. Their names stay as they are.
    ///
    /// ```
    /// # use inertia::Routes;
    /// # async fn users() {}
    /// # fn main() -> Result<(), inertia::RouteError> {
    /// let admin = Routes::new().get("/users", "admin.users", users);
    /// let routes: Routes = Routes::new().nest("/admin", admin);
    /// assert_eq!(routes.url("admin.users", ())?, "/admin/users");
    /// # Ok(()) }
    /// ```
    ///
    /// # Panics
    ///
    /// When a name is there already, and when axum's router cannot take the path.
    #[track_caller]
    pub fn nest(self, path: &str, routes: impl Into<Self>) -> Self {
        let Self { router, named } = routes.into();
        let mut all = Self { router: self.router.nest(path, router), named: self.named };
        all.named.add_all(named, Some(path));
        all
    }

    /// Adds the routes of others, or of an axum router, as [`Router::merge`] does.
    ///
    /// ```
    /// # use inertia::Routes;
    /// # use axum::{routing::get, Router};
    /// # async fn health() {}
    /// let routes: Routes = Routes::new().merge(Router::new().route("/health", get(health)));
    /// ```
    ///
    /// # Panics
    ///
    /// When a name or a path is there already.
    #[track_caller]
    pub fn merge(self, routes: impl Into<Self>) -> Self {
        let Self { router, named } = routes.into();
        let mut all = Self { router: self.router.merge(router), named: self.named };
        all.named.add_all(named, None);
        all
    }

    /// The path that visitors' URLs begin with, where a proxy takes it off before it asks the application: the path of
    /// [`public_url`](crate::Builder::public_url). The URLs of the routes begin with it, also those in TypeScript and in templates; what the
    /// router answers to stays as it is.
    ///
    /// ```
    /// # use inertia::Routes;
    /// # async fn show() {}
    /// # fn main() -> Result<(), inertia::RouteError> {
    /// let routes: Routes = Routes::new().get("/events/{id}", "events.show", show).public_prefix("/app");
    /// assert_eq!(routes.url("events.show", 7)?, "/app/events/7");
    /// # Ok(()) }
    /// ```
    ///
    /// An empty path is none, for an application that is published in several ways. The generated TypeScript has the path of the program
    /// that has written it. Of routes that are nested or merged in others, the others' path counts.
    ///
    /// # Panics
    ///
    /// When it does not begin with `/`, or browsers would send it in another way.
    #[track_caller]
    pub fn public_prefix(mut self, path: &str) -> Self {
        self.named.publish_below(path);
        self
    }

    /// Puts a layer around the routes that are there, as [`Router::layer`] does.
    pub fn layer<L>(self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        self.map_router(|router| router.layer(layer))
    }

    /// What answers when no route does, as [`Router::fallback`] has it.
    pub fn fallback<H, T>(self, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.map_router(|router| router.fallback(handler))
    }

    /// Whatever else axum's router can: what is added in there has no name.
    ///
    /// ```
    /// # use inertia::Routes;
    /// # let files = axum::Router::new();
    /// let routes: Routes = Routes::new().map_router(|router| router.nest_service("/assets", files));
    /// ```
    #[track_caller]
    pub fn map_router(self, change: impl FnOnce(Router<S>) -> Router<S>) -> Self {
        Self { router: change(self.router), named: self.named }
    }

    /// Gives the handlers their state, as [`Router::with_state`] does.
    pub fn with_state<S2>(self, state: S) -> Routes<S2> {
        Routes { router: self.router.with_state(state), named: self.named }
    }

    /// The router, for `axum::serve` or [`inertia::serve`](crate::serve()).
    ///
    /// A router that is nested in another afterwards has other paths than its names know of; [nest](Self::nest) the `Routes` instead. Of a
    /// proxy that takes a part of the path off, [`public_prefix`](Self::public_prefix) knows.
    pub fn into_router(self) -> Router<S> {
        self.router
    }

    /// A route by its name, checked now, that makes URLs of `P`s from then on. Keep it in the state of the application: what
    /// is wrong with a name is then an error at start, and not one of some later request.
    ///
    /// A `P` is what the handler's [`Path`](axum::extract::Path) may be: `()`, a number, a `String`, a tuple of such, or a struct whose fields are
    /// the parameters. Other fields become the query, also those of a struct at the end of a tuple.
    ///
    /// ```
    /// use inertia::{Named, Routes};
    /// use serde::{Deserialize, Serialize};
    ///
    /// #[derive(Serialize, Deserialize)]
    /// struct Filters {
    ///     city: Option<String>,
    ///     page: u32,
    /// }
    ///
    /// # async fn handler() {}
    /// # fn main() -> Result<(), inertia::RouteError> {
    /// let routes: Routes = Routes::new().get("/{year}/events", "events.index", handler);
    /// let events: Named<(u16, Filters)> = routes.named("events.index")?;
    /// let filters = Filters { city: Some("São Paulo".to_owned()), page: 2 };
    /// assert_eq!(events.url((2026, filters)), "/2026/events?city=S%C3%A3o%20Paulo&page=2");
    ///
    /// let error = routes.named::<u16>("event.index").unwrap_err();
    /// assert!(error.to_string().starts_with("no route is named `event.index`; did you mean `events.index`?"));
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// When no route has the name, or a `P` does not fit its path.
    #[track_caller]
    pub fn named<P: Serialize + DeserializeOwned>(&self, name: &str) -> Result<Named<P>, RouteError> {
        names::named(&self.named.public(), name)
    }

    /// The URL of a route, made of anything that can be serialised: values in the order of the path's parameters, or by
    /// their names. Names that are no parameters' become the query.
    ///
    /// ```
    /// # use inertia::Routes;
    /// # use serde_json::json;
    /// # async fn handler() {}
    /// # fn main() -> Result<(), inertia::RouteError> {
    /// let routes: Routes = Routes::new().get("/events/{id}/files/{*file}", "events.file", handler);
    /// assert_eq!(routes.url("events.file", (7, "a b/c.pdf"))?, "/events/7/files/a%20b/c.pdf");
    /// let values = json!({ "id": 7, "file": "c.pdf", "download": true });
    /// assert_eq!(routes.url("events.file", values)?, "/events/7/files/c.pdf?download=true");
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// When no route has the name, a parameter has no value, or a value has no place.
    #[track_caller]
    pub fn url(&self, name: &str, values: impl Serialize) -> Result<String, RouteError> {
        names::url(&self.named.public(), name, &values)
    }

    /// The names alone, as a handle that is cheap to clone.
    ///
    /// ```
    /// # use inertia::Routes;
    /// # async fn about() {}
    /// let routes: Routes = Routes::new().get("/about", "about", about);
    /// let names = routes.names();
    /// assert_eq!(names.url("about", ()).unwrap(), "/about");
    /// ```
    pub fn names(&self) -> RouteNames {
        self.into()
    }

    #[cfg_attr(
        not(feature = "ts"),
        allow(
            clippy::extra_unused_type_parameters,
            reason = "only the generated TypeScript asks for the handler"
        )
    )]
    #[track_caller]
    fn add<H: 'static>(self, method: Method, path: &str, name: &str, handler: MethodRouter<S>) -> Self {
        let route = NamedRoute {
            name: name.into(),
            method,
            path: Arc::new(RoutePath::new(path)),
            #[cfg(feature = "ts")]
            taken: handlers::path_of::<H>(),
            place: Location::caller(),
        };
        register::well_formed(&route);
        // axum says what it cannot route before it is asked for a name.
        let mut all = Self { router: self.router.route(path, handler), named: self.named };
        all.named.add(route);
        all
    }
}

impl<S: Clone + Send + Sync + 'static> Default for Routes<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> From<Router<S>> for Routes<S> {
    fn from(router: Router<S>) -> Self {
        Self { router, named: Register::default() }
    }
}

impl<S> From<&Routes<S>> for RouteNames {
    fn from(routes: &Routes<S>) -> Self {
        Self::new(routes.named.public())
    }
}

impl<S> From<Routes<S>> for Router<S> {
    fn from(routes: Routes<S>) -> Self {
        routes.router
    }
}

impl<S> fmt::Debug for Routes<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Routes").field("named", &self.named).finish_non_exhaustive()
    }
}
