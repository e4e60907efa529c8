//! The rules of a page's handler.

use crate::handler::{Handler, RawHandler, Rules};
use crate::syntax::Errors;

/// axum calls functions with up to sixteen arguments, and `Visit` is one of them.
pub(crate) const RULES: Rules = Rules {
    kind: "page",
    max_arguments: 15,
    missing_output: Some(
        "a page returns its props; write `-> Props`, `-> Page<Props>`, or `-> Result<_, E>` with one of them",
    ),
};

pub(crate) fn handler(raw: RawHandler, errors: &mut Errors) -> Option<Handler> {
    Handler::check(raw, &RULES, errors)
}
