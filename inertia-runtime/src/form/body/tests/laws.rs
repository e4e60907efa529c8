//! Property tests: every encoding of a tree parses to that tree, and arbitrary bodies never panic or exceed a limit.

use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::{Map, Value};

use crate::form::Fields;
use crate::form::body::tests::{
    End, FormLimits, JSON, MULTIPART, Node, Pieces, URLENCODED, as_json, block_on, post, read, read_within,
};

/// A form with names at the top, and text, lists and objects below. HTML forms cannot encode empty lists and objects, so
/// there are none.
fn tree() -> impl Strategy<Value = Value> {
    let leaf = "[ -~äß\u{1F600}]{0,6}".prop_map(Value::String);
    let value = leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 1..4).prop_map(Value::Array),
            object("[a-zA-Z_ä0-9][a-zA-Z_ä.0-9 -]{0,5}", inner),
        ]
    });
    object("[a-zA-Z_ä][a-zA-Z_ä0-9 -]{0,5}", value)
}

fn object(names: &'static str, value: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    vec((names, value), 1..4).prop_map(|members| Value::Object(members.into_iter().collect()))
}

/// The pairs of names and text of a form, with lists as visits write them (`a[0]`) or as `useHttp` does (`a[]`).
fn pairs(tree: &Value, indices: bool) -> Vec<(String, String)> {
    fn walk(at: &str, value: &Value, indices: bool, pairs: &mut Vec<(String, String)>) {
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let step = if indices { index.to_string() } else { String::new() };
                    walk(&format!("{at}[{step}]"), item, indices, pairs);
                }
            }
            Value::Object(members) => {
                for (key, member) in members {
                    walk(&format!("{at}[{key}]"), member, indices, pairs);
                }
            }
            text => pairs.push((at.to_owned(), text.as_str().unwrap_or_default().to_owned())),
        }
    }
    let mut found = Vec::new();
    for (key, value) in tree.as_object().into_iter().flatten() {
        walk(key, value, indices, &mut found);
    }
    found
}

/// The tree parsed from names with indices, where lists are still objects.
fn indexed(tree: &Value) -> Value {
    match tree {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(at, item)| (at.to_string(), indexed(item)))
            .collect::<Map<_, _>>()
            .into(),
        Value::Object(members) => {
            members.iter().map(|(key, member)| (key.clone(), indexed(member))).collect::<Map<_, _>>().into()
        }
        text => text.clone(),
    }
}

/// Whether `[]` without indices is unambiguous. It is not for lists in lists, nor for elements whose boundaries cannot be
/// recognised by a repeated name.
fn fits_bare_brackets(value: &Value, in_list: bool) -> bool {
    match value {
        Value::Array(items) => {
            !in_list && items.iter().all(|item| fits_bare_brackets(item, true)) && have_same_shape(items)
        }
        Value::Object(members) => members.values().all(|member| fits_bare_brackets(member, in_list)),
        _ => true,
    }
}

/// Whether all elements are text, or all are objects of text with the same names.
fn have_same_shape(items: &[Value]) -> bool {
    let shape = |item: &Value| match item {
        Value::Object(members) => members
            .iter()
            .map(|(key, member)| member.is_string().then(|| key.clone()))
            .collect::<Option<Vec<_>>>(),
        Value::String(_) => Some(Vec::new()),
        _ => None,
    };
    let first = items.first().map(shape);
    items.iter().all(|item| shape(item).is_some() && Some(shape(item)) == first)
}

fn as_urlencoded(pairs: &[(String, String)]) -> Vec<u8> {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish().into_bytes()
}

fn as_multipart(pairs: &[(String, String)]) -> Vec<u8> {
    let heads: Vec<String> = pairs.iter().map(|(name, _)| format!("name=\"{name}\"")).collect();
    let parts: Vec<_> = heads.iter().zip(pairs).map(|(head, (_, text))| (&**head, &**text)).collect();
    crate::form::body::tests::multipart(&parts)
}

fn tree_of(content_type: &str, body: Vec<u8>, piece: usize) -> Value {
    let request = post(content_type, Pieces::of(body, piece, End::Complete));
    as_json(&block_on(read(request)).unwrap())
}

/// Fragments of all three encodings, so that random bodies reach deep into the parsers.
fn fragment() -> impl Strategy<Value = Vec<u8>> {
    let known = select(
        &[
            "a",
            "b",
            "0",
            "[",
            "]",
            "[]",
            "[a]",
            "[0]",
            ".",
            "\\.",
            "=",
            "&",
            "+",
            "%",
            "%5B",
            "%00",
            "{",
            "}",
            ",",
            ":",
            "\"",
            "\"a\"",
            "null",
            "true",
            "1e5",
            "-0",
            "\\u12",
            "\r\n",
            "\r\n\r\n",
            "--b",
            "--b--",
            "--b\r\n",
            "--",
            "Content-Disposition: form-data; ",
            "name=\"a\"",
            "; filename=\"x\"",
            "Content-Type: text/plain",
            "__proto__",
            " ",
        ][..],
    );
    prop_oneof![
        4 => known.prop_map(|text| text.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 0..8),
    ]
}

fn count_values(node: &Node, limits: &FormLimits, depth: usize) -> usize {
    let members =
        |fields: &Fields| fields.iter().map(|(_, node)| count_values(node, limits, depth + 1)).sum::<usize>();
    assert!(depth <= limits.depth);
    match node {
        Node::List(items) => {
            items.iter().map(|node| count_values(node, limits, depth + 1)).sum::<usize>().max(1)
        }
        Node::Map(fields) => members(fields).max(1),
        Node::Text(text) => {
            assert!(text.len() <= limits.field);
            1
        }
        #[cfg(feature = "multipart")]
        Node::File(file) => {
            assert!(file.size() <= limits.file);
            1
        }
        _ => 1,
    }
}

proptest! {
    #[test]
    fn every_encoding_of_a_tree_parses_to_that_tree(tree in tree(), piece in 1_usize..40) {
        prop_assert_eq!(&tree_of(JSON, serde_json::to_vec(&tree).unwrap(), piece), &tree);
        let with_indices = pairs(&tree, true);
        prop_assert_eq!(&tree_of(URLENCODED, as_urlencoded(&with_indices), piece), &indexed(&tree));
        if cfg!(feature = "multipart") {
            prop_assert_eq!(&tree_of(MULTIPART, as_multipart(&with_indices), piece), &indexed(&tree));
        }
        if fits_bare_brackets(&tree, false) {
            let with_brackets = pairs(&tree, false);
            prop_assert_eq!(&tree_of(URLENCODED, as_urlencoded(&with_brackets), piece), &tree);
            if cfg!(feature = "multipart") {
                prop_assert_eq!(&tree_of(MULTIPART, as_multipart(&with_brackets), piece), &tree);
            }
        }
    }

    #[test]
    fn arbitrary_bodies_never_panic_or_exceed_a_limit(
        fragments in vec(fragment(), 0..60),
        kind in select(&[JSON, URLENCODED, MULTIPART][..]),
        end in select(&[End::Complete, End::HangUp][..]),
        piece in 1_usize..64,
    ) {
        let limits = FormLimits::new().fields(8).depth(3).field(6).file(9).files(2).memory(4).body(600);
        let body = Pieces::of(fragments.concat(), piece, end);
        if let Ok(form) = block_on(read_within(post(kind, body), &limits)) {
            let values: usize = form.root.iter().map(|(_, node)| count_values(node, &limits, 1)).sum();
            prop_assert!(values <= limits.fields);
            prop_assert!(form.problems.len() <= limits.fields);
        }
    }

    /// The order of names does not matter if all names are different.
    #[test]
    fn the_order_of_names_does_not_matter(tree in tree(), seed in any::<u64>()) {
        let mut shuffled = pairs(&tree, true);
        shuffled.sort_by_key(|pair| {
            use std::hash::{Hash, Hasher};
            let mut hasher = std::hash::DefaultHasher::new();
            (seed, pair).hash(&mut hasher);
            hasher.finish()
        });
        prop_assert_eq!(tree_of(URLENCODED, as_urlencoded(&shuffled), 99), indexed(&tree));
    }
}
