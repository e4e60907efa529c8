//! Reads single values as leniently as HTML forms need.

use serde_json::{Number, Value};

use crate::form::{Node, Problem};

/// 2^53: up to here an `f64` represents every integer exactly.
const MAX_EXACT_INTEGER: f64 = 9_007_199_254_740_992.0;

/// An integer of any size.
enum Integer {
    InRange(i128),
    /// Outside of `i128`, or a float too large to represent integers exactly.
    OutOfRange {
        negative: bool,
    },
}

/// Reads an integer: `18`, `"18"`, `" 18.0 "`.
pub(crate) fn integer(node: Option<Node>, min: i128, max: i128) -> Result<i128, Problem> {
    let integer = match node {
        Some(Node::Number(number)) => integer_from_number(&number),
        Some(Node::Text(text)) => integer_from_text(text.trim()),
        None | Some(Node::Null) => return Err(Problem::Required),
        Some(_) => return Err(Problem::Number),
    };
    match integer? {
        Integer::InRange(integer) if integer > max => Err(Problem::TooLarge { max }),
        Integer::InRange(integer) if integer < min => Err(Problem::TooSmall { min }),
        Integer::InRange(integer) => Ok(integer),
        Integer::OutOfRange { negative: false } => Err(Problem::TooLarge { max }),
        Integer::OutOfRange { negative: true } => Err(Problem::TooSmall { min }),
    }
}

fn integer_from_number(number: &Number) -> Result<Integer, Problem> {
    if let Some(integer) = number.as_u64() {
        return Ok(Integer::InRange(integer.into()));
    }
    if let Some(integer) = number.as_i64() {
        return Ok(Integer::InRange(integer.into()));
    }
    integer_from_float(number.as_f64().ok_or(Problem::Number)?)
}

fn integer_from_text(text: &str) -> Result<Integer, Problem> {
    if text.is_empty() {
        return Err(Problem::Required);
    }
    // Parsed as digits where possible, because a float rounds long numbers.
    let digits = match text.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|digit| digit == b'0') => whole,
        _ => text,
    };
    match digits.parse() {
        Ok(integer) => Ok(Integer::InRange(integer)),
        Err(_) => integer_from_float(parse_float(text)?),
    }
}

fn integer_from_float(float: f64) -> Result<Integer, Problem> {
    if float.is_finite() && float.fract() != 0.0 {
        return Err(Problem::Integer);
    }
    if float.abs() <= MAX_EXACT_INTEGER {
        #[expect(clippy::cast_possible_truncation, reason = "it is an integer within the range of `i128`")]
        return Ok(Integer::InRange(float as i128));
    }
    Ok(Integer::OutOfRange { negative: float.is_sign_negative() })
}

/// Reads a finite number: `0.5`, `"0.5"`, `"1e3"`.
pub(crate) fn float(node: Option<Node>) -> Result<f64, Problem> {
    match node {
        Some(Node::Number(number)) => number.as_f64().ok_or(Problem::Number),
        Some(Node::Text(text)) if text.trim().is_empty() => Err(Problem::Required),
        Some(Node::Text(text)) => float_from_text(text.trim()),
        None | Some(Node::Null) => Err(Problem::Required),
        Some(_) => Err(Problem::Number),
    }
}

/// Reads a finite `f32`.
pub(crate) fn single_precision(node: Option<Node>) -> Result<f32, Problem> {
    #[expect(clippy::cast_possible_truncation, reason = "an `f32` has less precision")]
    let single = float(node)? as f32;
    if single.is_finite() { Ok(single) } else { Err(out_of_range(single.is_sign_negative())) }
}

fn float_from_text(text: &str) -> Result<f64, Problem> {
    let float = parse_float(text)?;
    if float.is_finite() { Ok(float) } else { Err(out_of_range(float.is_sign_negative())) }
}

/// Parses digits; the result is infinite if it exceeds the range of `f64`.
fn parse_float(text: &str) -> Result<f64, Problem> {
    // Rust would also parse `inf` and `NaN`.
    let in_digits = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    text.parse().ok().filter(|_| in_digits).ok_or(Problem::Number)
}

/// The problem of a float outside of its type's range. The limits of floats exceed `i128`, so its limits are given.
pub(crate) fn out_of_range(negative: bool) -> Problem {
    if negative { Problem::TooSmall { min: i128::MIN } } else { Problem::TooLarge { max: i128::MAX } }
}

/// Reads a checkbox, a radio button or a JSON boolean. A missing value is `false`, because unchecked boxes are not sent.
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
        // Rails-style forms put a hidden `0` before a checkbox of the same name: the last value counts.
        Some(Node::List(mut list)) => match list.pop() {
            Some(Node::List(_) | Node::Map(_)) => Err(Problem::Boolean),
            value => boolean(value),
        },
        Some(_) => Err(Problem::Boolean),
    }
}

/// Reads text, which may be empty. JSON numbers and booleans are converted.
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

/// Reads any JSON; a missing value is `null`.
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
