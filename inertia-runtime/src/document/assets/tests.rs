//! The files of a build, served from the program and from a folder with the same results.

use axum::{Router, body::Body};
use http::{Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use rust_embed::{EmbeddedFile, Filenames, RustEmbed};
use tower::ServiceExt as _;

use crate::document::assets::{Assets, embedded};

const MAIN: &str = "assets/main-B4ylFKuA.js";
const FILES: [(&str, &str); 14] = [
    (
        ".vite/manifest.json",
        r#"{"main.tsx": {"file": "assets/main-B4ylFKuA.js", "name": "main", "isEntry": true, "css": ["assets/plain.css"]},
            "pages/admin-Dashboard.tsx": {"file": "assets/admin-Dashboard.js", "name": "admin-Dashboard"},
            "faces/face.woff2": {"file": "assets/face-DLoelf7F.woff2"}}"#,
    ),
    ("assets/main-B4ylFKuA.js", "let main = 1"),
    ("assets/main-B4ylFKuA.js.br", "[br]"),
    ("assets/main-B4ylFKuA.js.gz", "[gzip]"),
    ("assets/main-B4ylFKuA.js.zst", "[zstd]"),
    ("assets/plain.css", "a {}"),
    ("assets/admin-Dashboard.js", "let dashboard = 1"),
    ("assets/face-DLoelf7F.woff2", "face"),
    ("assets/stray-B4ylFKuA.js", "let stray = 1"),
    ("assets/a b.txt", "a b"),
    ("favicon.ico", "icon"),
    ("robots.txt", "User-agent: *"),
    ("ssr/ssr.js", "secret"),
    (".env", "secret"),
];

/// Like the output of `#[derive(RustEmbed)]` in a release build.
struct Dist;

impl RustEmbed for Dist {
    fn get(path: &str) -> Option<EmbeddedFile> {
        let (_, text) = FILES.into_iter().find(|(name, _)| *name == path)?;
        let mut hash = [0; 32];
        let bytes = text.bytes().chain(std::iter::repeat(0xff));
        hash.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
        let metadata = rust_embed::Metadata::__rust_embed_new(hash, Some(0), Some(0));
        Some(EmbeddedFile { data: text.as_bytes().into(), metadata })
    }

    #[allow(refining_impl_trait_internal)]
    fn iter() -> Filenames {
        Filenames::Dynamic(Box::new(FILES.into_iter().map(|(name, _)| name.into())))
    }
}

/// The same build in the program and in a folder. The folder is removed when the second value is dropped.
fn both() -> ([Assets; 2], tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in FILES {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    ([embedded::<Dist>("frontend/dist"), Assets::folder(folder.path())], folder)
}

struct TestResponse {
    status: StatusCode,
    headers: http::HeaderMap,
    body: String,
}

impl TestResponse {
    fn header(&self, name: impl http::header::AsHeaderName) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

async fn send(assets: &Assets, request: http::request::Builder) -> TestResponse {
    let app: Router =
        Router::new().merge(assets.router()).fallback(async || (StatusCode::NOT_FOUND, "the app's"));
    let response = app.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
    TestResponse { status: parts.status, headers: parts.headers, body }
}

async fn get(assets: &Assets, path: &str, headers: &[(header::HeaderName, &str)]) -> TestResponse {
    let request = Request::get(path);
    send(assets, headers.iter().fold(request, |request, (name, value)| request.header(name, *value))).await
}

#[tokio::test]
async fn files_have_a_content_type_and_headers_for_caches() {
    let (both, _folder) = both();
    for assets in both {
        for (path, content_type, cache, body) in [
            (
                "/assets/main-B4ylFKuA.js",
                "text/javascript",
                "public, max-age=31536000, immutable",
                "let main = 1",
            ),
            // In the manifest, but the name has no hash.
            ("/assets/plain.css", "text/css", "no-cache", "a {}"),
            ("/assets/face-DLoelf7F.woff2", "font/woff2", "public, max-age=31536000, immutable", "face"),
            // A page whose name looks like a name with a hash.
            ("/assets/admin-Dashboard.js", "text/javascript", "no-cache", "let dashboard = 1"),
            // Looks like a name with a hash, but is not in the manifest.
            ("/assets/stray-B4ylFKuA.js", "text/javascript", "no-cache", "let stray = 1"),
            ("/assets/a%20b.txt", "text/plain", "no-cache", "a b"),
            ("/favicon.ico", "image/x-icon", "no-cache", "icon"),
        ] {
            let response = get(&assets, path, &[]).await;
            assert_eq!(response.status, StatusCode::OK, "{path}");
            assert_eq!(response.header(header::CONTENT_TYPE), Some(content_type), "{path}");
            assert_eq!(response.header(header::CACHE_CONTROL), Some(cache), "{path}");
            assert_eq!(response.header(header::X_CONTENT_TYPE_OPTIONS), Some("nosniff"), "{path}");
            assert!(response.header(header::ETAG).unwrap().starts_with('"'), "{path}");
            assert_eq!(response.body, body);
        }
    }
}

#[tokio::test]
async fn an_unchanged_file_is_not_sent_again() {
    let (both, _folder) = both();
    for assets in both {
        let first = get(&assets, "/robots.txt", &[]).await;
        let tag = first.header(header::ETAG).unwrap();
        let again = get(&assets, "/robots.txt", &[(header::IF_NONE_MATCH, tag)]).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
        assert_eq!(again.body, "");
        assert_eq!(again.header(header::ETAG), Some(tag));
        assert_eq!(again.header(header::CACHE_CONTROL), Some("no-cache"));
        let other = get(&assets, "/robots.txt", &[(header::IF_NONE_MATCH, "\"other\"")]).await;
        assert_eq!(other.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn conditional_dates_are_ignored_for_a_file_in_the_program() {
    let ([assets, _], _folder) = both();
    let late = (header::IF_MODIFIED_SINCE, "Fri, 31 Dec 9999 23:59:59 GMT");
    let response = get(&assets, "/robots.txt", &[late]).await;
    assert_eq!(response.status, StatusCode::OK);
    assert_eq!(response.header(header::LAST_MODIFIED), None);
    let early = (header::IF_UNMODIFIED_SINCE, "Thu, 01 Jan 1970 00:00:00 GMT");
    assert_eq!(get(&assets, "/robots.txt", &[early]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_variant_that_the_browser_prefers_is_sent() {
    let (both, _folder) = both();
    for assets in both {
        let path = format!("/{MAIN}");
        let mut tags = vec![];
        for (accepted, encoding, body) in [
            ("gzip, deflate, br, zstd", Some("zstd"), "[zstd]"),
            ("gzip, br", Some("br"), "[br]"),
            ("br;q=0.5, gzip;q=0.8, zstd;q=0", Some("gzip"), "[gzip]"),
            ("identity", None, "let main = 1"),
            ("br;q=0", None, "let main = 1"),
        ] {
            let response = get(&assets, &path, &[(header::ACCEPT_ENCODING, accepted)]).await;
            assert_eq!(response.status, StatusCode::OK, "{accepted}");
            assert_eq!(response.header(header::CONTENT_ENCODING), encoding, "{accepted}");
            assert_eq!(response.body, body, "{accepted}");
            assert_eq!(response.header(header::CONTENT_TYPE), Some("text/javascript"));
            assert!(response.header(header::VARY).unwrap().eq_ignore_ascii_case("accept-encoding"));
            tags.push(response.header(header::ETAG).unwrap().to_owned());
        }
        tags.dedup();
        assert_eq!(tags.len(), 4, "a variant has a tag of its own: {tags:?}");
        // Without variants, all clients get the same response.
        let response = get(&assets, "/assets/plain.css", &[(header::ACCEPT_ENCODING, "br, gzip")]).await;
        assert_eq!((response.header(header::CONTENT_ENCODING), &*response.body), (None, "a {}"));
    }
}

#[tokio::test]
async fn a_range_of_a_file_can_be_requested() {
    let (both, _folder) = both();
    for assets in both {
        let part = get(&assets, "/robots.txt", &[(header::RANGE, "bytes=5-9")]).await;
        assert_eq!((part.status, &*part.body), (StatusCode::PARTIAL_CONTENT, "agent"));
        assert_eq!(part.header(header::CONTENT_RANGE), Some("bytes 5-9/13"));
        let beyond = get(&assets, "/robots.txt", &[(header::RANGE, "bytes=50-")]).await;
        assert_eq!(beyond.status, StatusCode::RANGE_NOT_SATISFIABLE);
        // The file has changed, so the part would not fit the parts that the client has.
        let changed = [(header::RANGE, "bytes=5-9"), (header::IF_RANGE, "\"old\"")];
        let whole = get(&assets, "/robots.txt", &changed).await;
        assert_eq!((whole.status, &*whole.body), (StatusCode::OK, "User-agent: *"));
        let several = get(&assets, "/robots.txt", &[(header::RANGE, "bytes=0-1,3-4")]).await;
        assert_eq!((several.status, &*several.body), (StatusCode::OK, "User-agent: *"));
    }
}

#[tokio::test]
async fn head_has_the_same_headers_without_the_content() {
    let (both, _folder) = both();
    for assets in both {
        let whole = get(&assets, "/robots.txt", &[]).await;
        let head = send(&assets, Request::head("/robots.txt")).await;
        assert_eq!((head.status, &*head.body), (StatusCode::OK, ""));
        assert_eq!(head.header(header::CONTENT_LENGTH), Some("13"));
        assert_eq!(head.header(header::ETAG), whole.header(header::ETAG));
        let post = send(&assets, Request::builder().method(Method::POST).uri("/robots.txt")).await;
        assert_eq!(post.status, StatusCode::METHOD_NOT_ALLOWED);
    }
}

#[tokio::test]
async fn files_that_are_not_public_are_not_served() {
    let (both, _folder) = both();
    for assets in both {
        for path in [
            "/assets/../.env",
            "/assets/%2e%2e/.env",
            "/assets/..%2f.env",
            "/assets%2f..%2f.env",
            "/assets%2fmain-B4ylFKuA.js",
            "/assets/..\\.env",
            "/assets/..%5c.env",
            "/assets/main-B4ylFKuA.js%00",
            "/assets/main-B4ylFKuA.js/",
            "/assets//main-B4ylFKuA.js",
            "/assets/./main-B4ylFKuA.js",
            "//favicon.ico",
            "/assets",
            "/assets/",
            "/",
            "/.vite/manifest.json",
            "/assets/%2e%2e/.vite/manifest.json",
            "/assets/../ssr/ssr.js",
            "/ssr/ssr.js",
            "/.env",
            "/assets/gone-B4ylFKuA.js",
        ] {
            let response = get(&assets, path, &[]).await;
            assert_eq!(response.status, StatusCode::NOT_FOUND, "{path}");
            assert!(matches!(&*response.body, "" | "the app's"), "{path}: {}", response.body);
            assert_ne!(response.header(header::CACHE_CONTROL), Some("no-cache"), "{path}");
        }
        let gone = get(&assets, "/assets/gone-B4ylFKuA.js", &[]).await;
        assert_eq!(gone.header(header::CACHE_CONTROL), Some("no-store"));
    }
}

#[tokio::test]
async fn the_routes_can_be_nested_under_the_base_of_the_build() {
    let (both, _folder) = both();
    for assets in both {
        let app: Router = Router::new().nest("/static", assets.router());
        let request = Request::get(format!("/static/{MAIN}")).body(Body::empty()).unwrap();
        let response = app.oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert!(response.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    }
}

#[tokio::test]
async fn a_missing_folder_serves_nothing() {
    let assets = Assets::folder("no/such/folder");
    assert_eq!(get(&assets, "/favicon.ico", &[]).await.body, "the app's");
}

#[tokio::test]
async fn the_manifest_is_found_where_vite_finds_it_and_is_not_served() {
    let (_, folder) = both();
    std::fs::remove_dir_all(folder.path().join("assets")).unwrap();
    let build = |manifest: &str| {
        let files = folder.path().join("assets");
        std::fs::create_dir_all(&files).unwrap();
        std::fs::write(files.join("main-B4ylFKuA.js"), "let main = 1").unwrap();
        std::fs::remove_dir_all(folder.path().join(".vite")).ok();
        std::fs::write(folder.path().join(manifest), FILES[0].1).unwrap();
    };
    build("manifest.json");
    let found = Assets::folder(folder.path());
    build("files.json");
    std::fs::remove_file(folder.path().join("manifest.json")).unwrap();
    let set = Assets::folder(folder.path()).manifest_path("files.json");
    let cache = "public, max-age=31536000, immutable";
    assert_eq!(get(&set, &format!("/{MAIN}"), &[]).await.header(header::CACHE_CONTROL), Some(cache));
    assert_eq!(get(&set, "/files.json", &[]).await.status, StatusCode::NOT_FOUND);
    assert!(crate::Vite::assets(&set).resolve().unwrap().version().is_some());
    build("manifest.json");
    assert_eq!(get(&found, &format!("/{MAIN}"), &[]).await.header(header::CACHE_CONTROL), Some(cache));
    assert_eq!(get(&found, "/manifest.json", &[]).await.status, StatusCode::NOT_FOUND);
    assert!(crate::Vite::assets(&found).resolve().unwrap().version().is_some());
}

#[cfg(debug_assertions)]
#[tokio::test]
async fn in_development_a_folder_may_be_built_later() {
    let folder = tempfile::tempdir().unwrap();
    let dist = folder.path().join("dist");
    let assets = Assets::folder(&dist);
    let app: Router = assets.router();
    std::fs::create_dir_all(dist.join("assets")).unwrap();
    std::fs::write(dist.join(MAIN), "let main = 1").unwrap();
    let request = Request::get(format!("/{MAIN}")).body(Body::empty()).unwrap();
    assert_eq!(app.oneshot(request).await.unwrap().status(), StatusCode::OK);
}

#[cfg(unix)]
#[tokio::test]
async fn a_symbolic_link_that_leaves_the_folder_is_not_followed() {
    use std::os::unix::fs::symlink;

    let (_, folder) = both();
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret.txt"), "secret").unwrap();
    let at = |name: &str| folder.path().join(name);
    symlink(outside.path().join("secret.txt"), at("assets/secret.txt")).unwrap();
    symlink(outside.path().join("secret.txt"), at("top.txt")).unwrap();
    symlink(outside.path(), at("outside")).unwrap();
    symlink(outside.path().join("secret.txt"), at("robots.txt.br")).unwrap();
    symlink(at(".env"), at("assets/env.txt")).unwrap();
    symlink(at("ssr"), at("assets/renderer")).unwrap();
    symlink("nowhere", at("assets/broken.txt")).unwrap();
    symlink("favicon.ico", at("icon.ico")).unwrap();
    // The folder itself may be a link, such as `current` of a deployment.
    let current = outside.path().join("current");
    symlink(folder.path(), &current).unwrap();
    for folder in [folder.path(), &current] {
        let assets = Assets::folder(folder);
        for path in [
            "/assets/secret.txt",
            "/top.txt",
            "/outside/secret.txt",
            "/assets/env.txt",
            "/assets/renderer/ssr.js",
            "/assets/broken.txt",
        ] {
            let response = get(&assets, path, &[]).await;
            assert_eq!((response.status, &*response.body), (StatusCode::NOT_FOUND, ""), "{path}");
        }
        assert_eq!(get(&assets, "/icon.ico", &[]).await.body, "icon");
        let variant = get(&assets, "/robots.txt", &[(header::ACCEPT_ENCODING, "br")]).await;
        assert_eq!(variant.body, "User-agent: *");
    }
}

mod the_build {
    use super::{Dist, both, embedded};
    use crate::{Environment, Inertia, Vite};

    #[test]
    fn a_build_in_the_program_has_a_version() {
        let ([embedded, folder], _folder) = both();
        let version = |vite| {
            let inertia = Inertia::builder().vite(vite).without_session();
            inertia.csrf(crate::Csrf::new()).build().unwrap().version().unwrap().into_owned()
        };
        assert_eq!(version(Vite::assets(&embedded)), version(Vite::assets(&folder)));
    }

    #[test]
    fn a_build_in_the_program_does_not_look_for_a_dev_server() {
        let vite = Vite::assets(&embedded::<Dist>("frontend/dist")).environment(Environment::Production);
        assert!(vite.resolve().unwrap().version().is_some());
    }
}
