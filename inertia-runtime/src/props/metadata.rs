//! The metadata of props in the page object: `deferredProps`, `mergeProps`, `scrollProps`, `onceProps`, `rescuedProps`, …

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::props::{
    plan::Plan,
    schema::{Delivery, Merge, OnceSpec, PropSpec, Schema},
};
use crate::protocol::{json, path::Path, selection::Lists};

/// Appends the metadata entries for the props of these tables, each with a leading comma. The page's own table is the
/// last one. Empty entries are omitted. `cached` is the output of [`announcements`] if the caller already has it.
pub(crate) fn write(
    out: &mut Vec<u8>,
    plans: &[&Plan],
    lists: &Lists<'_>,
    scrolls: &[u8],
    cached: Option<&[u8]>,
) {
    match cached {
        Some(cached) => out.extend_from_slice(cached),
        None => announcements(out, plans, lists),
    }
    if !scrolls.is_empty() {
        out.extend_from_slice(b",\"scrollProps\":{");
        out.extend_from_slice(scrolls);
        out.push(b'}');
    }
    if plans.iter().any(|plan| plan.schema.has_once) {
        once(out, plans, lists);
    }
    rescued(out, plans);
}

/// Appends the entries that do not depend on the props' values: the deferred groups, and how the client merges props into
/// the ones that it has.
pub(crate) fn announcements(out: &mut Vec<u8>, plans: &[&Plan], lists: &Lists<'_>) {
    if plans.iter().all(|plan| !plan.schema.has_announcements) {
        return;
    }
    if !lists.partial {
        deferred(out, plans);
    }
    labels(out, "mergeProps", plans, lists, Merge::Append);
    labels(out, "prependProps", plans, lists, Merge::Prepend);
    labels(out, "deepMergeProps", plans, lists, Merge::Deep);
    match_on(out, plans, lists);
}

/// A prop visited by [`each`].
struct Visited<'s> {
    plan: &'s Plan,
    prop: &'static PropSpec,
    index: usize,
    path: &'s Path<'s>,
}

/// Calls `f` with every prop of the plans that is not in an absent group. Tables for which `has` returns false are skipped.
fn each<'s>(plans: &[&'s Plan], has: fn(&Schema) -> bool, f: &mut dyn FnMut(&Visited<'_>)) {
    fn level(
        plan: &Plan,
        schema: &Schema,
        first: usize,
        up: Option<&Path<'_>>,
        has: fn(&Schema) -> bool,
        f: &mut dyn FnMut(&Visited<'_>),
    ) {
        if !has(schema) {
            return;
        }
        let mut index = first;
        for prop in schema.props {
            let path = Path { up, name: prop.name };
            if !plan.is_absent(index) {
                match prop.members {
                    Some(members) => {
                        level(plan, members, index + 1, if prop.splice { up } else { Some(&path) }, has, f);
                    }
                    None => f(&Visited { plan, prop, index, path: &path }),
                }
            }
            index += prop.indexes();
        }
    }
    for plan in plans {
        level(plan, plan.schema, 0, None, has, f);
    }
}

/// A list or map in the page object. Nothing is written until the first item.
struct Entry<'o> {
    out: &'o mut Vec<u8>,
    name: &'static str,
    brackets: [u8; 2],
    open: bool,
}

impl<'o> Entry<'o> {
    fn list(out: &'o mut Vec<u8>, name: &'static str) -> Self {
        Self { out, name, brackets: *b"[]", open: false }
    }

    fn map(out: &'o mut Vec<u8>, name: &'static str) -> Self {
        Self { out, name, brackets: *b"{}", open: false }
    }

    /// Opens the entry, or writes a comma, and returns the buffer for the next item.
    fn item(&mut self) -> &mut Vec<u8> {
        self.out.push(b',');
        if !self.open {
            self.open = true;
            json::write_str(self.out, self.name);
            self.out.extend_from_slice(&[b':', self.brackets[0]]);
        }
        self.out
    }

    fn close(self) {
        if self.open {
            self.out.push(self.brackets[1]);
        }
    }
}

/// Writes the deferred groups in the order of their first prop. A once prop that the client holds is omitted.
fn deferred(out: &mut Vec<u8>, plans: &[&Plan]) {
    let announced = |visited: &Visited<'_>| match visited.prop.delivery {
        Delivery::Defer(group) if !visited.plan.holds(visited.index) => Some(group),
        _ => None,
    };
    let mut groups: Vec<&'static str> = Vec::new();
    each(plans, |schema| schema.has_announcements, &mut |visited| {
        if let Some(group) = announced(visited)
            && !groups.contains(&group)
        {
            groups.push(group);
        }
    });
    let mut entry = Entry::map(out, "deferredProps");
    for group in groups {
        let out = entry.item();
        json::write_str(out, group);
        out.extend_from_slice(b":[");
        let mut first = true;
        each(plans, |schema| schema.has_announcements, &mut |visited| {
            if announced(visited) == Some(group) {
                if !first {
                    out.push(b',');
                }
                first = false;
                json::write_path(out, visited.path, &[]);
            }
        });
        out.push(b']');
    }
    entry.close();
}

/// How the client merges a prop, and the path of the list inside the prop.
fn merge_of(prop: &PropSpec, lists: &Lists<'_>) -> Option<(Merge, &'static str)> {
    if let Some(scroll) = prop.scroll {
        return Some((if lists.prepend { Merge::Prepend } else { Merge::Append }, scroll.wrapper));
    }
    prop.merge.map(|merge| (merge.mode, merge.at))
}

/// Whether the response tells the client to merge at the path `at` of a prop.
fn is_labelled(visited: &Visited<'_>, at: &str, lists: &Lists<'_>) -> bool {
    if visited.plan.rescued(visited.index) {
        return false;
    }
    visited.path.below(at, |label| {
        let wanted = !lists.partial
            || visited.plan.sends(visited.index) && lists.named(label) && !lists.dropped(label);
        wanted && !lists.resets(label)
    })
}

fn labels(out: &mut Vec<u8>, name: &'static str, plans: &[&Plan], lists: &Lists<'_>, mode: Merge) {
    let mut entry = Entry::list(out, name);
    each(plans, |schema| schema.has_announcements, &mut |visited| {
        if let Some((of, at)) = merge_of(visited.prop, lists)
            && of == mode
            && is_labelled(visited, at, lists)
        {
            json::write_path(entry.item(), visited.path, &[at]);
        }
    });
    entry.close();
}

fn match_on(out: &mut Vec<u8>, plans: &[&Plan], lists: &Lists<'_>) {
    let mut entry = Entry::list(out, "matchPropsOn");
    each(plans, |schema| schema.has_announcements, &mut |visited| {
        let fields = match (visited.prop.scroll.as_ref(), visited.prop.merge.as_ref()) {
            (Some(scroll), _) => scroll.match_on.as_slice(),
            (None, Some(merge)) => merge.match_on,
            (None, None) => return,
        };
        let Some((_, at)) = merge_of(visited.prop, lists) else { return };
        if !fields.is_empty() && is_labelled(visited, at, lists) {
            for field in fields {
                json::write_path(entry.item(), visited.path, &[at, field]);
            }
        }
    });
    entry.close();
}

fn once(out: &mut Vec<u8>, plans: &[&Plan], lists: &Lists<'_>) {
    let mut entry = Entry::map(out, "onceProps");
    let page = plans.last().filter(|page| page.schema.has_once);
    each(plans, |schema| schema.has_once, &mut |visited| {
        let Some(once) = is_remembered(visited, lists) else { return };
        let own = page.is_some_and(|page| std::ptr::eq(*page, visited.plan));
        if !own && page.is_some_and(|page| remembers(page, key(once, visited.path).as_ref(), lists)) {
            return;
        }
        let out = entry.item();
        match once.key {
            Some(key) => json::write_str(out, key),
            None => json::write_path(out, visited.path, &[]),
        }
        out.extend_from_slice(b":{\"prop\":");
        json::write_path(out, visited.path, &[]);
        out.extend_from_slice(b",\"expiresAt\":");
        match expires_at(visited, once) {
            Some(milliseconds) => json::write_u64(out, milliseconds),
            None => out.extend_from_slice(b"null"),
        }
        out.push(b'}');
    });
    entry.close();
}

/// The once settings of a prop if the response lists it in `onceProps`: always on a full visit, and on a partial reload only if
/// the whole prop is sent.
fn is_remembered(visited: &Visited<'_>, lists: &Lists<'_>) -> Option<&'static OnceSpec> {
    let once = visited.prop.once.as_ref()?;
    let whole = || {
        visited.plan.sends(visited.index)
            && lists.named(visited.path)
            && !lists.dropped(visited.path)
            && !lists.drops_below(visited.path)
            && !lists.resets(visited.path)
    };
    (!visited.plan.rescued(visited.index) && (!lists.partial || whole())).then_some(once)
}

/// Whether the page's own table has an `onceProps` entry with this key, which replaces a shared one.
fn remembers(page: &Plan, wanted: &str, lists: &Lists<'_>) -> bool {
    let mut found = false;
    each(&[page], |schema| schema.has_once, &mut |visited| {
        found |= is_remembered(visited, lists).is_some_and(|once| key(once, visited.path) == wanted);
    });
    found
}

fn key(once: &OnceSpec, path: &Path<'_>) -> String {
    once.key.map_or_else(|| path.to_string(), str::to_owned)
}

/// The expiry time in milliseconds since the Unix epoch.
fn expires_at(visited: &Visited<'_>, once: &OnceSpec) -> Option<u64> {
    let at = match (visited.plan.overrides(visited.index).expires_at, once.ttl) {
        (Some(at), _) => at,
        (None, Some(ttl)) => SystemTime::now().checked_add(Duration::from_millis(ttl))?,
        (None, None) => return None,
    };
    let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
    Some(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

fn rescued(out: &mut Vec<u8>, plans: &[&Plan]) {
    if !plans.iter().any(|plan| plan.any_rescued()) {
        return;
    }
    let mut entry = Entry::list(out, "rescuedProps");
    each(plans, |schema| schema.has_metadata, &mut |visited| {
        if visited.plan.rescued(visited.index) {
            json::write_path(entry.item(), visited.path, &[]);
        }
    });
    entry.close();
}
