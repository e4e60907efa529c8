//! Single values, read as leniently as HTML writes them.

use serde_json::{Number, Value};

use super::{Node, Problem};

/// Up to here every whole number is one of an `f64`'s, and no two are the same.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A whole number: `18`, `"18"`, `" 18.0 "`.
pub(crate) fn integer(node: Option<Node>, min: i128, max: i128) -> Result<i128, Problem> {
    let out_of_range = || Problem::OutOfRange { min, max };
    let integer = match node {
        Some(Node::Number(number)) => whole_number(&number),
        Some(Node::Text(text)) => whole_text(text.trim()),
        None | Some(Node::Null) => return Err(Problem::Required),
        Some(_) => return Err(Problem::Number),
    };
    match integer? {
        Some(integer) if (min..=max).contains(&integer) => Ok(integer),
        _ => Err(out_of_range()),
    }
}

/// `None`: it is whole, and beyond every type.
fn whole_number(number: &Number) -> Result<Option<i128>, Problem> {
    if let Some(integer) = number.as_u64() {
        return Ok(Some(integer.into()));
    }
    if let Some(integer) = number.as_i64() {
        return Ok(Some(integer.into()));
    }
    whole_float(number.as_f64().ok_or(Problem::Number)?)
}

fn whole_text(text: &str) -> Result<Option<i128>, Problem> {
    if text.is_empty() {
        return Err(Problem::Required);
    }
    // Read as digits where it can be, because a float would round what is long.
    let digits = match text.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|digit| digit == b'0') => whole,
        _ => text,
    };
    match digits.parse() {
        Ok(integer) => Ok(Some(integer)),
        Err(_) => whole_float(finite(text)?),
    }
}

fn whole_float(float: f64) -> Result<Option<i128>, Problem> {
    if float.fract() != 0.0 {
        return Err(Problem::Integer);
    }
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and far inside")]
    Ok((float.abs() <= EXACT).then_some(float as i128))
}

/// A finite number: `0.5`, `"0.5"`, `"1e3"`.
pub(crate) fn float(node: Option<Node>) -> Result<f64, Problem> {
    match node {
        Some(Node::Number(number)) => number.as_f64().ok_or(Problem::Number),
        Some(Node::Text(text)) if text.trim().is_empty() => Err(Problem::Required),
        Some(Node::Text(text)) => finite(text.trim()),
        None | Some(Node::Null) => Err(Problem::Required),
        Some(_) => Err(Problem::Number),
    }
}

/// A finite number of single precision.
pub(crate) fn single(node: Option<Node>) -> Result<f32, Problem> {
    #[expect(clippy::cast_possible_truncation, reason = "less precision is what an `f32` asks for")]
    let single = float(node)? as f32;
    if single.is_finite() { Ok(single) } else { Err(Problem::Number) }
}

fn finite(text: &str) -> Result<f64, Problem> {
    text.parse().ok().filter(|float: &f64| float.is_finite()).ok_or(Problem::Number)
}

/// What a checkbox, a radio button or a script says; nothing is no, as an unchecked box is not sent.
pub(crate) fn boolean(node: Option<Node>) -> Result<bool, Problem> {
    match node {
        None | Some(Node::Null) => Ok(false),
        Some(Node::Bool(bool)) => Ok(bool),
        Some(Node::Number(number)) => match number.as_u64() {
            Some(0) => Ok(false),
            Some(1) => Ok(true),
            _ => Err(Problem::Boolean),
        },
        Some(Node::Text(text)) => match text.trim() {
            "on" | "1" | "true" => Ok(true),
            "off" | "0" | "false" | "" => Ok(false),
            _ => Err(Problem::Boolean),
        },
        // A hidden `0` before a checkbox of the same name: the last one counts.
        Some(Node::List(mut list)) => match list.pop() {
            Some(Node::List(_) | Node::Map(_)) => Err(Problem::Boolean),
            value => boolean(value),
        },
        Some(_) => Err(Problem::Boolean),
    }
}

/// A text, which may be empty. Numbers and booleans are texts where they stand for one.
pub(crate) fn text(node: Option<Node>) -> Result<String, Problem> {
    match node {
        Some(Node::Text(text)) => Ok(text),
        Some(Node::Number(number)) => Ok(number.to_string()),
        Some(Node::Bool(bool)) => Ok(bool.to_string()),
        None | Some(Node::Null) => Err(Problem::Required),
        Some(_) => Err(Problem::Text),
    }
}

pub(crate) fn character(node: Option<Node>) -> Result<char, Problem> {
    let text = text(node)?;
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(character), None) => Ok(character),
        (None, _) => Err(Problem::Required),
        _ => Err(Problem::Other("must be a single character".to_owned())),
    }
}

/// Any JSON; nothing is `null`.
pub(crate) fn json(node: Option<Node>) -> Result<Value, Problem> {
    Ok(match node {
        None | Some(Node::Null) => Value::Null,
        Some(Node::Bool(bool)) => Value::Bool(bool),
        Some(Node::Number(number)) => Value::Number(number),
        Some(Node::Text(text)) => Value::String(text),
        Some(Node::List(list)) => {
            Value::Array(list.into_iter().map(|node| json(Some(node))).collect::<Result<_, _>>()?)
        }
        Some(Node::Map(fields)) => {
            let members = fields.into_iter().map(|(key, node)| Ok((key, json(Some(node))?)));
            Value::Object(members.collect::<Result<_, Problem>>()?)
        }
        #[cfg(feature = "multipart")]
        Some(Node::File(_)) => return Err(Problem::Text),
    })
}
