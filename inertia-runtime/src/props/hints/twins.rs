//! Props with the same name in a page and in its shared data.

use crate::props::hints::{Answered, once};

/// Logs a warning for shared props that a page replaces. The client gets the page's prop, but the layout may need the shared one.
pub(super) fn check(response: &Answered<'_>) {
    let component = response.component;
    for (provider, table) in &response.shared {
        table.level(&mut |prop| {
            if response.page.declares(prop.name) {
                once(&format!(
                    "page `{component}`: its prop `{0}` replaces the shared prop `{0}` of `{provider}`; rename one of them",
                    prop.name
                ));
            }
        });
    }
    for key in response.shares.iter().filter(|key| response.page.declares(key)) {
        once(&format!(
            "page `{component}`: its prop `{key}` replaces the prop shared with `Inertia::share({key:?}, ..)`; rename one of them"
        ));
    }
}
