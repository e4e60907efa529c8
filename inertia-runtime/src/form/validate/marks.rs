//! The states of a form's fields while it is read and validated, by dotted key.

use crate::form::validate::key_tree::KeyTree;

/// The fields with a problem, and the fields whose value is not what the client sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks(KeyTree<Mark>);

#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "the flags are independent")]
struct Mark {
    /// The field has a problem.
    failed: bool,
    /// A field below has a problem.
    failed_below: bool,
    /// This value and everything below it are not what the client sent.
    omitted: bool,
    /// The list or map lost an element.
    lost_elements: bool,
}

impl Marks {
    /// Records a problem of a field. Returns whether it is the field's first.
    pub(crate) fn fail(&mut self, key: &str) -> bool {
        let mark = self.0.entry(key, |above| above.failed_below = true);
        !std::mem::replace(&mut mark.failed, true)
    }

    /// Records that the value of a field is not what the client sent.
    pub(crate) fn omit(&mut self, key: &str) {
        self.0.entry(key, |_| ()).omitted = true;
    }

    /// Records that a list or a map lost an element.
    pub(crate) fn mark_lost_elements(&mut self, key: &str) {
        self.0.entry(key, |_| ()).lost_elements = true;
    }

    /// Whether the value of a field, or of one around it, is not what the client sent.
    pub(crate) fn is_omitted(&self, key: &str) -> bool {
        self.0.path_values(key).any(|mark| mark.omitted)
            || self.0.get(key).is_some_and(|mark| mark.lost_elements)
    }

    /// Whether a field, a field inside it, or one around it has a problem.
    pub(crate) fn is_wrong(&self, key: &str) -> bool {
        self.0.path_values(key).any(|mark| mark.failed)
            || self.0.get(key).is_some_and(|mark| mark.failed_below)
    }
}
