//! The checks of a template at start.
//!
//! Tera reports an unknown variable only when it renders the place that prints it, and prints nothing for
//! `{{ titel | safe }}`. So every name is checked at start.

use std::collections::HashSet;

use crate::document::tera::sources::Sources;
use crate::document::tera::{BODY, VARIABLES};

pub(super) const NO_BODY: &str = "the page is not printed; add the line `{{ inertia_body }}` inside `<body>`";

pub(super) const NO_ROUTES: &str = "`{{ inertia_routes }}` has nothing to print; say which with `Inertia::builder().routes(&routes, [\"events.show\"])`";

/// Checks the variables that the templates use and do not assign.
pub(super) fn variables(mentioned: &HashSet<&str>, sources: &Sources) -> Result<(), String> {
    let assigned = sources.assigned();
    let mut unknown: Vec<&str> = mentioned
        .iter()
        .copied()
        .filter(|name| !VARIABLES.contains(name) && !assigned.contains(name))
        .collect();
    unknown.sort_unstable();
    if let Some(name) = unknown.first() {
        return Err(unknown_variable(name, sources));
    }
    if mentioned.contains(BODY) { Ok(()) } else { Err(NO_BODY.to_owned()) }
}

fn unknown_variable(name: &str, sources: &Sources) -> String {
    let place = sources.line_of(name).map(|place| format!(" in {place}")).unwrap_or_default();
    let closest = VARIABLES.iter().max_by(|a, b| strsim::jaro(a, name).total_cmp(&strsim::jaro(b, name)));
    let advice = match closest {
        Some(known) if strsim::jaro(known, name) > 0.8 => format!("did you mean `{known}`?"),
        _ => format!(
            "a template knows `{}` and what it sets itself; a value of the handler's is `view_data.{name}`, given \
             with `.view_data(\"{name}\", …)`",
            VARIABLES.join("`, `")
        ),
    };
    format!("unknown variable `{name}`{place}; {advice}")
}
