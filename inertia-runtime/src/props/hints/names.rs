//! Unknown prop names in the lists of a partial reload.

use crate::props::hints::{Answered, once};
use crate::{
    error::suggest::nearest,
    props::schema::{PropSpec, Schema},
    protocol::selection::Entries,
};

/// Logs a warning for names that are in no table. The protocol ignores them, so they are not an error.
pub(super) fn unknown_names(response: &Answered<'_>) {
    let Answered { component, lists, shares, .. } = response;
    let tables: Vec<_> = response.tables().map(|(_, table)| table).collect();
    let named = lists.only.iter().flat_map(Entries::iter).map(|entry| ("only", entry));
    let named = named.chain(lists.except.iter().map(|entry| ("except", entry)));
    for (list, entry) in named.chain(lists.reset.iter().map(|entry| ("reset", entry))) {
        // The client also adds the props in `reset` to `only`.
        if list == "only" && lists.reset.iter().any(|reset| reset == entry) {
            continue;
        }
        if let Some(Unknown { nearest }) = unknown(entry, &tables, shares) {
            let nearest = nearest.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
            once(&format!(
                "page `{component}`: `{list}` names `{entry}`, but the page has no such prop{nearest}"
            ));
        }
    }
}

/// A name that no prop has.
#[derive(Debug, PartialEq)]
struct Unknown {
    /// The most similar name in the tables.
    nearest: Option<String>,
}

/// Looks up an entry of a list. Returns `None` if it is the path of a prop, or a path into the value of one.
fn unknown(entry: &str, tables: &[&'static Schema], shared: &[&str]) -> Option<Unknown> {
    let (name, rest) = entry.split_once('.').map_or((entry, None), |(name, rest)| (name, Some(rest)));
    if name == "errors" || shared.contains(&name) {
        return None;
    }
    let (mut names, mut found) = (Vec::new(), None);
    for table in tables {
        table.level(&mut |prop| {
            if prop.name == name {
                found = Some(prop);
            }
            names.push(prop.name);
        });
    }
    match (found, rest) {
        (Some(PropSpec { members: Some(members), .. }), Some(rest)) => {
            let below = unknown(rest, &[members], &[])?;
            Some(Unknown { nearest: below.nearest.map(|below| format!("{name}.{below}")) })
        }
        (Some(_), _) => None,
        (None, _) => {
            let near = nearest(name, names.into_iter().chain(shared.iter().copied()));
            let rest = rest.map(|rest| format!(".{rest}")).unwrap_or_default();
            Some(Unknown { nearest: near.first().map(|near| format!("{near}{rest}")) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static AUTH: Schema = Schema::new(&[PropSpec::new("user", ",\"user\":")]);
    static PAGE: Schema =
        Schema::new(&[PropSpec::new("events", ",\"events\":"), PropSpec::group("auth", ",\"auth\":", &AUTH)]);

    #[test]
    fn unknown_names_are_distinguished_from_paths_into_values() {
        assert_eq!(unknown("events", &[&PAGE], &[]), None);
        assert_eq!(unknown("events.0.id", &[&PAGE], &[]), None);
        assert_eq!(unknown("locale", &[&PAGE], &["locale"]), None);
        assert_eq!(unknown("auth.user.name", &[&PAGE], &[]), None);
        let nearest = |entry| unknown(entry, &[&PAGE], &[]).and_then(|unknown| unknown.nearest);
        assert_eq!(nearest("evnts").as_deref(), Some("events"));
        assert_eq!(nearest("auth.usr").as_deref(), Some("auth.user"));
        assert_eq!(nearest("atuh.user").as_deref(), Some("auth.user"));
        assert_eq!(unknown("zzz", &[&PAGE], &[]), Some(Unknown { nearest: None }));
    }
}
