//! Why serde could not read a value, and where in it.

use std::fmt;

use serde::de::{self, Expected, Unexpected};

use super::super::{Problem, query::Unusable, wire::push};

/// Why serde could not read a value, and where in it.
#[derive(Debug)]
pub struct NodeError {
    /// The keys on the way, the innermost first.
    keys: Vec<String>,
    failure: Failure,
}

/// Why a value cannot be read.
#[derive(Debug)]
pub(crate) enum Failure {
    Problem(Problem),
    /// It should be an object, and came in the query of live validation.
    Unusable(Unusable),
}

impl NodeError {
    pub(super) fn below(mut self, key: &str) -> Self {
        self.keys.push(key.to_owned());
        self
    }

    /// The name of a member cannot be read. What a parser says about it is not for visitors.
    pub(super) fn about_a_name(self) -> Self {
        match self.failure {
            Failure::Problem(Problem::Other(_)) => {
                Problem::Other("has a name that cannot be used".to_owned()).into()
            }
            _ => self,
        }
    }

    /// The keys from the value that was to be read down to the one that is wrong.
    pub(super) fn path(&self) -> Vec<&str> {
        self.keys.iter().rev().map(String::as_str).collect()
    }

    pub(super) fn problem(&self) -> Option<&Problem> {
        match &self.failure {
            Failure::Problem(problem) => Some(problem),
            Failure::Unusable(_) => None,
        }
    }

    /// Another problem at the same place.
    pub(super) fn with_problem(self, problem: Problem) -> Self {
        Self { failure: Failure::Problem(problem), ..self }
    }

    /// Makes the path one to the value, and says what is wrong with it.
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

impl From<Unusable> for NodeError {
    fn from(unusable: Unusable) -> Self {
        Self { keys: Vec::new(), failure: Failure::Unusable(unusable) }
    }
}

impl fmt::Display for NodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.failure {
            Failure::Problem(problem) => problem.fmt(f),
            Failure::Unusable(Unusable::OverLimit(reason)) => reason.fmt(f),
            Failure::Unusable(Unusable::Lost) => f.write_str("was lost"),
        }
    }
}

impl std::error::Error for NodeError {}

impl de::Error for NodeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Problem::Other(message.to_string()).into()
    }

    fn missing_field(field: &'static str) -> Self {
        Self::from(Problem::Required).below(field)
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Problem::OneOf(expected).into()
    }

    /// Types that look at any value, as tagged enums do, say what they expected; the usual ones have words of ours.
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
