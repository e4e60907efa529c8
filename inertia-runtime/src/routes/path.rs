//! A route's path in axum's syntax, `/events/{id}`, and the URLs built from it.

use std::fmt;

use crate::routes::encode;

/// A path with parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RoutePath {
    /// The path as written in the source, with the prefixes of the routers that it is nested in.
    text: String,
    pieces: Vec<Piece>,
}

/// A piece of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Static text.
    Text(String),
    /// A placeholder for a value.
    Parameter(Parameter),
}

/// A parameter of a path: `{id}`, or `{*rest}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    /// Whether it captures the rest of the path, including slashes.
    pub(crate) rest: bool,
}

impl RoutePath {
    /// Parses a path. Never fails, because axum's router reports invalid paths.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let (mut pieces, mut plain, mut rest) = (Vec::new(), String::new(), &*text);
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            plain.push_str(before);
            if let Some(after) = from.strip_prefix("{{").or_else(|| from.strip_prefix("}}")) {
                plain.push_str(from.get(..1).unwrap_or_default());
                rest = after;
                continue;
            }
            let Some((name, after)) = from.strip_prefix('{').and_then(|from| from.split_once('}')) else {
                rest = from;
                break;
            };
            if !plain.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
            }
            let wildcard = name.strip_prefix('*');
            pieces.push(Piece::Parameter(Parameter {
                name: wildcard.unwrap_or(name).to_owned(),
                rest: wildcard.is_some(),
            }));
            rest = after;
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        Self { text, pieces }
    }

    /// The path nested below a prefix, joined like axum does.
    pub(crate) fn nested(&self, prefix: &str) -> Self {
        let path = &self.text;
        if prefix.ends_with('/') {
            Self::new(format!("{prefix}{}", path.trim_start_matches('/')))
        } else if path == "/" {
            Self::new(prefix)
        } else {
            Self::new(format!("{prefix}{path}"))
        }
    }

    /// The public path, for a proxy that strips this prefix.
    pub(crate) fn with_prefix(&self, prefix: &str) -> Self {
        Self::new(format!("{prefix}{}", self.text))
    }

    /// The text and the parameters in order.
    #[cfg(feature = "ts")]
    pub(crate) fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The path as browsers send it, or `None` if it is the same. Browsers encode some characters and resolve dot segments before
    /// they send a request, and the router compares paths exactly. So a route with such a path would never match.
    pub(crate) fn normalized(&self) -> Option<String> {
        let text = |piece: &Piece| match piece {
            Piece::Text(text) => encode::path(text),
            Piece::Parameter(Parameter { name, rest: false }) => format!("{{{name}}}"),
            Piece::Parameter(Parameter { name, rest: true }) => format!("{{*{name}}}"),
        };
        // An unbalanced brace is a different mistake, which the router reports.
        if self.text.replace("{{", "").matches('{').count()
            != self.text.replace("}}", "").matches('}').count()
        {
            return None;
        }
        let plain = |piece: &Piece| match piece {
            Piece::Text(text) => encode::path(text) == *text,
            Piece::Parameter(_) => true,
        };
        let has_dot_segments = self.text.split('/').any(|segment| encode::dot_segment(segment).is_some());
        if !has_dot_segments && self.pieces.iter().all(plain) {
            return None;
        }
        let encoded: String = self.pieces.iter().map(text).collect();
        Some(if has_dot_segments { encode::remove_dot_segments(&encoded) } else { encoded })
    }

    /// The parameters in order.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Parameter(parameter) => Some(parameter),
            Piece::Text(_) => None,
        })
    }

    /// Builds a URL. `value` writes the value of each parameter.
    ///
    /// # Errors
    ///
    /// Returns the first error of `value`.
    pub(crate) fn fill<E>(
        &self,
        mut value: impl FnMut(&mut String, &Parameter) -> Result<(), E>,
    ) -> Result<String, E> {
        let mut url = String::with_capacity(self.text.len() + 16);
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => url.push_str(text),
                Piece::Parameter(parameter) => value(&mut url, parameter)?,
            }
        }
        Ok(url)
    }
}

impl fmt::Display for RoutePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(path: &RoutePath) -> String {
        let value = |url: &mut String, parameter: &Parameter| {
            url.push_str(if parameter.rest { "REST" } else { "ONE" });
            Ok::<_, ()>(())
        };
        path.fill(value).unwrap()
    }

    #[test]
    fn values_replace_the_parameters() {
        let path = RoutePath::new("/events/{id}/tickets/{*rest}");
        let names: Vec<_> =
            path.parameters().map(|parameter| (parameter.name.as_str(), parameter.rest)).collect();
        assert_eq!(names, [("id", false), ("rest", true)]);
        assert_eq!(filled(&path), "/events/ONE/tickets/REST");
        assert_eq!(filled(&RoutePath::new("/")), "/");
        assert_eq!(filled(&RoutePath::new("/@{name}")), "/@ONE");
    }

    #[test]
    fn paths_that_browsers_would_change_are_normalized() {
        for fine in ["/a/.b/..c/...", "/events/{id}", "/%C3%9Cber", "/a|b/a[b]/a^b", "/a%20b/{*rest}", "/"] {
            let path = RoutePath::new(fine);
            assert_eq!(
                (path.normalized(), filled(&path)),
                (None, fine.replace("{id}", "ONE").replace("{*rest}", "REST"))
            );
        }
        assert_eq!(RoutePath::new("/{id").normalized(), None);
        for (text, normalized) in [
            ("/Über/{id}", "/%C3%9Cber/{id}"),
            ("/a b/{*rest}", "/a%20b/{*rest}"),
            ("/a\"b", "/a%22b"),
            ("/{{draft}}", "/%7Bdraft%7D"),
            ("/a\\b", "/a%5Cb"),
            ("/a/../b", "/b"),
            ("/events/{id}/../{tab}", "/events/{tab}"),
            ("/./a/./b", "/a/b"),
            ("/a/b/..", "/a/"),
            ("/a/.", "/a/"),
            ("/../Ü/%2E%2e/b/%2e", "/b/"),
        ] {
            assert_eq!(RoutePath::new(text).normalized().as_deref(), Some(normalized));
        }
    }

    #[test]
    fn nesting_joins_paths_like_axum() {
        for (prefix, path, joined) in [
            ("/admin", "/users", "/admin/users"),
            ("/admin", "/", "/admin"),
            ("/admin/", "/", "/admin/"),
            ("/admin/", "/users", "/admin/users"),
            ("/events/{event}", "/tickets/{ticket}", "/events/{event}/tickets/{ticket}"),
        ] {
            assert_eq!(RoutePath::new(path).nested(prefix), RoutePath::new(joined));
        }
    }
}
