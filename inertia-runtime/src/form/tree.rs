//! From names and values, one after the other, to the tree that they describe.

use super::{
    Fields, FormLimits, Node, Problem,
    keys::{self, Step},
    unreadable::Unreadable,
};

/// A tree that grows value by value. What each costs does not depend on what is there.
#[derive(Debug)]
pub(super) struct Tree {
    root: Fields,
    problems: Vec<(String, Problem)>,
    fields: Budget,
    depth: usize,
    name: usize,
}

/// How many values may still come.
#[derive(Debug)]
pub(super) struct Budget {
    left: usize,
    limit: usize,
}

/// What happens to a value whose place is taken by one of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Repeated {
    /// A form repeats the name of a list's elements.
    IsList,
    /// JSON names an object in parts: `{"user.name": …, "user": {…}}`.
    IsMerged,
}

impl Budget {
    pub(super) fn new(limit: usize) -> Self {
        Self { left: limit, limit }
    }

    /// Takes account of one value.
    pub(super) fn spend(&mut self) -> Result<(), Unreadable> {
        self.left = self.left.checked_sub(1).ok_or(Unreadable::TooManyFields { limit: self.limit })?;
        Ok(())
    }
}

impl Tree {
    pub(super) fn new(limits: &FormLimits) -> Self {
        Self {
            root: Fields::new(),
            problems: Vec::new(),
            fields: Budget::new(limits.fields),
            depth: limits.depth,
            name: limits.name,
        }
    }

    /// Puts a value where its name says.
    pub(super) fn insert(&mut self, name: &str, value: Node) -> Result<(), Unreadable> {
        let path = self.path(name)?;
        Place::new(Repeated::IsList, None).put(&mut self.root, &path, value);
        Ok(())
    }

    /// Says what is wrong with a value, and keeps its place.
    pub(super) fn insert_problem(&mut self, name: &str, problem: Problem) -> Result<(), Unreadable> {
        let path = self.path(name)?;
        let mut at = String::new();
        Place::new(Repeated::IsList, Some(&mut at)).put(&mut self.root, &path, Node::Null);
        self.problems.push((at, problem));
        Ok(())
    }

    /// Says what is wrong with a list as a whole, by the name of an element that is left out. Once is enough.
    #[cfg(feature = "multipart")]
    pub(super) fn surplus(&mut self, name: &str, problem: Problem) -> Result<(), Unreadable> {
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

    /// Takes account of a value that has no place.
    #[cfg(feature = "multipart")]
    pub(super) fn skip(&mut self) -> Result<(), Unreadable> {
        self.fields.spend()
    }

    /// Takes account of one value, and takes its name apart.
    fn path<'n>(&mut self, name: &'n str) -> Result<Vec<Step<'n>>, Unreadable> {
        self.fields.spend()?;
        if name.len() > self.name {
            return Err(Unreadable::NameTooLong { limit: self.name });
        }
        keys::path(name, self.depth)
    }

    pub(super) fn finish(self) -> (Fields, Vec<(String, Problem)>) {
        (self.root, self.problems)
    }
}

/// Nests the members of a JSON object whose names have dots.
pub(super) fn nest(root: Fields, depth: usize) -> Result<Fields, Unreadable> {
    if !root.iter().any(|(name, _)| name.contains('.')) {
        return Ok(root);
    }
    let mut nested = Fields::new();
    for (name, value) in root {
        let path = keys::dotted(&name, depth)?;
        Place::new(Repeated::IsMerged, None).put(&mut nested, &path, value);
    }
    Ok(nested)
}

/// A walk to the place of one value, with the way written down in `trail` when that is wanted.
struct Place<'a> {
    repeated: Repeated,
    trail: Option<&'a mut String>,
}

impl<'a> Place<'a> {
    fn new(repeated: Repeated, trail: Option<&'a mut String>) -> Self {
        Self { repeated, trail }
    }

    fn put(mut self, root: &mut Fields, path: &[Step<'_>], value: Node) {
        // A path begins with a member.
        if let Some((Step::Member(key), rest)) = path.split_first() {
            self.put_member(root, key, rest, value);
        }
    }

    fn put_member(&mut self, fields: &mut Fields, key: &str, rest: &[Step<'_>], value: Node) {
        self.pass(key);
        if let Some(there) = fields.get_mut(key) {
            self.put_over(there, rest, value);
        } else {
            let fresh = self.fresh(rest, value);
            fields.insert(key.to_owned(), fresh);
        }
    }

    /// Puts a value where there is one. Of two that cannot both be there, the later stays.
    fn put_over(&mut self, there: &mut Node, path: &[Step<'_>], value: Node) {
        match (path.split_first(), &mut *there) {
            (None, _) if self.repeated == Repeated::IsMerged => merge(there, value),
            (None | Some((Step::Push, [])), Node::List(items)) => {
                self.pass_index(items.len());
                items.push(value);
            }
            (None, Node::Map(_)) => *there = value,
            (None | Some((Step::Push, [])), scalar) if !matches!(scalar, Node::Map(_)) => {
                self.pass_index(1);
                let first = std::mem::replace(scalar, Node::Null);
                *scalar = Node::List(vec![first, value]);
            }
            (Some((Step::Member(key), rest)), Node::Map(fields)) => self.put_member(fields, key, rest, value),
            (Some((Step::Push, rest)), Node::List(items)) => {
                let count = items.len();
                match items.last_mut() {
                    Some(last) if has_room(last, rest) => {
                        self.pass_index(count - 1);
                        self.put_over(last, rest, value);
                    }
                    _ => {
                        self.pass_index(count);
                        let fresh = self.fresh(rest, value);
                        items.push(fresh);
                    }
                }
            }
            _ => *there = self.fresh(path, value),
        }
    }

    /// A value with nothing around it but what its path says.
    fn fresh(&mut self, path: &[Step<'_>], value: Node) -> Node {
        for step in path {
            match step {
                Step::Member(key) => self.pass(key),
                Step::Push => self.pass_index(0),
            }
        }
        path.iter().rev().fold(value, |inner, step| match step {
            Step::Member(key) => Node::Map(Fields::from_iter([(key.clone().into_owned(), inner)])),
            Step::Push => Node::List(vec![inner]),
        })
    }

    fn pass_index(&mut self, index: usize) {
        if self.trail.is_some() {
            self.pass(&index.to_string());
        }
    }

    fn pass(&mut self, key: &str) {
        if let Some(trail) = &mut self.trail {
            if !trail.is_empty() {
                trail.push('.');
            }
            trail.push_str(key);
        }
    }
}

/// Whether the last element of a list is still being described: `l[][id]=1&l[][name]=a` is one element, and a second
/// `l[][id]` begins the next. A path that pushes on its way repeats nothing.
fn has_room(element: &Node, path: &[Step<'_>]) -> bool {
    match (element, path) {
        (Node::Map(fields), [Step::Member(key), rest @ ..]) => match fields.get(key) {
            None => true,
            Some(Node::List(_)) => matches!(rest, [Step::Push, ..]),
            Some(inner) => has_room(inner, rest),
        },
        _ => false,
    }
}

/// Lays one value of JSON over another: objects member by member, anything else in its place.
fn merge(there: &mut Node, value: Node) {
    match (there, value) {
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
        (there, value) => *there = value,
    }
}
