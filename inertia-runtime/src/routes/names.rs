//! The routes that have names, and the URLs that are made of them.

use std::{any, fmt, marker::PhantomData, panic::Location, sync::Arc};

use http::Method;
use serde::{Serialize, de::DeserializeOwned};

use super::{
    error::RouteError,
    path::RoutePath,
    shape::{Misfit, Shape},
    values,
};
#[cfg(feature = "ts")]
use super::{path::Parameter, shape::Kind};
use crate::nearest::did_you_mean;

/// The named routes of a router: a handle that is cheap to clone, for the state of an application whose names are data. Where a
/// name is written in the source, [`named`](Self::named) finds out at start whether it is right.
///
/// ```
/// use inertia::{RouteNames, Routes};
///
/// /// The address of an entry of a menu that editors write.
/// fn address(names: &RouteNames, entry: &str) -> Option<String> {
///     names.url(entry, ()).ok()
/// }
///
/// # async fn about() {}
/// let routes: Routes = Routes::new().get("/about", "about", about);
/// let names = routes.names();
/// assert_eq!(address(&names, "about").as_deref(), Some("/about"));
/// assert_eq!(address(&names, "imprint"), None);
/// ```
#[derive(Debug, Clone, Default)]
pub struct RouteNames(Arc<[NamedRoute]>);

/// A route with a name.
#[derive(Debug, Clone)]
pub(crate) struct NamedRoute {
    pub(crate) name: Arc<str>,
    pub(crate) method: Method,
    pub(crate) path: Arc<RoutePath>,
    /// What the handler's `Path` looks like, where that can be seen.
    #[cfg(feature = "ts")]
    pub(crate) taken: Option<Shape>,
    /// Where the name was given.
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

    /// A route by its name, checked now, that makes URLs of `P`s from then on. See [`Routes::named`](crate::Routes::named).
    ///
    /// # Errors
    ///
    /// When no route has the name, or a `P` does not fit its path.
    #[track_caller]
    pub fn named<P: Serialize + DeserializeOwned>(&self, name: &str) -> Result<Named<P>, RouteError> {
        named(&self.0, name)
    }

    /// The URL of a route. See [`Routes::url`](crate::Routes::url).
    ///
    /// # Errors
    ///
    /// When no route has the name, or the values do not fit its path.
    #[track_caller]
    pub fn url(&self, name: &str, values: impl Serialize) -> Result<String, RouteError> {
        url(&self.0, name, &values)
    }
}

impl NamedRoute {
    /// The parameters of the path, each with what the handler takes there, as far as that is known.
    #[cfg(feature = "ts")]
    pub(crate) fn parameters(&self) -> Vec<(&Parameter, Kind)> {
        let kinds = self.taken.as_ref().and_then(|taken| taken.fit(&self.path).ok()).unwrap_or_default();
        let kinds = kinds.into_iter().chain(std::iter::repeat(Kind::Any));
        self.path.parameters().zip(kinds).collect()
    }

    /// The route with its path, for messages.
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
        // What a type is read from and what it is written as need not be the same.
        Ok(_) => {
            sample.and_then(|sample| values::url(&route.path, &sample).err()).map(|unfit| unfit.to_string())
        }
        Err(Misfit::Missing(parameter)) if shape.is_open() => Some(format!(
            "only a value could tell whether there is something for `{parameter}`; write a tuple or a struct"
        )),
        Err(Misfit::Missing(parameter)) => {
            Some(format!("there is nothing for `{parameter}`{}", did_you_mean(&parameter, shape.names())))
        }
        Err(Misfit::Optional(parameter)) => Some(format!("what is there for `{parameter}` may be missing")),
        Err(Misfit::Nested(parameter)) => {
            Some(format!("what is there for `{parameter}` is not a single value"))
        }
        Err(Misfit::TooMany(values)) => {
            Some(format!("there are {values} values, more than the path has parameters"))
        }
    };
    if let Some(problem) = problem {
        let (route, ty, place) = (route.describe(), any::type_name::<P>(), Location::caller());
        return Err(RouteError::new(format!("{route} cannot be made of `{ty}`: {problem} (at {place})")));
    }
    Ok(Named { name: route.name.clone(), path: route.path.clone(), values: PhantomData })
}

#[track_caller]
pub(super) fn url(routes: &[NamedRoute], name: &str, values: &impl Serialize) -> Result<String, RouteError> {
    let (route, place) = (find(routes, name)?, Location::caller());
    values::url(&route.path, values)
        .map_err(|unfit| RouteError::new(format!("{}: {unfit} (at {place})", route.describe())))
}

#[track_caller]
pub(super) fn find<'r>(routes: &'r [NamedRoute], name: &str) -> Result<&'r NamedRoute, RouteError> {
    let place = Location::caller();
    routes.iter().find(|route| &*route.name == name).ok_or_else(|| {
        let nearest = did_you_mean(name, routes.iter().map(|route| &*route.name));
        RouteError::new(format!("no route is named `{name}`{nearest} (at {place})"))
    })
}

/// A route that is known to be there, and to take a `P`: what [`Routes::named`](crate::Routes::named) gives. Cheap to clone.
pub struct Named<P> {
    name: Arc<str>,
    path: Arc<RoutePath>,
    values: PhantomData<fn(P)>,
}

impl<P: Serialize> Named<P> {
    /// The URL: a path, with a query when there are values that no parameter takes.
    ///
    /// A handler can rely on it, because everything that the type tells was checked at start. What only a value can show has no
    /// URL that leads here: a text that is empty, `.` or `..` where a segment of the path should be, and a field that
    /// `skip_serializing_if` has left out. Then the log says so, and the URL leads nowhere.
    #[track_caller]
    pub fn url(&self, values: P) -> String {
        let place = Location::caller();
        values::url(&self.path, &values).unwrap_or_else(|unfit| {
            tracing::error!("route `{}` (`{}`): {unfit} (at {place})", self.name, self.path);
            NOWHERE.to_owned()
        })
    }
}

/// The URL of what has none: no browser leaves the page for it.
const NOWHERE: &str = "#";

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
