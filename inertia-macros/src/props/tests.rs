//! What the derive emits for each feature.

use insta::assert_snapshot;
use proc_macro2::TokenStream;
use quote::quote;

use super::derive;
use crate::syntax::expansion::pretty;

fn expanded(input: TokenStream) -> String {
    pretty(&derive(input))
}

#[test]
fn plain_and_lazy_fields_are_distinguished_by_their_types() {
    assert_snapshot!(expanded(quote! {
        #[serde(rename_all = "camelCase")]
        pub struct EventIndex {
            filters: Filters,
            total_count: Lazy<u64>,
            r#type: Kind,
        }
    }));
}

#[test]
fn a_unit_struct_is_a_page_without_props() {
    assert_snapshot!(expanded(quote!(
        struct Home;
    )));
}

#[test]
fn each_delivery_is_a_call_on_the_spec() {
    assert_snapshot!(expanded(quote! {
        struct Page {
            #[always]
            user: User,
            #[optional]
            export: Lazy<Export>,
            #[optional(rescue, timeout = "2s")]
            report: Lazy<Report>,
            #[defer]
            stats: Lazy<Stats>,
            #[defer(group = "charts", rescue, timeout = "1m30s")]
            chart: Lazy<Chart>,
            #[once]
            plans: Lazy<Plans>,
            #[once(key = "countries-v2", expires_in = "1d")]
            countries: Lazy<Countries>,
        }
    }));
}

#[test]
fn merging_checks_the_fields_of_match_on() {
    assert_snapshot!(expanded(quote! {
        struct Page {
            #[merge]
            all: Vec<Row>,
            #[merge(match_on = "startsAt")]
            rows: Lazy<Vec<Row>>,
            #[prepend(at = "result.rows", match_on = "type")]
            newest: Lazy<Found>,
            #[deep_merge(match_on("id", "buckets.id", unchecked = "tags.name"))]
            tree: Lazy<Tree>,
            #[merge(match_on(unchecked = "id"))]
            anything: Value,
        }
    }));
}

#[test]
fn a_scroll_prop_has_its_parameter_and_wrapper() {
    assert_snapshot!(expanded(quote! {
        struct Page {
            #[scroll]
            feed: Lazy<Scroll<Post>>,
            #[scroll(page_name = "p", wrapper = "items", match_on = "id")]
            #[defer]
            comments: Lazy<Scroll<Comment>>,
        }
    }));
}

#[test]
fn groups_are_nested_or_spliced() {
    assert_snapshot!(expanded(quote! {
        struct Page {
            #[nested]
            auth: Auth,
            #[nested]
            #[serde(flatten)]
            common: Common,
            #[nested]
            #[serde(skip_serializing_if = "Option::is_none")]
            team: Option<Team>,
        }
    }));
}

#[test]
fn serde_attributes_are_honoured() {
    assert_snapshot!(expanded(quote! {
        #[serde(rename_all(serialize = "kebab-case"), deny_unknown_fields)]
        struct Page {
            #[serde(rename = "the \"name\"", default)]
            renamed: u8,
            #[serde(rename(serialize = "out", deserialize = "in"), alias = "x")]
            both_ways: u8,
            #[serde(skip)]
            skipped: Secret,
            #[serde(skip_serializing)]
            not_written: Secret,
            #[serde(skip_serializing_if = "Vec::is_empty")]
            maybe_empty: Vec<u8>,
            #[serde(serialize_with = "hex::write")]
            color: Lazy<Color>,
            #[serde(with = "iso", skip_serializing_if = "is_never")]
            date: Date,
        }
    }));
}

#[test]
fn the_long_spelling_is_equivalent() {
    let short = quote! {
        struct Page {
            #[defer(group = "g")]
            #[merge(match_on = "id")]
            rows: Lazy<Vec<Row>>,
        }
    };
    let long = quote! {
        struct Page {
            #[inertia(defer(group = "g"), merge(match_on = "id"))]
            rows: Lazy<Vec<Row>>,
        }
    };
    assert_eq!(expanded(short), expanded(long));
}

#[test]
fn generics_get_the_bounds_their_fields_need() {
    assert_snapshot!(expanded(quote! {
        pub struct Page<T, I: Iterator = Empty, W, N, S, const LEN: usize>
        where
            W: Write,
        {
            rows: Lazy<Vec<T>>,
            first: [I::Item; LEN],
            #[serde(serialize_with = "write")]
            written: W,
            #[nested]
            group: Group<N>,
            #[serde(skip)]
            skipped: S,
        }
    }));
}

#[test]
fn the_runtime_can_be_renamed() {
    assert_snapshot!(expanded(quote! {
        #[inertia(crate = ::vendored::inertia)]
        struct Page {
            #[nested]
            auth: Auth,
        }
    }));
}

#[test]
fn all_errors_are_reported_together_with_a_stub() {
    assert_snapshot!(expanded(quote! {
        struct Page<T> {
            #[defer(gruop = "g", timeout = "soon")]
            #[always]
            stats: Lazy<T>,
            #[serde(rename = "a,b")]
            rows: Vec<T>,
        }
    }));
}
