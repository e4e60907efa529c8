//! The patterns of `Ssr::exclude`: paths whose pages are rendered on the client.

/// A path, with `*` for any characters.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    text: String,
}

impl Pattern {
    pub(super) fn new(text: String) -> Self {
        Self { text }
    }

    /// Checks the pattern.
    ///
    /// # Errors
    ///
    /// If no path can match it.
    pub(super) fn check(&self) -> Result<(), String> {
        let text = &self.text;
        if !text.starts_with(['/', '*']) {
            return Err(format!(
                "`Ssr::exclude({text:?})`: a path begins with `/`; write `Ssr::exclude({:?})`",
                format!("/{text}")
            ));
        }
        if text.contains(['?', '#']) {
            return Err(format!(
                "`Ssr::exclude({text:?})`: a pattern is about the path; leave the query out"
            ));
        }
        Ok(())
    }

    /// Whether the path matches. It is compared as it was sent, without decoding.
    pub(super) fn matches(&self, path: &str) -> bool {
        let mut pieces = self.text.split('*');
        let first = pieces.next().unwrap_or_default();
        let Some(mut rest) = path.strip_prefix(first) else { return false };
        let Some(last) = pieces.next_back() else { return rest.is_empty() };
        for piece in pieces {
            match rest.find(piece) {
                Some(at) => rest = rest.get(at + piece.len()..).unwrap_or_default(),
                None => return false,
            }
        }
        rest.ends_with(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_characters() {
        for (pattern, path, matches) in [
            ("/admin", "/admin", true),
            ("/admin", "/admin/", false),
            ("/admin", "/administrators", false),
            ("/admin/*", "/admin/", true),
            ("/admin/*", "/admin/events/7", true),
            ("/admin/*", "/admin", false),
            ("/events/*/edit", "/events/7/edit", true),
            ("/events/*/edit", "/events/7/edit/more", false),
            ("/events/*/edit", "/events/edit", false),
            ("*/print", "/events/7/print", true),
            ("*", "/", true),
            ("/a*b*c", "/a-b-b-c", true),
            ("/a*b*c", "/a-c", false),
            ("/ab*ba", "/aba", false),
        ] {
            assert_eq!(Pattern::new(pattern.to_owned()).matches(path), matches, "{pattern} {path}");
        }
    }

    #[test]
    fn a_pattern_that_no_path_matches_is_an_error() {
        let check = |text: &str| Pattern::new(text.to_owned()).check();
        assert!(check("/admin/*").is_ok() && check("*").is_ok());
        assert_eq!(
            check("admin/*").unwrap_err(),
            "`Ssr::exclude(\"admin/*\")`: a path begins with `/`; write `Ssr::exclude(\"/admin/*\")`"
        );
        assert!(check("/admin?tab=1").unwrap_err().contains("leave the query out"));
    }
}
