//! What is known of a form's fields while it is read and validated, by dotted key.

use super::key_tree::KeyTree;

/// Which fields are wrong, and which differ from what the client sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks(KeyTree<Mark>);

#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a field can be several of them")]
struct Mark {
    /// The field has a problem.
    failed: bool,
    /// A field below has a problem.
    failed_below: bool,
    /// The value is not what the client sent, nor is anything below it.
    left_out: bool,
    /// The list or map lost an element.
    lost_elements: bool,
}

impl Marks {
    /// A field has a problem. Whether it is its first.
    pub(crate) fn fail(&mut self, key: &str) -> bool {
        let mark = self.0.entry(key, |above| above.failed_below = true);
        !std::mem::replace(&mut mark.failed, true)
    }

    /// The value of a field is not what the client sent.
    pub(crate) fn leave_out(&mut self, key: &str) {
        self.0.entry(key, |_| ()).left_out = true;
    }

    /// A list or a map lost an element.
    pub(crate) fn lose_elements(&mut self, key: &str) {
        self.0.entry(key, |_| ()).lost_elements = true;
    }

    /// Whether the value of a field, or one that it is a part of, is not what the client sent.
    pub(crate) fn is_left_out(&self, key: &str) -> bool {
        self.0.way(key).any(|mark| mark.left_out) || self.0.get(key).is_some_and(|mark| mark.lost_elements)
    }

    /// Whether a field has a problem, or a part of it, or what it is a part of.
    pub(crate) fn is_wrong(&self, key: &str) -> bool {
        self.0.way(key).any(|mark| mark.failed) || self.0.get(key).is_some_and(|mark| mark.failed_below)
    }
}
