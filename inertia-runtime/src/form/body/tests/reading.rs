//! The encodings of forms by the Inertia client and by browsers.

use axum::body::Body;
use http::Method;
use serde_json::{Value, json};

#[cfg(feature = "multipart")]
use crate::form::body::tests::multipart;
use crate::form::body::tests::{End, JSON, MULTIPART, Pieces, URLENCODED, as_json, post, read, request};

/// The tree of a form's names and text is the same for a query, a urlencoded body and a multipart body.
#[tokio::test]
async fn names_nest_equally_in_queries_and_bodies() {
    let cases: &[(&[(&str, &str)], Value)] = &[
        (&[], json!({})),
        (&[("name", "Ada"), ("note", "")], json!({"name": "Ada", "note": ""})),
        // Brackets and dots.
        (&[("o[k][z]", "1")], json!({"o": {"k": {"z": "1"}}})),
        (&[("o.k.z", "1"), ("o.k.y", "2")], json!({"o": {"k": {"z": "1", "y": "2"}}})),
        (&[("o[k]", "1"), ("o.l", "2")], json!({"o": {"k": "1", "l": "2"}})),
        (&[("o[a.b]", "1")], json!({"o": {"a.b": "1"}})),
        (&[(r"v1\.2", "1")], json!({"v1.2": "1"})),
        (
            &[("__proto__[x]", "1"), ("constructor", "2")],
            json!({"__proto__": {"x": "1"}, "constructor": "2"}),
        ),
        // Lists as visits write them, as `useHttp` does, and as plain forms do.
        (&[("a[0]", "x"), ("a[1]", "y")], json!({"a": {"0": "x", "1": "y"}})),
        (&[("a[]", "x"), ("a[]", "y")], json!({"a": ["x", "y"]})),
        (&[("a", "x"), ("a", "y"), ("a", "z")], json!({"a": ["x", "y", "z"]})),
        (&[("a[]", "x")], json!({"a": ["x"]})),
        (&[("a[]", "x"), ("b", "1"), ("a[]", "y")], json!({"a": ["x", "y"], "b": "1"})),
        (&[("o[a][]", "x"), ("o[a][]", "y")], json!({"o": {"a": ["x", "y"]}})),
        (&[("o[a]", "x"), ("o[a]", "y")], json!({"o": {"a": ["x", "y"]}})),
        (&[("a[][]", "x"), ("a[][]", "y")], json!({"a": [["x"], ["y"]]})),
        // Objects in lists.
        (&[("l[0][id]", "1"), ("l[0][t][0]", "p")], json!({"l": {"0": {"id": "1", "t": {"0": "p"}}}})),
        (
            &[("l[][id]", "1"), ("l[][t][]", "p"), ("l[][t][]", "q"), ("l[][id]", "2"), ("l[][t][]", "r")],
            json!({"l": [{"id": "1", "t": ["p", "q"]}, {"id": "2", "t": ["r"]}]}),
        ),
        (
            &[("l[][o][x]", "1"), ("l[][o][y]", "2"), ("l[][o][x]", "3")],
            json!({"l": [{"o": {"x": "1", "y": "2"}}, {"o": {"x": "3"}}]}),
        ),
        (
            &[("l[][m][][x]", "1"), ("l[][m][][y]", "2"), ("l[][m][][x]", "3")],
            json!({"l": [{"m": [{"x": "1", "y": "2"}, {"x": "3"}]}]}),
        ),
        // If two names contradict each other, the later one is kept.
        (&[("a", "1"), ("a[b]", "2")], json!({"a": {"b": "2"}})),
        (&[("a[b]", "2"), ("a", "1")], json!({"a": "1"})),
        (&[("a", "1"), ("a[]", "2")], json!({"a": ["1", "2"]})),
        (&[("a[]", "1"), ("a", "2")], json!({"a": ["1", "2"]})),
        (&[("a[]", "1"), ("a[b]", "2")], json!({"a": {"b": "2"}})),
        (&[("a[b]", "1"), ("a[]", "2")], json!({"a": ["2"]})),
        (&[("a", "1"), ("a[][b]", "2")], json!({"a": [{"b": "2"}]})),
        (&[("l[][t]", "1"), ("l[][t][x]", "2")], json!({"l": [{"t": "1"}, {"t": {"x": "2"}}]})),
        (&[("l[][t]", "1"), ("l[][t][]", "2")], json!({"l": [{"t": "1"}, {"t": ["2"]}]})),
        // An invalid path is a literal name.
        (&[("a[", "1"), ("[]", "2"), ("a[b", "3")], json!({"a[": "1", "[]": "2", "a[b": "3"})),
        (&[("", "1")], json!({"": "1"})),
        // Text is unchanged.
        (&[("a", " x&y=z;+%20\u{1F600}\r\n ")], json!({"a": " x&y=z;+%20\u{1F600}\r\n "})),
    ];
    for (pairs, expected) in cases {
        let text: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(*pairs).finish();
        let query = read(request(Method::GET, &format!("/?{text}"), None, Body::empty())).await.unwrap();
        assert_eq!(as_json(&query), *expected, "the query {pairs:?}");
        let urlencoded = read(post(URLENCODED, text)).await.unwrap();
        assert_eq!(as_json(&urlencoded), *expected, "the urlencoded {pairs:?}");
        #[cfg(feature = "multipart")]
        if pairs.iter().all(|(name, _)| !name.contains('\\')) {
            let heads: Vec<_> =
                pairs.iter().map(|(name, text)| (format!("name=\"{name}\""), *text)).collect();
            let parts: Vec<_> = heads.iter().map(|(head, text)| (&**head, *text)).collect();
            let multipart = read(post(MULTIPART, multipart(&parts))).await.unwrap();
            assert_eq!(as_json(&multipart), *expected, "the multipart {pairs:?}");
        }
    }
}

/// The client does not encode brackets, and writes a space as `%20`. Browsers encode brackets, and write `+`.
#[tokio::test]
async fn queries_of_the_client_and_of_browsers_are_read() {
    for query in [
        "l[][id]=1&l[][t][]=a%20b",
        "l%5B%5D%5Bid%5D=1&l%5B%5D%5Bt%5D%5B%5D=a+b",
        "&&l[][id]=1&&l[][t][]=a%20b&",
    ] {
        let form = read(request(Method::GET, &format!("/e?{query}"), None, Body::empty())).await.unwrap();
        assert_eq!(as_json(&form), json!({"l": [{"id": "1", "t": ["a b"]}]}), "{query}");
    }
    let broken = read(request(Method::GET, "/?a=%ff%&b&=c&%zz", None, Body::empty())).await.unwrap();
    assert_eq!(as_json(&broken), json!({"a": "\u{fffd}%", "b": "", "": "c", "%zz": ""}));
}

#[tokio::test]
async fn json_keeps_its_types_and_nests_dotted_names_at_the_top() {
    for (body, expected) in [
        ("{}", json!({})),
        (
            r#" {"n": 1, "f": 1.5, "m": -2, "b": true, "z": null, "s": ""} "#,
            json!({"n": 1, "f": 1.5, "m": -2, "b": true, "z": null, "s": ""}),
        ),
        (r#"{"l": [1, [], {}, [[2]]]}"#, json!({"l": [1, [], {}, [[2]]]})),
        (r#"{"user.name": "Ada"}"#, json!({"user": {"name": "Ada"}})),
        (r#"{"user.name": "Ada", "user": {"age": 36}}"#, json!({"user": {"name": "Ada", "age": 36}})),
        (
            r#"{"user": {"age": 36, "name": "?"}, "user.name": "Ada"}"#,
            json!({"user": {"age": 36, "name": "Ada"}}),
        ),
        (r#"{"user": 1, "user.name": "Ada"}"#, json!({"user": {"name": "Ada"}})),
        (r#"{"user.tags": [1], "user": {"tags": [2]}}"#, json!({"user": {"tags": [2]}})),
        (r#"{"v1\\.2": 1}"#, json!({"v1.2": 1})),
        (r#"{"o": {"a.b": 1}}"#, json!({"o": {"a.b": 1}})),
        (r#"{"a[b]": 1}"#, json!({"a[b]": 1})),
        (r#"{"a": 1, "a": 2}"#, json!({"a": 2})),
        (r#"{"__proto__": {"x": 1}}"#, json!({"__proto__": {"x": 1}})),
        (r#"{"a": 123456789012345678901234567890}"#, json!({"a": 1.234_567_890_123_456_8e29})),
        (r#"{"\ud83d\ude00": "\u0000"}"#, json!({"\u{1F600}": "\0"})),
        (r#"{"$serde_json::private::Number": "15"}"#, Value::Null),
    ] {
        let form = read(post(JSON, body)).await;
        match expected {
            Value::Null => assert!(form.is_err(), "{body}"),
            expected => assert_eq!(as_json(&form.unwrap()), expected, "{body}"),
        }
    }
}

#[tokio::test]
async fn json_other_than_an_object_is_malformed() {
    for body in [
        "[]",
        "1",
        "null",
        "\"a\"",
        "{",
        "{}x",
        "{a: 1}",
        "{\"a\": 1e999}",
        "\u{feff}{}",
        " ",
        "{\"a\": \"\u{0}\"}",
    ] {
        let error = read(post(JSON, body)).await.unwrap_err();
        assert_eq!(error.status(), 400, "{body}: {error}");
    }
    let error = read(post(JSON, vec![b'{', b'"', 0xff, b'"', b':', b'1', b'}'])).await.unwrap_err();
    assert_eq!(error.status(), 400, "{error}");
    let error = read(post(JSON, "[1]")).await.unwrap_err();
    assert_eq!(error.to_string(), "the body cannot be read: a form is a JSON object");
}

#[tokio::test]
async fn the_method_selects_query_or_body() {
    let both = |method| request(method, "/?a=query&q=1", Some(JSON), r#"{"a": "body", "b": 1}"#);
    for (method, expected) in [
        (Method::GET, json!({"a": "query", "q": "1"})),
        (Method::HEAD, json!({"a": "query", "q": "1"})),
        (Method::POST, json!({"a": "body", "b": 1})),
        (Method::PUT, json!({"a": "body", "b": 1})),
        (Method::PATCH, json!({"a": "body", "b": 1})),
        (Method::DELETE, json!({"a": "body", "q": "1", "b": 1})),
    ] {
        let form = read(both(method.clone())).await.unwrap();
        assert_eq!(as_json(&form), expected, "{method}");
    }
}

#[tokio::test]
async fn the_content_type_selects_the_parser() {
    for (content_type, body, expected) in [
        ("application/json; charset=utf-8", r#"{"a":1}"#, json!({"a": 1})),
        ("Application/JSON", r#"{"a":1}"#, json!({"a": 1})),
        ("application/vnd.api+json", r#"{"a":1}"#, json!({"a": 1})),
        ("application/x-www-form-urlencoded;charset=UTF-8", "a=1", json!({"a": "1"})),
    ] {
        assert_eq!(as_json(&read(post(content_type, body)).await.unwrap()), expected, "{content_type}");
    }
    for content_type in [
        "text/plain",
        "application/xml",
        "",
        "json",
        "multipart/mixed; boundary=b",
        "multipart/form-dat\u{e4}",
    ] {
        let error = read(post(content_type, "a=1")).await.unwrap_err();
        assert_eq!(error.status(), 415, "{content_type}: {error}");
        assert!(error.to_string().contains("send `application/json`"), "{error}");
    }
    let error = read(request(Method::POST, "/", None, "a=1")).await.unwrap_err();
    assert_eq!(error.status(), 415, "{error}");
}

#[cfg(not(feature = "multipart"))]
#[tokio::test]
async fn without_the_feature_a_multipart_body_has_an_unknown_type() {
    let error = read(post(MULTIPART, crate::form::body::tests::multipart(&[]))).await.unwrap_err();
    assert_eq!(error.status(), 415);
    assert!(error.to_string().contains("switch the feature `multipart` on"), "{error}");
}

#[tokio::test]
async fn an_empty_body_is_an_empty_form() {
    for content_type in [None, Some(JSON), Some(URLENCODED), Some(MULTIPART), Some("text/plain")] {
        for method in [Method::POST, Method::DELETE, Method::GET] {
            let form = read(request(method, "/", content_type, Body::empty())).await.unwrap();
            assert_eq!(as_json(&form), json!({}), "{content_type:?}");
        }
    }
    // The body's length may be unknown until its end.
    for content_type in [JSON, URLENCODED, "text/plain"] {
        let form = read(post(content_type, Pieces::of("", 1, End::Complete))).await.unwrap();
        assert_eq!(as_json(&form), json!({}), "{content_type}");
    }
}

#[cfg(feature = "multipart")]
#[tokio::test]
async fn files_and_text_are_read_with_every_spelling_of_a_list() {
    let png = "filename=\"a.png\"\r\nContent-Type: image/png";
    for (spelling, expected) in [
        (
            ["photos[0]", "photos[1]"],
            json!({"0": "file \"a.png\" image/png of 3 bytes", "1": "file \"a.png\" image/png of 0 bytes"}),
        ),
        (
            ["photos[]", "photos[]"],
            json!(["file \"a.png\" image/png of 3 bytes", "file \"a.png\" image/png of 0 bytes"]),
        ),
        (
            ["photos", "photos"],
            json!(["file \"a.png\" image/png of 3 bytes", "file \"a.png\" image/png of 0 bytes"]),
        ),
    ] {
        let heads = spelling.map(|name| format!("name=\"{name}\"; {png}"));
        let body = multipart(&[("name=\"title\"", "Trip"), (&heads[0], "abc"), (&heads[1], "")]);
        let form = read(request(Method::PUT, "/", Some(MULTIPART), body)).await.unwrap();
        assert_eq!(as_json(&form), json!({"title": "Trip", "photos": expected}));
    }
}

#[cfg(feature = "multipart")]
#[tokio::test]
async fn multipart_bodies_of_browsers_and_other_clients_are_read() {
    for (case, body, expected) in [
        (
            "no file chosen",
            multipart(&[
                ("name=\"f\"; filename=\"\"\r\nContent-Type: application/octet-stream", ""),
                ("name=\"a\"", "1"),
            ]),
            json!({"a": "1"}),
        ),
        (
            "a file without a name",
            multipart(&[("name=\"f\"; filename=\"\"", "x")]),
            json!({"f": "file \"\" ? of 1 bytes"}),
        ),
        (
            "a part without a name",
            multipart(&[("filename=\"x\"", "x"), ("name=\"a\"", "1")]),
            json!({"a": "1"}),
        ),
        ("an empty name", multipart(&[("name=\"\"", "x")]), json!({"": "x"})),
        ("no part", b"--b--\r\n".to_vec(), json!({})),
        (
            "no line end at the end",
            b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b--".to_vec(),
            json!({"a": "1"}),
        ),
        (
            "text around",
            b"before\r\n--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\nafter"
                .to_vec(),
            json!({"a": "1"}),
        ),
        (
            "bytes that are no text",
            [&b"--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"[..], &[0xff, b'x'], b"\r\n--b--"]
                .concat(),
            json!({"a": "\u{fffd}x"}),
        ),
        (
            "a boundary in the text",
            multipart(&[("name=\"a\"", "--b\r\n-- b--b--")]),
            json!({"a": "--b\r\n-- b--b--"}),
        ),
        (
            "a folder",
            multipart(&[
                ("name=\"f\"; filename=\"../../etc/passwd\"", "x"),
                ("name=\"g\"; filename=\"C:\\docs\\b.txt\"", "x"),
                ("name=\"h\"; filename=\"..\"", "x"),
            ]),
            json!({"f": "file \"passwd\" ? of 1 bytes", "g": "file \"b.txt\" ? of 1 bytes", "h": "file \"\" ? of 1 bytes"}),
        ),
        (
            "umlauts and quotes",
            multipart(&[("name=\"f\"; filename=\"\u{e4} \\\"x\\\".txt\"", "x")]),
            json!({"f": "file \"\u{e4} \\\"x\\\".txt\" ? of 1 bytes"}),
        ),
    ] {
        for size in [1, 7, usize::MAX] {
            let body = Pieces::of(body.clone(), size, End::Complete);
            let form = read(post(MULTIPART, body)).await.unwrap_or_else(|error| panic!("{case}: {error}"));
            assert_eq!(as_json(&form), expected, "{case}, in pieces of {size}");
        }
    }
}

#[cfg(feature = "multipart")]
#[tokio::test]
async fn an_invalid_multipart_body_is_malformed() {
    let part = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1";
    for (content_type, body) in [
        ("multipart/form-data", "--b--"),
        ("multipart/form-data; boundary=", "----"),
        ("multipart/form-data; boundary=\"\"", "----"),
        (MULTIPART, "x"),
        (MULTIPART, "--b"),
        (MULTIPART, "--bx"),
        (MULTIPART, "--b\r\n"),
        (MULTIPART, "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n"),
        (MULTIPART, "--b\r\n\u{e4}: x\r\n\r\n1\r\n--b--"),
        (MULTIPART, part),
        (MULTIPART, &format!("{part}\r\n--b")),
    ] {
        for size in [1, usize::MAX] {
            let body = Pieces::of(body.to_owned(), size, End::Complete);
            let error = read(post(content_type, body)).await.unwrap_err();
            assert_eq!(error.status(), 400, "{content_type}: {error}");
        }
    }
}
