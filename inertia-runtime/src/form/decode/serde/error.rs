//! The error of reading a value with serde.

use std::fmt;

use serde::de::{self, Expected, Unexpected};

use crate::form::{Problem, body::query::ObjectError, validate::wire::push};

/// Why serde could not read a value, and the key of the part that failed.
#[derive(Debug)]
pub struct NodeError {
    /// The path's keys, the innermost first.
    keys: Vec<String>,
    failure: Failure,
}

/// Why a value cannot be read.
#[derive(Debug)]
pub(crate) enum Failure {
    Problem(Problem),
    /// An expected object in the query of live validation is unusable.
    ObjectError(ObjectError),
}

impl NodeError {
    pub(crate) fn within(mut self, key: &str) -> Self {
        self.keys.push(key.to_owned());
        self
    }

    /// Marks the error as one of a member's name. A parser's message about a name is not for visitors.
    pub(crate) fn in_member_name(self) -> Self {
        match self.failure {
            Failure::Problem(Problem::Other(_)) => {
                Problem::Other("has a name that cannot be used".to_owned()).into()
            }
            _ => self,
        }
    }

    /// The keys from the outer value down to the part that failed.
    pub(crate) fn path(&self) -> Vec<&str> {
        self.keys.iter().rev().map(String::as_str).collect()
    }

    pub(crate) fn problem(&self) -> Option<&Problem> {
        match &self.failure {
            Failure::Problem(problem) => Some(problem),
            Failure::ObjectError(_) => None,
        }
    }

    /// Replaces the problem, and keeps the path.
    pub(crate) fn with_problem(self, problem: Problem) -> Self {
        Self { failure: Failure::Problem(problem), ..self }
    }

    /// Appends the keys to `path`, and returns the cause.
    pub(crate) fn into_parts(self, path: &mut String) -> Failure {
        self.keys.iter().rev().for_each(|key| push(path, key));
        self.failure
    }
}

impl From<Problem> for NodeError {
    fn from(problem: Problem) -> Self {
        Self { keys: Vec::new(), failure: Failure::Problem(problem) }
    }
}

impl From<ObjectError> for NodeError {
    fn from(error: ObjectError) -> Self {
        Self { keys: Vec::new(), failure: Failure::ObjectError(error) }
    }
}

impl fmt::Display for NodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.failure {
            Failure::Problem(problem) => problem.fmt(f),
            Failure::ObjectError(ObjectError::OverLimit(reason)) => reason.fmt(f),
            Failure::ObjectError(ObjectError::Unserialized) => f.write_str("was lost"),
        }
    }
}

impl std::error::Error for NodeError {}

impl de::Error for NodeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Problem::Other(message.to_string()).into()
    }

    fn missing_field(field: &'static str) -> Self {
        Self::from(Problem::Required).within(field)
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Problem::OneOf(expected).into()
    }

    /// Types that call `deserialize_any`, such as tagged enums, report what they expected. Common expectations are mapped to our
    /// own problems.
    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let expected = expected.to_string();
        let problem = match expected.as_str() {
            "u8" | "u16" | "u32" | "u64" | "u128" | "usize" | "i8" | "i16" | "i32" | "i64" | "i128"
            | "isize" => Problem::Integer,
            "f32" | "f64" => Problem::Number,
            "a boolean" => Problem::Boolean,
            "a string" => Problem::Text,
            "a sequence" => Problem::List,
            "a map" => Problem::Object,
            expected if expected.starts_with("struct ") => Problem::Object,
            expected => Problem::Other(format!("must be {expected}")),
        };
        problem.into()
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Problem::Other(format!("must be {expected}")).into()
    }

    fn invalid_length(_: usize, expected: &dyn Expected) -> Self {
        Problem::Other(format!("must be {expected}")).into()
    }
}
