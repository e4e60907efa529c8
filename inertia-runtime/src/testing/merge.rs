//! Merges a response into the current page, like the client does.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value};

use crate::testing::path;

/// The lists of a partial reload.
#[derive(Debug, Clone, Default)]
pub(super) struct PartialReload {
    pub(super) only: Vec<String>,
    pub(super) except: Vec<String>,
    pub(super) reset: Vec<String>,
    /// The part of the client that makes the request.
    pub(super) source: ReloadSource,
}

/// The part of the client that makes a partial reload. It determines which parts of the page besides the props are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum ReloadSource {
    /// A link, a form, or a reload.
    #[default]
    Visit,
    /// The page, for a deferred group.
    Deferred,
    /// An infinite scroll. The contained name is that of the cursor in the other direction.
    Scroll(&'static str),
}

impl PartialReload {
    /// Whether any list has an entry.
    pub(super) fn is_partial(&self) -> bool {
        !(self.only.is_empty() && self.except.is_empty() && self.reset.is_empty())
    }
}

/// The member in which the client stores the deferred groups that a page announced.
pub(super) const DEFERRED: &str = "initialDeferredProps";

/// The page after a full visit. If the response lists a once prop without its value, the client keeps the value that it has.
pub(super) fn full(shown: Option<&Value>, mut response: Value) -> Value {
    if let Some(shown) = shown {
        keep_once(shown, &mut response);
    }
    if let Some(groups) = response.get("deferredProps").cloned() {
        response[DEFERRED] = groups;
    }
    response
}

/// The page after a partial reload.
pub(super) fn partial(shown: &Value, mut response: Value, reload: &PartialReload) -> Value {
    if shown.get("component") != response.get("component") {
        return full(Some(shown), response);
    }
    let Some(mut props) = response.get_mut("props").map(Value::take) else { return response };
    let current = shown.get("props").cloned().unwrap_or_default();
    let match_on = strings(&response, "matchPropsOn");
    for (list, append) in [("mergeProps", true), ("prependProps", false)] {
        for label in strings(&response, list) {
            add(&current, &mut props, &label, &match_on, append);
        }
    }
    let mut missing = Vec::new();
    for label in strings(&response, "deepMergeProps") {
        match path::get(&props, &label) {
            Some(incoming) => {
                let merged = deep(path::get(&current, &label), incoming, &label, &match_on);
                path::set(&mut props, &label, merged);
            }
            None => missing.push(label),
        }
    }
    for entry in reload.only.iter().chain(&reload.except) {
        let Some((first, _)) = entry.split_once('.') else { continue };
        if let (Some(Value::Object(old)), Some(Value::Object(new))) = (current.get(first), props.get(first)) {
            let merged = over(old, new);
            path::set(&mut props, first, merged);
        }
    }
    let mut merged = members(current);
    merged.extend(members(props));
    response["props"] = Value::Object(merged);
    for label in missing {
        path::remove(&mut response["props"], &label);
    }
    if let Some(groups) = shown.get(DEFERRED) {
        response[DEFERRED] = groups.clone();
    }
    keep_rescued(shown, &mut response, reload);
    if reload.source != ReloadSource::Visit {
        keep_errors(shown, &mut response);
    }
    match reload.source {
        ReloadSource::Visit => {}
        ReloadSource::Deferred => copy(shown, &mut response, "flash"),
        ReloadSource::Scroll(other_side) => {
            copy(shown, &mut response, "url");
            let scrolls = response.get_mut("scrollProps").and_then(Value::as_object_mut);
            for (prop, cursors) in scrolls.into_iter().flatten() {
                if let Some(old) = shown["scrollProps"].get(prop) {
                    cursors[other_side] = old[other_side].clone();
                }
            }
        }
    }
    for entries in ["scrollProps", "onceProps"] {
        let mut union = members(shown.get(entries).cloned().unwrap_or_default());
        for (key, new) in members(response.get(entries).cloned().unwrap_or_default()) {
            union.insert(key, new);
        }
        if !union.is_empty() {
            response[entries] = Value::Object(union);
        }
    }
    response
}

/// The keys of the once props that the client holds.
pub(super) fn held(page: &Value) -> Vec<String> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |now| now.as_secs_f64() * 1000.0);
    let entries = page.get("onceProps").and_then(Value::as_object);
    let live = entries.into_iter().flatten().filter(|(_, entry)| {
        let expires = entry.get("expiresAt").and_then(Value::as_f64).unwrap_or_default();
        let at = entry.get("prop").and_then(Value::as_str).unwrap_or_default();
        (expires == 0.0 || expires > now) && path::get(&page["props"], at).is_some()
    });
    live.map(|(key, _)| key.clone()).collect()
}

fn keep_once(shown: &Value, response: &mut Value) {
    for (key, old) in members(shown.get("onceProps").cloned().unwrap_or_default()) {
        let Some(new) = response.get("onceProps").and_then(|entries| entries.get(&key)) else { continue };
        let at = |entry: &Value| entry.get("prop").and_then(Value::as_str).unwrap_or_default().to_owned();
        let (from, to) = (at(&old), at(new));
        if path::get(&response["props"], &to).is_none()
            && let Some(value) = path::get(&shown["props"], &from)
        {
            path::set(&mut response["props"], &to, value.clone());
            response["onceProps"][&key]["expiresAt"] = old.get("expiresAt").cloned().unwrap_or_default();
        }
    }
}

/// A prop stays rescued until it is requested again.
fn keep_rescued(shown: &Value, response: &mut Value, reload: &PartialReload) {
    let covers = |list: &[String], prop: &str| {
        list.iter().any(|entry| {
            prop == entry || prop.strip_prefix(&**entry).is_some_and(|rest| rest.starts_with('.'))
        })
    };
    let requested =
        |prop: &str| (reload.only.is_empty() || covers(&reload.only, prop)) && !covers(&reload.except, prop);
    let new = strings(response, "rescuedProps");
    let old =
        strings(shown, "rescuedProps").into_iter().filter(|prop| !requested(prop) && !new.contains(prop));
    let rescued: Vec<_> = old.chain(new.iter().cloned()).collect();
    if !rescued.is_empty() {
        response["rescuedProps"] = rescued.into();
    }
}

/// Keeps the errors of the page if the response has none.
fn keep_errors(shown: &Value, response: &mut Value) {
    if response["props"]["errors"].as_object().is_none_or(Map::is_empty)
        && let Some(errors) = path::get(shown, "props.errors")
    {
        response["props"]["errors"] = errors.clone();
    }
}

fn copy(shown: &Value, response: &mut Value, member: &str) {
    if let Some(value) = shown.get(member) {
        response[member] = value.clone();
    }
}

/// Merges a list or an object in the response into the one on the page.
fn add(current: &Value, props: &mut Value, label: &str, match_on: &[String], append: bool) {
    let merged = match (path::get(props, label), path::get(current, label)) {
        (Some(Value::Array(new)), old) => list(old, new, label, match_on, append),
        (Some(Value::Object(new)), Some(Value::Object(old))) => {
            let mut merged = old.clone();
            merged.extend(new.clone());
            Value::Object(merged)
        }
        _ => return,
    };
    path::set(props, label, merged);
}

fn list(old: Option<&Value>, new: &[Value], label: &str, match_on: &[String], append: bool) -> Value {
    let old = old.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let field = match_on.iter().find_map(|entry| {
        let (at, field) = entry.rsplit_once('.')?;
        (at == label).then_some(field)
    });
    let same = |one: &Value, other: &Value| {
        field.is_some_and(|field| one.get(field).is_some() && one.get(field) == other.get(field))
    };
    let matching = |item: &Value, among: &[Value]| among.iter().rfind(|other| same(item, other)).cloned();
    let items: Vec<Value> = if append {
        let kept = old.iter().map(|item| matching(item, new).unwrap_or_else(|| item.clone()));
        kept.chain(new.iter().filter(|item| matching(item, old).is_none()).cloned()).collect()
    } else {
        let kept = old.iter().filter(|item| matching(item, new).is_none());
        new.iter().chain(kept).cloned().collect()
    };
    Value::Array(items)
}

/// Merges objects recursively, and appends lists.
fn deep(old: Option<&Value>, new: &Value, at: &str, match_on: &[String]) -> Value {
    match new {
        Value::Array(new) => list(old, new, at, match_on, true),
        Value::Object(new) => {
            let mut merged = old.and_then(Value::as_object).cloned().unwrap_or_default();
            for (name, new) in new {
                let value = deep(merged.get(name), new, &format!("{at}.{name}"), match_on);
                merged.insert(name.clone(), value);
            }
            Value::Object(merged)
        }
        new => new.clone(),
    }
}

/// Merges objects recursively, and replaces lists.
fn over(old: &Map<String, Value>, new: &Map<String, Value>) -> Value {
    let mut merged = old.clone();
    for (name, new) in new {
        let value = match (merged.get(name), new) {
            (Some(Value::Object(old)), Value::Object(new)) => over(old, new),
            _ => new.clone(),
        };
        merged.insert(name.clone(), value);
    }
    Value::Object(merged)
}

fn strings(value: &Value, member: &str) -> Vec<String> {
    let list = value.get(member).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn merged(shown: &Value, response: Value, only: &[&str]) -> Value {
        let only = only.iter().map(|&entry| entry.to_owned()).collect();
        let reload = PartialReload { only, ..PartialReload::default() };
        let with = |mut page: Value| {
            page["component"] = "List".into();
            page
        };
        partial(&with(shown.clone()), with(response), &reload)
    }

    #[test]
    fn lists_are_appended_prepended_and_matched() {
        let shown = json!({"props": {"a": [{"id": 1, "n": 1}, {"id": 2}], "b": [2], "c": [1], "d": 1}});
        let response = json!({
            "props": {"a": [{"id": 3}, {"id": 1, "n": 9}], "b": [1], "c": [2]},
            "mergeProps": ["a"], "prependProps": ["b"], "matchPropsOn": ["a.id"],
        });
        let page = merged(&shown, response, &["a", "b", "c"]);
        let expected = json!({"a": [{"id": 1, "n": 9}, {"id": 2}, {"id": 3}], "b": [1, 2], "c": [2], "d": 1});
        assert_eq!(page["props"], expected);
    }

    #[test]
    fn matched_items_that_are_prepended_replace_the_old_ones() {
        let shown = json!({"props": {"feed": {"data": [{"id": 1}, {"id": 2}]}}});
        let response = json!({
            "props": {"feed": {"data": [{"id": 0}, {"id": 1, "new": true}]}},
            "prependProps": ["feed.data"], "matchPropsOn": ["feed.data.id"],
        });
        let page = merged(&shown, response, &["feed"]);
        assert_eq!(page["props"]["feed"]["data"], json!([{"id": 0}, {"id": 1, "new": true}, {"id": 2}]));
    }

    #[test]
    fn a_deep_merge_merges_objects_and_matches_inner_lists() {
        let shown = json!({"props": {"chat": {"open": true, "messages": [{"id": 1}, {"id": 2}]}}});
        let response = json!({
            "props": {"chat": {"messages": [{"id": 2, "text": "hi"}, {"id": 3}]}},
            "deepMergeProps": ["chat"], "matchPropsOn": ["chat.messages.id"],
        });
        let messages = json!([{"id": 1}, {"id": 2, "text": "hi"}, {"id": 3}]);
        let page = merged(&shown, response, &["chat"]);
        assert_eq!(page["props"]["chat"], json!({"open": true, "messages": messages}));
    }

    #[test]
    fn a_dotted_name_keeps_its_siblings_and_a_plain_name_replaces_the_prop() {
        let shown =
            json!({"props": {"auth": {"user": "Ada", "roles": ["a", "b"]}, "team": {"x": 1, "y": 2}}});
        let response = json!({"props": {"auth": {"roles": ["c"]}, "team": {"y": 3}}});
        let page = merged(&shown, response, &["auth.roles", "team"]);
        assert_eq!(page["props"], json!({"auth": {"user": "Ada", "roles": ["c"]}, "team": {"y": 3}}));
    }

    #[test]
    fn a_reset_without_only_replaces_the_prop() {
        let shown = json!({"component": "List", "props": {"a": {"b": 1, "c": 2}}});
        let reload = PartialReload { reset: vec!["a.b".to_owned()], ..PartialReload::default() };
        let response = json!({"component": "List", "props": {"a": {"b": 3}}});
        assert_eq!(partial(&shown, response, &reload)["props"], json!({"a": {"b": 3}}));
    }

    #[test]
    fn a_prop_stays_rescued_until_it_is_requested_again() {
        let shown = json!({"props": {}, "rescuedProps": ["bad", "team.worse"]});
        let rescued = |response: Value, only: &[&str]| merged(&shown, response, only)["rescuedProps"].clone();
        assert_eq!(rescued(json!({"props": {"x": 1}}), &["x"]), json!(["bad", "team.worse"]));
        assert_eq!(rescued(json!({"props": {"bad": 1}}), &["bad"]), json!(["team.worse"]));
        assert_eq!(rescued(json!({"props": {}, "rescuedProps": ["bad"]}), &["bad", "team"]), json!(["bad"]));
    }

    #[test]
    fn the_source_of_a_partial_reload_determines_what_else_is_kept() {
        let shown = json!({
            "component": "List", "url": "/", "flash": {"toast": "hi"}, "props": {"errors": {"name": "is taken"}},
            "scrollProps": {"feed": {"previousPage": 2, "nextPage": 4}},
        });
        let response = || {
            json!({
                "component": "List", "url": "/?page=4", "props": {"errors": {}},
                "scrollProps": {"feed": {"previousPage": 3, "nextPage": 5}},
            })
        };
        let after = |source| {
            partial(
                &shown,
                response(),
                &PartialReload { only: vec!["feed".to_owned()], source, ..PartialReload::default() },
            )
        };
        let members_of = |page: &Value| {
            ["flash.toast", "props.errors.name", "scrollProps.feed.previousPage"]
                .map(|at| path::get(page, at).cloned())
        };
        let visit = after(ReloadSource::Visit);
        assert_eq!((members_of(&visit), &visit["url"]), ([None, None, Some(json!(3))], &json!("/?page=4")));
        let deferred = after(ReloadSource::Deferred);
        assert_eq!(members_of(&deferred), [Some(json!("hi")), Some(json!("is taken")), Some(json!(3))]);
        let scroll = after(ReloadSource::Scroll("previousPage"));
        assert_eq!(
            (members_of(&scroll), &scroll["url"]),
            ([None, Some(json!("is taken")), Some(json!(2))], &json!("/"))
        );
    }

    #[test]
    fn another_component_replaces_everything_but_once_props() {
        let shown = json!({"component": "A", "props": {"plans": [1], "x": 1}, "onceProps": {"plans": {"prop": "plans", "expiresAt": null}}});
        let response = json!({"component": "B", "props": {}, "onceProps": {"plans": {"prop": "offer.plans", "expiresAt": 9}}});
        let page = partial(&shown, response, &PartialReload::default());
        assert_eq!(page["props"], json!({"offer": {"plans": [1]}}));
        assert_eq!(page["onceProps"]["plans"]["expiresAt"], Value::Null);
    }

    #[test]
    fn a_once_prop_is_held_until_it_expires() {
        let entry = |at: &str, expires: Value| json!({"prop": at, "expiresAt": expires});
        let page = json!({"props": {"a": null, "b": 1, "c": 1}, "onceProps": {
            "a": entry("a", Value::Null), "b": entry("b", json!(1)), "c": entry("c", json!(4e15)), "d": entry("d", Value::Null),
        }});
        assert_eq!(held(&page), ["a", "c"]);
    }
}
