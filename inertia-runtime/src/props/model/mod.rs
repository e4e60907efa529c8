//! Property tests of selection, narrowing and metadata: for random props and random header lists, the runtime's output
//! is equal to that of a slow model over `serde_json::Value` and strings.

pub(crate) mod props;
pub(crate) mod rules;

use http::{HeaderMap, HeaderValue};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::props::model::{props::Node, rules::Rules};
use crate::props::{PropsWriter, Resolvers, drive::drive, metadata, plan::Plan};
use crate::{
    props::once_keys::without_keys_of,
    protocol::{selection::Lists, visit::VisitHeaders},
};

/// The header lists of one visit.
#[derive(Debug, Clone)]
struct HeaderLists {
    component: &'static str,
    only: Option<Vec<String>>,
    except: Option<Vec<String>>,
    reset: Option<Vec<String>>,
    held: Option<Vec<String>>,
    prepend: bool,
}

impl HeaderLists {
    fn headers(&self) -> VisitHeaders {
        let mut headers = HeaderMap::new();
        headers.insert("x-inertia", HeaderValue::from_static("true"));
        headers.insert("x-inertia-partial-component", HeaderValue::from_static(self.component));
        if self.prepend {
            headers.insert("x-inertia-infinite-scroll-merge-intent", HeaderValue::from_static("prepend"));
        }
        let lists = [
            ("x-inertia-partial-data", &self.only),
            ("x-inertia-partial-except", &self.except),
            ("x-inertia-reset", &self.reset),
            ("x-inertia-except-once-props", &self.held),
        ];
        for (name, list) in lists {
            if let Some(list) = list {
                headers.insert(name, HeaderValue::from_str(&list.join(",")).unwrap());
            }
        }
        VisitHeaders::read(&headers, None, |_, _| {})
    }
}

/// The props and metadata as the runtime renders them.
async fn rendered(shared: &[Node], page: &[Node], sent: &HeaderLists) -> Value {
    let headers = sent.headers();
    let lists = headers.lists("Page");
    let (shared_schema, page_schema) = (props::schema(shared), props::schema(page));
    let mut shared_props = props::values(shared);
    let mut page_props = props::values(page);
    let shared_lists = without_keys_of(page_schema, &lists);
    let mut shared_plan = Plan::new(shared_schema, &shared_lists, Some(&|name| page_schema.declares(name)));
    let mut page_plan = Plan::new(page_schema, &lists, None);
    let runs = shared_plan.needs_values();

    let mut needed = Vec::new();
    if runs {
        needed =
            Resolvers::collect(&mut shared_plan, lists.partial, Some(0), needed, |r| shared_props.visit(r));
    }
    needed = Resolvers::collect(&mut page_plan, lists.partial, None, needed, |r| page_props.visit(r));
    for (at, _) in drive(needed, |_| ()).await.unwrap() {
        (if at.provider.is_some() { &mut shared_plan } else { &mut page_plan }).rescue(at.index);
    }

    let (mut out, mut scrolls) = (br#"{"props":{"errors":{}"#.to_vec(), Vec::new());
    if runs {
        shared_props
            .put(&mut PropsWriter::new(&mut out, &mut scrolls, &mut shared_plan, &lists, "Page"))
            .unwrap();
    }
    page_props.put(&mut PropsWriter::new(&mut out, &mut scrolls, &mut page_plan, &lists, "Page")).unwrap();
    out.push(b'}');
    metadata::write(&mut out, &[&shared_plan, &page_plan], &lists, &scrolls, None);
    out.push(b'}');
    assert_cached_announcements_are_valid(&page_plan, &lists);
    serde_json::from_slice(&out).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&out)))
}

/// For full visits, the announcements that the runtime caches per page are equal to newly written ones.
fn assert_cached_announcements_are_valid(plan: &Plan, lists: &Lists<'_>) {
    let is_plain_full_visit =
        !lists.partial && !lists.prepend && lists.held.is_empty() && lists.reset.is_empty();
    if is_plain_full_visit && !plan.any_absent() {
        let (mut cached, mut written) = (Vec::new(), Vec::new());
        let initial = Plan::new(plan.schema, &Lists::default(), None);
        metadata::announcements(&mut cached, &[&initial], &Lists::default());
        metadata::announcements(&mut written, &[plan], lists);
        assert_eq!(String::from_utf8_lossy(&cached), String::from_utf8_lossy(&written));
    }
}

fn path() -> impl Strategy<Value = String> {
    let segment =
        prop_oneof![8 => "[a-f]", 1 => Just("data".to_owned()), 1 => Just("list".to_owned()), 1 => "[0-1g]?"];
    prop::collection::vec(segment, 1..4).prop_map(|segments| segments.join("."))
}

fn list() -> impl Strategy<Value = Option<Vec<String>>> {
    prop::option::of(prop::collection::vec(path(), 0..4))
}

fn header_lists() -> impl Strategy<Value = HeaderLists> {
    let component = prop_oneof![1 => Just("Other"), 4 => Just("Page")];
    (component, list(), list(), list(), list(), any::<bool>()).prop_map(
        |(component, only, except, reset, held, prepend)| {
            // The client sends `only ++ reset`.
            let only = match (only, &reset) {
                (Some(only), Some(reset)) => Some([only, reset.clone()].concat()),
                (only, _) => only,
            };
            HeaderLists { component, only, except, reset, held, prepend }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn selection_narrowing_and_metadata_agree_with_the_model(
        shared in props::level(2, "sh", 1.0),
        page in props::level(3, "pg", 0.85),
        sent in header_lists(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let real = runtime.block_on(rendered(&shared, &page, &sent));
        let expected = Rules::new(&sent).page(&shared, &page);
        prop_assert_eq!(&real, &expected, "\nrendered {:#}\nexpected {:#}", real, expected);
    }
}

#[test]
fn the_model_narrows_a_simple_page() {
    let page = [Node::plain("a", json!({ "b": 1, "c": 2 })), Node::plain("d", json!(3))];
    let sent = HeaderLists {
        component: "Page",
        only: Some(vec!["a.b".to_owned()]),
        except: None,
        reset: None,
        held: None,
        prepend: false,
    };
    assert_eq!(Rules::new(&sent).page(&[], &page), json!({ "props": { "errors": {}, "a": { "b": 1 } } }));
}
