//! Tags and errors for builds and dev servers.

use std::net::TcpListener;

use crate::document::folder::Folder;
use crate::document::layout::{Mark, Markers};
use crate::document::vite::{Environment, MissingFile, ResolvedVite, Vite};

pub(crate) mod dev_server_script;

const MANIFEST: &str = "dist/.vite/manifest.json";

/// The tags without the markers of their nonces.
fn tags(vite: &ResolvedVite, entry: Option<&str>) -> String {
    let markers = Markers::new();
    let tags = vite.tags(entry, &markers).unwrap();
    tags.replace(&markers.text(Mark::NonceMeta), "").replace(&markers.text(Mark::Nonce), "")
}

fn error<T>(result: Result<T, crate::document::vite::ViteError>) -> String {
    result.err().expect("an error").to_string()
}

fn built(manifest: &str) -> Folder {
    Folder::new([(MANIFEST, manifest)])
}

fn resolved(front_end: &Folder) -> ResolvedVite {
    Vite::auto(front_end.path()).unwrap().resolve().unwrap()
}

mod from_a_manifest {
    use super::*;

    const SHARED: &str = r#"{
        "src/main.tsx": {"file": "assets/main.js", "isEntry": true, "imports": ["_a.js", "_b.js"], "css": ["assets/main.css"],
                         "dynamicImports": ["src/page.tsx"]},
        "_a.js": {"file": "assets/a.js", "imports": ["_shared.js"], "css": ["assets/a.css"]},
        "_b.js": {"file": "assets/b.js", "imports": ["_shared.js"], "css": ["assets/b.css", "assets/shared.css"]},
        "_shared.js": {"file": "assets/shared.js", "css": ["assets/shared.css"]},
        "src/page.tsx": {"file": "assets/page.js", "isDynamicEntry": true, "css": ["assets/page.css"]}
    }"#;

    #[test]
    fn an_entry_loads_its_whole_static_graph_once() {
        let expected = [
            r#"<link rel="stylesheet" href="/assets/shared.css">"#,
            r#"<link rel="stylesheet" href="/assets/a.css">"#,
            r#"<link rel="stylesheet" href="/assets/b.css">"#,
            r#"<link rel="stylesheet" href="/assets/main.css">"#,
            r#"<link rel="modulepreload" href="/assets/shared.js">"#,
            r#"<link rel="modulepreload" href="/assets/a.js">"#,
            r#"<link rel="modulepreload" href="/assets/b.js">"#,
            r#"<script type="module" src="/assets/main.js"></script>"#,
        ];
        assert_eq!(tags(&resolved(&built(SHARED)), None), expected.join("\n"));
    }

    #[test]
    fn chunks_that_import_each_other_end() {
        let front_end = built(
            r#"{"main.js": {"file": "main.js", "isEntry": true, "imports": ["_a.js"]},
                "_a.js": {"file": "a.js", "imports": ["_b.js", "main.js"]},
                "_b.js": {"file": "b.js", "imports": ["_a.js"]}}"#,
        );
        let tags = tags(&resolved(&front_end), None);
        assert_eq!(tags.matches("modulepreload").count(), 2);
        assert!(tags.ends_with(r#"<script type="module" src="/main.js"></script>"#), "{tags}");
    }

    #[test]
    fn an_entry_can_be_named_with_or_without_a_leading_slash() {
        let front_end = built(SHARED);
        for entry in ["src/main.tsx", "/src/main.tsx", "./src/main.tsx"] {
            let vite = Vite::auto(front_end.path()).unwrap().entry(entry).resolve().unwrap();
            assert!(tags(&vite, None).contains("/assets/main.js"));
            assert!(tags(&vite, Some(entry)).contains("/assets/main.js"));
        }
    }

    #[test]
    fn an_unknown_entry_is_an_error_that_lists_the_entries() {
        let front_end = built(SHARED);
        let message = error(Vite::auto(front_end.path()).unwrap().entry("src/mian.tsx").resolve());
        assert!(message.contains("`src/mian.tsx` is no entry of"), "{message}");
        assert!(message.contains("has the entries `src/main.tsx`"), "{message}");
        assert!(message.ends_with("; did you mean `src/main.tsx`?"), "{message}");
        let message = error(resolved(&front_end).tags(Some("src/admin.tsx"), &Markers::new()));
        assert!(message.contains("`src/admin.tsx` is no entry of"), "{message}");
    }

    #[test]
    fn several_entries_need_a_choice() {
        let front_end = built(
            r#"{"src/app.tsx": {"file": "app.js", "isEntry": true}, "src/admin.tsx": {"file": "admin.js", "isEntry": true}}"#,
        );
        let message = error(resolved(&front_end).tags(None, &Markers::new()));
        assert!(message.contains("the entries `src/admin.tsx`, `src/app.tsx`; write"), "{message}");
        assert!(message.contains(r#".entry(""#), "{message}");
    }

    #[test]
    fn a_build_without_an_entry_says_how_to_give_it_one() {
        let message = error(resolved(&built("{}")).tags(None, &Markers::new()));
        assert!(message.contains("has no entry (give the build one"), "{message}");
    }

    #[test]
    fn a_stylesheet_can_be_an_entry_of_its_own() {
        let front_end = built(
            r#"{"src/main.ts": {"file": "main.js", "isEntry": true}, "src/print.css": {"file": "print.css", "isEntry": true}}"#,
        );
        let vite = resolved(&front_end);
        assert_eq!(tags(&vite, None), r#"<script type="module" src="/main.js"></script>"#);
        assert_eq!(tags(&vite, Some("src/print.css")), r#"<link rel="stylesheet" href="/print.css">"#);
    }

    /// What Vite 8.4 writes with `build: { cssCodeSplit: false }` and two entries.
    const ONE_STYLESHEET: &str = r#"{
        "src/admin.js": {"file": "assets/admin-DcXjngOV.js", "name": "admin", "src": "src/admin.js", "isEntry": true},
        "src/main.js": {"file": "assets/main-B-Bh2_pD.js", "name": "main", "src": "src/main.js", "isEntry": true,
                        "dynamicImports": ["src/page.js"]},
        "src/page.js": {"file": "assets/page-uoqLMvmB.js", "name": "page", "src": "src/page.js", "isDynamicEntry": true},
        "style.css": {"file": "assets/style-IgoQ_Luz.css", "src": "style.css"}
    }"#;

    #[test]
    fn the_only_stylesheet_of_a_build_belongs_to_every_entry() {
        let front_end = built(ONE_STYLESHEET);
        for entry in ["admin-DcXjngOV", "main-B-Bh2_pD"] {
            let name = format!("src/{}.js", entry.split('-').next().unwrap());
            let vite = Vite::auto(front_end.path()).unwrap().entry(name).resolve().unwrap();
            let expected = format!(
                "<link rel=\"stylesheet\" href=\"/assets/style-IgoQ_Luz.css\">\n\
                 <script type=\"module\" src=\"/assets/{entry}.js\"></script>"
            );
            assert_eq!(tags(&vite, None), expected);
        }
    }

    #[test]
    fn another_file_named_style_css_is_not_linked() {
        for manifest in [
            // An entry of its own.
            r#"{"main.js": {"file": "main.js", "isEntry": true}, "style.css": {"file": "style.css", "isEntry": true}}"#,
            // Imported for its URL.
            r#"{"main.js": {"file": "main.js", "isEntry": true, "css": ["main.css"]}, "style.css": {"file": "style.css"}}"#,
            r#"{"main.js": {"file": "main.js", "isEntry": true}, "/src/style.css": {"file": "style.css"}}"#,
        ] {
            let tags = tags(&resolved(&built(manifest)), None);
            assert!(!tags.contains("\"/style.css\""), "{tags}");
        }
    }

    #[test]
    fn the_manifest_is_found_in_both_places_of_vite() {
        let manifest = r#"{"main.js": {"file": "main.js", "isEntry": true}}"#;
        let front_end = Folder::new([("dist/manifest.json", manifest)]);
        assert!(tags(&resolved(&front_end), None).contains("/main.js"));
        front_end.write(MANIFEST, &manifest.replace("main.js", "other.js"));
        assert!(tags(&resolved(&front_end), None).contains("/other.js"));
    }

    #[test]
    fn a_web_app_manifest_is_not_a_manifest_of_vite() {
        let front_end = Folder::new([("dist/manifest.json", r#"{"name": "Events", "icons": []}"#)]);
        let message = error(Vite::auto(front_end.path()).unwrap().resolve());
        assert!(message.contains("there is no manifest") && message.contains(MANIFEST), "{message}");
    }

    #[test]
    fn a_missing_file_of_a_changed_build_is_distinguished_from_one_without_a_route() {
        let manifest =
            r#"{"main.js": {"file": "assets/main.js", "isEntry": true, "css": ["assets/main.css"]}}"#;
        let front_end = built(manifest);
        let vite = || Vite::auto(front_end.path()).unwrap().prefix("/static").resolve().unwrap();
        let unchanged = vite();
        assert_eq!(unchanged.missing_file("/assets/main.js"), None);
        assert_eq!(unchanged.missing_file("/static/assets/other.js"), None);
        assert_eq!(unchanged.missing_file("/static/assets/main.css"), Some(MissingFile::NotServed));
        let [rebuilt, deleted] = [vite(), vite()];
        front_end.write(MANIFEST, &manifest.replace("main", "other"));
        assert_eq!(rebuilt.missing_file("/static/assets/main.js"), Some(MissingFile::BuildChanged));
        // Reported once.
        assert_eq!(rebuilt.missing_file("/static/assets/main.css"), None);
        std::fs::remove_dir_all(front_end.join("dist")).unwrap();
        assert_eq!(deleted.missing_file("/static/assets/main.js"), Some(MissingFile::BuildChanged));
    }

    #[cfg(debug_assertions)]
    #[test]
    fn a_page_that_was_not_built_is_found() {
        let lazy = r#"{
            "src/main.tsx": {"file": "main.js", "isEntry": true, "dynamicImports": ["src/pages/Event/Index.tsx"]},
            "src/pages/Event/Index.tsx": {"file": "index.js", "isDynamicEntry": true},
            "src/pages/About.vue": {"file": "about.js", "isDynamicEntry": true}
        }"#;
        let front_end = built(lazy);
        for file in ["Event/Index.tsx", "About.vue", "Event/Show.tsx", "New.svelte"] {
            front_end.write(&format!("src/pages/{file}"), "");
        }
        let vite = resolved(&front_end);
        assert_eq!(vite.unbuilt_page("Event/Show").as_deref(), Some("src/pages/Event/Show.tsx"));
        assert_eq!(vite.unbuilt_page("New").as_deref(), Some("src/pages/New.svelte"));
        for built_or_nowhere in ["Event/Index", "About", "Gone", "", "../pages/New", "/New"] {
            assert_eq!(vite.unbuilt_page(built_or_nowhere), None, "{built_or_nowhere}");
        }
        // With all pages in one file, the manifest does not show them.
        front_end.write(MANIFEST, r#"{"src/main.tsx": {"file": "main.js", "isEntry": true}}"#);
        assert_eq!(resolved(&front_end).unbuilt_page("New"), None);
    }

    #[test]
    fn styles_of_lazily_imported_modules_are_not_linked() {
        let front_end = built(
            r#"{"main.ts": {"file": "main.js", "isEntry": true, "imports": ["_both.js"], "dynamicImports": ["page.ts", "_both.js"]},
                "_both.js": {"file": "both.js", "css": ["both.css"]},
                "page.ts": {"file": "page.js", "isDynamicEntry": true, "imports": ["_both.js", "_later.js"], "css": ["page.css"]},
                "_later.js": {"file": "later.js", "css": ["later.css"]}}"#,
        );
        let expected = [
            r#"<link rel="stylesheet" href="/both.css">"#,
            r#"<link rel="modulepreload" href="/both.js">"#,
            r#"<script type="module" src="/main.js"></script>"#,
        ];
        assert_eq!(tags(&resolved(&front_end), None), expected.join("\n"));
        // A template may load the page as an entry: it has its own styles and those of its chunks, each once.
        let expected = [
            r#"<link rel="stylesheet" href="/both.css">"#,
            r#"<link rel="stylesheet" href="/later.css">"#,
            r#"<link rel="stylesheet" href="/page.css">"#,
            r#"<link rel="modulepreload" href="/both.js">"#,
            r#"<link rel="modulepreload" href="/later.js">"#,
            r#"<script type="module" src="/page.js"></script>"#,
        ];
        assert_eq!(tags(&resolved(&front_end), Some("page.ts")), expected.join("\n"));
    }

    #[test]
    fn an_empty_file_is_not_a_manifest() {
        for text in ["", "[]", "null", "{\"main.js\": {}}"] {
            let message = error(Vite::auto(built(text).path()).unwrap().resolve());
            assert!(message.contains("manifest.json is no manifest of Vite"), "{message}");
            assert!(message.contains("run `npm run build` again"), "{message}");
        }
    }

    #[test]
    fn prefixes_become_absolute() {
        let front_end = built(r#"{"main.js": {"file": "assets/main.js", "isEntry": true}}"#);
        for (prefix, url) in [
            ("", "/assets/main.js"),
            ("/", "/assets/main.js"),
            ("./", "/assets/main.js"),
            (".", "/assets/main.js"),
            ("static", "/static/assets/main.js"),
            ("./static", "/static/assets/main.js"),
            ("/static", "/static/assets/main.js"),
            ("/static/", "/static/assets/main.js"),
            ("/.well/", "/.well/assets/main.js"),
            ("//cdn.example", "//cdn.example/assets/main.js"),
            ("https://cdn.example", "https://cdn.example/assets/main.js"),
            ("https://cdn.example/app/", "https://cdn.example/app/assets/main.js"),
        ] {
            let vite = Vite::auto(front_end.path()).unwrap().prefix(prefix).resolve().unwrap();
            assert!(tags(&vite, None).contains(&format!("src=\"{url}\"")), "{prefix}");
        }
    }

    #[test]
    fn file_names_are_escaped() {
        let front_end = built(r#"{"main.js": {"file": "assets/\"><b>&.js", "isEntry": true}}"#);
        assert!(tags(&resolved(&front_end), None).contains(r#"src="/assets/&quot;&gt;&lt;b&gt;&amp;.js""#));
    }

    #[test]
    fn the_path_of_the_manifest_can_be_set() {
        let front_end =
            Folder::new([("public/m.json", r#"{"main.js": {"file": "main.js", "isEntry": true}}"#)]);
        let path = front_end.join("public/m.json");
        assert!(tags(&Vite::manifest(&path).unwrap().resolve().unwrap(), None).contains("/main.js"));
        let vite = Vite::auto(front_end.path()).unwrap().manifest_path(&path);
        assert!(tags(&vite.resolve().unwrap(), None).contains("/main.js"));
        let message = error(Vite::manifest(front_end.join("nothing.json")));
        assert!(message.contains("nothing.json; run `npm run build`"), "{message}");
    }

    #[test]
    fn a_broken_manifest_is_an_error_that_names_it() {
        let message = error(Vite::auto(built("{").path()).unwrap().resolve());
        assert!(message.contains("manifest.json is no manifest of Vite: EOF"), "{message}");
        let front_end =
            built(r#"{"main.js": {"file": "main.js", "isEntry": true, "imports": ["_gone.js"]}}"#);
        let message = error(Vite::auto(front_end.path()).unwrap().resolve());
        assert!(message.contains("`main.js` imports `_gone.js`, which is not there"), "{message}");
    }

    #[test]
    fn the_version_is_stable_and_short() {
        // FNV-1a of `{}`: a change of the hash would make every open tab reload after an upgrade.
        let ResolvedVite::Manifest(manifest) = resolved(&built("{}")) else { panic!("a manifest") };
        assert_eq!(manifest.version(), "08f44b07b5901a25");
    }
}

mod from_a_dev_server {
    use super::*;

    const REACT: &str = r#"{"devDependencies": {"@vitejs/plugin-react": "^6"}}"#;

    #[test]
    fn the_client_and_the_entry_are_modules() {
        let vite = Vite::dev("http://localhost:5173").entry("src/main.ts").resolve().unwrap();
        let tags = tags(&vite, None);
        assert!(
            tags.ends_with(concat!(
                "</script>\n<script type=\"module\" src=\"http://localhost:5173/@vite/client\"></script>\n",
                "<script type=\"module\" src=\"http://localhost:5173/src/main.ts\"></script>",
            )),
            "{tags}"
        );
        assert_eq!(vite.version(), None);
    }

    #[test]
    fn a_base_path_is_kept() {
        let vite = Vite::dev("http://localhost:5173/static").entry("/src/main.ts").resolve().unwrap();
        assert!(tags(&vite, None).contains("http://localhost:5173/static/@vite/client"));
        assert!(tags(&vite, None).contains("http://localhost:5173/static/src/main.ts"));
    }

    #[test]
    fn the_preamble_of_react_comes_first() {
        let vite = Vite::dev("http://localhost:5173").entry("src/main.ts").react(true).resolve().unwrap();
        let tags = tags(&vite, None);
        let preamble = tags.find("<script type=\"module\">\nimport { injectIntoGlobalHook }").unwrap();
        assert!(preamble < tags.find("@vite/client\"></script>").unwrap(), "{tags}");
        assert!(tags.contains("from \"http://localhost:5173/@react-refresh\""), "{tags}");
    }

    #[test]
    fn react_is_found_in_package_json_or_else_by_the_extension() {
        let preamble = |vite: Vite| tags(&vite.resolve().unwrap(), None).contains("@react-refresh");
        let dev = || Vite::dev("http://localhost:5173");
        assert!(preamble(dev().entry("src/main.tsx")));
        assert!(!preamble(dev().entry("src/main.tsx").react(false)));
        let react = Folder::new([("package.json", REACT), ("src/main.ts", "")]);
        assert!(preamble(dev().root(react.path())));
        let solid = r#"{"dependencies": {"solid-js": "1"}}"#;
        let solid = Folder::new([("package.json", solid), ("src/main.tsx", "")]);
        assert!(!preamble(dev().root(solid.path())));
        assert!(preamble(dev().root(solid.path()).react(true)));
    }

    #[test]
    fn every_script_has_a_marker_for_its_nonce() {
        let markers = Markers::new();
        let vite = Vite::dev("http://localhost:5173").entry("src/main.tsx").resolve().unwrap();
        let tags = vite.tags(None, &markers).unwrap();
        assert_eq!(tags.matches("<script").count(), 4);
        assert_eq!(tags.matches(&markers.text(Mark::Nonce)).count(), 4);
    }

    #[test]
    fn the_page_has_a_script_that_reports_an_unreachable_dev_server() {
        let root = Folder::new([("src/</script>/main.ts", "")]);
        let vite = Vite::dev("http://localhost:5173/<b>").root(root.path()).entry("src/</script>/main.ts");
        let tags = tags(&vite.resolve().unwrap(), None);
        assert!(tags.contains(r#"})("http://localhost:5173/%3Cb%3E/", "Run `npm run dev` in /"#), "{tags}");
        assert_eq!(tags.matches("</script>").count(), 3, "{tags}");
    }

    #[test]
    fn the_security_policy_must_allow_the_server_and_its_socket() {
        let origins = |url: &str| Vite::dev(url).entry("main.js").resolve().unwrap().dev_origins().unwrap();
        assert_eq!(origins("http://localhost:5173/a"), "http://localhost:5173 ws://localhost:5173");
        assert_eq!(origins("https://vite.test"), "https://vite.test wss://vite.test");
    }

    #[test]
    fn the_default_entry_is_the_first_that_exists() {
        let front_end = Folder::new([("src/app.tsx", ""), ("src/main.js", ""), ("src/main.ts", "")]);
        let dev = || Vite::dev("http://localhost:5173").root(front_end.path());
        assert!(tags(&dev().resolve().unwrap(), None).contains("/src/main.ts\""));
        assert!(tags(&dev().resolve().unwrap(), Some("src/app.tsx")).contains("/src/app.tsx\""));
        let message = error(dev().entry("src/mian.ts").resolve());
        assert!(message.contains("there is no entry `src/mian.ts` in"), "{message}");
        assert!(message.ends_with("; there is `src/main.ts`"), "{message}");
        let empty = Folder::new([]);
        let vite = Vite::dev("http://localhost:5173").root(empty.path()).resolve().unwrap();
        let message = error(vite.tags(None, &Markers::new()));
        assert!(message.contains("none of src/main, src/app, main, app"), "{message}");
    }

    #[test]
    fn a_stylesheet_is_linked() {
        let vite = Vite::dev("http://localhost:5173").entry("src/main.ts").resolve().unwrap();
        let tags = tags(&vite, Some("src/print.scss"));
        assert!(
            tags.ends_with(r#"<link rel="stylesheet" href="http://localhost:5173/src/print.scss">"#),
            "{tags}"
        );
    }

    #[test]
    fn an_address_must_be_a_whole_url() {
        for url in ["localhost:5173", "5173", "ftp://localhost/", ""] {
            let message = error(Vite::dev(url).entry("main.js").resolve());
            assert!(message.contains("write it as `http://localhost:5173`"), "{message}");
        }
    }
}

mod automatically {
    use super::*;

    const BUILT: &str = r#"{"src/main.ts": {"file": "main.js", "isEntry": true}}"#;

    /// A built front end with this content of its hot file.
    fn front_end(hot: &str) -> Folder {
        Folder::new([(MANIFEST, BUILT), ("src/main.ts", ""), ("hot", hot)])
    }

    fn stale() -> String {
        // No server listens on this port.
        "http://127.0.0.1:1".to_owned()
    }

    #[test]
    fn a_running_dev_server_is_preferred() {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", server.local_addr().unwrap());
        let hot = front_end(&format!("{url}\n"));
        assert!(tags(&resolved(&hot), None).contains(&format!("{url}/@vite/client")));
        let vite = Vite::auto(hot.path()).unwrap().environment(Environment::Production).resolve().unwrap();
        assert!(tags(&vite, None).contains("/main.js"));
    }

    #[test]
    fn an_explicit_address_replaces_the_hot_file() {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", server.local_addr().unwrap());
        let front_end = front_end(&stale());
        let vite = Vite::auto(front_end.path()).unwrap().dev_url(&url).resolve().unwrap();
        assert!(tags(&vite, None).contains(&format!("{url}/src/main.ts")));
    }

    #[test]
    fn a_stale_or_empty_hot_file_is_ignored() {
        for hot in [stale(), String::new()] {
            assert!(tags(&resolved(&front_end(&hot)), None).contains("/main.js"));
        }
    }

    #[test]
    fn development_can_be_forced() {
        let url = stale();
        let front_end = front_end(&url);
        let vite = Vite::auto(front_end.path()).unwrap().environment(Environment::Development);
        assert!(tags(&vite.resolve().unwrap(), None).contains(&url));
        let bare = Folder::new([("src/main.ts", "")]);
        let vite = Vite::auto(bare.path()).unwrap().environment(Environment::Development);
        assert!(tags(&vite.resolve().unwrap(), None).contains("http://localhost:5173/src/main.ts"));
    }

    #[test]
    fn without_a_server_and_a_build_the_error_names_the_paths_and_the_command() {
        let front_end = Folder::new([]);
        let message = error(Vite::auto(front_end.path()).unwrap().resolve());
        for part in ["hot", MANIFEST, "npm run build", "npm run dev", "manifest: true"] {
            assert!(message.contains(part), "{message}");
        }
        front_end.write("hot", &stale());
        let message = error(Vite::auto(front_end.path()).unwrap().resolve());
        assert!(message.contains("names a dev server that does not run"), "{message}");
    }

    #[test]
    fn a_hot_file_without_a_url_is_an_error() {
        let message = error(Vite::auto(front_end("true").path()).unwrap().resolve());
        assert!(message.contains("hot holds `true`, which is no URL"), "{message}");
    }

    #[test]
    fn a_missing_directory_is_an_error_that_names_it() {
        let message = error(Vite::auto("no/such/folder"));
        assert!(message.contains("there is no directory /"), "{message}");
        assert!(message.contains("no/such/folder"), "{message}");
    }
}
