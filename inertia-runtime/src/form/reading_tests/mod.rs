//! Reading single fields: what HTML and JSON write, and what it is read as.

mod containers;
mod leaves;
mod scalars;

use serde_json::{Value, json};

use super::{
    Reader, Reading,
    reader::{Circumstances, FieldSpec},
    touched::AskedFields,
};
use crate::form::{Fields, Node};

/// Reads the one field of a form: its value, or what is wrong by key.
fn field<T>(reading: Reading<T>, value: Option<Node>) -> Result<T, Value> {
    static SPEC: FieldSpec = FieldSpec::new("field");
    let mut reader = Reader::new(Circumstances::default(), Vec::new(), AskedFields::default());
    let mut fields: Fields = value.map(|value| ("field".to_owned(), value)).into_iter().collect();
    let read = reader.field(&mut fields, &SPEC, reading, None);
    let errors = reader.finish().into_parts().expect("it is within the limits").0.into_bag();
    match read {
        Some(value) if errors.is_empty() => Ok(value),
        _ => Err(json!(errors)),
    }
}

/// The same for what a form or a script sent.
fn sent<T>(reading: Reading<T>, value: Value) -> Result<T, Value> {
    field(reading, Some(node(value)))
}

/// The same for a field that did not come.
fn absent<T>(reading: Reading<T>) -> Result<T, Value> {
    field(reading, None)
}

/// One message under the field itself.
fn says<T>(message: &str) -> Result<T, Value> {
    Err(json!({ "field": [message] }))
}

/// A tree of JSON as a tree of a form.
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
