//! Why a value of a form cannot be read.

use std::fmt;

/// Why a value of a form cannot be read.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Problem {
    /// It is missing or empty.
    Required,
    /// It is not a number.
    Number,
    /// It is not a whole number.
    Integer,
    /// It is a number above the type's maximum.
    TooLarge {
        /// The type's maximum, or `i128::MAX` if that is smaller.
        max: i128,
    },
    /// It is a number below the type's minimum.
    TooSmall {
        /// The type's minimum, or `i128::MIN` if that is greater.
        min: i128,
    },
    /// It is not a date.
    Date,
    /// It is not a time of day.
    Time,
    /// It is not a date with a time of day.
    DateTime,
    /// It is not a UUID.
    Uuid,
    /// It is not a boolean.
    Boolean,
    /// It is not text.
    Text,
    /// It is not one of the choices.
    OneOf(&'static [&'static str]),
    /// It is not a list.
    List,
    /// It is not an object.
    Object,
    /// It is not a file.
    File,
    /// The file is too large.
    FileTooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The file and everything before it make the whole form too large.
    FormTooLarge {
        /// The limit of the whole form, in bytes.
        limit: u64,
    },
    /// The text is too long.
    TextTooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// There are too many files.
    TooManyFiles {
        /// The allowed number of files.
        limit: usize,
    },
    /// Any other problem, with its message.
    Other(String),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Required => f.write_str("is required"),
            Self::Number => f.write_str("must be a number"),
            Self::Integer => f.write_str("must be a whole number"),
            Self::TooLarge { .. } => f.write_str("is too large"),
            Self::TooSmall { .. } => f.write_str("is too small"),
            Self::Date => f.write_str("must be a date"),
            Self::Time => f.write_str("must be a time"),
            Self::DateTime => f.write_str("must be a date and time"),
            Self::Uuid => f.write_str("must be a valid ID"),
            Self::Boolean => f.write_str("must be true or false"),
            Self::Text => f.write_str("must be a text"),
            Self::OneOf(choices) => write!(f, "must be one of {}", choices.join(", ")),
            Self::List => f.write_str("must be a list"),
            Self::Object => f.write_str("must be an object"),
            Self::File => f.write_str("must be a file"),
            Self::FileTooLarge { limit } => write!(f, "must not be larger than {}", Size(*limit)),
            Self::FormTooLarge { limit } => {
                write!(f, "is too large: all together must not be larger than {}", Size(*limit))
            }
            Self::TextTooLarge { limit } => {
                write!(f, "must not be longer than {}", Size(u64::try_from(*limit).unwrap_or(u64::MAX)))
            }
            Self::TooManyFiles { limit: 0 } => f.write_str("must not have files"),
            Self::TooManyFiles { limit: 1 } => f.write_str("must not have more than 1 file"),
            Self::TooManyFiles { limit } => write!(f, "must not have more than {limit} files"),
            Self::Other(message) => f.write_str(message),
        }
    }
}

/// A number of bytes, in the largest unit without a fraction.
struct Size(u64);

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [(30, "GB"), (20, "MB"), (10, "KB")];
        let fits =
            units.into_iter().find(|(bits, _)| self.0 >= 1 << bits && self.0.trailing_zeros() >= *bits);
        match fits {
            Some((bits, unit)) => write!(f, "{} {unit}", self.0 >> bits),
            None if self.0 == 1 => f.write_str("1 byte"),
            None => write!(f, "{} bytes", self.0),
        }
    }
}
