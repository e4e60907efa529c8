//! Why a request failed: for the log and, in debug builds, for the error page.

use std::{error::Error as StdError, fmt, sync::Arc};

/// What went wrong, then its cause, then the cause of that one. An extension of the response, which is not sent to the client.
#[derive(Debug, Clone)]
pub(crate) struct Reason(Arc<Vec<String>>);

impl Reason {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self(Arc::new(vec![what.into()]))
    }

    /// An error, with its causes.
    pub(crate) fn of(error: &dyn StdError) -> Self {
        Self(Arc::default()).because(error)
    }

    /// Adds an error and its causes.
    pub(crate) fn because(self, error: &dyn StdError) -> Self {
        let mut reason = self;
        let mut cause = Some(error);
        while let Some(error) = cause {
            reason = reason.then(error.to_string());
            cause = error.source();
        }
        reason
    }

    /// Adds a cause. Many errors end with the message of their cause; such a cause is not added again.
    pub(crate) fn then(mut self, cause: impl Into<String>) -> Self {
        let (steps, cause) = (Arc::make_mut(&mut self.0), cause.into());
        if !steps.last().is_some_and(|step| step.ends_with(&cause)) {
            steps.push(cause);
        }
        self
    }

    /// From what failed to its first cause.
    pub(crate) fn steps(&self) -> &[String] {
        &self.0
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(": "))
    }
}

impl From<&str> for Reason {
    fn from(what: &str) -> Self {
        Self::new(what)
    }
}

impl From<&String> for Reason {
    fn from(what: &String) -> Self {
        Self::new(what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Outer(&'static str, std::num::ParseIntError);

    impl fmt::Display for Outer {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }

    impl StdError for Outer {
        fn source(&self) -> Option<&(dyn StdError + 'static)> {
            Some(&self.1)
        }
    }

    #[test]
    fn each_cause_appears_once() {
        let cause = || "x".parse::<u8>().unwrap_err();
        let reason = Reason::new("the handler failed").because(&Outer("bad seats", cause()));
        assert_eq!(reason.steps(), ["the handler failed", "bad seats", "invalid digit found in string"]);
        assert_eq!(reason.to_string(), "the handler failed: bad seats: invalid digit found in string");
        let repeated = Reason::of(&Outer("bad seats: invalid digit found in string", cause()));
        assert_eq!(repeated.to_string(), "bad seats: invalid digit found in string");
    }
}
