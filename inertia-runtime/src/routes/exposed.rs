//! Routes that a front end without a build step looks up: some names, chosen one by one, as JSON in the document.

use serde_json::{Map, json};

use super::{RouteError, RouteNames, names::find};
use crate::protocol::escape::escape_script;

/// The element that holds the routes of these names. It is data, which no security policy keeps from being read.
///
/// # Errors
///
/// When no route has one of the names.
#[track_caller]
pub(crate) fn element<N: AsRef<str>>(
    routes: &RouteNames,
    names: impl IntoIterator<Item = N>,
) -> Result<String, RouteError> {
    let mut exposed = Map::new();
    for name in names {
        let route = find(routes.as_slice(), name.as_ref())?;
        let method = route.method.as_str().to_ascii_lowercase();
        exposed.insert(route.name.to_string(), json!({ "method": method, "url": route.path.to_string() }));
    }
    let mut text = serde_json::Value::Object(exposed).to_string().into_bytes();
    escape_script(&mut text, 0);
    let text = String::from_utf8_lossy(&text);
    Ok(format!("<script id=\"inertia-routes\" type=\"application/json\">{text}</script>"))
}
