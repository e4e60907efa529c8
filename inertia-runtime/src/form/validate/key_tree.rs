//! A map from dotted keys to values, stored as a tree of segments.
//!
//! Keys share common prefixes, so the tree is never larger than all keys together. Visiting a key's ancestors neither copies
//! nor compares whole keys.

use std::collections::BTreeMap;

/// The most segments that a key is split into; the last one holds the rest. This bounds the recursion of dropping a tree.
/// `FormLimits::depth` is at most 100, so it does not affect forms.
const MAX_SEGMENTS: usize = 128;

/// A value for each dotted key and for each of its ancestors. The empty key is the root.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeyTree<T> {
    value: T,
    children: BTreeMap<Box<str>, KeyTree<T>>,
}

impl<T: Default> KeyTree<T> {
    /// The value of a key, inserted if missing. `on_ancestor` is called with the value of each ancestor.
    pub(crate) fn entry(&mut self, key: &str, mut on_ancestor: impl FnMut(&mut T)) -> &mut T {
        let mut node = self;
        for segment in segments(key) {
            on_ancestor(&mut node.value);
            // `BTreeMap::entry` would allocate the segment even if it exists.
            if !node.children.contains_key(segment) {
                node.children.insert(segment.into(), Self::default());
            }
            match node.children.get_mut(segment) {
                Some(child) => node = child,
                None => break,
            }
        }
        &mut node.value
    }
}

impl<T> KeyTree<T> {
    /// The values of a key's ancestors from the root down, then its own if there is one.
    pub(crate) fn path_values<'t>(&'t self, key: &'t str) -> impl Iterator<Item = &'t T> {
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

    /// The subtree one segment below.
    pub(crate) fn child(&self, segment: &str) -> Option<&Self> {
        self.children.get(segment)
    }

    /// The value at the root.
    pub(crate) fn value(&self) -> &T {
        &self.value
    }

    /// Whether there is only the root.
    pub(crate) fn is_empty(&self) -> bool {
        self.children.is_empty()
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
    fn each_key_has_its_own_value() {
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
        assert_eq!(tree.path_values("a.b.c.d").collect::<Vec<_>>(), [&1, &1, &0, &2]);
        assert_eq!(tree.path_values("x").collect::<Vec<_>>(), [&1]);
    }

    #[test]
    fn a_key_of_dots_is_dropped_without_deep_recursion() {
        let dots = ".".repeat(1 << 20);
        let tree = tree(&[&dots]);
        assert_eq!(tree.get(&dots), Some(&1));
        drop(tree);
    }
}
