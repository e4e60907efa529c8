//! Named routes, and the URLs built from them.

use std::{any, fmt, marker::PhantomData, panic::Location, sync::Arc};

use http::Method;
use serde::{Serialize, de::DeserializeOwned};

use crate::error::suggest::did_you_mean;
use crate::routes::{
    error::RouteError,
    path::RoutePath,
    shape::{Shape, ShapeMismatch},
    values,
};
#[cfg(feature = "ts")]
use crate::routes::{path::Parameter, shape::Kind};

/// The named routes of a router. Cheap to clone. Keep it in the application's state if route names are data, for example in a menu
/// that editors write. For a name written in the source, use [`named`](Self::named), which checks it at startup.
///
/// ```
/// use inertia::{RouteNames, Routes};
///
/// /// The URL of an entry in a menu that editors write.
/// fn url_of(names: &RouteNames, entry: &str) -> Option<String> {
///     names.url(entry, ()).ok()
/// }
///
/// # async fn about() {}
/// let routes: Routes = Routes::new().get("/about", "about", about);
/// let names = routes.names();
/// assert_eq!(url_of(&names, "about").as_deref(), Some("/about"));
/// assert_eq!(url_of(&names, "imprint"), None);
/// ```
#[derive(Debug, Clone, Default)]
pub struct RouteNames(Arc<[NamedRoute]>);

/// A route with a name.
#[derive(Debug, Clone)]
pub(crate) struct NamedRoute {
    pub(crate) name: Arc<str>,
    pub(crate) method: Method,
    pub(crate) path: Arc<RoutePath>,
    /// The shape of the handler's `Path`, if an attribute has recorded it.
    #[cfg(feature = "ts")]
    pub(crate) taken: Option<Shape>,
    /// The source location where the name was given.
    pub(crate) place: &'static Location<'static>,
}

impl RouteNames {
    pub(crate) fn new(routes: Vec<NamedRoute>) -> Self {
        Self(routes.into())
    }

    /// The routes, in the order in which they were added.
    #[cfg(feature = "ts")]
    pub(crate) fn iter(&self) -> impl Iterator<Item = &NamedRoute> {
        self.0.iter()
    }

    #[cfg(feature = "tera")]
    pub(super) fn as_slice(&self) -> &[NamedRoute] {
        &self.0
    }

    /// Looks up a route by its name and checks that its URLs can be built from `P`. See [`Routes::named`](crate::Routes::named).
    ///
    /// # Errors
    ///
    /// Fails if there is no route with this name, or `P` does not match its path.
    #[track_caller]
    pub fn named<P: Serialize + DeserializeOwned>(&self, name: &str) -> Result<Named<P>, RouteError> {
        named(&self.0, name)
    }

    /// Builds the URL of a route. See [`Routes::url`](crate::Routes::url).
    ///
    /// # Errors
    ///
    /// Fails if there is no route with this name, or the values do not match its path.
    #[track_caller]
    pub fn url(&self, name: &str, values: impl Serialize) -> Result<String, RouteError> {
        url(&self.0, name, &values)
    }
}

impl NamedRoute {
    /// The parameters of the path, each with the kind of the handler's value, as far as it is known.
    #[cfg(feature = "ts")]
    pub(crate) fn parameters(&self) -> Vec<(&Parameter, Kind)> {
        let kinds = self.taken.as_ref().and_then(|taken| taken.fit(&self.path).ok()).unwrap_or_default();
        let kinds = kinds.into_iter().chain(std::iter::repeat(Kind::Any));
        self.path.parameters().zip(kinds).collect()
    }

    /// The route's name, method and path, for messages.
    fn describe(&self) -> String {
        format!("route `{}` (`{} {}`)", self.name, self.method, self.path)
    }
}

#[track_caller]
pub(super) fn named<P: Serialize + DeserializeOwned>(
    routes: &[NamedRoute],
    name: &str,
) -> Result<Named<P>, RouteError> {
    let route = find(routes, name)?;
    let (shape, sample) = Shape::of::<P>();
    let problem = match shape.fit(&route.path) {
        // The shape is that of `Deserialize`. `Serialize` may differ (for example `rename(serialize = "…")`), so a sample is tried.
        Ok(_) => {
            sample.and_then(|sample| values::url(&route.path, &sample).err()).map(|error| error.to_string())
        }
        Err(ShapeMismatch::Missing(parameter)) if shape.is_open() => Some(format!(
            "the values of this type are only known at run time, so `{parameter}` may have none; use a tuple or a struct"
        )),
        Err(ShapeMismatch::Missing(parameter)) => {
            Some(format!("it has no value for `{parameter}`{}", did_you_mean(&parameter, shape.names())))
        }
        Err(ShapeMismatch::Optional(parameter)) => Some(format!("the value for `{parameter}` is optional")),
        Err(ShapeMismatch::Nested(parameter)) => {
            Some(format!("the value for `{parameter}` is not a single value"))
        }
        Err(ShapeMismatch::TooMany(values)) => {
            Some(format!("it has {values} values, more than the path has parameters"))
        }
    };
    if let Some(problem) = problem {
        let (route, ty, place) = (route.describe(), any::type_name::<P>(), Location::caller());
        return Err(RouteError::new(format!("{route} does not accept `{ty}`: {problem} (at {place})")));
    }
    Ok(Named { name: route.name.clone(), path: route.path.clone(), values: PhantomData })
}

#[track_caller]
pub(super) fn url(routes: &[NamedRoute], name: &str, values: &impl Serialize) -> Result<String, RouteError> {
    let (route, place) = (find(routes, name)?, Location::caller());
    values::url(&route.path, values)
        .map_err(|error| RouteError::new(format!("{}: {error} (at {place})", route.describe())))
}

#[track_caller]
pub(super) fn find<'r>(routes: &'r [NamedRoute], name: &str) -> Result<&'r NamedRoute, RouteError> {
    let place = Location::caller();
    routes.iter().find(|route| &*route.name == name).ok_or_else(|| {
        let nearest = did_you_mean(name, routes.iter().map(|route| &*route.name));
        RouteError::new(format!("no route is named `{name}`{nearest} (at {place})"))
    })
}

/// A route that is known to exist and to accept a `P`. Returned by [`Routes::named`](crate::Routes::named). Cheap to clone.
pub struct Named<P> {
    name: Arc<str>,
    path: Arc<RoutePath>,
    values: PhantomData<fn(P)>,
}

impl<P: Serialize> Named<P> {
    /// Builds the URL: the path, and a query with the values that are not parameters.
    ///
    /// The type `P` was checked at startup. Some values still have no URL: an empty string, `.` or `..` as a path segment, and a
    /// parameter whose field `skip_serializing_if` leaves out. For these, an error is logged and the URL is `#`.
    #[track_caller]
    pub fn url(&self, values: P) -> String {
        let place = Location::caller();
        values::url(&self.path, &values).unwrap_or_else(|error| {
            tracing::error!("route `{}` (`{}`): {error} (at {place})", self.name, self.path);
            FALLBACK_URL.to_owned()
        })
    }
}

/// The URL for values that have none. A link to it stays on the page.
const FALLBACK_URL: &str = "#";

impl<P> Clone for Named<P> {
    fn clone(&self) -> Self {
        Self { name: self.name.clone(), path: self.path.clone(), values: PhantomData }
    }
}

impl<P> fmt::Debug for Named<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Named")
            .field("name", &self.name)
            .field("path", &format_args!("{}", self.path))
            .finish_non_exhaustive()
    }
}
