//! Props that a page and what is shared with it both have.

use super::{Answered, once};

/// Warns of shared props that a page replaces. The client gets the page's, and the frame around it may count on the other.
pub(super) fn look(answered: &Answered<'_>) {
    let component = answered.component;
    for (provider, table) in &answered.shared {
        table.level(&mut |prop| {
            if answered.page.declares(prop.name) {
                once(&format!(
                    "page `{component}`: its prop `{0}` takes the place of the shared prop `{0}` of `{provider}`; rename one of them",
                    prop.name
                ));
            }
        });
    }
    for key in answered.shares.iter().filter(|key| answered.page.declares(key)) {
        once(&format!(
            "page `{component}`: its prop `{key}` takes the place of what `Inertia::share({key:?}, ..)` gives it; rename one of them"
        ));
    }
}
