//! The names that are served, and those that change with the content.

use std::borrow::Cow;

use url::Url;

/// The default output folder of the build for server-side rendering.
pub(super) const RENDERER: &str = "ssr";

/// The route of a file or folder at the top level; `None` if it is not served.
pub(super) fn route(name: &str, folder: bool) -> Option<String> {
    if !is_public(name) || (folder && name == RENDERER) {
        return None;
    }
    // The router compares the request's path, which is percent-encoded.
    let mut url = Url::parse("http://localhost").ok()?;
    url.path_segments_mut().ok()?.clear().push(name);
    let path = url.path();
    Some(if folder { format!("{path}/{{*file}}") } else { path.to_owned() })
}

/// File systems report longer names and paths with another error than `NotFound`.
const MAX_NAME_BYTES: usize = 255;
const MAX_PATH_BYTES: usize = 1024;

/// The name of the file at a request's path, if it may be served.
pub(super) fn from_path(path: &str) -> Option<Cow<'_, str>> {
    let path = path.strip_prefix('/')?;
    // A percent-encoded byte has three characters.
    if path.len() > MAX_PATH_BYTES * 3 {
        return None;
    }
    let mut decoded = Vec::with_capacity(path.len());
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => match hexadecimal(bytes.next()?)? * 16 + hexadecimal(bytes.next()?)? {
                // Separators of some systems, and the end of a C string, are not allowed in names.
                b'/' | b'\\' | 0 => return None,
                byte => byte,
            },
            b'\\' => return None,
            byte => byte,
        });
    }
    let name = if decoded == path.as_bytes() {
        Cow::Borrowed(path)
    } else {
        Cow::Owned(String::from_utf8(decoded).ok()?)
    };
    let short =
        name.len() <= MAX_PATH_BYTES && name.split('/').all(|segment| segment.len() <= MAX_NAME_BYTES);
    (short && name.split('/').all(is_public)).then_some(name)
}

fn hexadecimal(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// Whether a segment may be served: it is not empty, not `..`, and not hidden.
pub(super) fn is_public(segment: &str) -> bool {
    !segment.is_empty() && (!segment.starts_with('.') || segment == ".well-known")
}

/// Whether a file's name is `name` with a hash: a hyphen or a dot, then at least eight characters.
pub(super) fn is_hashed(file: &str, name: &str) -> bool {
    let hash = stem(file).strip_prefix(last(name)).and_then(|rest| rest.strip_prefix(['-', '.']));
    hash.is_some_and(|hash| {
        let alphabet = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        hash.len() >= 8 && hash.bytes().all(alphabet)
    })
}

/// The last segment of a path.
fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The last segment of a path, without its extension.
pub(super) fn stem(path: &str) -> &str {
    let name = last(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::{from_path, is_hashed, route};

    #[test]
    fn the_path_of_a_file_is_decoded_to_its_name() {
        for (path, name) in [
            ("/assets/main-B4ylFKuA.js", "assets/main-B4ylFKuA.js"),
            ("/a%20b.txt", "a b.txt"),
            ("/%C3%A9.txt", "é.txt"),
            ("/.well-known/security.txt", ".well-known/security.txt"),
            ("/a..b/c...txt", "a..b/c...txt"),
        ] {
            assert_eq!(from_path(path).as_deref(), Some(name), "{path}");
        }
    }

    #[test]
    fn malicious_paths_are_rejected() {
        for path in [
            "",
            "/",
            "assets",
            "//",
            "/assets/",
            "/assets//main.js",
            "/..",
            "/../a",
            "/a/../b",
            "/%2e%2e/a",
            "/%2E%2e/a",
            "/.%2e/a",
            "/a/%2e./b",
            "/./a",
            "/%2e/a",
            "/a%2fb",
            "/a%2Fb",
            "/..%2fa",
            "/a\\b",
            "/a%5cb",
            "/..%5ca",
            "/a%00",
            "/a%00.js",
            "/.vite/manifest.json",
            "/%2evite/manifest.json",
            "/.env",
            "/assets/.hidden",
            "/%",
            "/%2",
            "/%zz",
            "/%ff",
            "/%c0%ae%c0%ae/a",
        ] {
            assert_eq!(from_path(path), None, "{path}");
        }
        for path in [format!("/{}", "a".repeat(256)), "/a".repeat(513), format!("/{}", "%c3%a9".repeat(128))]
        {
            assert_eq!(from_path(&path), None, "{path}");
        }
        assert!(from_path(&format!("/{}", "a".repeat(255))).is_some());
        // Decoded only once.
        assert_eq!(from_path("/%252e%252e/a").as_deref(), Some("%2e%2e/a"));
    }

    #[test]
    fn routes_are_encoded() {
        assert_eq!(route("assets", true).as_deref(), Some("/assets/{*file}"));
        assert_eq!(route("favicon.ico", false).as_deref(), Some("/favicon.ico"));
        assert_eq!(route("a b{c}.txt", false).as_deref(), Some("/a%20b%7Bc%7D.txt"));
        assert_eq!(route(".vite", true), None);
        assert_eq!(route("ssr", true), None);
        assert_eq!(route("ssr", false).as_deref(), Some("/ssr"));
    }

    #[test]
    fn a_name_with_a_hash_is_recognised() {
        for (file, name) in [
            ("assets/main-B4ylFKuA.js", "main"),
            ("assets/Threshold-BT--w_53.js", "Threshold"),
            ("assets/Show-BMxsEt-a.js", "pages/Event/Show"),
            ("a/face-latin-wght-normal-DLoelf7F.woff2", "face-latin-wght-normal"),
            ("main.3f2a91bc.css", "main"),
            ("rolldown-runtime-WkwZ5CU-.js", "rolldown-runtime"),
        ] {
            assert!(is_hashed(file, name), "{file}");
        }
        for (file, name) in [
            ("assets/main.js", "main"),
            // Looks like a hash, but is the name.
            ("assets/admin-Dashboard.js", "admin-Dashboard"),
            ("jquery-3.7.1.js", "jquery"),
            ("main-B4ylFKu.js", "main"),
            ("main-B4yl%KuA.js", "main"),
            ("other-B4ylFKuA.js", "main"),
        ] {
            assert!(!is_hashed(file, name), "{file}");
        }
    }
}
