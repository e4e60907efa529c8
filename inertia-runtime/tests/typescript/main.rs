//! The TypeScript file of an application, for every attribute that has a say in it.
#![cfg(feature = "ts")]
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::trivially_copy_pass_by_ref,
    clippy::type_complexity
)]

mod forms;
mod names;
mod pages;

use axum::{extract::Path, routing::get};
use inertia::{Inertia, Routes, Vite, ts::TypeScript, ts_rs};
use pages::{Flash, Shared};

async fn nothing() {}
async fn event(_: Path<u32>) {}

fn types() -> TypeScript {
    let routes: Routes = Routes::new()
        .get("/", "home", nothing)
        .get("/events/{id}", "events.show", nothing)
        .put("/events/{id}", "events.update", nothing)
        .get(
            "/a-path/that/is-long/{organisation}/projects/{project}/files/{*path}",
            "projects.files",
            nothing,
        )
        .map_router(|router| router.route("/plain", get(event)));
    TypeScript::new("types.ts").shared::<Shared>().flash::<Flash>().routes(&routes.names())
}

#[test]
fn the_whole_file() {
    let generated = types().generate().unwrap();
    insta::assert_snapshot!("file", generated.text());
}

#[test]
fn behind_a_proxy_urls_begin_with_what_it_takes_off() {
    let routes: Routes = Routes::new().get("/events/{id}", "events.show", event).public_prefix("/app");
    let generated = TypeScript::new("types.ts").routes(&routes.names()).generate().unwrap();
    assert!(generated.text().contains("\"/app/events/{id}\""), "{}", generated.text());
}

#[test]
fn what_the_types_cannot_promise() {
    let generated = types().generate().unwrap();
    insta::assert_snapshot!("warnings", generated.warnings().join("\n"));
}

#[test]
fn one_choice_for_all_integers_leaves_no_warning_about_them() {
    let generated = types().large_integers_fit().generate().unwrap();
    assert!(!generated.warnings().iter().any(|warning| warning.contains("2^53, where")));
    assert!(generated.text().contains("large: number;"));
}

#[test]
fn messages_in_lists_are_typed_as_lists() {
    let generated = types().all_errors().generate().unwrap();
    assert!(generated.text().contains("errorValueType: string[];"));
}

#[test]
fn a_file_is_written_once_and_then_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/types.ts");
    let types = TypeScript::new(&path).command("cargo xtask types");
    assert!(
        types.check().unwrap_err().to_string().ends_with("is not there; write it with `cargo xtask types`")
    );
    assert!(types.write().unwrap());
    types.check().unwrap();
    assert!(!types.write().unwrap());
    // Another system's line ends are no change.
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace('\n', "\r\n")).unwrap();
    assert!(!types.write().unwrap());
    std::fs::write(&path, "stale").unwrap();
    let error = types.check().unwrap_err().to_string();
    assert!(error.contains("deep/types.ts` is stale; write it with `cargo xtask types`"), "{error}");
    assert!(types.write().unwrap());
    assert_eq!(std::fs::read_dir(folder.path().join("deep")).unwrap().count(), 1);
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let error = TypeScript::new(folder.path()).write().unwrap_err().to_string();
    assert!(error.contains(&folder.path().display().to_string()), "{error}");
}

#[test]
fn a_debug_server_writes_the_file_with_what_its_providers_share() {
    async fn shared() -> Shared {
        Shared::default()
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("types.ts");
    Inertia::builder()
        .without_session()
        .share(shared)
        .typescript(TypeScript::new(&path).in_tests())
        .build()
        .unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("export type SharedProps = Shared;"));
    assert_eq!(text, TypeScript::new(&path).shared::<Shared>().generate().unwrap().text());
}

/// A front end that imports the file is built after the file is there, and the server starts after the front end is built.
#[test]
fn the_file_is_written_before_the_front_end_is_built() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("types.ts");
    let error = Inertia::builder()
        .without_session()
        .vite(Vite::auto(folder.path()).unwrap())
        .typescript(TypeScript::new(&path).in_tests())
        .build()
        .unwrap_err();
    assert!(error.to_string().starts_with("the front end is neither served nor built"), "{error}");
    assert!(path.exists());
}

mod first {
    #[derive(inertia::ts_rs::TS)]
    #[ts(crate = "inertia::ts_rs")]
    pub struct Row {
        id: u32,
    }
}

mod second {
    #[derive(inertia::ts_rs::TS)]
    #[ts(crate = "inertia::ts_rs")]
    pub struct Row {
        name: String,
    }
}

#[test]
fn two_types_of_one_name_are_an_error_that_names_both() {
    let error = types().shared::<first::Row>().shared::<second::Row>().generate().unwrap_err();
    insta::assert_snapshot!(error, @"`typescript::first::Row` and `typescript::second::Row` are both named `Row` in TypeScript; write `#[ts(rename = \"…\")]` above one of them");
}

#[derive(ts_rs::TS)]
#[ts(crate = "inertia::ts_rs")]
struct File {
    size: u32,
}

#[test]
fn a_name_that_means_something_else_in_typescript_is_an_error() {
    let error = types().shared::<File>().generate().unwrap_err();
    insta::assert_snapshot!(error, @"`typescript::File` cannot be named `File` in TypeScript, where that name means something else or cannot name a type; write `#[ts(rename = \"…\")]` above it");
}

#[derive(inertia::InertiaProps)]
struct Later {
    user: u8,
    #[serde(rename = "appName")]
    app_name: u8,
}

#[derive(inertia::InertiaProps)]
struct Apart {
    elsewhere: u8,
}

/// An intersection would make the keys that both have `never`.
#[test]
fn of_two_providers_with_one_key_the_later_ones_type_counts() {
    let both = types().shared::<Later>().generate().unwrap();
    assert!(
        both.text().contains("export type SharedProps = Omit<Shared, keyof Later> & Later;"),
        "{}",
        both.text()
    );
    let apart = types().shared::<Apart>().generate().unwrap();
    assert!(apart.text().contains("export type SharedProps = Shared & Apart;"), "{}", apart.text());
}

mod reserved {
    #[derive(inertia::ts_rs::TS)]
    #[ts(crate = "inertia::ts_rs", rename = "class")]
    pub struct Word {
        size: u32,
    }

    #[derive(inertia::ts_rs::TS)]
    #[ts(crate = "inertia::ts_rs", rename = "not a name")]
    pub struct Sentence {
        size: u32,
    }
}

#[test]
fn what_cannot_name_a_type_is_an_error() {
    for error in [types().shared::<reserved::Word>(), types().shared::<reserved::Sentence>()] {
        let error = error.generate().unwrap_err().to_string();
        assert!(error.contains("cannot be named") && error.contains("#[ts(rename"), "{error}");
    }
}

#[test]
fn a_command_stays_in_its_comment() {
    let generated = types().command("make\nexport type = 1").generate().unwrap();
    assert!(!generated.text().contains("\nexport type ="));
}
