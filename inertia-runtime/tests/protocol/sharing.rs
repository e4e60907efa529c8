//! Which of several props of one name travels: the page's, the request's, a provider's.

use axum::{
    Router,
    extract::{Path, Request},
    middleware::{Next, from_fn},
    response::Response,
    routing::get,
};
use http::StatusCode;
use inertia::{Inertia, InertiaProps, Lazy, lazy};
use serde_json::{Value, json};

use crate::{
    harness::{app, log, page, partial, unneeded, visit, with},
    shared::{Name, Own, own},
};

#[tokio::test]
async fn a_page_prop_replaces_a_shared_one_of_the_same_name_whole() {
    #[derive(InertiaProps)]
    struct Shared {
        #[nested]
        auth: Auth,
        #[defer]
        stats: Lazy<u8>,
        #[always]
        flag: u8,
        #[merge]
        rows: Lazy<Vec<u8>>,
        #[nested]
        #[serde(flatten)]
        spliced: Flat,
    }
    #[derive(InertiaProps)]
    struct Flat {
        flat: Lazy<u8>,
        kept: u8,
    }
    #[derive(InertiaProps)]
    struct Auth {
        user: Lazy<u8>,
        #[defer]
        rights: Lazy<u8>,
    }
    #[derive(InertiaProps)]
    struct Index {
        auth: Value,
        stats: u8,
        #[optional]
        flag: Lazy<u8>,
        rows: u8,
        flat: u8,
    }
    async fn shared() -> Shared {
        Shared {
            auth: Auth { user: unneeded(), rights: unneeded() },
            stats: unneeded(),
            flag: 0,
            rows: unneeded(),
            spliced: Flat { flat: unneeded(), kept: 5 },
        }
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Index {
        Index { auth: json!({"own": true}), stats: 2, flag: lazy(async { 3 }), rows: 4, flat: 6 }
    }
    let app = with(Inertia::builder().share(shared), index);
    let keys = json!({"sharedProps": ["auth", "stats", "flag", "rows", "flat", "kept"]});
    let props = json!({"auth": {"own": true}, "stats": 2, "rows": 4, "flat": 6, "kept": 5});
    assert_eq!(visit().page(&app).await, page(props, keys.clone()));
    assert_eq!(partial().only("flag").page(&app).await, page(json!({"flag": 3}), keys.clone()));
    assert_eq!(
        partial().only("auth.user,auth.rights,stats").page(&app).await,
        page(json!({"auth": {}, "stats": 2}), keys)
    );
}

#[tokio::test]
async fn a_provider_whose_props_are_all_replaced_is_not_run() {
    async fn shared() -> Name {
        panic!("this provider is not needed")
    }
    #[inertia::page("Event/Index")]
    async fn index() -> Name {
        Name { name: "page" }
    }
    #[inertia::page("Event/Index")]
    async fn sharing(inertia: Inertia) -> Own {
        inertia.share("name", "request");
        Own { own: 1 }
    }
    let expected = page(json!({"name": "page"}), json!({"sharedProps": ["name"]}));
    assert_eq!(visit().page(&with(Inertia::builder().share(shared), index)).await, expected);
    let app = with(Inertia::builder().share(shared), sharing);
    let expected = page(json!({"name": "request", "own": 1}), json!({"sharedProps": ["name"]}));
    assert_eq!(visit().page(&app).await, expected);
}

#[tokio::test]
async fn a_later_provider_replaces_a_prop_of_an_earlier_one() {
    #[derive(InertiaProps)]
    struct Both {
        name: Lazy<&'static str>,
        other: u8,
    }
    async fn earlier() -> Both {
        Both { name: unneeded(), other: 2 }
    }
    async fn later() -> Name {
        Name { name: "later" }
    }
    let app = with(Inertia::builder().share(earlier).share(later), own);
    let expected =
        page(json!({"name": "later", "other": 2, "own": 1}), json!({"sharedProps": ["name", "other"]}));
    assert_eq!(visit().page(&app).await, expected);
}

#[tokio::test]
async fn per_request_shares_win_over_configured_ones_and_yield_to_the_pages_own() {
    #[derive(InertiaProps)]
    struct Shared {
        name: Lazy<&'static str>,
        #[defer]
        later: Lazy<u8>,
    }
    async fn shared() -> Shared {
        Shared { name: unneeded(), later: unneeded() }
    }
    #[inertia::page("Event/Index")]
    async fn index(inertia: Inertia) -> Own {
        inertia.share("name", "first");
        inertia.share("name", "request");
        inertia.share("later", 2);
        inertia.share("own", "not this");
        Own { own: 1 }
    }
    let app = with(Inertia::builder().share(shared), index);
    let keys = json!({"sharedProps": ["name", "later", "own"]});
    assert_eq!(
        visit().page(&app).await,
        page(json!({"name": "request", "later": 2, "own": 1}), keys.clone())
    );
    assert_eq!(partial().only("own,later").page(&app).await, page(json!({"later": 2, "own": 1}), keys));
}

fn with_shares() -> Router {
    #[inertia::page("Event/Index")]
    async fn index(inertia: Inertia) -> Own {
        inertia.share("auth", json!({"user": {"name": "ann", "age": 7}, "perms": ["edit"]}));
        inertia.share("locale", "en");
        Own { own: 1 }
    }
    app(index)
}

#[tokio::test]
async fn per_request_shares_are_selected_and_narrowed_as_any_prop() {
    let cases = [
        (
            visit(),
            json!({"auth": {"user": {"name": "ann", "age": 7}, "perms": ["edit"]}, "locale": "en", "own": 1}),
        ),
        (partial().only("own"), json!({"own": 1})),
        (partial().only("auth.user.name"), json!({"auth": {"user": {"name": "ann"}}})),
        (partial().only("auth.perms.0,locale.x"), json!({"auth": {"perms": ["edit"]}, "locale": "en"})),
        (partial().except("auth"), json!({"locale": "en", "own": 1})),
        (
            partial().except("auth.user.age,locale"),
            json!({"auth": {"user": {"name": "ann"}, "perms": ["edit"]}, "own": 1}),
        ),
        (partial().only("auth").except("auth.user,auth.perms"), json!({"auth": {}})),
        (partial().only("auth.user.age").except("auth.user"), json!({"auth": {}})),
    ];
    for (ask, props) in cases {
        let expected = page(props, json!({"sharedProps": ["auth", "locale"]}));
        assert_eq!(ask.page(&with_shares()).await, expected);
    }
}

#[tokio::test]
async fn middleware_shares_props_with_the_page_of_its_request_only() {
    async fn locale(inertia: Inertia, request: Request, next: Next) -> Response {
        if let Some(locale) = request.uri().query() {
            inertia.share("locale", locale);
        }
        next.run(request).await
    }
    let inertia = Inertia::builder().build().unwrap();
    let app = Router::new().route("/", get(own)).layer(from_fn(locale)).layer(inertia.layer());
    let mut expected = page(json!({"locale": "de", "own": 1}), json!({"sharedProps": ["locale"]}));
    expected["url"] = json!("/?de");
    assert_eq!(visit().at("/?de").page(&app).await, expected);
    assert_eq!(visit().page(&app).await, page(json!({"own": 1}), json!({})));
}

#[tokio::test]
async fn a_key_or_value_that_cannot_be_shared_is_a_500_that_names_the_call() {
    async fn refused(key: &'static str) -> String {
        #[inertia::page("Event/Index")]
        async fn index(inertia: Inertia, Path(key): Path<String>) -> Own {
            inertia.share("fine", 1);
            if key == "value" {
                inertia.share("value", std::collections::BTreeMap::from([((1, 2), 3)]));
            } else {
                inertia.share(key.replace('_', "."), 1);
            }
            Own { own: 1 }
        }
        let inertia = Inertia::builder().build().unwrap();
        let app = Router::new().route("/{key}", get(index)).layer(inertia.layer());
        let answer = visit().at(&format!("/{key}")).send(&app).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{key}");
        answer.body
    }
    for (path, key) in [
        ("errors", "errors"),
        ("a_b", "a.b"),
        ("a,b", "a,b"),
        ("12", "12"),
        ("%C3%A9", "\u{e9}"),
        ("a%0Ab", "a\nb"),
        ("value", "value"),
    ] {
        let body = refused(path).await;
        let call = format!("`Inertia::share({key:?}, ..)`");
        assert!(!cfg!(debug_assertions) || body.contains(&call) && body.contains("Event/Index"), "{body}");
    }
}

#[test]
fn two_providers_with_one_key_are_logged_when_the_application_is_built() {
    #[derive(InertiaProps)]
    struct Earlier {
        user: &'static str,
        here: u8,
    }
    #[derive(InertiaProps)]
    struct Later {
        user: &'static str,
        there: u8,
    }
    async fn replaced_earlier() -> Earlier {
        Earlier { user: "", here: 0 }
    }
    async fn replacing_later() -> Later {
        Later { user: "", there: 0 }
    }
    let log = log();
    let builder = Inertia::builder().without_session().share(replaced_earlier);
    builder.share(replacing_later).build().unwrap();
    let lines = log.lines("replaced_earlier");
    let [line] = lines.as_slice() else { panic!("{lines:?}") };
    assert!(
        line.starts_with("WARN") && line.contains("replacing_later") && line.contains("`user`"),
        "{line}"
    );
}
