//! The values of a form, independent of its encoding.

use std::{collections::HashMap, vec};

#[cfg(feature = "multipart")]
use crate::form::UploadedFile;

/// Objects with more members have an index; smaller ones are searched.
const MAX_UNINDEXED_MEMBERS: usize = 16;

/// One value of a form, independent of its encoding.
#[derive(Debug)]
pub enum Node {
    /// JSON's `null`. HTML forms send an empty string.
    Null,
    /// JSON's `true` and `false`. HTML forms send strings.
    Bool(bool),
    /// A JSON number. HTML forms send strings.
    Number(serde_json::Number),
    /// A string.
    Text(String),
    /// A JSON array, `a[]`, or a repeated name.
    List(Vec<Node>),
    /// An object. In an HTML form it may also be a list: `a[0]` and `a[1]` are an object with the keys `0` and `1`.
    Map(Fields),
    /// A file.
    #[cfg(feature = "multipart")]
    File(UploadedFile),
}

/// The members of an object, in the order they were sent. Keys are unique.
#[derive(Debug, Default)]
pub struct Fields {
    /// `None` for a member that was taken.
    members: Vec<Option<(String, Node)>>,
    /// The position of each member, once there are more than [`MAX_UNINDEXED_MEMBERS`].
    index: HashMap<String, usize>,
    len: usize,
}

impl Fields {
    /// Creates an empty object.
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of members.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether there is a member with this name.
    pub fn contains(&self, key: &str) -> bool {
        self.position(key).is_some()
    }

    /// The member with this name.
    pub fn get(&self, key: &str) -> Option<&Node> {
        let slot = self.members.get(self.position(key)?)?;
        slot.as_ref().map(|(_, node)| node)
    }

    /// The member with this name, mutably.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        let position = self.position(key)?;
        let slot = self.members.get_mut(position)?;
        slot.as_mut().map(|(_, node)| node)
    }

    /// Inserts a member. A member with the same name is replaced, keeps its position, and is returned.
    pub fn insert(&mut self, key: String, node: Node) -> Option<Node> {
        if let Some(existing) = self.get_mut(&key) {
            return Some(std::mem::replace(existing, node));
        }
        if self.is_indexed() {
            self.index.insert(key.clone(), self.members.len());
        }
        self.members.push(Some((key, node)));
        self.len += 1;
        if self.members.len() == MAX_UNINDEXED_MEMBERS + 1 {
            let named = self.members.iter().enumerate();
            self.index = named.filter_map(|(at, member)| Some((member.as_ref()?.0.clone(), at))).collect();
        }
        None
    }

    /// Removes and returns a member.
    pub fn take(&mut self, key: &str) -> Option<Node> {
        let position = self.position(key)?;
        if self.is_indexed() {
            self.index.remove(key);
        }
        let (_, node) = self.members.get_mut(position)?.take()?;
        self.len -= 1;
        Some(node)
    }

    /// The members in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.members.iter().flatten().map(|(key, node)| (key.as_str(), node))
    }

    fn position(&self, key: &str) -> Option<usize> {
        if self.is_indexed() {
            return self.index.get(key).copied();
        }
        self.members.iter().position(|member| member.as_ref().is_some_and(|(name, _)| name == key))
    }

    fn is_indexed(&self) -> bool {
        self.members.len() > MAX_UNINDEXED_MEMBERS
    }
}

impl IntoIterator for Fields {
    type Item = (String, Node);
    type IntoIter = std::iter::Flatten<vec::IntoIter<Option<(String, Node)>>>;

    fn into_iter(self) -> Self::IntoIter {
        self.members.into_iter().flatten()
    }
}

impl FromIterator<(String, Node)> for Fields {
    fn from_iter<I: IntoIterator<Item = (String, Node)>>(members: I) -> Self {
        let mut fields = Self::new();
        fields.extend(members);
        fields
    }
}

impl Extend<(String, Node)> for Fields {
    fn extend<I: IntoIterator<Item = (String, Node)>>(&mut self, members: I) {
        for (key, node) in members {
            self.insert(key, node);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(node: Option<&Node>) -> Option<&str> {
        match node {
            Some(Node::Text(text)) => Some(text),
            _ => None,
        }
    }

    #[test]
    fn members_keep_their_order_and_are_found_by_name_with_and_without_an_index() {
        for count in [1, MAX_UNINDEXED_MEMBERS, MAX_UNINDEXED_MEMBERS + 1, 1_000] {
            let names: Vec<String> = (0..count).map(|n| format!("f{n}")).collect();
            let mut fields: Fields =
                names.iter().map(|name| (name.clone(), Node::Text(name.clone()))).collect();
            assert_eq!(fields.len(), count);
            assert!(fields.iter().map(|(name, _)| name).eq(names.iter()));
            for name in &names {
                assert_eq!(text(fields.get(name)), Some(&**name));
            }
            for name in &names {
                assert_eq!(text(fields.take(name).as_ref()), Some(&**name));
                assert!(fields.take(name).is_none() && !fields.contains(name));
            }
            assert!(fields.is_empty() && fields.iter().next().is_none());
        }
    }

    #[test]
    fn a_repeated_member_replaces_the_old_one_and_keeps_its_position() {
        for filler in [0, MAX_UNINDEXED_MEMBERS] {
            let mut fields = Fields::new();
            fields.insert("a".to_owned(), Node::Text("1".to_owned()));
            fields.extend((0..filler).map(|n| (n.to_string(), Node::Null)));
            let old = fields.insert("a".to_owned(), Node::Text("2".to_owned()));
            assert_eq!(text(old.as_ref()), Some("1"));
            assert_eq!(fields.iter().next().map(|(name, _)| name), Some("a"));
            assert_eq!(fields.len(), filler + 1);
            assert_eq!(text(fields.take("a").as_ref()), Some("2"));
            fields.insert("a".to_owned(), Node::Text("3".to_owned()));
            assert_eq!(text(fields.get("a")), Some("3"));
        }
    }
}
