//! Documents from templates, with and without mistakes.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::document::folder::Folder;
use crate::document::tera::{Sources, Template, compile};
use crate::document::tests::rendered;
use crate::document::vite::Vite;
use crate::document::{DocumentContext, Root, RootError, RootOptions, Source};

const MANIFEST: (&str, &str) = (
    "front/dist/.vite/manifest.json",
    r#"{"src/main.ts": {"file": "main.js", "isEntry": true, "css": ["main.css"]}, "src/b.ts": {"file": "b.js", "isEntry": true}}"#,
);

fn root(folder: &Folder) -> Result<Root, RootError> {
    let vite = Vite::auto(folder.join("front")).ok().map(|vite| vite.entry("src/main.ts"));
    Root::new(RootOptions { template: Some(folder.join("app.html").into()), vite, ..RootOptions::default() })
}

/// The document of a valid template.
fn document(template: &str, nonce: Option<&str>, page: &str) -> String {
    rendered(&root(&Folder::new([("app.html", template), MANIFEST])).unwrap(), nonce, page)
}

fn error(template: &str) -> String {
    root(&Folder::new([("app.html", template), MANIFEST])).unwrap_err().to_string()
}

fn with_view_data(root: &Root, view_data: Value) -> Result<String, RootError> {
    let Value::Object(view_data) = view_data else { panic!("an object") };
    let mut out = Vec::new();
    let context = DocumentContext { nonce: None, view_data: &view_data };
    root.render(&mut out, &context, |out| {
        out.extend_from_slice(b"{}");
        Ok::<_, RootError>(())
    })?;
    Ok(String::from_utf8(out).unwrap())
}

#[test]
fn head_and_body_are_printed_unescaped() {
    let html =
        document("<html><head>{{ inertia_head }}</head><body>{{ inertia_body }}</body>", None, r#"{"a":1}"#);
    assert_eq!(
        html,
        concat!(
            "<html><head><link rel=\"stylesheet\" href=\"/main.css\">\n",
            "<script type=\"module\" src=\"/main.js\"></script></head><body>",
            "<script data-page=\"app\" type=\"application/json\">{\"a\":1}</script><div id=\"app\"></div></body>",
        )
    );
}

#[test]
fn tags_that_the_template_places_itself_are_not_printed_twice() {
    let html = document(r"{{ inertia_head }}{{ inertia_body }}|{{ vite() }}", None, "{}");
    assert!(html.ends_with("src=\"/main.js\"></script>"), "{html}");
    assert_eq!(html.matches("main.js").count(), 1);
    let html = document(r#"{{ vite(entry = "src/b.ts") }}{{ inertia_body }}"#, None, "{}");
    assert!(html.starts_with("<script type=\"module\" src=\"/b.js\">"), "{html}");
    assert!(!html.contains("main.js"));
}

#[test]
fn every_script_has_the_nonce_wherever_it_is_placed() {
    let template =
        "{% if true %}{{ vite() }}{% endif %}{{ inertia_body }}<script nonce=\"{{ csp_nonce }}\"></script>";
    let html = document(template, Some("a\"b"), "{}");
    assert_eq!(html.matches("<script").count(), 3);
    assert_eq!(html.matches("nonce=\"a&quot;b\"").count(), 5, "{html}");
    let html = document(template, None, "{}");
    assert_eq!(html.matches("nonce").count(), 1, "{html}");
}

#[test]
fn a_template_that_does_not_depend_on_the_request_is_rendered_once() {
    let is_cached = |template| {
        let folder = Folder::new([("app.html", template), MANIFEST]);
        let vite = Vite::auto(folder.join("front")).unwrap().entry("src/main.ts").resolve().unwrap();
        let template = Template::from(folder.join("app.html"));
        let sources = Sources::read(&template).unwrap();
        let source = compile(&template, &sources, Some(Arc::new(vite))).unwrap();
        matches!(source, Source::Layout(_))
    };
    assert!(is_cached("{{ inertia_head }}{{ inertia_body }}{{ vite() }}"));
    assert!(!is_cached("{{ inertia_body }}{{ view_data | length }}"));
    assert!(!is_cached("{{ inertia_body }}{{ page.url }}"));
    assert!(!is_cached("{{ inertia_body }}{{ csp_nonce }}"));
}

#[test]
fn the_page_object_can_be_read() {
    let template = "<title>{{ page.props.title }}</title>{{ inertia_body }}";
    let html = document(template, None, r#"{"props":{"title":"A & <b>"}}"#);
    assert!(html.starts_with("<title>A &amp; &lt;b&gt;</title><script"), "{html}");
    assert!(html.contains(r#"{"props":{"title":"A \u0026 \u003cb\u003e"}}"#), "{html}");
}

#[test]
fn view_data_reaches_the_template_and_is_escaped() {
    let folder = Folder::new([("app.html", "<title>{{ view_data.title }}</title>{{ inertia_body }}")]);
    let root = root(&folder).unwrap();
    let html = with_view_data(&root, json!({"title": "<Events>"})).unwrap();
    assert!(html.starts_with("<title>&lt;Events&gt;</title>"), "{html}");
    let message = with_view_data(&root, json!({})).unwrap_err().to_string();
    assert!(message.contains("app.html could not be rendered"), "{message}");
    assert!(message.contains("Field `title` is not defined"), "{message}");
}

#[test]
fn view_data_may_have_a_default() {
    let template = r#"{{ view_data.title | default(value="Events") }}{{ inertia_body }}"#;
    let folder = Folder::new([("app.html", template)]);
    let root = root(&folder).unwrap();
    assert!(with_view_data(&root, json!({})).unwrap().starts_with("Events<script"));
    assert!(with_view_data(&root, json!({"title": "Tickets"})).unwrap().starts_with("Tickets<script"));
}

#[test]
fn escaping_does_not_depend_on_the_extension() {
    let folder = Folder::new([("app.tera", "{{ view_data.title }}{{ inertia_body }}")]);
    let options = RootOptions { template: Some(folder.join("app.tera").into()), ..RootOptions::default() };
    let html = with_view_data(&Root::new(options).unwrap(), json!({"title": "<"})).unwrap();
    assert!(html.starts_with("&lt;<script"), "{html}");
}

#[test]
fn includes_and_parents_next_to_the_template_work() {
    let folder = Folder::new([
        ("app.html", r#"{% extends "layouts/base.html" %}{% block body %}{{ inertia_body }}{% endblock %}"#),
        (
            "layouts/base.html",
            r#"{% set lang = "en" %}{% include "parts/head.html" %}<body>{% block body %}{% endblock %}</body>"#,
        ),
        ("parts/head.html", r#"<html lang="{{ lang }}">{{ inertia_head }}"#),
        ("other/mail.html", "{% nonsense %}"),
    ]);
    let html = rendered(&root(&folder).unwrap(), None, "{}");
    assert!(html.starts_with(r#"<html lang="en"><body><script data-page"#), "{html}");
}

#[test]
fn a_component_can_place_the_tags() {
    let folder = Folder::new([
        ("app.html", r#"{% include "parts.html" %}{{ <Assets /> }}{{ inertia_body }}"#),
        ("parts.html", "{% component Assets() %}{{ vite() }}{% endcomponent Assets %}"),
        MANIFEST,
    ]);
    let html = rendered(&root(&folder).unwrap(), Some("n"), "{}");
    assert!(html.contains("<script type=\"module\" src=\"/main.js\" nonce=\"n\"></script>"), "{html}");
}

#[test]
fn a_template_without_the_body_is_an_error() {
    let message = error("<html></html>");
    assert!(
        message
            .contains("app.html: the page is not printed; add the line `{{ inertia_body }}` inside `<body>`")
    );
    // Mentioned, but in a block that the template replaces.
    let folder = Folder::new([
        ("app.html", r#"{% extends "base.html" %}{% block body %}{% endblock %}"#),
        ("base.html", "{% block body %}{{ inertia_body }}{% endblock %}"),
    ]);
    let message = root(&folder).unwrap_err().to_string();
    assert!(message.contains("the page is not printed"), "{message}");
    let message = error("{{ inertia_body }}{{ inertia_body }}");
    assert!(message.contains("`{{ inertia_body }}` is printed 2 times"), "{message}");
}

#[test]
fn an_unknown_variable_is_an_error_with_a_suggestion() {
    let message = error("<html>\n<body>{{ inertia_boby }}");
    assert!(
        message.contains("unknown variable `inertia_boby` in app.html:2; did you mean `inertia_body`?"),
        "{message}"
    );
    let message = error("{{ inertia_body }}\n{{ title | safe }}");
    assert!(message.contains("unknown variable `title` in app.html:2;"), "{message}");
    assert!(message.contains("`.view_data(\"title\", …)`"), "{message}");
}

#[test]
fn names_that_a_template_sets_itself_are_known() {
    let template = "{% set a = 1 %}{% for k, v in view_data %}{{ k }}{{ v }}{{ loop.index }}{% endfor %}{{ a }}{{ inertia_body }}";
    let folder = Folder::new([("app.html", template)]);
    let root = root(&folder).unwrap();
    assert!(with_view_data(&root, json!({"x": "y"})).unwrap().starts_with("xy11<script"));
}

#[test]
fn a_mistake_in_a_template_names_file_and_line() {
    let message = error("{{ inertia_body }}\n{% if %}");
    assert!(message.contains("app.html:2"), "{message}");
    let message = error("{{ inertia_body }}\n{{ vitte() }}");
    assert!(message.contains("app.html:2") && message.contains("vitte"), "{message}");
    let message = error("{{ inertia_body }}\n{% include \"gone.html\" %}");
    assert!(message.contains("app.html:2") && message.contains("gone.html"), "{message}");
}

#[test]
fn a_missing_template_is_an_error_that_names_it() {
    let options = RootOptions { template: Some("templates/none.html".into()), ..RootOptions::default() };
    let message = Root::new(options).unwrap_err().to_string();
    assert!(message.contains("/templates/none.html cannot be read"), "{message}");
}

#[test]
fn mistakes_in_calls_of_vite_are_reported_at_start() {
    let message = error(r#"{{ vite(entry = "src/mian.ts") }}{{ inertia_body }}"#);
    assert!(message.contains("`src/mian.ts` is no entry of"), "{message}");
    let message = error(r#"{{ vite(entyr = "src/main.ts") }}{{ inertia_body }}"#);
    assert!(message.contains("`vite` has no argument `entyr`; write `entry`"), "{message}");
    let message =
        root(&Folder::new([("app.html", "{{ vite() }}{{ inertia_body }}")])).unwrap_err().to_string();
    assert!(message.contains("`vite` needs the front end's build"), "{message}");
}

#[test]
fn a_visitor_cannot_forge_the_marker_of_the_body() {
    let folder = Folder::new([("app.html", "{{ view_data.name }}{{ inertia_body }}")]);
    let root = root(&folder).unwrap();
    let name = format!("\u{fdd0}{:040}1", 0);
    let html = with_view_data(&root, json!({"name": name})).unwrap();
    assert!(html.starts_with(&name));
    assert_eq!(html.matches("<script").count(), 1);
}

#[test]
fn documents_contain_no_markers() {
    let template = "{{ inertia_head }}{{ inertia_body | upper }}{{ vite() | upper }}{{ view_data | length }}";
    let folder = Folder::new([("app.html", template), MANIFEST]);
    let root = root(&folder).unwrap();
    let mut out = Vec::new();
    let context = DocumentContext { nonce: None, view_data: &Map::new() };
    root.render(&mut out, &context, |_| Ok::<_, RootError>(())).unwrap();
    let html = String::from_utf8(out).unwrap();
    assert!(!html.contains('\u{fdd0}'), "{html}");
}

/// Debug builds read changed templates again.
#[cfg(debug_assertions)]
mod while_it_changes {
    use super::*;

    /// The document, or the message about the mistake.
    fn now(root: &Root) -> Result<String, String> {
        with_view_data(root, json!({})).map_err(|error| error.to_string())
    }

    #[test]
    fn a_changed_template_is_read_again_with_those_that_it_includes() {
        let folder = Folder::new([
            ("app.html", r#"{% include "parts/head.html" %}{{ inertia_body }}"#),
            ("parts/head.html", "<title>One</title>"),
        ]);
        let root = root(&folder).unwrap();
        assert!(now(&root).unwrap().starts_with("<title>One</title><script"));
        folder.write("parts/head.html", "<title>Two, longer</title>");
        assert!(now(&root).unwrap().starts_with("<title>Two, longer</title><script"));
        folder.write("app.html", r#"<p>{% include "parts/other.html" %}{{ inertia_body }}"#);
        folder.write("parts/other.html", "other");
        assert!(now(&root).unwrap().starts_with("<p>other<script"));
    }

    #[test]
    fn a_mistake_is_reported_until_it_is_repaired() {
        let folder = Folder::new([("app.html", "<p>{{ inertia_body }}")]);
        let root = root(&folder).unwrap();
        for (broken, reason) in [
            ("<p>{{ inertia_body }}{{ pag.url }}", "unknown variable `pag`"),
            ("<p>", "add the line `{{ inertia_body }}`"),
            (r#"{% include "gone.html" %}{{ inertia_body }}"#, "gone.html"),
        ] {
            folder.write("app.html", broken);
            for _ in 0..2 {
                let report = now(&root).unwrap_err();
                assert!(report.contains("app.html") && report.contains(reason), "{report}");
            }
        }
        // Adding the missing file repairs it.
        folder.write("gone.html", "here");
        assert!(now(&root).unwrap().starts_with("here<script"));
        std::fs::remove_file(folder.join("app.html")).unwrap();
        assert!(now(&root).unwrap_err().contains("app.html cannot be read"));
        folder.write("app.html", "again{{ inertia_body }}");
        assert!(now(&root).unwrap().starts_with("again<script"));
    }
}

mod in_the_program {
    use super::*;

    const LISTED: &[&str] = &["templates/app.html", "templates/parts/head.html"];
    const TEXTS: &[&str] = &[r#"{% include "parts/head.html" %}{{ inertia_body }}"#, "<title>One</title>"];

    fn root(template: Template) -> Result<Root, RootError> {
        Root::new(RootOptions { template: Some(template), ..RootOptions::default() })
    }

    #[test]
    fn a_template_in_the_program_needs_no_file() {
        let root = root(Template::listed("/no/such/folder", LISTED, TEXTS)).unwrap();
        assert!(rendered(&root, None, "{}").starts_with("<title>One</title><script"));
    }

    #[test]
    fn a_template_that_a_release_build_would_not_have_is_an_error() {
        let folder = Folder::new([(LISTED[0], TEXTS[0]), (LISTED[1], TEXTS[1])]);
        let package = folder.path().to_str().unwrap();
        assert!(root(Template::listed(package, LISTED, &[])).is_ok());
        let message = root(Template::listed(package, &LISTED[..1], &[])).unwrap_err().to_string();
        assert!(
            message.contains("uses `parts/head.html`, which a release build would not have"),
            "{message}"
        );
        let message = root(Template::listed(package, &LISTED[..1], &TEXTS[..1])).unwrap_err().to_string();
        assert!(message.contains("parts/head.html"), "{message}");
    }
}
