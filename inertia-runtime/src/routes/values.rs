//! Builds a URL from a path and values, which are positional or named.

use std::{collections::VecDeque, fmt};

use serde::Serialize;
use serde_json::{Map, Value};

use crate::routes::{
    encode,
    path::{Parameter, RoutePath},
};

/// The values for a route's URL.
#[derive(Debug, Default)]
struct Values {
    positional: VecDeque<Value>,
    named: Map<String, Value>,
}

/// Why a URL cannot be built from the values.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum UrlError {
    /// The values cannot be serialized, or one is a list or an object.
    Unserializable(String),
    /// A parameter has no value.
    Missing(String),
    /// There are more positional values than parameters.
    TooMany,
    /// The value is empty or a dot segment, so that no browser requests the URL.
    Segment { parameter: String, value: String },
}

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unserializable(reason) => write!(f, "the values cannot be serialized: {reason}"),
            Self::Missing(name) => write!(f, "`{name}` has no value"),
            Self::TooMany => f.write_str(
                "there are more values than parameters; values for the query need names, such as the fields of a struct",
            ),
            Self::Segment { parameter, value } if value.is_empty() => {
                write!(f, "the value of `{parameter}` is empty, and no route matches an empty segment")
            }
            Self::Segment { parameter, value } => {
                write!(f, "the value of `{parameter}` is {value:?}, which browsers resolve as a relative path")
            }
        }
    }
}

/// Builds the URL from a path and values. Named values that are not parameters become the query.
///
/// # Errors
///
/// Fails if the values do not match the path.
pub(super) fn url(path: &RoutePath, values: &impl Serialize) -> Result<String, UrlError> {
    let mut values = Values::of(values)?;
    let mut url = path.fill(|url, parameter| {
        let value = values.take(parameter)?;
        if parameter.rest {
            write_rest(url, parameter, &value)
        } else {
            write_segment(url, parameter, &value)
        }
    })?;
    if !values.positional.is_empty() {
        return Err(UrlError::TooMany);
    }
    let mut first = true;
    for (name, value) in &values.named {
        let mut key = String::new();
        encode::key(&mut key, name);
        write_query(&mut url, &key, value, &mut first);
    }
    Ok(url)
}

impl Values {
    fn of(values: &impl Serialize) -> Result<Self, UrlError> {
        let value =
            serde_json::to_value(values).map_err(|error| UrlError::Unserializable(error.to_string()))?;
        let mut values = Self::default();
        match value {
            Value::Null => {}
            Value::Array(all) => {
                for value in all {
                    match value {
                        Value::Object(named) => values.named.extend(named),
                        value => values.positional.push_back(value),
                    }
                }
            }
            Value::Object(named) => values.named = named,
            one => values.positional.push_back(one),
        }
        Ok(values)
    }

    fn take(&mut self, parameter: &Parameter) -> Result<Value, UrlError> {
        let value = self.named.remove(&parameter.name).or_else(|| self.positional.pop_front());
        value.filter(|value| !value.is_null()).ok_or_else(|| UrlError::Missing(parameter.name.clone()))
    }
}

fn write_segment(url: &mut String, parameter: &Parameter, value: &Value) -> Result<(), UrlError> {
    let Some(text) = text(value) else {
        return Err(UrlError::Unserializable(format!("`{}` is a list or an object", parameter.name)));
    };
    if matches!(&*text, "" | "." | "..") {
        return Err(UrlError::Segment { parameter: parameter.name.clone(), value: text });
    }
    encode::component(url, &text);
    Ok(())
}

/// The rest of a path is text with slashes, or a list of segments.
fn write_rest(url: &mut String, parameter: &Parameter, value: &Value) -> Result<(), UrlError> {
    match value {
        Value::Array(segments) if !segments.is_empty() => {
            for (place, segment) in segments.iter().enumerate() {
                if place > 0 {
                    url.push('/');
                }
                write_segment(url, parameter, segment)?;
            }
            Ok(())
        }
        value => {
            let text = text(value).unwrap_or_default();
            let mut rest = &*text;
            while let Some((segment, others)) = rest.split_once('/') {
                write_segment(url, parameter, &segment.into())?;
                url.push('/');
                rest = others;
            }
            // A path may end with a slash, so the last segment may be empty.
            if rest.is_empty() && !text.is_empty() {
                Ok(())
            } else {
                write_segment(url, parameter, &rest.into())
            }
        }
    }
}

/// Writes a query like the client: `tags[]=a`, `price[from]=3`, and nothing for `null`.
fn write_query(url: &mut String, key: &str, value: &Value, first: &mut bool) {
    match value {
        Value::Null => {}
        Value::Array(values) => {
            for value in values {
                write_query(url, &format!("{key}[]"), value, first);
            }
        }
        Value::Object(members) => {
            for (name, value) in members {
                let mut key = format!("{key}[");
                encode::key(&mut key, name);
                key.push(']');
                write_query(url, &key, value, first);
            }
        }
        value => {
            url.push(if std::mem::take(first) { '?' } else { '&' });
            url.push_str(key);
            url.push('=');
            encode::component(url, &text(value).unwrap_or_default());
        }
    }
}

/// The text of a scalar value.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn built(path: &str, values: &Value) -> Result<String, UrlError> {
        url(&RoutePath::new(path), values)
    }

    #[test]
    fn values_are_matched_by_name_then_by_position_and_the_rest_becomes_the_query() {
        let by_position = built("/events/{id}/{tab}", &json!([7, "guests"]));
        assert_eq!(by_position.as_deref(), Ok("/events/7/guests"));
        let by_name =
            built("/events/{id}/{tab}", &json!({"tab": "guests", "id": 7, "page": 2, "city": null}));
        assert_eq!(by_name.as_deref(), Ok("/events/7/guests?page=2"));
        let both =
            built("/events/{id}", &json!([7, {"tags": ["a b", "c"], "price": {"from": 3}, "open": true}]));
        assert_eq!(both.as_deref(), Ok("/events/7?open=true&price[from]=3&tags[]=a%20b&tags[]=c"));
        assert_eq!(built("/events", &Value::Null).as_deref(), Ok("/events"));
    }

    #[test]
    fn a_value_stays_in_its_segment() {
        assert_eq!(built("/{name}", &json!("AC/DC? #1")).as_deref(), Ok("/AC%2FDC%3F%20%231"));
        assert_eq!(built("/files/{*rest}", &json!("a b/c?/")).as_deref(), Ok("/files/a%20b/c%3F/"));
        assert_eq!(built("/files/{*rest}", &json!([["a/b", "c"]])).as_deref(), Ok("/files/a%2Fb/c"));
    }

    #[test]
    fn segments_that_no_browser_requests_are_rejected() {
        for value in ["", ".", ".."] {
            assert!(matches!(built("/{name}", &json!(value)), Err(UrlError::Segment { .. })), "{value:?}");
        }
        for value in ["", "/a", "a//b", "../b", "a/.."] {
            assert!(matches!(built("/f/{*rest}", &json!(value)), Err(UrlError::Segment { .. })), "{value:?}");
        }
    }

    #[test]
    fn too_few_and_too_many_values_are_rejected() {
        assert_eq!(built("/{id}", &Value::Null), Err(UrlError::Missing("id".to_owned())));
        assert_eq!(built("/{id}", &json!({"id": null})), Err(UrlError::Missing("id".to_owned())));
        assert_eq!(built("/{id}", &json!([1, 2])), Err(UrlError::TooMany));
        assert!(matches!(built("/{id}", &json!({"id": [1]})), Err(UrlError::Unserializable(_))));
    }
}
