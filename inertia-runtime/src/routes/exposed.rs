//! Routes for a front end without a build step: selected routes as JSON in the document.

use serde_json::{Map, json};

use crate::protocol::escape::escape_script;
use crate::routes::{RouteError, RouteNames, names::find};

/// The script element with the routes of these names. It contains data and no code, so a content security policy does not block it.
///
/// # Errors
///
/// Fails if there is no route with one of the names.
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
