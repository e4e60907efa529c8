//! Requests that are written to cost more than they should.

use http::Method;

use crate::raw::{Ask, JSON, MULTIPART, URLENCODED};

/// A kind of request, of any size.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// The status that it gets at its largest size.
    pub(crate) status: u16,
    /// Its largest size in bytes, about: where a limit ends it.
    pub(crate) largest: usize,
    build: Box<dyn Fn(usize) -> Ask>,
}

impl Case {
    fn new(name: &'static str, status: u16, largest: usize, build: impl Fn(usize) -> Ask + 'static) -> Self {
        Self { name, status, largest, build: Box::new(build) }
    }

    /// The request of about this size.
    pub(crate) fn ask(&self, size: usize) -> Ask {
        let mut ask = (self.build)(size);
        // As a socket is read.
        if self.name != WHOLE {
            ask.piece = 16 << 10;
        }
        ask
    }
}

/// The largest body, nearly.
const BODY: usize = (10 << 20) - 200;
/// The largest number of values.
const VALUES: usize = 1_000;
/// The case whose body arrives at once.
const WHOLE: &str = "a header with a long name";
/// Nearly the longest name.
const NAME: usize = 900;

/// All of them, with default limits.
pub(crate) fn cases() -> Vec<Case> {
    [long_names(), many_messages(), long_bodies(), multiparts(), queries()].into_iter().flatten().collect()
}

fn json(body: impl Into<Vec<u8>>) -> Ask {
    Ask::body(Method::POST, JSON, body).http()
}

/// `{"field":{…}}` with members of about `each` bytes, up to `most` of them.
fn object(field: &str, size: usize, each: usize, member: impl Fn(usize) -> String) -> String {
    let members: Vec<String> = (0..size / each).map(member).collect();
    format!("{{\"{field}\":{{{}}}}}", members.join(","))
}

/// A name of this length with a segment every 80 bytes.
fn segments(length: usize) -> String {
    let mut name = "x".repeat(length);
    for at in (80..length - 20).step_by(80) {
        name.replace_range(at..=at, ".");
    }
    name
}

fn long_names() -> Vec<Case> {
    let dots = |size: usize| ".".repeat(size / 2);
    let text = |size: usize| "x".repeat(size / 2);
    vec![
        Case::new("a JSON name of dots", 400, BODY, move |size| {
            json(format!(r#"{{"z":{{"{}":"{}"}}}}"#, dots(size), text(size)))
        }),
        Case::new("a urlencoded name of dots", 400, BODY, move |size| {
            Ask::body(Method::POST, URLENCODED, format!("z[{}]={}", dots(size), text(size))).http()
        }),
        Case::new("a JSON name in brackets", 400, BODY, move |size| {
            json(format!(r#"{{"map":{{"{}":{{"a":"x"}}}}}}"#, "[]".repeat(size / 2)))
        }),
        Case::new("one long name above many values", 400, BODY, |size| {
            // The values take less than 4,000 bytes.
            let values = "\"x\",".repeat(900);
            json(format!(r#"{{"map":{{"{}":[{values}1]}}}}"#, "x".repeat(size - 4_000)))
        }),
        Case::new("deep objects", 400, BODY, |size| {
            json(format!("{}1{}", r#"{"zzzzzzz":"#.repeat(size / 12), "}".repeat(size / 12)))
        }),
    ]
}

fn many_messages() -> Vec<Case> {
    let mut cases = Vec::new();
    for (status, visit) in [(422, false), (302, true)] {
        let send = move |body: String| {
            let ask = Ask::body(Method::POST, JSON, body);
            if visit { ask.visit() } else { ask.http() }
        };
        cases.extend([
            Case::new("names of segments", status, (VALUES - 10) * (NAME + 20), move |size| {
                let name = segments(NAME);
                send(object("map", size, NAME + 20, |at| format!(r#""{name}{at:04}":{{"a":"x"}}"#)))
            }),
            Case::new("names that escape", status, (VALUES - 10) * (6 * 150 + 20), move |size| {
                let name = "\\u0001".repeat(150);
                send(object("map", size, 6 * 150 + 20, |at| format!(r#""{name}{at:04}":{{"a":"x"}}"#)))
            }),
            Case::new("values below a long name", status, (VALUES - 10) * 10, move |size| {
                let members = object(&"n".repeat(NAME), size, 10, |at| format!(r#""{at:04}":"x""#));
                send(format!(r#"{{"map":{members}}}"#))
            }),
            Case::new("indexes with zeros", status, (VALUES - 10) * (NAME + 10), move |size| {
                let zeros = "0".repeat(NAME);
                send(object("list", size, NAME + 10, |at| format!(r#""{zeros}{at:04}":"x""#)))
            }),
            Case::new("elements without fields", status, (VALUES - 10) * 3, move |size| {
                send(format!(r#"{{"items":[{}{{}}]}}"#, "{},".repeat(size / 3)))
            }),
            Case::new("what the validator finds", status, (VALUES - 10) / 2 * (NAME + 30), move |size| {
                let name = "n".repeat(NAME);
                let item = |at| format!(r#""{name}{at:04}":{{"name":"","price":0}}"#);
                send(object("hashed", size, NAME + 30, item))
            }),
        ]);
    }
    cases.push(Case::new("live validation of patterns", 422, (VALUES - 10) * 3, |size| {
        let patterns = "items.*.price,*.*.file,".repeat(33) + &"items.0.namex,".repeat(1_000);
        let body = format!(r#"{{"items":[{}{{}}]}}"#, "{},".repeat(size / 3));
        Ask::body(Method::POST, JSON, body).live().header("precognition-validate-only", &patterns)
    }));
    cases
}

fn long_bodies() -> Vec<Case> {
    let urlencoded = |name, begin: &'static str, repeat: &'static str| {
        Case::new(name, 422, BODY, move |size| {
            let body = begin.to_owned() + &repeat.repeat((size - begin.len()) / repeat.len());
            Ask::body(Method::POST, URLENCODED, body).http()
        })
    };
    let texts = |name, piece: &'static str, length: usize| {
        Case::new(name, 422, BODY, move |size| {
            let text = format!("\"{}\",", piece.repeat(length / piece.len()));
            json(format!(r#"{{"any":[{}1]}}"#, text.repeat(size / (text.len() + 2))))
        })
    };
    vec![
        texts("long texts", "x", 1 << 20),
        texts("escaped texts", "\\u0001", 1 << 20),
        texts("short texts", "\\\"", 12 << 10),
        Case::new("blanks", 422, BODY, |size| json(format!("{{{}}}", " ".repeat(size - 2)))),
        Case::new("one text", 422, BODY, |size| json(format!(r#"{{"text":"{}"}}"#, "x".repeat(size - 12)))),
        Case::new("numbers", 413, BODY, |size| {
            json(format!(r#"{{"list":[{}1]}}"#, "1,".repeat(size / 2 - 9)))
        }),
        Case::new("digits", 400, BODY, |size| json(format!(r#"{{"list":[{}]}}"#, "1".repeat(size - 12)))),
        urlencoded("one urlencoded text", "text=", "x"),
        urlencoded("percents", "text=", "%"),
        urlencoded("escaped bytes", "text=", "%ff"),
        urlencoded("plus signs", "text=", "+"),
        urlencoded("ampersands", "", "&"),
    ]
}

fn multiparts() -> Vec<Case> {
    let parts = |name, status, largest, part: fn(usize) -> String| {
        Case::new(name, status, largest, move |size| {
            let each = part(0).len();
            let body: String = (0..size / each).map(part).collect();
            Ask::body(Method::POST, MULTIPART, body + "--b--\r\n").http()
        })
    };
    vec![
        parts("parts without a name", 413, BODY, |_| {
            "--b\r\nContent-Disposition: form-data\r\n\r\n\r\n".to_owned()
        }),
        parts("parts without a name, and with text", 413, BODY, |_| {
            format!("--b\r\nContent-Disposition: form-data\r\n\r\n{}\r\n", "x".repeat(100))
        }),
        parts("empty files", 413, BODY, |_| {
            "--b\r\nContent-Disposition: form-data; name=\"files[]\"; filename=\"\"\r\n\r\n\r\n".to_owned()
        }),
        parts("too many files with long names", 422, (VALUES - 10) * (NAME + 80), |at| {
            let name = segments(NAME);
            format!(
                "--b\r\nContent-Disposition: form-data; name=\"z[{name}{at:04}]\"; filename=\"a\"\r\n\r\nx\r\n"
            )
        }),
        parts("files below names of dots", 400, BODY / 10, |_| {
            let dots = ".".repeat(5_000);
            format!("--b\r\nContent-Disposition: form-data; name=\"z[{dots}]\"; filename=\"a\"\r\n\r\nx\r\n")
        }),
        Case::new("texts that are not UTF-8", 422, BODY, |size| {
            let head = b"--b\r\nContent-Disposition: form-data; name=\"any[]\"\r\n\r\n";
            let part = [&head[..], &vec![0xff; (1 << 20) - 200], b"\r\n"].concat();
            let body = [part.repeat(size / part.len()), b"--b--\r\n".to_vec()].concat();
            Ask::body(Method::POST, MULTIPART, body).http()
        }),
        Case::new(WHOLE, 400, BODY, |size| {
            let mut ask = Ask::body(
                Method::POST,
                MULTIPART,
                format!("--b\r\n{}: x\r\n\r\n", "nt-".repeat(size / 3 - 9)),
            );
            ask.piece = usize::MAX;
            ask
        }),
        Case::new("line ends in a text", 422, BODY, |size| {
            let head = "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n".to_owned();
            Ask::body(Method::POST, MULTIPART, head + &"\r\n-".repeat(size / 3 - 30) + "\r\n--b--\r\n").http()
        }),
    ]
}

/// What a server of HTTP bounds itself: a request line and headers of 64 KB.
fn queries() -> Vec<Case> {
    vec![
        Case::new("a query of values", 422, 10 * (VALUES - 10), |size| {
            Ask::query(Method::GET, &"list[]=x&".repeat(size / 10)).http()
        }),
        Case::new("JSON in a query", 422, 10 * (VALUES - 10), |size| {
            let name = "n".repeat(NAME);
            let members = object(&name, size, 10, |at| format!(r#""{at:04}":"x""#));
            Ask::query(Method::GET, &format!("map={}", members.replace('"', "%22"))).live()
        }),
        Case::new("a long name in the JSON of a query", 400, 50_000, |size| {
            let object = format!("{{%22{}%22:[1,1,1]}}", "n".repeat(size));
            Ask::query(Method::GET, &format!("map={object}")).live()
        }),
        Case::new("values in the JSON of a query", 400, 50_000, |size| {
            let object = format!("{{%22a%22:{{%22b%22:{}1{}}}}}", "[".repeat(size / 2), "]".repeat(size / 2));
            Ask::query(Method::GET, &format!("map={object}")).live()
        }),
        Case::new("a list that names members", 200, 16_000, |size| {
            let list: Vec<String> = (0..size / 12).map(|at| format!("table.m{}", at * 7)).collect();
            let mut ask = Ask::query(Method::GET, "").visit();
            "/table".clone_into(&mut ask.uri);
            ask.header("x-inertia-version", "v1")
                .header("x-inertia-partial-component", "Table")
                .header("x-inertia-partial-data", &list.join(","))
        }),
    ]
}
