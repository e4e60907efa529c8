//! Props with the same name in a page and in its shared data.

use super::{Answered, once};

/// Logs a warning for shared props that a page replaces. The client gets the page's prop, but the layout may need the shared one.
pub(super) fn look(answered: &Answered<'_>) {
    let component = answered.component;
    for (provider, table) in &answered.shared {
        table.level(&mut |prop| {
            if answered.page.declares(prop.name) {
                once(&format!(
                    "page `{component}`: its prop `{0}` replaces the shared prop `{0}` of `{provider}`; rename one of them",
                    prop.name
                ));
            }
        });
    }
    for key in answered.shares.iter().filter(|key| answered.page.declares(key)) {
        once(&format!(
            "page `{component}`: its prop `{key}` replaces the prop shared with `Inertia::share({key:?}, ..)`; rename one of them"
        ));
    }
}
