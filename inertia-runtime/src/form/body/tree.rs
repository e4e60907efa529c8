//! Builds the tree from pairs of names and values.

use crate::form::{
    Fields, FormLimits, Node, Problem,
    body::{
        keys::{self, Step},
        unreadable::UnreadableBody,
    },
};

/// Builds a tree value by value. The cost of an insertion does not depend on the size of the tree.
#[derive(Debug)]
pub(crate) struct Tree {
    root: Fields,
    problems: Vec<(String, Problem)>,
    fields: Budget,
    depth: usize,
    name: usize,
}

/// Counts values against their limit.
#[derive(Debug)]
pub(crate) struct Budget {
    left: usize,
    limit: usize,
}

/// What to do with a second value of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DuplicatePolicy {
    /// HTML forms repeat the name for each element of a list.
    Append,
    /// JSON may give an object in parts: `{"user.name": …, "user": {…}}`.
    Merge,
}

impl Budget {
    pub(crate) fn new(limit: usize) -> Self {
        Self { left: limit, limit }
    }

    /// Counts one value.
    pub(crate) fn spend(&mut self) -> Result<(), UnreadableBody> {
        self.left = self.left.checked_sub(1).ok_or(UnreadableBody::TooManyFields { limit: self.limit })?;
        Ok(())
    }
}

impl Tree {
    pub(crate) fn new(limits: &FormLimits) -> Self {
        Self {
            root: Fields::new(),
            problems: Vec::new(),
            fields: Budget::new(limits.fields),
            depth: limits.depth,
            name: limits.name,
        }
    }

    /// Inserts a value at the path of its name.
    pub(crate) fn insert(&mut self, name: &str, value: Node) -> Result<(), UnreadableBody> {
        let path = self.path(name)?;
        Insertion::new(DuplicatePolicy::Append, None).insert_at(&mut self.root, &path, value);
        Ok(())
    }

    /// Reports the problem of a value, and inserts `Null` for it.
    pub(crate) fn insert_problem(&mut self, name: &str, problem: Problem) -> Result<(), UnreadableBody> {
        let path = self.path(name)?;
        let mut at = String::new();
        Insertion::new(DuplicatePolicy::Append, Some(&mut at)).insert_at(&mut self.root, &path, Node::Null);
        self.problems.push((at, problem));
        Ok(())
    }

    /// Reports the problem of a list, given the name of an element that is not inserted. Consecutive elements of the same list
    /// are reported once.
    #[cfg(feature = "multipart")]
    pub(crate) fn report_list_problem(&mut self, name: &str, problem: Problem) -> Result<(), UnreadableBody> {
        let mut path = self.path(name)?;
        let is_index = |key: &str| key.bytes().all(|byte| byte.is_ascii_digit());
        if path.len() > 1 {
            path.pop_if(|last| match last {
                Step::Push => true,
                Step::Member(key) => is_index(key),
            });
        }
        let names = path.iter().filter_map(|step| match step {
            Step::Member(key) => Some(&**key),
            Step::Push => None,
        });
        let at = names.collect::<Vec<_>>().join(".");
        if self.problems.last().is_none_or(|(last, _)| *last != at) {
            self.problems.push((at, problem));
        }
        Ok(())
    }

    /// Counts a value that is not inserted.
    #[cfg(feature = "multipart")]
    pub(crate) fn count_skipped(&mut self) -> Result<(), UnreadableBody> {
        self.fields.spend()
    }

    /// Counts one value and parses its name.
    fn path<'n>(&mut self, name: &'n str) -> Result<Vec<Step<'n>>, UnreadableBody> {
        self.fields.spend()?;
        if name.len() > self.name {
            return Err(UnreadableBody::NameTooLong { limit: self.name });
        }
        keys::path(name, self.depth)
    }

    pub(crate) fn finish(self) -> (Fields, Vec<(String, Problem)>) {
        (self.root, self.problems)
    }
}

/// Nests the members of a JSON object whose names have dots.
pub(crate) fn nest(root: Fields, depth: usize) -> Result<Fields, UnreadableBody> {
    if !root.iter().any(|(name, _)| name.contains('.')) {
        return Ok(root);
    }
    let mut nested = Fields::new();
    for (name, value) in root {
        let path = keys::dotted(&name, depth)?;
        Insertion::new(DuplicatePolicy::Merge, None).insert_at(&mut nested, &path, value);
    }
    Ok(nested)
}

/// Inserts one value, and records the key where it ended up in `key_path` if requested.
struct Insertion<'a> {
    policy: DuplicatePolicy,
    key_path: Option<&'a mut String>,
}

impl<'a> Insertion<'a> {
    fn new(policy: DuplicatePolicy, key_path: Option<&'a mut String>) -> Self {
        Self { policy, key_path }
    }

    fn insert_at(mut self, root: &mut Fields, path: &[Step<'_>], value: Node) {
        // A path begins with a member.
        if let Some((Step::Member(key), rest)) = path.split_first() {
            self.insert_member(root, key, rest, value);
        }
    }

    fn insert_member(&mut self, fields: &mut Fields, key: &str, rest: &[Step<'_>], value: Node) {
        self.record(key);
        if let Some(existing) = fields.get_mut(key) {
            self.insert_over(existing, rest, value);
        } else {
            let wrapped = self.wrap(rest, value);
            fields.insert(key.to_owned(), wrapped);
        }
    }

    /// Inserts a value where there already is one. If they contradict each other, the later one is kept.
    fn insert_over(&mut self, existing: &mut Node, path: &[Step<'_>], value: Node) {
        match (path.split_first(), &mut *existing) {
            (None, _) if self.policy == DuplicatePolicy::Merge => merge(existing, value),
            (None | Some((Step::Push, [])), Node::List(items)) => {
                self.record_index(items.len());
                items.push(value);
            }
            (None, Node::Map(_)) => *existing = value,
            (None | Some((Step::Push, [])), scalar) if !matches!(scalar, Node::Map(_)) => {
                self.record_index(1);
                let first = std::mem::replace(scalar, Node::Null);
                *scalar = Node::List(vec![first, value]);
            }
            (Some((Step::Member(key), rest)), Node::Map(fields)) => {
                self.insert_member(fields, key, rest, value);
            }
            (Some((Step::Push, rest)), Node::List(items)) => {
                let count = items.len();
                match items.last_mut() {
                    Some(last) if continues_element(last, rest) => {
                        self.record_index(count - 1);
                        self.insert_over(last, rest, value);
                    }
                    _ => {
                        self.record_index(count);
                        let wrapped = self.wrap(rest, value);
                        items.push(wrapped);
                    }
                }
            }
            _ => *existing = self.wrap(path, value),
        }
    }

    /// Wraps a value in the objects and lists of its path.
    fn wrap(&mut self, path: &[Step<'_>], value: Node) -> Node {
        for step in path {
            match step {
                Step::Member(key) => self.record(key),
                Step::Push => self.record_index(0),
            }
        }
        path.iter().rev().fold(value, |inner, step| match step {
            Step::Member(key) => Node::Map(Fields::from_iter([(key.clone().into_owned(), inner)])),
            Step::Push => Node::List(vec![inner]),
        })
    }

    fn record_index(&mut self, index: usize) {
        if self.key_path.is_some() {
            self.record(&index.to_string());
        }
    }

    fn record(&mut self, key: &str) {
        if let Some(key_path) = &mut self.key_path {
            if !key_path.is_empty() {
                key_path.push('.');
            }
            key_path.push_str(key);
        }
    }
}

/// Whether a value belongs to the last element of a list instead of a new one: `l[][id]=1&l[][name]=a` is one element,
/// and a second `l[][id]` begins the next. A path with a further `[]` appends to the inner list and begins no element.
fn continues_element(element: &Node, path: &[Step<'_>]) -> bool {
    match (element, path) {
        (Node::Map(fields), [Step::Member(key), rest @ ..]) => match fields.get(key) {
            None => true,
            Some(Node::List(_)) => matches!(rest, [Step::Push, ..]),
            Some(inner) => continues_element(inner, rest),
        },
        _ => false,
    }
}

/// Merges one JSON value into another: objects member by member; anything else is replaced.
fn merge(existing: &mut Node, value: Node) {
    match (existing, value) {
        (Node::Map(members), Node::Map(more)) => {
            for (key, value) in more {
                match members.get_mut(&key) {
                    Some(member) => merge(member, value),
                    None => {
                        members.insert(key, value);
                    }
                }
            }
        }
        (existing, value) => *existing = value,
    }
}
