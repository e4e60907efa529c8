//! The values of a URL: those that have a place, and those that have a name.

use std::{collections::VecDeque, fmt};

use serde::Serialize;
use serde_json::{Map, Value};

use super::{
    encode,
    path::{Parameter, RoutePath},
};

/// What a route's URL is made of.
#[derive(Debug, Default)]
struct Values {
    positional: VecDeque<Value>,
    named: Map<String, Value>,
}

/// Why a URL cannot be made of values.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// They are no values of a URL at all.
    Unwritable(String),
    /// Nothing is there for a parameter.
    Missing(String),
    /// There are more values with a place than the path has places.
    TooMany,
    /// A browser would not ask for this segment.
    Segment { parameter: String, value: String },
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unwritable(reason) => write!(f, "the values cannot be written: {reason}"),
            Self::Missing(name) => write!(f, "`{name}` has no value"),
            Self::TooMany => f.write_str(
                "there are more values than parameters; what goes into the query has names, as the fields of a struct do",
            ),
            Self::Segment { parameter, value } if value.is_empty() => {
                write!(f, "the value of `{parameter}` is empty, and no route matches an empty segment")
            }
            Self::Segment { parameter, value } => {
                write!(f, "the value of `{parameter}` is {value:?}, which browsers take for a step up the path")
            }
        }
    }
}

/// The URL of a path and its values. What has the name of no parameter becomes the query.
///
/// # Errors
///
/// When the values do not fit the path.
pub(super) fn url(path: &RoutePath, values: &impl Serialize) -> Result<String, Unfit> {
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
        return Err(Unfit::TooMany);
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
    fn of(values: &impl Serialize) -> Result<Self, Unfit> {
        let value = serde_json::to_value(values).map_err(|error| Unfit::Unwritable(error.to_string()))?;
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

    fn take(&mut self, parameter: &Parameter) -> Result<Value, Unfit> {
        let value = self.named.remove(&parameter.name).or_else(|| self.positional.pop_front());
        value.filter(|value| !value.is_null()).ok_or_else(|| Unfit::Missing(parameter.name.clone()))
    }
}

fn write_segment(url: &mut String, parameter: &Parameter, value: &Value) -> Result<(), Unfit> {
    let Some(text) = text(value) else {
        return Err(Unfit::Unwritable(format!("`{}` is a list or an object", parameter.name)));
    };
    if matches!(&*text, "" | "." | "..") {
        return Err(Unfit::Segment { parameter: parameter.name.clone(), value: text });
    }
    encode::component(url, &text);
    Ok(())
}

/// The rest of a path is text with slashes, or a list of segments.
fn write_rest(url: &mut String, parameter: &Parameter, value: &Value) -> Result<(), Unfit> {
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
            // A path may end with a slash.
            if rest.is_empty() && !text.is_empty() {
                Ok(())
            } else {
                write_segment(url, parameter, &rest.into())
            }
        }
    }
}

/// Writes a query as the client does: `tags[]=a`, `price[from]=3`, and nothing for what is not there.
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

/// A single value's text.
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

    fn made(path: &str, values: &Value) -> Result<String, Unfit> {
        url(&RoutePath::new(path), values)
    }

    #[test]
    fn values_go_by_name_and_then_by_place_and_the_others_are_the_query() {
        let by_place = made("/events/{id}/{tab}", &json!([7, "guests"]));
        assert_eq!(by_place.as_deref(), Ok("/events/7/guests"));
        let by_name = made("/events/{id}/{tab}", &json!({"tab": "guests", "id": 7, "page": 2, "city": null}));
        assert_eq!(by_name.as_deref(), Ok("/events/7/guests?page=2"));
        let both =
            made("/events/{id}", &json!([7, {"tags": ["a b", "c"], "price": {"from": 3}, "open": true}]));
        assert_eq!(both.as_deref(), Ok("/events/7?open=true&price[from]=3&tags[]=a%20b&tags[]=c"));
        assert_eq!(made("/events", &Value::Null).as_deref(), Ok("/events"));
    }

    #[test]
    fn a_value_stays_in_its_segment() {
        assert_eq!(made("/{name}", &json!("AC/DC? #1")).as_deref(), Ok("/AC%2FDC%3F%20%231"));
        assert_eq!(made("/files/{*rest}", &json!("a b/c?/")).as_deref(), Ok("/files/a%20b/c%3F/"));
        assert_eq!(made("/files/{*rest}", &json!([["a/b", "c"]])).as_deref(), Ok("/files/a%2Fb/c"));
    }

    #[test]
    fn what_a_browser_would_not_ask_for_is_refused() {
        for value in ["", ".", ".."] {
            assert!(matches!(made("/{name}", &json!(value)), Err(Unfit::Segment { .. })), "{value:?}");
        }
        for value in ["", "/a", "a//b", "../b", "a/.."] {
            assert!(matches!(made("/f/{*rest}", &json!(value)), Err(Unfit::Segment { .. })), "{value:?}");
        }
    }

    #[test]
    fn too_few_and_too_many_values_are_refused() {
        assert_eq!(made("/{id}", &Value::Null), Err(Unfit::Missing("id".to_owned())));
        assert_eq!(made("/{id}", &json!({"id": null})), Err(Unfit::Missing("id".to_owned())));
        assert_eq!(made("/{id}", &json!([1, 2])), Err(Unfit::TooMany));
        assert!(matches!(made("/{id}", &json!({"id": [1]})), Err(Unfit::Unwritable(_))));
    }
}
