//! What the client makes of an answer and the page that it shows.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value};

use super::path;

/// The lists of a partial visit.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    pub(super) only: Vec<String>,
    pub(super) except: Vec<String>,
    pub(super) reset: Vec<String>,
    /// Who wants them.
    pub(super) by: Wants,
}

/// What part of the client makes a partial visit, which decides what stays of the page besides the props.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Wants {
    /// A link, a form, or a reload.
    #[default]
    Visit,
    /// The page, for a deferred group.
    Deferred,
    /// An infinite scroll, whose other side has this cursor.
    Scroll(&'static str),
}

impl Wanted {
    /// Whether a visit with them is partial.
    pub(super) fn is_partial(&self) -> bool {
        !(self.only.is_empty() && self.except.is_empty() && self.reset.is_empty())
    }
}

/// Where the client keeps which groups a page announced, for those that come later.
pub(super) const DEFERRED: &str = "initialDeferredProps";

/// The page after a full visit: what the client has of the once props stays where the answer has only their entry.
pub(super) fn full(shown: Option<&Value>, mut answer: Value) -> Value {
    if let Some(shown) = shown {
        keep_once(shown, &mut answer);
    }
    if let Some(groups) = answer.get("deferredProps").cloned() {
        answer[DEFERRED] = groups;
    }
    answer
}

/// The page after a partial visit.
pub(super) fn partial(shown: &Value, mut answer: Value, wanted: &Wanted) -> Value {
    if shown.get("component") != answer.get("component") {
        return full(Some(shown), answer);
    }
    let Some(mut props) = answer.get_mut("props").map(Value::take) else { return answer };
    let current = shown.get("props").cloned().unwrap_or_default();
    let match_on = strings(&answer, "matchPropsOn");
    for (list, append) in [("mergeProps", true), ("prependProps", false)] {
        for label in strings(&answer, list) {
            add(&current, &mut props, &label, &match_on, append);
        }
    }
    let mut lost = Vec::new();
    for label in strings(&answer, "deepMergeProps") {
        match path::get(&props, &label) {
            Some(incoming) => {
                let merged = deep(path::get(&current, &label), incoming, &label, &match_on);
                path::set(&mut props, &label, merged);
            }
            None => lost.push(label),
        }
    }
    for entry in wanted.only.iter().chain(&wanted.except) {
        let Some((first, _)) = entry.split_once('.') else { continue };
        if let (Some(Value::Object(old)), Some(Value::Object(new))) = (current.get(first), props.get(first)) {
            let merged = over(old, new);
            path::set(&mut props, first, merged);
        }
    }
    let mut merged = members(current);
    merged.extend(members(props));
    answer["props"] = Value::Object(merged);
    for label in lost {
        path::remove(&mut answer["props"], &label);
    }
    if let Some(groups) = shown.get(DEFERRED) {
        answer[DEFERRED] = groups.clone();
    }
    keep_rescued(shown, &mut answer, wanted);
    if wanted.by != Wants::Visit {
        keep_errors(shown, &mut answer);
    }
    match wanted.by {
        Wants::Visit => {}
        Wants::Deferred => copy(shown, &mut answer, "flash"),
        Wants::Scroll(other_side) => {
            copy(shown, &mut answer, "url");
            let scrolls = answer.get_mut("scrollProps").and_then(Value::as_object_mut);
            for (prop, cursors) in scrolls.into_iter().flatten() {
                if let Some(old) = shown["scrollProps"].get(prop) {
                    cursors[other_side] = old[other_side].clone();
                }
            }
        }
    }
    for entries in ["scrollProps", "onceProps"] {
        let mut union = members(shown.get(entries).cloned().unwrap_or_default());
        for (key, new) in members(answer.get(entries).cloned().unwrap_or_default()) {
            union.insert(key, new);
        }
        if !union.is_empty() {
            answer[entries] = Value::Object(union);
        }
    }
    answer
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

fn keep_once(shown: &Value, answer: &mut Value) {
    for (key, old) in members(shown.get("onceProps").cloned().unwrap_or_default()) {
        let Some(new) = answer.get("onceProps").and_then(|entries| entries.get(&key)) else { continue };
        let at = |entry: &Value| entry.get("prop").and_then(Value::as_str).unwrap_or_default().to_owned();
        let (from, to) = (at(&old), at(new));
        if path::get(&answer["props"], &to).is_none()
            && let Some(value) = path::get(&shown["props"], &from)
        {
            path::set(&mut answer["props"], &to, value.clone());
            answer["onceProps"][&key]["expiresAt"] = old.get("expiresAt").cloned().unwrap_or_default();
        }
    }
}

/// A prop that was rescued stays so until it is asked for again.
fn keep_rescued(shown: &Value, answer: &mut Value, wanted: &Wanted) {
    let covers = |list: &[String], prop: &str| {
        list.iter().any(|entry| {
            prop == entry || prop.strip_prefix(&**entry).is_some_and(|rest| rest.starts_with('.'))
        })
    };
    let asked =
        |prop: &str| (wanted.only.is_empty() || covers(&wanted.only, prop)) && !covers(&wanted.except, prop);
    let new = strings(answer, "rescuedProps");
    let old = strings(shown, "rescuedProps").into_iter().filter(|prop| !asked(prop) && !new.contains(prop));
    let rescued: Vec<_> = old.chain(new.iter().cloned()).collect();
    if !rescued.is_empty() {
        answer["rescuedProps"] = rescued.into();
    }
}

/// Errors stay where an answer has none.
fn keep_errors(shown: &Value, answer: &mut Value) {
    if answer["props"]["errors"].as_object().is_none_or(Map::is_empty)
        && let Some(errors) = path::get(shown, "props.errors")
    {
        answer["props"]["errors"] = errors.clone();
    }
}

fn copy(shown: &Value, answer: &mut Value, member: &str) {
    if let Some(value) = shown.get(member) {
        answer[member] = value.clone();
    }
}

/// Adds what came to a list or an object that is there.
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
    let twin = |item: &Value, among: &[Value]| among.iter().rfind(|other| same(item, other)).cloned();
    let items: Vec<Value> = if append {
        let kept = old.iter().map(|item| twin(item, new).unwrap_or_else(|| item.clone()));
        kept.chain(new.iter().filter(|item| twin(item, old).is_none()).cloned()).collect()
    } else {
        let kept = old.iter().filter(|item| twin(item, new).is_none());
        new.iter().chain(kept).cloned().collect()
    };
    Value::Array(items)
}

/// Merges as far as there are objects; lists are appended to.
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

/// Merges as far as there are objects; lists are replaced.
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

    fn merged(shown: &Value, answer: Value, only: &[&str]) -> Value {
        let only = only.iter().map(|&entry| entry.to_owned()).collect();
        let wanted = Wanted { only, ..Wanted::default() };
        let with = |mut page: Value| {
            page["component"] = "List".into();
            page
        };
        partial(&with(shown.clone()), with(answer), &wanted)
    }

    #[test]
    fn lists_are_appended_to_put_in_front_of_and_matched() {
        let shown = json!({"props": {"a": [{"id": 1, "n": 1}, {"id": 2}], "b": [2], "c": [1], "d": 1}});
        let answer = json!({
            "props": {"a": [{"id": 3}, {"id": 1, "n": 9}], "b": [1], "c": [2]},
            "mergeProps": ["a"], "prependProps": ["b"], "matchPropsOn": ["a.id"],
        });
        let page = merged(&shown, answer, &["a", "b", "c"]);
        let expected = json!({"a": [{"id": 1, "n": 9}, {"id": 2}, {"id": 3}], "b": [1, 2], "c": [2], "d": 1});
        assert_eq!(page["props"], expected);
    }

    #[test]
    fn matched_items_in_front_take_the_place_of_the_old() {
        let shown = json!({"props": {"feed": {"data": [{"id": 1}, {"id": 2}]}}});
        let answer = json!({
            "props": {"feed": {"data": [{"id": 0}, {"id": 1, "new": true}]}},
            "prependProps": ["feed.data"], "matchPropsOn": ["feed.data.id"],
        });
        let page = merged(&shown, answer, &["feed"]);
        assert_eq!(page["props"]["feed"]["data"], json!([{"id": 0}, {"id": 1, "new": true}, {"id": 2}]));
    }

    #[test]
    fn deep_merging_goes_down_objects_and_matches_inner_lists() {
        let shown = json!({"props": {"chat": {"open": true, "messages": [{"id": 1}, {"id": 2}]}}});
        let answer = json!({
            "props": {"chat": {"messages": [{"id": 2, "text": "hi"}, {"id": 3}]}},
            "deepMergeProps": ["chat"], "matchPropsOn": ["chat.messages.id"],
        });
        let messages = json!([{"id": 1}, {"id": 2, "text": "hi"}, {"id": 3}]);
        let page = merged(&shown, answer, &["chat"]);
        assert_eq!(page["props"]["chat"], json!({"open": true, "messages": messages}));
    }

    #[test]
    fn a_dotted_name_keeps_its_siblings_and_a_plain_one_replaces() {
        let shown =
            json!({"props": {"auth": {"user": "Ada", "roles": ["a", "b"]}, "team": {"x": 1, "y": 2}}});
        let answer = json!({"props": {"auth": {"roles": ["c"]}, "team": {"y": 3}}});
        let page = merged(&shown, answer, &["auth.roles", "team"]);
        assert_eq!(page["props"], json!({"auth": {"user": "Ada", "roles": ["c"]}, "team": {"y": 3}}));
    }

    #[test]
    fn a_reset_alone_replaces() {
        let shown = json!({"component": "List", "props": {"a": {"b": 1, "c": 2}}});
        let wanted = Wanted { reset: vec!["a.b".to_owned()], ..Wanted::default() };
        let answer = json!({"component": "List", "props": {"a": {"b": 3}}});
        assert_eq!(partial(&shown, answer, &wanted)["props"], json!({"a": {"b": 3}}));
    }

    #[test]
    fn what_was_rescued_is_so_until_it_is_asked_for_again() {
        let shown = json!({"props": {}, "rescuedProps": ["bad", "team.worse"]});
        let rescued = |answer: Value, only: &[&str]| merged(&shown, answer, only)["rescuedProps"].clone();
        assert_eq!(rescued(json!({"props": {"x": 1}}), &["x"]), json!(["bad", "team.worse"]));
        assert_eq!(rescued(json!({"props": {"bad": 1}}), &["bad"]), json!(["team.worse"]));
        assert_eq!(rescued(json!({"props": {}, "rescuedProps": ["bad"]}), &["bad", "team"]), json!(["bad"]));
    }

    #[test]
    fn who_asks_decides_what_else_stays() {
        let shown = json!({
            "component": "List", "url": "/", "flash": {"toast": "hi"}, "props": {"errors": {"name": "is taken"}},
            "scrollProps": {"feed": {"previousPage": 2, "nextPage": 4}},
        });
        let answer = || {
            json!({
                "component": "List", "url": "/?page=4", "props": {"errors": {}},
                "scrollProps": {"feed": {"previousPage": 3, "nextPage": 5}},
            })
        };
        let after = |by| {
            partial(&shown, answer(), &Wanted { only: vec!["feed".to_owned()], by, ..Wanted::default() })
        };
        let kept = |page: &Value| {
            ["flash.toast", "props.errors.name", "scrollProps.feed.previousPage"]
                .map(|at| path::get(page, at).cloned())
        };
        let visit = after(Wants::Visit);
        assert_eq!((kept(&visit), &visit["url"]), ([None, None, Some(json!(3))], &json!("/?page=4")));
        let deferred = after(Wants::Deferred);
        assert_eq!(kept(&deferred), [Some(json!("hi")), Some(json!("is taken")), Some(json!(3))]);
        let scroll = after(Wants::Scroll("previousPage"));
        assert_eq!(
            (kept(&scroll), &scroll["url"]),
            ([None, Some(json!("is taken")), Some(json!(2))], &json!("/"))
        );
    }

    #[test]
    fn another_component_replaces_everything_but_once_props() {
        let shown = json!({"component": "A", "props": {"plans": [1], "x": 1}, "onceProps": {"plans": {"prop": "plans", "expiresAt": null}}});
        let answer = json!({"component": "B", "props": {}, "onceProps": {"plans": {"prop": "offer.plans", "expiresAt": 9}}});
        let page = partial(&shown, answer, &Wanted::default());
        assert_eq!(page["props"], json!({"offer": {"plans": [1]}}));
        assert_eq!(page["onceProps"]["plans"]["expiresAt"], Value::Null);
    }

    #[test]
    fn a_once_prop_is_held_while_it_lives() {
        let entry = |at: &str, expires: Value| json!({"prop": at, "expiresAt": expires});
        let page = json!({"props": {"a": null, "b": 1, "c": 1}, "onceProps": {
            "a": entry("a", Value::Null), "b": entry("b", json!(1)), "c": entry("c", json!(4e15)), "d": entry("d", Value::Null),
        }});
        assert_eq!(held(&page), ["a", "c"]);
    }
}
