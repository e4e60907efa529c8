//! Tests of reading single fields as HTML forms and JSON send them.

pub(crate) mod containers;
pub(crate) mod leaves;
pub(crate) mod scalars;

use serde_json::{Value, json};

use crate::form::{Fields, Node};
use crate::form::{
    Reader, Reading,
    decode::reader::{FieldSpec, ReaderContext},
    validate::touched::RequestedFields,
};

/// Reads a form's only field: its value, or the messages by key.
fn field<T>(reading: Reading<T>, value: Option<Node>) -> Result<T, Value> {
    static SPEC: FieldSpec = FieldSpec::new("field");
    let mut reader = Reader::new(ReaderContext::default(), Vec::new(), RequestedFields::default());
    let mut fields: Fields = value.map(|value| ("field".to_owned(), value)).into_iter().collect();
    let read = reader.field(&mut fields, &SPEC, reading, None);
    let errors = reader.finish().into_parts().expect("it is within the limits").0.into_bag();
    match read {
        Some(value) if errors.is_empty() => Ok(value),
        _ => Err(json!(errors)),
    }
}

/// Reads the field from a JSON value.
fn read_json<T>(reading: Reading<T>, value: Value) -> Result<T, Value> {
    field(reading, Some(node(value)))
}

/// Reads a missing field.
fn read_missing<T>(reading: Reading<T>) -> Result<T, Value> {
    field(reading, None)
}

/// The error with one message under the field itself.
fn fails_with<T>(message: &str) -> Result<T, Value> {
    Err(json!({ "field": [message] }))
}

/// Converts JSON to the tree of a form.
fn node(value: Value) -> Node {
    match value {
        Value::Null => Node::Null,
        Value::Bool(bool) => Node::Bool(bool),
        Value::Number(number) => Node::Number(number),
        Value::String(text) => Node::Text(text),
        Value::Array(list) => Node::List(list.into_iter().map(node).collect()),
        Value::Object(members) => {
            Node::Map(members.into_iter().map(|(key, value)| (key, node(value))).collect::<Fields>())
        }
    }
}
