//! Values by dotted key, in a tree of the keys' segments.
//!
//! Keys with a common beginning share it. So the tree is never larger than its keys are together, and neither a key's
//! ancestors nor its descendants have to be copied or compared one by one.

use std::collections::BTreeMap;

/// How many segments of a key are told apart; the rest is one segment. It bounds the recursion of dropping a tree. Forms
/// nest less deeply, whatever their limits are.
const MAX_SEGMENTS: usize = 128;

/// A value for each dotted key and for each of its ancestors. The empty key is the root.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeyTree<T> {
    value: T,
    below: BTreeMap<Box<str>, KeyTree<T>>,
}

impl<T: Default> KeyTree<T> {
    /// The value of a key. `pass` gets the values of its ancestors.
    pub(crate) fn entry(&mut self, key: &str, mut pass: impl FnMut(&mut T)) -> &mut T {
        let mut node = self;
        for segment in segments(key) {
            pass(&mut node.value);
            // An entry would copy the segment also when it is there.
            if !node.below.contains_key(segment) {
                node.below.insert(segment.into(), Self::default());
            }
            match node.below.get_mut(segment) {
                Some(below) => node = below,
                None => break,
            }
        }
        &mut node.value
    }
}

impl<T> KeyTree<T> {
    /// The values of a key's ancestors, from the root on, and last its own if it has one.
    pub(crate) fn way<'t>(&'t self, key: &'t str) -> impl Iterator<Item = &'t T> {
        let mut segments = segments(key);
        let mut next = Some(self);
        std::iter::from_fn(move || {
            let node = next?;
            next = segments.next().and_then(|segment| node.child(segment));
            Some(&node.value)
        })
    }

    /// The value of a key, if there is one.
    pub(crate) fn get(&self, key: &str) -> Option<&T> {
        segments(key).try_fold(self, |node, segment| node.child(segment)).map(|node| &node.value)
    }

    /// What lies one segment below.
    pub(crate) fn child(&self, segment: &str) -> Option<&Self> {
        self.below.get(segment)
    }

    /// The value at the root.
    pub(crate) fn value(&self) -> &T {
        &self.value
    }

    /// Whether only the root is there.
    pub(crate) fn is_empty(&self) -> bool {
        self.below.is_empty()
    }
}

/// The segments of a key; the empty key has none.
fn segments(key: &str) -> impl Iterator<Item = &str> {
    let segments = (!key.is_empty()).then(|| key.splitn(MAX_SEGMENTS, '.'));
    segments.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(keys: &[&str]) -> KeyTree<usize> {
        let mut tree = KeyTree::default();
        for key in keys {
            *tree.entry(key, |_| ()) += 1;
        }
        tree
    }

    #[test]
    fn every_key_has_a_value_of_its_own() {
        let tree = tree(&["a", "a.b.c", "a.b.c", "", "b."]);
        for (key, value) in [
            ("a", Some(1)),
            ("a.b", Some(0)),
            ("a.b.c", Some(2)),
            ("", Some(1)),
            ("b.", Some(1)),
            ("c", None),
        ] {
            assert_eq!(tree.get(key).copied(), value, "{key:?}");
        }
        assert_eq!(tree.way("a.b.c.d").collect::<Vec<_>>(), [&1, &1, &0, &2]);
        assert_eq!(tree.way("x").collect::<Vec<_>>(), [&1]);
    }

    #[test]
    fn a_key_of_dots_is_dropped_without_deep_recursion() {
        let dots = ".".repeat(1 << 20);
        let tree = tree(&[&dots]);
        assert_eq!(tree.get(&dots), Some(&1));
        drop(tree);
    }
}
