//! The values of a form, however they travelled.

use std::{collections::HashMap, vec};

#[cfg(feature = "multipart")]
use super::UploadedFile;

/// Up to how many members are found by looking at each; beyond that there is an index.
const FEW: usize = 16;

/// One value of a form, however it travelled.
#[derive(Debug)]
pub enum Node {
    /// JSON's `null`. Forms send an empty text.
    Null,
    /// JSON's `true` and `false`. Forms send texts.
    Bool(bool),
    /// A number of JSON. Forms send texts.
    Number(serde_json::Number),
    /// A text.
    Text(String),
    /// An array of JSON, `a[]`, or a name that came several times.
    List(Vec<Node>),
    /// An object. From a form it may stand for a list too, when its keys are digits.
    Map(Fields),
    /// A file.
    #[cfg(feature = "multipart")]
    File(UploadedFile),
}

/// The members of an object, in the order they came; no key is there twice.
#[derive(Debug, Default)]
pub struct Fields {
    /// `None` where a member was taken.
    members: Vec<Option<(String, Node)>>,
    /// Where each member is, once there are more than a few.
    index: HashMap<String, usize>,
    left: usize,
}

impl Fields {
    /// No members.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.left
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.left == 0
    }

    /// Whether there is a member of this name.
    pub fn contains(&self, key: &str) -> bool {
        self.position(key).is_some()
    }

    /// A member.
    pub fn get(&self, key: &str) -> Option<&Node> {
        let place = self.members.get(self.position(key)?)?;
        place.as_ref().map(|(_, node)| node)
    }

    /// A member, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        let position = self.position(key)?;
        let place = self.members.get_mut(position)?;
        place.as_mut().map(|(_, node)| node)
    }

    /// Puts a member in; one of the same name is replaced in its place and given back.
    pub fn insert(&mut self, key: String, node: Node) -> Option<Node> {
        if let Some(there) = self.get_mut(&key) {
            return Some(std::mem::replace(there, node));
        }
        if self.is_indexed() {
            self.index.insert(key.clone(), self.members.len());
        }
        self.members.push(Some((key, node)));
        self.left += 1;
        if self.members.len() == FEW + 1 {
            let named = self.members.iter().enumerate();
            self.index = named.filter_map(|(at, member)| Some((member.as_ref()?.0.clone(), at))).collect();
        }
        None
    }

    /// Takes a member out.
    pub fn take(&mut self, key: &str) -> Option<Node> {
        let position = self.position(key)?;
        if self.is_indexed() {
            self.index.remove(key);
        }
        let (_, node) = self.members.get_mut(position)?.take()?;
        self.left -= 1;
        Some(node)
    }

    /// The members in their order.
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
        self.members.len() > FEW
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
    fn members_keep_their_order_and_are_found_by_name_however_many_there_are() {
        for count in [1, FEW, FEW + 1, 1_000] {
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
    fn a_member_that_comes_again_replaces_the_old_one_in_its_place() {
        for filler in [0, FEW] {
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
