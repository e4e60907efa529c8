//! Deferred groups that pages announce and no client ever fetches.
//!
//! A client fetches every group right after it has shown the page, at the page's URL. When none ever comes, that URL leads
//! somewhere else: the page was the answer to a form, or it says another URL than its own.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Mutex, PoisonError},
};

use super::{Answered, MOST, each_prop, once_per};
use crate::{
    props::schema::Delivery,
    protocol::{path::Path, selection::Lists},
};

/// A group that so many shown pages have announced should have been fetched by now.
const ENOUGH: u32 = 10;

/// What became of a group of a page.
#[derive(Debug, Default)]
struct Group {
    announced: u32,
    fetched: bool,
}

static GROUPS: Mutex<Option<HashMap<(String, &'static str), Group>>> = Mutex::new(None);

/// Counts the groups that a page announces, and warns of those that nobody fetches.
pub(super) fn announced(answered: &Answered<'_>) {
    let (component, url) = (answered.component, answered.url);
    if !answered.shown {
        return;
    }
    let groups = groups(answered, |once, lists, path| !once.is_some_and(|key| lists.holds(key, path)));
    for (group, props) in groups {
        let remembered = remember(component, group, |group| {
            group.announced = group.announced.saturating_add(1);
            !group.fetched && group.announced == ENOUGH
        });
        if remembered {
            let props = props.join("`, `");
            once_per(
                &format!("{component} {group}"),
                &format!(
                    "page `{component}`: its deferred group `{group}` (`{props}`) was announced {ENOUGH} times and never fetched; the client \
                     fetches it at the page's URL, the last time `{url}`, so a GET of that URL must answer with this page: redirect to \
                     the page instead of rendering it for another request, and let `Page::url` say its own URL"
                ),
            );
        }
    }
}

/// Remembers the groups that a client fetches.
pub(super) fn fetched(answered: &Answered<'_>) {
    let groups = groups(answered, |_, lists, path| lists.selected(path));
    for group in groups.into_keys() {
        remember(answered.component, group, |group| {
            group.fetched = true;
            false
        });
    }
}

/// The groups with a prop of which `counts` says yes, given the key of a once prop, the lists and its path.
fn groups(
    answered: &Answered<'_>,
    counts: impl Fn(Option<Option<&str>>, &Lists<'_>, &Path<'_>) -> bool,
) -> BTreeMap<&'static str, Vec<String>> {
    let mut groups: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (_, table) in answered.tables() {
        each_prop(table, None, &mut |prop, path| {
            let once = prop.once.as_ref().map(|once| once.key);
            if let Delivery::Defer(group) = prop.delivery
                && counts(once, answered.lists, path)
            {
                groups.entry(group).or_default().push(path.to_string());
            }
        });
    }
    groups
}

fn remember(component: &str, group: &'static str, change: impl FnOnce(&mut Group) -> bool) -> bool {
    let mut groups = GROUPS.lock().unwrap_or_else(PoisonError::into_inner);
    let groups = groups.get_or_insert_default();
    let key = (component.to_owned(), group);
    if groups.len() >= MOST && !groups.contains_key(&key) {
        return false;
    }
    change(groups.entry(key).or_default())
}
