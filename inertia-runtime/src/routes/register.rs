//! The names that are given: which may be, and what their URLs begin with.

use std::sync::Arc;

use super::{encode, names::NamedRoute, path::RoutePath};

/// The routes that have names, in the order in which they were added.
#[derive(Debug, Default)]
pub(super) struct Register {
    routes: Vec<NamedRoute>,
    /// What a proxy takes off every path.
    prefix: String,
}

impl Register {
    /// Adds a name, unless it is another route's or the beginning of another's.
    #[track_caller]
    pub(super) fn add(&mut self, route: NamedRoute) {
        if let Some(better) = route.path.better() {
            panic!(
                "the route `{}` (`{} {}`, at {}) is never found: browsers ask for `{better}`, so write that",
                route.name, route.method, route.path, route.place
            );
        }
        if let Some(other) = self.routes.iter().find(|other| collide(&route.name, &other.name)) {
            let [this, that] = [&route, other].map(|route| {
                format!("`{}` (`{} {}`, at {})", route.name, route.method, route.path, route.place)
            });
            assert!(
                route.name != other.name,
                "two routes have one name: {this} and {that}; a name is one route's"
            );
            panic!(
                "the name of one route begins another's: {this} and {that}; write a word more, as `events.index`"
            );
        }
        self.routes.push(route);
    }

    /// Adds the names of other routes, which are below a path here.
    #[track_caller]
    pub(super) fn add_all(&mut self, others: Self, below: Option<&str>) {
        for route in others.routes {
            let path = below.map_or_else(|| route.path.clone(), |below| Arc::new(route.path.nested(below)));
            self.add(NamedRoute { path, ..route });
        }
    }

    /// Says what all URLs begin with.
    #[track_caller]
    pub(super) fn publish_below(&mut self, prefix: &str) {
        let path = prefix.trim_end_matches('/');
        assert!(
            path.is_empty() || (path.starts_with('/') && encode::is_as_sent(path)),
            "`.public_prefix({prefix:?})`: write a path as browsers send it, as `/app`"
        );
        path.clone_into(&mut self.prefix);
    }

    /// The routes with the paths that visitors see.
    pub(super) fn public(&self) -> Vec<NamedRoute> {
        let public = |path: &Arc<RoutePath>| {
            if self.prefix.is_empty() { path.clone() } else { Arc::new(path.published_below(&self.prefix)) }
        };
        self.routes.iter().map(|route| NamedRoute { path: public(&route.path), ..route.clone() }).collect()
    }
}

/// A name is a way through nested objects in the front end.
#[track_caller]
pub(super) fn well_formed(route: &NamedRoute) {
    let word = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_alphabetic())
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    assert!(
        route.name.split('.').all(word),
        "the route `{} {}` cannot be named {:?}: a name is words of letters, digits and `_` with dots between them, as `events.show`",
        route.method,
        route.path,
        route.name
    );
}

/// Whether both names lead to the same place, or one through the other.
fn collide(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
