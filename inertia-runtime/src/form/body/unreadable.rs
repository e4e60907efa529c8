//! Why a request's body cannot be read.

use std::{fmt, io, time::Duration};

use http::StatusCode;

const SUPPORTED_TYPES_HINT: &str = if cfg!(feature = "multipart") {
    "send `application/json`, `application/x-www-form-urlencoded` or `multipart/form-data`"
} else {
    "send `application/json` or `application/x-www-form-urlencoded`, or switch the feature `multipart` on"
};

/// The length of a parser's reason in an error.
const MAX_REASON_BYTES: usize = 500;

/// Why a request's body cannot be read as a form. `Display` is for developers, [`for_visitors`](Self::for_visitors) for
/// visitors.
#[derive(Debug)]
#[non_exhaustive]
pub(crate) enum UnreadableBody {
    /// It does not match its `Content-Type`, or is not an object; with the reason.
    Malformed(String),
    /// It ended early, because the client went away or the connection broke.
    Interrupted(String),
    /// It is longer than the limit, or than the limit of another layer (`None`).
    TooLarge { limit: Option<u64> },
    /// It has more values than the limit.
    TooManyFields { limit: usize },
    /// Its values are nested deeper than the limit.
    TooDeep { limit: usize },
    /// The name of a value is longer than the limit.
    NameTooLong { limit: usize },
    /// Forms do not support this `Content-Type`.
    UnsupportedType(Option<String>),
    /// The client sent nothing for this time.
    TimedOut { after: Duration },
    /// A file could not be stored. This is the server's error.
    #[cfg_attr(not(feature = "multipart"), allow(dead_code, reason = "only files are stored"))]
    NotStored(io::Error),
}

impl UnreadableBody {
    pub(crate) fn malformed(reason: impl fmt::Display) -> Self {
        let mut reason = reason.to_string();
        // A parser may quote a header of any length.
        if reason.len() > MAX_REASON_BYTES {
            let end = (0..=MAX_REASON_BYTES).rev().find(|end| reason.is_char_boundary(*end));
            reason.truncate(end.unwrap_or_default());
            reason.push('…');
        }
        Self::Malformed(reason)
    }

    /// Whether a limit is the cause, which a setting can raise.
    pub(crate) const fn is_over_a_limit(&self) -> bool {
        matches!(
            self,
            Self::TooLarge { .. }
                | Self::TooManyFields { .. }
                | Self::TooDeep { .. }
                | Self::NameTooLong { .. }
                | Self::TimedOut { .. }
        )
    }

    /// The message for visitors: what to do.
    pub(crate) const fn for_visitors(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => {
                "This is more than can be sent at once. Choose smaller files or shorten your text, and send it again."
            }
            Self::TooManyFields { .. } => {
                "This form has too many entries. Remove some of them, and send it again."
            }
            Self::TimedOut { .. } | Self::Interrupted(_) => {
                "The form did not arrive completely. Check your connection, and send it again."
            }
            Self::Malformed(_)
            | Self::TooDeep { .. }
            | Self::NameTooLong { .. }
            | Self::UnsupportedType(_)
            | Self::NotStored(_) => "The form could not be read. Reload the page, and send it again.",
        }
    }

    /// The response's status.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Malformed(_) | Self::Interrupted(_) | Self::TooDeep { .. } | Self::NameTooLong { .. } => {
                StatusCode::BAD_REQUEST
            }
            Self::TooLarge { .. } | Self::TooManyFields { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TimedOut { .. } => StatusCode::REQUEST_TIMEOUT,
            Self::NotStored(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl fmt::Display for UnreadableBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(reason) => write!(f, "the body cannot be read: {reason}"),
            Self::Interrupted(reason) => write!(f, "the body ended early: {reason}"),
            Self::TooLarge { limit: Some(limit) } => {
                write!(f, "the body is larger than {limit} bytes; `FormLimits::body` sets another limit")
            }
            Self::TooLarge { limit: None } => {
                f.write_str("the body is larger than a layer of the application allows")
            }
            Self::TooManyFields { limit } => {
                write!(f, "the form has more than {limit} values; `FormLimits::fields` sets another limit")
            }
            Self::TooDeep { limit } => {
                write!(f, "the form nests deeper than {limit} levels; `FormLimits::depth` sets another limit")
            }
            Self::NameTooLong { limit } => {
                write!(
                    f,
                    "the name of a value is longer than {limit} bytes; `FormLimits::name` sets another limit"
                )
            }
            Self::UnsupportedType(Some(content_type)) => {
                write!(f, "no form comes as `{}`; {SUPPORTED_TYPES_HINT}", content_type.escape_debug())
            }
            Self::UnsupportedType(None) => {
                write!(f, "the body has no `Content-Type`; {SUPPORTED_TYPES_HINT}")
            }
            Self::TimedOut { after } => {
                write!(f, "the client sent nothing for {after:?}; `FormLimits::idle` sets another limit")
            }
            Self::NotStored(error) => write!(f, "an uploaded file cannot be stored: {error}"),
        }
    }
}

impl std::error::Error for UnreadableBody {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotStored(error) => Some(error),
            _ => None,
        }
    }
}
