//! A route's path as axum writes it, `/events/{id}`, and a URL made of it.

use std::fmt;

use super::encode;

/// A path with the places that values go into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RoutePath {
    /// As it was written, with the prefixes that it is nested under.
    text: String,
    pieces: Vec<Piece>,
}

/// A piece of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Text that is the same in every URL, as browsers send it.
    Text(String),
    /// Where a value goes.
    Parameter(Parameter),
}

/// A place in a path that a value goes into: `{id}`, or `{*rest}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    /// Whether it takes the rest of the path, slashes included.
    pub(crate) rest: bool,
}

impl RoutePath {
    /// Reads a path. What is wrong with one the router says, so everything is taken for something here.
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

    /// The path below a prefix, as axum nests it.
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

    /// The path as visitors see it where a proxy takes a prefix off.
    pub(crate) fn published_below(&self, prefix: &str) -> Self {
        Self::new(format!("{prefix}{}", self.text))
    }

    /// The text and the parameters, in their order.
    #[cfg(feature = "ts")]
    pub(crate) fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The path as it should be written, when it has text that browsers send in another way, or steps up the path that they take before
    /// they ask: the router compares with what they send, so that it is never found.
    pub(crate) fn better(&self) -> Option<String> {
        let text = |piece: &Piece| match piece {
            Piece::Text(text) => encode::path(text),
            Piece::Parameter(Parameter { name, rest: false }) => format!("{{{name}}}"),
            Piece::Parameter(Parameter { name, rest: true }) => format!("{{*{name}}}"),
        };
        // A brace that is not closed, or not opened, is no text but a mistake of another kind, which the router names.
        if self.text.replace("{{", "").matches('{').count()
            != self.text.replace("}}", "").matches('}').count()
        {
            return None;
        }
        let plain = |piece: &Piece| match piece {
            Piece::Text(text) => encode::path(text) == *text,
            Piece::Parameter(_) => true,
        };
        let has_steps = self.text.split('/').any(|segment| encode::step(segment).is_some());
        if !has_steps && self.pieces.iter().all(plain) {
            return None;
        }
        let better: String = self.pieces.iter().map(text).collect();
        Some(if has_steps { encode::without_steps(&better) } else { better })
    }

    /// The parameters in their order.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Parameter(parameter) => Some(parameter),
            Piece::Text(_) => None,
        })
    }

    /// The path with its values, which `value` writes.
    ///
    /// # Errors
    ///
    /// The first of `value`.
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
    fn values_go_where_the_braces_are() {
        let path = RoutePath::new("/events/{id}/tickets/{*rest}");
        let names: Vec<_> =
            path.parameters().map(|parameter| (parameter.name.as_str(), parameter.rest)).collect();
        assert_eq!(names, [("id", false), ("rest", true)]);
        assert_eq!(filled(&path), "/events/ONE/tickets/REST");
        assert_eq!(filled(&RoutePath::new("/")), "/");
        assert_eq!(filled(&RoutePath::new("/@{name}")), "/@ONE");
    }

    #[test]
    fn text_is_left_as_it_is_and_better_written_as_browsers_send_it() {
        for fine in ["/a/.b/..c/...", "/events/{id}", "/%C3%9Cber", "/a|b/a[b]/a^b", "/a%20b/{*rest}", "/"] {
            let path = RoutePath::new(fine);
            assert_eq!(
                (path.better(), filled(&path)),
                (None, fine.replace("{id}", "ONE").replace("{*rest}", "REST"))
            );
        }
        assert_eq!(RoutePath::new("/{id").better(), None);
        for (text, better) in [
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
            assert_eq!(RoutePath::new(text).better().as_deref(), Some(better));
        }
    }

    #[test]
    fn nesting_joins_paths_as_axum_does() {
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
