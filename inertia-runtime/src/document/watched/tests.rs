//! Documents follow changes of the front end in development.

use std::{net::TcpListener, thread::sleep, time::Duration};

use crate::document::{
    DocumentContext, Root, RootError, RootOptions, folder::Folder, tests::rendered, vite::Vite,
};

const MANIFEST: &str = "dist/.vite/manifest.json";

fn manifest(hash: &str) -> String {
    format!(r#"{{"src/main.ts": {{"file": "assets/main-{hash}.js", "isEntry": true}}}}"#)
}

fn built() -> Folder {
    Folder::new([(MANIFEST, &*manifest("one")), ("src/main.ts", "")])
}

fn root_of(vite: Vite) -> Root {
    Root::new(RootOptions { vite: Some(vite), ..RootOptions::default() }).unwrap()
}

fn root(front_end: &Folder) -> Root {
    root_of(Vite::auto(front_end.path()).unwrap())
}

fn document(root: &Root) -> String {
    rendered(root, None, "{}")
}

fn dev_server() -> (TcpListener, String) {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", server.local_addr().unwrap());
    (server, url)
}

#[test]
fn a_dev_server_that_is_started_later_is_used_until_it_ends() {
    let front_end = built();
    let root = root(&front_end);
    assert!(document(&root).contains("src=\"/assets/main-one.js\""));
    assert!(root.version().is_some() && root.dev_origins().is_none());

    let (_server, url) = dev_server();
    front_end.write("hot", &url);
    let html = document(&root);
    assert!(html.contains(&format!("src=\"{url}/src/main.ts\"")), "{html}");
    assert!(!html.contains("main-one.js"), "{html}");
    assert_eq!(root.version(), None);
    assert!(root.dev_origins().unwrap().starts_with(&url));
    #[cfg(feature = "ssr")]
    assert!(!root.fits_renderer(), "a renderer of the build does not fit the dev server");

    std::fs::remove_file(front_end.join("hot")).unwrap();
    assert!(document(&root).contains("src=\"/assets/main-one.js\""));
    assert!(root.dev_origins().is_none());
    #[cfg(feature = "ssr")]
    assert!(root.fits_renderer());
}

#[test]
fn a_dev_server_without_a_hot_file_is_noticed_too() {
    let front_end = built();
    let (server, url) = dev_server();
    drop(server);
    let root = root_of(Vite::auto(front_end.path()).unwrap().dev_url(&url));
    assert!(document(&root).contains("src=\"/assets/main-one.js\""));
    let _server = TcpListener::bind(url.trim_start_matches("http://")).unwrap();
    let found = (0..600).any(|_| {
        sleep(Duration::from_millis(50));
        document(&root).contains("@vite/client")
    });
    assert!(found);
}

#[test]
fn without_a_build_documents_still_load_from_a_dev_server_that_ended_to_show_its_advice() {
    let (_server, url) = dev_server();
    let front_end = Folder::new([("hot", &*url), ("src/main.ts", "")]);
    let root = root(&front_end);
    std::fs::remove_file(front_end.join("hot")).unwrap();
    assert!(document(&root).contains("@vite/client"));
}

#[test]
fn a_build_that_is_made_later_is_used_with_its_version() {
    let front_end = built();
    let root = root(&front_end);
    let first = root.version().unwrap().into_owned();

    // A build deletes the folder first.
    std::fs::remove_dir_all(front_end.join("dist")).unwrap();
    assert!(document(&root).contains("main-one.js"));
    assert_eq!(root.version().as_deref(), Some(&*first));

    front_end.write(MANIFEST, &manifest("another"));
    assert!(document(&root).contains("src=\"/assets/main-another.js\""));
    assert_ne!(root.version().as_deref(), Some(&*first));
}

#[test]
fn a_build_that_does_not_fit_is_reported_until_it_is_repaired() {
    let front_end = built();
    let root = root_of(Vite::auto(front_end.path()).unwrap().entry("src/main.ts"));
    front_end.write(MANIFEST, r#"{"src/app.ts": {"file": "app.js", "isEntry": true}}"#);
    for _ in 0..2 {
        let context = DocumentContext { nonce: None, view_data: &serde_json::Map::new() };
        let result = root.render::<RootError>(&mut Vec::new(), &context, |_| Ok(()));
        let message = result.unwrap_err().to_string();
        assert!(message.contains("`src/main.ts` is no entry of"), "{message}");
    }
    front_end.write(MANIFEST, &manifest("two"));
    assert!(document(&root).contains("main-two.js"));
}

#[cfg(feature = "tera")]
#[test]
fn a_template_follows_the_build_as_well() {
    let front_end = built();
    front_end.write("app.html", "{{ vite() }}{{ inertia_body }}{{ view_data | length }}");
    let root = Root::new(RootOptions {
        vite: Some(Vite::auto(front_end.path()).unwrap()),
        template: Some(front_end.join("app.html").into()),
        ..RootOptions::default()
    })
    .unwrap();
    assert!(document(&root).contains("main-one.js"));
    front_end.write(MANIFEST, &manifest("another"));
    assert!(document(&root).contains("main-another.js"));
}
