//! The page object's entries about props: what is deferred, merged, scrolled, remembered, rescued.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{
    plan::Plan,
    schema::{Delivery, Merge, OnceSpec, PropSpec, Schema},
};
use crate::protocol::{json, path::Path, selection::Lists};

/// Appends the entries about the props of these tables, of which the page's own is the last, each with a leading
/// comma. Entries without content are left out. `known` is what [`announcements`] would append, if that is known.
pub(crate) fn write(
    out: &mut Vec<u8>,
    plans: &[&Plan],
    lists: &Lists<'_>,
    scrolls: &[u8],
    known: Option<&[u8]>,
) {
    match known {
        Some(known) => out.extend_from_slice(known),
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

/// Appends what the client is told about props whatever their values are: what it fetches later, and how it combines
/// what it gets with what it has.
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

/// A prop that a walk came by.
struct Seen<'s> {
    plan: &'s Plan,
    prop: &'static PropSpec,
    index: usize,
    path: &'s Path<'s>,
}

/// Calls `f` with every prop of the plans that is not below an absent group, as far as their tables have what is looked for.
fn each<'s>(plans: &[&'s Plan], has: fn(&Schema) -> bool, f: &mut dyn FnMut(&Seen<'_>)) {
    fn level(
        plan: &Plan,
        schema: &Schema,
        first: usize,
        up: Option<&Path<'_>>,
        has: fn(&Schema) -> bool,
        f: &mut dyn FnMut(&Seen<'_>),
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
                    None => f(&Seen { plan, prop, index, path: &path }),
                }
            }
            index += prop.indexes();
        }
    }
    for plan in plans {
        level(plan, plan.schema, 0, None, has, f);
    }
}

/// One member of the page object that is a list or a map, written only if it has content.
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

    /// Where the next item goes.
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

/// Groups in the order of their first prop; a prop that the client keeps is not announced again.
fn deferred(out: &mut Vec<u8>, plans: &[&Plan]) {
    let announced = |seen: &Seen<'_>| match seen.prop.delivery {
        Delivery::Defer(group) if !seen.plan.holds(seen.index) => Some(group),
        _ => None,
    };
    let mut groups: Vec<&'static str> = Vec::new();
    each(plans, |schema| schema.has_announcements, &mut |seen| {
        if let Some(group) = announced(seen)
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
        each(plans, |schema| schema.has_announcements, &mut |seen| {
            if announced(seen) == Some(group) {
                if !first {
                    out.push(b',');
                }
                first = false;
                json::write_path(out, seen.path, &[]);
            }
        });
        out.push(b']');
    }
    entry.close();
}

/// What the client merges a prop by: how, and where the list is inside the prop.
fn merge_of(prop: &PropSpec, lists: &Lists<'_>) -> Option<(Merge, &'static str)> {
    if let Some(scroll) = prop.scroll {
        return Some((if lists.prepend { Merge::Prepend } else { Merge::Append }, scroll.wrapper));
    }
    prop.merge.map(|merge| (merge.mode, merge.at))
}

/// Whether the client is told to merge at this place of a prop.
fn is_labelled(seen: &Seen<'_>, at: &str, lists: &Lists<'_>) -> bool {
    if seen.plan.rescued(seen.index) {
        return false;
    }
    seen.path.below(at, |label| {
        let wanted =
            !lists.partial || seen.plan.sends(seen.index) && lists.named(label) && !lists.dropped(label);
        wanted && !lists.resets(label)
    })
}

fn labels(out: &mut Vec<u8>, name: &'static str, plans: &[&Plan], lists: &Lists<'_>, mode: Merge) {
    let mut entry = Entry::list(out, name);
    each(plans, |schema| schema.has_announcements, &mut |seen| {
        if let Some((of, at)) = merge_of(seen.prop, lists)
            && of == mode
            && is_labelled(seen, at, lists)
        {
            json::write_path(entry.item(), seen.path, &[at]);
        }
    });
    entry.close();
}

fn match_on(out: &mut Vec<u8>, plans: &[&Plan], lists: &Lists<'_>) {
    let mut entry = Entry::list(out, "matchPropsOn");
    each(plans, |schema| schema.has_announcements, &mut |seen| {
        let fields = match (seen.prop.scroll.as_ref(), seen.prop.merge.as_ref()) {
            (Some(scroll), _) => scroll.match_on.as_slice(),
            (None, Some(merge)) => merge.match_on,
            (None, None) => return,
        };
        let Some((_, at)) = merge_of(seen.prop, lists) else { return };
        if !fields.is_empty() && is_labelled(seen, at, lists) {
            for field in fields {
                json::write_path(entry.item(), seen.path, &[at, field]);
            }
        }
    });
    entry.close();
}

fn once(out: &mut Vec<u8>, plans: &[&Plan], lists: &Lists<'_>) {
    let mut entry = Entry::map(out, "onceProps");
    let page = plans.last().filter(|page| page.schema.has_once);
    each(plans, |schema| schema.has_once, &mut |seen| {
        let Some(once) = is_remembered(seen, lists) else { return };
        let own = page.is_some_and(|page| std::ptr::eq(*page, seen.plan));
        if !own && page.is_some_and(|page| remembers(page, key(once, seen.path).as_ref(), lists)) {
            return;
        }
        let out = entry.item();
        match once.key {
            Some(key) => json::write_str(out, key),
            None => json::write_path(out, seen.path, &[]),
        }
        out.extend_from_slice(b":{\"prop\":");
        json::write_path(out, seen.path, &[]);
        out.extend_from_slice(b",\"expiresAt\":");
        match expires_at(seen, once) {
            Some(milliseconds) => json::write_u64(out, milliseconds),
            None => out.extend_from_slice(b"null"),
        }
        out.push(b'}');
    });
    entry.close();
}

/// Whether the client is told to keep a prop: on full visits always, otherwise when all of it was sent.
fn is_remembered(seen: &Seen<'_>, lists: &Lists<'_>) -> Option<&'static OnceSpec> {
    let once = seen.prop.once.as_ref()?;
    let whole = || {
        seen.plan.sends(seen.index)
            && lists.named(seen.path)
            && !lists.dropped(seen.path)
            && !lists.drops_below(seen.path)
            && !lists.resets(seen.path)
    };
    (!seen.plan.rescued(seen.index) && (!lists.partial || whole())).then_some(once)
}

/// Whether a page's own table has an entry of this key, which then replaces a shared one.
fn remembers(page: &Plan, wanted: &str, lists: &Lists<'_>) -> bool {
    let mut found = false;
    each(&[page], |schema| schema.has_once, &mut |seen| {
        found |= is_remembered(seen, lists).is_some_and(|once| key(once, seen.path) == wanted);
    });
    found
}

fn key(once: &OnceSpec, path: &Path<'_>) -> String {
    once.key.map_or_else(|| path.to_string(), str::to_owned)
}

/// Milliseconds since the epoch.
fn expires_at(seen: &Seen<'_>, once: &OnceSpec) -> Option<u64> {
    let at = match (seen.plan.overrides(seen.index).expires_at, once.ttl) {
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
    each(plans, |schema| schema.has_metadata, &mut |seen| {
        if seen.plan.rescued(seen.index) {
            json::write_path(entry.item(), seen.path, &[]);
        }
    });
    entry.close();
}
