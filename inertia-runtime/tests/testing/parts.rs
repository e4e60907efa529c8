//! Parts of pages, put together as the client does it.

use serde_json::json;

use crate::app::app;

#[tokio::test]
async fn a_reload_adds_to_the_lists_that_are_there() {
    let app = app();
    let page = app.visit("/").await;
    let page = page.reload().only(["rows", "latest", "tree"]).await;
    page.assert_sent(["rows", "latest", "tree"]);
    page.assert_prop("rows", json!([{ "id": 0, "page": 0 }, { "id": 1, "page": 0 }]));
    page.assert_prop("latest", [0, 0]).assert_prop("tree", json!({ "list": [0, 0], "page": 0 }));

    let page = app.visit("/?page=1").only(["rows", "page"]).await;
    page.assert_prop("rows", json!([{ "id": 0, "page": 0 }, { "id": 1, "page": 1 }, { "id": 2, "page": 1 }]));
    page.assert_prop("page", 1).assert_prop("auth.user", "Ada");
    let page = page.reload().reset(["rows"]).await;
    page.assert_prop("rows", json!([{ "id": 1, "page": 1 }, { "id": 2, "page": 1 }]));
}

#[tokio::test]
async fn what_is_left_out_stays_as_it_was() {
    let page = app().visit("/").await;
    let page = page.reload().except(["rows", "latest", "tree", "feed", "auth", "broken"]).await;
    page.assert_sent(["page", "visitors", "export"]);
    page.assert_prop("auth.user", "Ada").assert_prop("export", "id\n1\n");
}

#[tokio::test]
async fn a_dotted_name_changes_one_member() {
    let page = app().visit("/").await.reload().only(["auth.roles"]).await;
    page.assert_sent(["auth"]).assert_prop("auth", json!({ "user": "Ada", "roles": ["admin"] }));
}

#[tokio::test]
async fn deferred_groups_are_announced_and_fetched() {
    let page = app().visit("/").await;
    page.assert_deferred("stats", ["visitors", "broken"]).assert_missing("visitors");
    let page = page.load_deferred("stats").await;
    page.assert_sent(["visitors"])
        .assert_prop("visitors", 1_204)
        .assert_rescued("broken")
        .assert_missing("broken");
    // The page knows its groups afterwards, too.
    page.assert_deferred("stats", ["visitors", "broken"]);
}

#[tokio::test]
async fn a_scroll_goes_on_at_both_ends() {
    let page = app().visit("/?page=2").await;
    let page = page.load_next("feed").await;
    let page = page.load_previous("feed").await;
    let pages = |page: &inertia::testing::TestResponse| -> Vec<u64> {
        let rows: Vec<serde_json::Value> = page.prop("feed.data");
        rows.iter().filter_map(|row| row["page"].as_u64()).collect()
    };
    assert_eq!(pages(&page), [1, 2, 3]);
}

#[tokio::test]
async fn props_are_read_as_types() {
    #[derive(serde::Deserialize)]
    struct Props {
        page: u32,
        rows: Vec<Row>,
    }
    #[derive(serde::Deserialize)]
    struct Row {
        id: u32,
    }
    let page = app().visit("/?page=4").await;
    let props: Props = page.props();
    assert_eq!((props.page, props.rows[1].id), (4, 5));
    assert_eq!(page.prop::<u64>("rows.0.id"), 4);
    page.assert_props(json!({ "rows": [{ "id": 4 }, { "id": 5 }], "auth": { "user": "Ada" } }));
}
