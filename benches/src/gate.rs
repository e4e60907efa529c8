//! The correctness gate: nobody is measured who does not answer right.
//!
//! Ours has to say exactly what the limit says. A peer has to have the same status, component and props; where the rest
//! of its answer differs is listed.

use std::{
    fmt,
    time::{SystemTime, UNIX_EPOCH},
};

use axum::{Router, response::Response};
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::{
    cases::{Case, Visit},
    contestants::Contestant,
    data::Data,
    serve,
};

/// How the page object stands in a document.
const SCRIPT: (&str, &str) = ("<script data-page=\"app\" type=\"application/json\">", "</script>");
const ATTRIBUTE: (&str, &str) = ("<div id=\"app\" data-page=\"", "\">");

/// The headers that belong to a page.
const HEADERS: [&str; 4] = ["content-type", "x-inertia", "vary", "cache-control"];

/// Where peers may differ, and in which cases they do.
#[derive(Debug, Default)]
pub struct Differences(Vec<(Contestant, String, Vec<Case>)>);

/// Compares all answers to all cases.
///
/// # Errors
///
/// What is wrong with the first answer that is.
pub fn check() -> Result<Differences, String> {
    let db = Data::new();
    let mut differences = Differences::default();
    for case in Case::all() {
        let answer =
            |of: Contestant| of.router(case, db.clone()).map(|router| Answer::to(case, &router)).transpose();
        let limit = answer(Contestant::Limit)?.ok_or("the limit answers every case")?;
        for twin in [Contestant::Layered, Contestant::Carried, Contestant::Ours] {
            let answer = answer(twin)?.ok_or("we answer every case")?;
            if answer != limit {
                return Err(format!("{case}: {twin} is {answer:#?}, the limit is {limit:#?}"));
            }
        }
        for peer in Contestant::PEERS {
            match answer(peer)? {
                Some(other) => differences.add(case, peer, limit.differences(&other, peer)?),
                None => differences.add(case, peer, vec!["has no way to express the page".to_owned()]),
            }
        }
    }
    Ok(differences)
}

impl Differences {
    fn add(&mut self, case: Case, peer: Contestant, differences: Vec<String>) {
        for difference in differences {
            let known = self.0.iter_mut().find(|(of, known, _)| *of == peer && *known == difference);
            match known {
                Some((.., cases)) => cases.push(case),
                None => self.0.push((peer, difference, vec![case])),
            }
        }
    }
}

impl fmt::Display for Differences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for peer in Contestant::PEERS {
            for (_, difference, cases) in self.0.iter().filter(|(of, ..)| *of == peer) {
                let cases: Vec<_> = cases.iter().map(ToString::to_string).collect();
                writeln!(f, "{peer} {difference}: {}", cases.join(", "))?;
            }
        }
        Ok(())
    }
}

/// An answer, taken apart.
#[derive(Debug, PartialEq)]
struct Answer {
    status: StatusCode,
    headers: Vec<(&'static str, Option<String>)>,
    /// The document without the page object.
    document: String,
    page: Value,
}

impl Answer {
    fn to(case: Case, router: &Router) -> Result<Self, String> {
        let response: Response = serve::respond(router, case.request());
        let (status, headers) = (response.status(), relevant(response.headers()));
        let body = String::from_utf8(serve::body(response)).map_err(|error| format!("{case}: {error}"))?;
        let (document, json) = match case.visit {
            Visit::Html => cut(&body).ok_or_else(|| format!("{case}: no page object in {body}"))?,
            Visit::Json => (String::new(), body),
        };
        let mut page = serde_json::from_str(&json).map_err(|error| format!("{case}: {error} in {json}"))?;
        round_times(&mut page);
        Ok(Self { status, headers, document, page })
    }

    /// Where a peer's answer differs in what it may differ in.
    fn differences(&self, peer: &Self, name: Contestant) -> Result<Vec<String>, String> {
        let component = self.page["component"].as_str().unwrap_or_default();
        let mut differences = Vec::new();
        for member in ["component", "props"] {
            let (mine, mut theirs) = (self.page[member].clone(), peer.page[member].clone());
            if let (Some(errors), Some(props)) = (mine.get("errors"), theirs.as_object_mut())
                && !props.contains_key("errors")
            {
                props.insert("errors".to_owned(), errors.clone());
                differences.push("sends no `errors`".to_owned());
            }
            if mine != theirs || self.status != peer.status {
                return Err(format!("{component}: {name} sends {member} {theirs}, the limit {mine}"));
            }
        }
        for ((header, mine), (_, theirs)) in self.headers.iter().zip(&peer.headers) {
            if mine != theirs {
                differences.push(match theirs {
                    Some(theirs) => format!("sends {header} {theirs:?}"),
                    None => format!("sends no {header}"),
                });
            }
        }
        let members = |page: &Value| page.as_object().cloned().unwrap_or_default();
        let (mine, theirs) = (members(&self.page), members(&peer.page));
        let rest = |name: &&String| *name != "component" && *name != "props";
        for name in mine.keys().filter(rest).filter(|name| mine.get(*name) != theirs.get(*name)) {
            differences.push(match theirs.get(name) {
                Some(theirs) => format!("sends {name} {theirs}"),
                None => format!("sends no {name}"),
            });
        }
        for name in theirs.keys().filter(|name| !mine.contains_key(*name)) {
            differences.push(format!("sends {name} as well"));
        }
        Ok(differences)
    }
}

fn relevant(headers: &HeaderMap) -> Vec<(&'static str, Option<String>)> {
    let text = |name| headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    HEADERS.into_iter().map(|name| (name, text(name))).collect()
}

/// The document without the page object, and the page object.
fn cut(document: &str) -> Option<(String, String)> {
    let cut_at = |(open, close)| {
        let (before, rest) = document.split_once(open)?;
        let (json, after) = rest.split_once(close)?;
        Some((format!("{before}{after}"), json.to_owned()))
    };
    cut_at(SCRIPT).or_else(|| {
        let (document, json) = cut_at(ATTRIBUTE)?;
        let json =
            json.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        Some((document, json))
    })
}

/// Two answers are not given in the same millisecond, so times become the minutes until then.
fn round_times(page: &mut Value) {
    let Some(entries) = page.get_mut("onceProps").and_then(Value::as_object_mut) else { return };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    for at in entries.values_mut().filter_map(|entry| entry.get_mut("expiresAt")) {
        if let Some(milliseconds) = at.as_u64() {
            let minutes = (u128::from(milliseconds) + 30_000).saturating_sub(now) / 60_000;
            *at = format!("in {minutes} minutes").into();
        }
    }
}
