//! The model: the rules of the protocol, written over strings and `Value`s without regard to speed.

use serde_json::{Map, Value, json};

use crate::props::model::{
    HeaderLists,
    props::{Kind, Node, Outcome, Prop},
};
use crate::props::schema::Merge;

#[derive(Clone)]
pub(super) struct Rules {
    partial: bool,
    only: Option<Vec<String>>,
    except: Vec<String>,
    reset: Vec<String>,
    held: Vec<String>,
    prepend: bool,
}

/// The collected metadata of the page object.
#[derive(Default)]
struct Entries {
    deferred: Vec<(String, Vec<String>)>,
    merge: Vec<String>,
    prepend: Vec<String>,
    deep: Vec<String>,
    match_on: Vec<String>,
    scroll: Map<String, Value>,
    once: Map<String, Value>,
    rescued: Vec<String>,
}

fn covers(list: &[String], path: &str) -> bool {
    list.iter().any(|entry| path == entry || path.starts_with(&format!("{entry}.")))
}

fn below(list: &[String], path: &str) -> bool {
    list.iter().any(|entry| entry.starts_with(&format!("{path}.")))
}

impl Rules {
    pub(super) fn new(sent: &HeaderLists) -> Self {
        let clean = |list: &Option<Vec<String>>| -> Vec<String> {
            list.iter()
                .flatten()
                .map(|entry| entry.trim().to_owned())
                .filter(|entry| !entry.is_empty())
                .collect()
        };
        let partial = sent.component == "Page";
        let reset = clean(&sent.reset);
        let named = clean(&sent.only);
        let only: Vec<String> = named
            .iter()
            .map(|entry| {
                let once = named.iter().filter(|other| *other == entry).count() == 1;
                match entry.split_once('.') {
                    Some((top, _)) if once && reset.contains(entry) => top.to_owned(),
                    _ => entry.clone(),
                }
            })
            .collect();
        Self {
            partial,
            only: (partial && !only.is_empty()).then_some(only),
            except: if partial { clean(&sent.except) } else { Vec::new() },
            reset,
            held: clean(&sent.held),
            prepend: sent.prepend,
        }
    }

    fn named(&self, path: &str) -> bool {
        self.only.as_ref().is_none_or(|only| covers(only, path))
    }

    fn has_named_part(&self, path: &str) -> bool {
        self.only.as_ref().is_some_and(|only| below(only, path))
    }

    fn dropped(&self, path: &str) -> bool {
        covers(&self.except, path)
    }

    fn selected(&self, path: &str) -> bool {
        (self.named(path) || self.has_named_part(path)) && !self.dropped(path)
    }

    pub(super) fn page(&self, shared: &[Node], page: &[Node]) -> Value {
        let mut props = Map::new();
        let mut entries = Entries::default();
        let own = names(page);
        let kept: Vec<Node> = shared.iter().filter_map(|node| without(node, &own)).collect();
        // If a shared prop and a page's prop have the same once key, the client holds the page's prop.
        let taken = keys(page, "");
        let mut for_shared = self.clone();
        for_shared.held.retain(|held| !taken.contains(held));
        for_shared.level(&kept, "", None, &mut props, &mut entries);
        let shared_once = std::mem::take(&mut entries.once);
        self.level(page, "", None, &mut props, &mut entries);
        for (key, entry) in shared_once {
            entries.once.entry(key).or_insert(entry);
        }
        props.insert("errors".to_owned(), json!({}));
        let mut object = Map::from_iter([("props".to_owned(), Value::Object(props))]);
        let deferred: Map<String, Value> =
            entries.deferred.into_iter().map(|(group, paths)| (group, json!(paths))).collect();
        for (name, entry) in [
            ("deferredProps", Value::Object(deferred)),
            ("mergeProps", json!(entries.merge)),
            ("prependProps", json!(entries.prepend)),
            ("deepMergeProps", json!(entries.deep)),
            ("matchPropsOn", json!(entries.match_on)),
            ("scrollProps", Value::Object(entries.scroll)),
            ("onceProps", Value::Object(entries.once)),
            ("rescuedProps", json!(entries.rescued)),
        ] {
            if entry != json!([]) && entry != json!({}) {
                object.insert(name.to_owned(), entry);
            }
        }
        Value::Object(object)
    }

    fn level(
        &self,
        nodes: &[Node],
        prefix: &str,
        top_sent: Option<bool>,
        out: &mut Map<String, Value>,
        entries: &mut Entries,
    ) {
        for node in nodes {
            match node {
                Node::Group { splice: true, present: false, .. } => {}
                Node::Group { splice: true, members, .. } => {
                    self.level(members, prefix, top_sent, out, entries);
                }
                Node::Group { name, present, members, .. } => {
                    let path = format!("{prefix}{name}");
                    let selected = self.selected(&path);
                    let top_sent = top_sent.unwrap_or(selected);
                    if !top_sent || !(selected || any_always(members)) {
                        continue;
                    }
                    let mut group = Map::new();
                    if *present {
                        self.level(members, &format!("{path}."), Some(top_sent), &mut group, entries);
                        out.insert(name.clone(), Value::Object(group));
                    } else {
                        out.insert(name.clone(), Value::Null);
                    }
                }
                Node::Prop(prop) => {
                    self.prop(prop, &format!("{prefix}{}", prop.name), top_sent, out, entries);
                }
            }
        }
    }

    fn prop(
        &self,
        prop: &Prop,
        path: &str,
        top_sent: Option<bool>,
        out: &mut Map<String, Value>,
        entries: &mut Entries,
    ) {
        let key = prop.once.as_ref().map(|once| once.key.clone().unwrap_or_else(|| path.to_owned()));
        // A skipped value is not lazy in this model, so it cannot be marked as fresh.
        let fresh =
            prop.once.as_ref().is_some_and(|once| once.fresh) && !matches!(prop.value, Outcome::Skipped);
        let held = key.as_ref().is_some_and(|key| self.held.contains(key)) && !fresh;
        let sent = match (self.partial, prop.kind) {
            (false, Kind::Optional) => false,
            (false, Kind::Defer(group)) => {
                if !held {
                    match entries.deferred.iter_mut().find(|(of, _)| of == group) {
                        Some((_, paths)) => paths.push(path.to_owned()),
                        None => entries.deferred.push((group.to_owned(), vec![path.to_owned()])),
                    }
                }
                false
            }
            (false, _) => !held,
            (true, Kind::Always) => top_sent.unwrap_or(true),
            (true, _) => self.selected(path) && !(held && self.only.is_none()),
        };
        let mut really = sent;
        match &prop.value {
            Outcome::Json(value) if sent => {
                let value = if prop.scroll.is_some() { json!({ "data": [value] }) } else { value.clone() };
                let whole = prop.kind == Kind::Always || !self.partial;
                let value = if whole { value } else { self.narrowed(value, path) };
                out.insert(prop.name.clone(), value);
            }
            Outcome::Skipped => really = false,
            Outcome::Fails if sent => {
                entries.rescued.push(path.to_owned());
                return;
            }
            Outcome::Json(_) | Outcome::Fails => {}
        }
        self.entries(prop, path, key, really, entries);
    }

    fn entries(&self, prop: &Prop, path: &str, key: Option<String>, sent: bool, entries: &mut Entries) {
        let label = |at: &str| if at.is_empty() { path.to_owned() } else { format!("{path}.{at}") };
        let announced = |label: &str| {
            let wanted = !self.partial || sent && self.named(label) && !self.dropped(label);
            wanted && !covers(&self.reset, label)
        };
        let merge = match prop.scroll {
            Some(scroll) => {
                let mode = if self.prepend { Merge::Prepend } else { Merge::Append };
                Some((mode, "data", scroll.match_on.into_iter().collect::<Vec<_>>()))
            }
            None => prop.merge.map(|(mode, at, match_on)| (mode, at, match_on.to_vec())),
        };
        if let Some((mode, at, fields)) = merge {
            let label = label(at);
            if announced(&label) {
                let list = match mode {
                    Merge::Append => &mut entries.merge,
                    Merge::Prepend => &mut entries.prepend,
                    Merge::Deep => &mut entries.deep,
                };
                list.push(label.clone());
                entries.match_on.extend(fields.iter().map(|field| format!("{label}.{field}")));
            }
        }
        if prop.scroll.is_some() && sent {
            let reset = covers(&self.reset, &label("data"));
            let cursors = json!({ "pageName": "page", "previousPage": 1, "nextPage": null, "currentPage": 2, "reset": reset });
            entries.scroll.insert(path.to_owned(), cursors);
        }
        if let Some(key) = key {
            let whole = sent
                && self.named(path)
                && !self.dropped(path)
                && !below(&self.except, path)
                && !covers(&self.reset, path);
            if !self.partial || whole {
                entries.once.insert(key, json!({ "prop": path, "expiresAt": null }));
            }
        }
    }

    fn narrowed(&self, value: Value, path: &str) -> Value {
        let Value::Object(members) = value else { return value };
        let members = members.into_iter().filter_map(|(name, value)| {
            let path = format!("{path}.{name}");
            self.selected(&path).then(|| (name, self.narrowed(value, &path)))
        });
        Value::Object(members.collect())
    }
}

/// The names of one level, including those in spliced groups.
fn names(nodes: &[Node]) -> Vec<String> {
    let mut all = Vec::new();
    for node in nodes {
        match node {
            Node::Group { splice: true, members, .. } => all.extend(names(members)),
            Node::Group { name, .. } => all.push(name.clone()),
            Node::Prop(prop) => all.push(prop.name.clone()),
        }
    }
    all
}

/// The once keys of one level and the levels below it.
fn keys(nodes: &[Node], prefix: &str) -> Vec<String> {
    let mut all = Vec::new();
    for node in nodes {
        match node {
            Node::Group { splice: true, members, .. } => all.extend(keys(members, prefix)),
            Node::Group { name, members, .. } => all.extend(keys(members, &format!("{prefix}{name}."))),
            Node::Prop(prop) => all.extend(
                prop.once.as_ref().map(|once| once.key.clone().unwrap_or(format!("{prefix}{}", prop.name))),
            ),
        }
    }
    all
}

/// The node without the props that have one of these names.
fn without(node: &Node, taken: &[String]) -> Option<Node> {
    match node {
        Node::Group { splice: true, members, name, present } => Some(Node::Group {
            splice: true,
            name: name.clone(),
            present: *present,
            members: members.iter().filter_map(|node| without(node, taken)).collect(),
        }),
        Node::Group { name, .. } => (!taken.contains(name)).then(|| node.clone()),
        Node::Prop(prop) => (!taken.contains(&prop.name)).then(|| node.clone()),
    }
}

fn any_always(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Group { members, .. } => any_always(members),
        Node::Prop(prop) => prop.kind == Kind::Always,
    })
}
