//! The registry of named routes: which names are valid, and the public prefix of their URLs.

use std::sync::Arc;

use crate::routes::{encode, names::NamedRoute, path::RoutePath};

/// The named routes, in the order in which they were added.
#[derive(Debug, Default)]
pub(super) struct Registry {
    routes: Vec<NamedRoute>,
    /// The prefix that a proxy strips from every path.
    prefix: String,
}

impl Registry {
    /// Adds a named route. Panics if the name is equal to another name or to a dotted prefix of one, or if no browser requests the path.
    #[track_caller]
    pub(super) fn add(&mut self, route: NamedRoute) {
        if let Some(normalized) = route.path.normalized() {
            panic!(
                "the route `{}` (`{} {}`, at {}) never matches: browsers request `{normalized}`, so write that path",
                route.name, route.method, route.path, route.place
            );
        }
        if let Some(other) = self.routes.iter().find(|other| collide(&route.name, &other.name)) {
            let [this, that] = [&route, other].map(|route| {
                format!("`{}` (`{} {}`, at {})", route.name, route.method, route.path, route.place)
            });
            assert!(
                route.name != other.name,
                "two routes have the same name: {this} and {that}; rename one of them"
            );
            panic!(
                "the name of one route is a prefix of another: {this} and {that}; add a word to it, as in `events.index`"
            );
        }
        self.routes.push(route);
    }

    /// Adds the names of other routes, nested below a path if one is given.
    #[track_caller]
    pub(super) fn add_all(&mut self, others: Self, below: Option<&str>) {
        for route in others.routes {
            let path = below.map_or_else(|| route.path.clone(), |below| Arc::new(route.path.nested(below)));
            self.add(NamedRoute { path, ..route });
        }
    }

    /// Sets the prefix of all URLs.
    #[track_caller]
    pub(super) fn set_public_prefix(&mut self, prefix: &str) {
        let path = prefix.trim_end_matches('/');
        assert!(
            path.is_empty() || (path.starts_with('/') && encode::is_normalized(path)),
            "`.public_prefix({prefix:?})`: write a path as browsers send it, such as `/app`"
        );
        path.clone_into(&mut self.prefix);
    }

    /// The routes with their public paths.
    pub(super) fn public(&self) -> Vec<NamedRoute> {
        let public = |path: &Arc<RoutePath>| {
            if self.prefix.is_empty() { path.clone() } else { Arc::new(path.with_prefix(&self.prefix)) }
        };
        self.routes.iter().map(|route| NamedRoute { path: public(&route.path), ..route.clone() }).collect()
    }
}

/// Panics if the name is not valid. The words of a name are the keys of nested objects in the front end.
#[track_caller]
pub(super) fn check_name(route: &NamedRoute) {
    let word = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_alphabetic())
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    assert!(
        route.name.split('.').all(word),
        "the route `{} {}` cannot be named {:?}: write words separated by dots, as in `events.show`; a word starts with a letter and has only letters, digits and `_`",
        route.method,
        route.path,
        route.name
    );
}

/// Whether the names are equal, or one is a dotted prefix of the other, so that it would be both an object and a route in the
/// front end.
fn collide(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
