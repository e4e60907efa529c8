//! Routes with names: a thin layer over axum's router.

pub(crate) mod encode;
pub(crate) mod error;
#[cfg(feature = "tera")]
pub(crate) mod exposed;
#[cfg(feature = "ts")]
pub(crate) mod handlers;
pub(crate) mod names;
pub(crate) mod path;
pub(crate) mod register;
pub(crate) mod shape;
pub(crate) mod values;

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

pub(crate) use crate::routes::names::NamedRoute;
pub use crate::routes::{
    error::RouteError,
    names::{Named, RouteNames},
};
use crate::routes::{path::RoutePath, register::Registry};

/// Does nothing: without the feature `ts`, the `Path` types of handlers are not needed.
#[cfg(not(feature = "ts"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __inertia_handler_path {
    ($($handler:tt)*) => {};
}

/// An axum router with named routes, so that every path is written only once.
///
/// A route has a path, a name and a handler. Extractors, state, layers and nesting work as in axum.
///
/// ```
/// use axum::extract::{Path, State};
/// use inertia::{Named, Redirect, Routes};
///
/// /// The routes that handlers redirect to.
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
/// // An unknown name, or a path that does not accept an `i64`, is an error here, at startup.
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
/// The methods that add routes panic if a name is already used, or is not made of words of letters, digits and `_` separated by dots.
/// The message names the source locations. As with axum's own router, this happens when the application starts, and never because of a
/// request.
#[must_use = "routes do nothing until they are turned into a router"]
pub struct Routes<S = ()> {
    router: Router<S>,
    named: Registry,
}

macro_rules! methods {
    ($($method:ident, $constant:ident, $example:literal;)*) => {$(
        #[doc = concat!("Adds a route for `", stringify!($constant), "` with a path in axum's syntax, a name and a handler.")]
        ///
        /// ```
        /// # use inertia::Routes;
        /// # async fn handler() {}
        #[doc = concat!("let routes: Routes = Routes::new().", stringify!($method), "(", $example, ", handler);")]
        /// ```
        ///
        /// # Panics
        ///
        /// Panics if the name is already used or not valid, or axum's router rejects the path.
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
    /// Creates a router without routes.
    pub fn new() -> Self {
        Self { router: Router::new(), named: Registry::default() }
    }

    methods! {
        get, GET, r#""/events/{id}", "events.show""#;
        post, POST, r#""/events", "events.create""#;
        put, PUT, r#""/events/{id}", "events.update""#;
        patch, PATCH, r#""/events/{id}", "events.patch""#;
        delete, DELETE, r#""/events/{id}", "events.remove""#;
    }

    /// Adds a route without a name, like [`Router::route`].
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

    /// Nests routes, or an axum router, below a path, like [`Router::nest`]. Their names do not change.
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
    /// Panics if a name is already used, or axum's router rejects the path.
    #[track_caller]
    pub fn nest(self, path: &str, routes: impl Into<Self>) -> Self {
        let Self { router, named } = routes.into();
        let mut all = Self { router: self.router.nest(path, router), named: self.named };
        all.named.add_all(named, Some(path));
        all
    }

    /// Adds the routes of another `Routes`, or of an axum router, like [`Router::merge`].
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
    /// Panics if a name or a path is already used.
    #[track_caller]
    pub fn merge(self, routes: impl Into<Self>) -> Self {
        let Self { router, named } = routes.into();
        let mut all = Self { router: self.router.merge(router), named: self.named };
        all.named.add_all(named, None);
        all
    }

    /// Sets the path prefix of public URLs, for a proxy that strips it before it forwards a request: the path of
    /// [`public_url`](crate::Builder::public_url). All URLs built from the routes start with it, also in TypeScript and in templates. The
    /// paths that the router matches do not change.
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
    /// An empty path means no prefix, so that the prefix can come from the configuration. The generated TypeScript contains the prefix of
    /// the program that wrote it. If routes are nested in or merged into others, the prefix of the outer routes counts.
    ///
    /// # Panics
    ///
    /// Panics if the path does not start with `/`, or browsers would send it in a different form.
    #[track_caller]
    pub fn public_prefix(mut self, path: &str) -> Self {
        self.named.set_public_prefix(path);
        self
    }

    /// Adds a layer to the routes added so far, like [`Router::layer`].
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

    /// Sets the handler for requests that match no route, like [`Router::fallback`].
    pub fn fallback<H, T>(self, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.map_router(|router| router.fallback(handler))
    }

    /// Changes the axum router, for methods that `Routes` does not have. Routes that `change` adds have no names.
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

    /// Provides the state for the handlers, like [`Router::with_state`].
    pub fn with_state<S2>(self, state: S) -> Routes<S2> {
        Routes { router: self.router.with_state(state), named: self.named }
    }

    /// Returns the router, for `axum::serve` or [`inertia::serve`](crate::serve()).
    ///
    /// If you nest this router in another one, the URLs built from its names lack the prefix; [nest](Self::nest) the `Routes` instead. If a
    /// proxy strips a part of the path, set [`public_prefix`](Self::public_prefix).
    pub fn into_router(self) -> Router<S> {
        self.router
    }

    /// Looks up a route by its name and checks that its URLs can be built from `P`. Keep the result in the application's state, so that a
    /// wrong name is an error at startup and not during a request.
    ///
    /// `P` can be any type that works in the handler's [`Path`](axum::extract::Path): `()`, a number, a `String`, a tuple of these, or a
    /// struct whose fields are the parameters. Other fields become the query, also those of a struct at the end of a tuple.
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
    /// Fails if there is no route with this name, or `P` does not match its path.
    #[track_caller]
    pub fn named<P: Serialize + DeserializeOwned>(&self, name: &str) -> Result<Named<P>, RouteError> {
        names::named(&self.named.public(), name)
    }

    /// Builds the URL of a route from any serializable value: positional values in the order of the path's parameters, or
    /// named values. Named values that are not parameters become the query.
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
    /// Fails if there is no route with this name, a parameter has no value, or there are more positional values than parameters.
    #[track_caller]
    pub fn url(&self, name: &str, values: impl Serialize) -> Result<String, RouteError> {
        names::url(&self.named.public(), name, &values)
    }

    /// Returns the named routes as a handle that is cheap to clone.
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
            reason = "only the generated TypeScript needs the handler's type"
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
        register::check_name(&route);
        // axum reports an invalid path first.
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
        Self { router, named: Registry::default() }
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
