//! Single values, read as leniently as HTML writes them.

use serde_json::{Number, Value};

use super::{Node, Problem};

/// Up to here every whole number is one of an `f64`'s, and no two are the same.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A number without a fraction.
enum Whole {
    Is(i128),
    /// It is beyond every type, or a float so large that others round to it.
    Beyond {
        negative: bool,
    },
}

/// A whole number: `18`, `"18"`, `" 18.0 "`.
pub(crate) fn integer(node: Option<Node>, min: i128, max: i128) -> Result<i128, Problem> {
    let integer = match node {
        Some(Node::Number(number)) => whole_number(&number),
        Some(Node::Text(text)) => whole_text(text.trim()),
        None | Some(Node::Null) => return Err(Problem::Required),
        Some(_) => return Err(Problem::Number),
    };
    match integer? {
        Whole::Is(integer) if integer > max => Err(Problem::TooLarge { max }),
        Whole::Is(integer) if integer < min => Err(Problem::TooSmall { min }),
        Whole::Is(integer) => Ok(integer),
        Whole::Beyond { negative: false } => Err(Problem::TooLarge { max }),
        Whole::Beyond { negative: true } => Err(Problem::TooSmall { min }),
    }
}

fn whole_number(number: &Number) -> Result<Whole, Problem> {
    if let Some(integer) = number.as_u64() {
        return Ok(Whole::Is(integer.into()));
    }
    if let Some(integer) = number.as_i64() {
        return Ok(Whole::Is(integer.into()));
    }
    whole_float(number.as_f64().ok_or(Problem::Number)?)
}

fn whole_text(text: &str) -> Result<Whole, Problem> {
    if text.is_empty() {
        return Err(Problem::Required);
    }
    // Read as digits where it can be, because a float would round what is long.
    let digits = match text.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|digit| digit == b'0') => whole,
        _ => text,
    };
    match digits.parse() {
        Ok(integer) => Ok(Whole::Is(integer)),
        Err(_) => whole_float(number(text)?),
    }
}

fn whole_float(float: f64) -> Result<Whole, Problem> {
    if float.is_finite() && float.fract() != 0.0 {
        return Err(Problem::Integer);
    }
    if float.abs() <= EXACT {
        #[expect(clippy::cast_possible_truncation, reason = "it is whole and far inside")]
        return Ok(Whole::Is(float as i128));
    }
    Ok(Whole::Beyond { negative: float.is_sign_negative() })
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
    if single.is_finite() { Ok(single) } else { Err(too_far(single.is_sign_negative())) }
}

fn finite(text: &str) -> Result<f64, Problem> {
    let float = number(text)?;
    if float.is_finite() { Ok(float) } else { Err(too_far(float.is_sign_negative())) }
}

/// A number in digits, which is infinite when it is beyond every `f64`.
fn number(text: &str) -> Result<f64, Problem> {
    // Rust reads `inf` and `NaN`, too.
    let in_digits = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    text.parse().ok().filter(|_| in_digits).ok_or(Problem::Number)
}

/// Every float's greatest number is greater than an `i128`'s.
pub(super) fn too_far(negative: bool) -> Problem {
    if negative { Problem::TooSmall { min: i128::MIN } } else { Problem::TooLarge { max: i128::MAX } }
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
