//! Deferred groups that pages announce and no client ever requests.
//!
//! A client requests every group right after it has shown the page, at the page's URL. If no such request ever arrives, that
//! URL does not return the page: the page was rendered in response to a form, or it sets the wrong `Page::url`.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Mutex, PoisonError},
};

use crate::props::hints::{Answered, MAX_ENTRIES, each_prop, once_per};
use crate::{
    props::schema::Delivery,
    protocol::{path::Path, selection::Lists},
};

/// After this many announcements without a request for the group, a warning is logged.
const MAX_UNFETCHED: u32 = 10;

/// How often a page's deferred group was announced, and whether it was ever requested.
#[derive(Debug, Default)]
struct Group {
    announced: u32,
    fetched: bool,
}

static GROUPS: Mutex<Option<HashMap<(String, &'static str), Group>>> = Mutex::new(None);

/// Counts the groups that a page announces, and logs a warning for those that no client requests.
pub(super) fn announced(response: &Answered<'_>) {
    let (component, url) = (response.component, response.url);
    if !response.shown {
        return;
    }
    let groups = groups(response, |once, lists, path| !once.is_some_and(|key| lists.holds(key, path)));
    for (group, props) in groups {
        let warns = update(component, group, |group| {
            group.announced = group.announced.saturating_add(1);
            !group.fetched && group.announced == MAX_UNFETCHED
        });
        if warns {
            let props = props.join("`, `");
            once_per(
                &format!("{component} {group}"),
                &format!(
                    "page `{component}`: its deferred group `{group}` (`{props}`) was announced {MAX_UNFETCHED} times and never fetched; \
                     the client fetches it at the page's URL, most recently `{url}`, so a GET request for that URL must return this page: \
                     redirect to the page instead of rendering it in response to another request, and set `Page::url` to the page's own URL"
                ),
            );
        }
    }
}

/// Records the groups that a client requests.
pub(super) fn fetched(response: &Answered<'_>) {
    let groups = groups(response, |_, lists, path| lists.selected(path));
    for group in groups.into_keys() {
        update(response.component, group, |group| {
            group.fetched = true;
            false
        });
    }
}

/// The deferred groups with their props for which `counts` returns true. It gets the once key of the prop, the lists and the path.
fn groups(
    response: &Answered<'_>,
    counts: impl Fn(Option<Option<&str>>, &Lists<'_>, &Path<'_>) -> bool,
) -> BTreeMap<&'static str, Vec<String>> {
    let mut groups: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (_, table) in response.tables() {
        each_prop(table, None, &mut |prop, path| {
            let once = prop.once.as_ref().map(|once| once.key);
            if let Delivery::Defer(group) = prop.delivery
                && counts(once, response.lists, path)
            {
                groups.entry(group).or_default().push(path.to_string());
            }
        });
    }
    groups
}

/// Changes the record of a group, and returns the result of `change`; false if the map is full.
fn update(component: &str, group: &'static str, change: impl FnOnce(&mut Group) -> bool) -> bool {
    let mut groups = GROUPS.lock().unwrap_or_else(PoisonError::into_inner);
    let groups = groups.get_or_insert_default();
    let key = (component.to_owned(), group);
    if groups.len() >= MAX_ENTRIES && !groups.contains_key(&key) {
        return false;
    }
    change(groups.entry(key).or_default())
}
