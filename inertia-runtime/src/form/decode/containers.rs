//! Reads lists and maps, and reports each element under the client's key.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    hash::BuildHasher,
};

use crate::form::{
    Node, Problem, Reader,
    decode::{probe::Reading, reader::ReaderContext},
    validate::{touched::RequestedFields, wire::Keys},
};

/// The elements of a list, and the client's keys for them if these are not the positions.
struct List {
    nodes: Vec<Node>,
    keys: Option<Vec<String>>,
}

/// Reads a list. An element that cannot be read is reported, and omitted if it has no stand-in.
pub(crate) fn read_list<T>(
    node: Option<Node>,
    reader: &mut Reader<'_>,
    reading: Reading<T>,
) -> Option<Vec<T>> {
    let List { nodes, keys } = without_empty(reader.accept(list(node))?, reading);
    let mut elements = Vec::with_capacity(nodes.len());
    let mut failed = Vec::new();
    for (index, node) in nodes.into_iter().enumerate() {
        match reader.at(&key(keys.as_deref(), index), Some(node), reading.read).or_else(reading.stand_in) {
            Some(element) => elements.push(element),
            None => failed.push(index),
        }
    }
    if keys.is_some() || !failed.is_empty() {
        set_client_keys(reader, keys.as_deref(), elements.len() + failed.len(), &failed);
    }
    Some(elements)
}

/// Removes empty strings from the list, unless they are valid elements: an empty input among `ids[]` was not filled in. The
/// other elements keep the client's keys.
fn without_empty<T>(list: List, reading: Reading<T>) -> List {
    let is_empty = |node: &Node| matches!(node, Node::Text(text) if text.is_empty());
    if !list.nodes.iter().any(is_empty) || accepts_empty_string(reading) {
        return list;
    }
    let non_empty = list.nodes.into_iter().enumerate().filter(|(_, node)| !is_empty(node));
    let non_empty = non_empty.map(|(index, node)| (key(list.keys.as_deref(), index).into_owned(), node));
    let (keys, nodes) = non_empty.unzip();
    List { nodes, keys: Some(keys) }
}

/// Whether an empty string is a valid value of the type: true of `String` and `Option<u32>`, false of `u32`.
fn accepts_empty_string<T>(reading: Reading<T>) -> bool {
    let mut reader = Reader::new(ReaderContext::default(), Vec::new(), RequestedFields::default());
    let value = (reading.read)(Some(Node::Text(String::new())), &mut reader);
    value.is_some() && reader.finish().into_parts().is_ok_and(|(errors, _)| errors.is_empty())
}

fn key(keys: Option<&[String]>, index: usize) -> Cow<'_, str> {
    keys.and_then(|keys| keys.get(index)).map_or_else(|| index.to_string().into(), |key| key.as_str().into())
}

/// Sets the client's keys of the elements that could be read.
fn set_client_keys(reader: &mut Reader<'_>, keys: Option<&[String]>, count: usize, failed: &[usize]) {
    let all = (0..count).filter(|index| failed.binary_search(index).is_err());
    reader.set_keys(Keys::Elements(all.map(|index| key(keys, index).into_owned()).collect()));
    if !failed.is_empty() {
        reader.mark_lost_elements();
    }
}

/// A list, an object whose keys are digits, or a single value. A missing value is the empty list.
fn list(node: Option<Node>) -> Result<List, Problem> {
    let nodes = match node {
        None | Some(Node::Null) => Vec::new(),
        Some(Node::Text(text)) if text.is_empty() => Vec::new(),
        Some(Node::List(nodes)) => nodes,
        Some(Node::Map(fields)) => {
            let numbered: Option<Vec<_>> =
                fields.into_iter().map(|(key, node)| Some((number(&key)?, key, node))).collect();
            let mut numbered = numbered.ok_or(Problem::List)?;
            numbered.sort_by_key(|(number, ..)| *number);
            let keys_are_positions =
                numbered.iter().enumerate().all(|(index, (_, key, _))| *key == index.to_string());
            let (keys, nodes): (Vec<_>, _) = numbered.into_iter().map(|(_, key, node)| (key, node)).unzip();
            return Ok(List { nodes, keys: (!keys_are_positions).then_some(keys) });
        }
        Some(node) => vec![node],
    };
    Ok(List { nodes, keys: None })
}

/// The nodes of a list, for serde, with the client's keys.
pub(crate) fn keyed_list(node: Option<Node>) -> Result<Vec<(String, Node)>, Problem> {
    let List { nodes, keys } = list(node)?;
    let keyed = nodes.into_iter().enumerate();
    Ok(keyed.map(|(index, node)| (key(keys.as_deref(), index).into_owned(), node)).collect())
}

fn number(key: &str) -> Option<u64> {
    key.bytes().all(|byte| byte.is_ascii_digit()).then(|| key.parse().ok()).flatten()
}

/// Reads a map whose keys are in order.
pub(crate) fn read_ordered<T>(
    node: Option<Node>,
    reader: &mut Reader<'_>,
    reading: Reading<T>,
) -> Option<BTreeMap<String, T>> {
    let map: BTreeMap<_, _> = read_members(node, reader, reading)?.into_iter().collect();
    reader.set_keys(Keys::Members(map.keys().cloned().collect()));
    Some(map)
}

/// Reads a map.
pub(crate) fn read_hashed<T, S: BuildHasher + Default>(
    node: Option<Node>,
    reader: &mut Reader<'_>,
    reading: Reading<T>,
) -> Option<HashMap<String, T, S>> {
    let map: HashMap<_, _, S> = read_members(node, reader, reading)?.into_iter().collect();
    // `validator` names a map's members by their position in this order.
    reader.set_keys(Keys::Members(map.keys().cloned().collect()));
    Some(map)
}

/// Reads the members of a map. A member that cannot be read is reported, and omitted if it has no stand-in.
fn read_members<T>(
    node: Option<Node>,
    reader: &mut Reader<'_>,
    reading: Reading<T>,
) -> Option<Vec<(String, T)>> {
    let node = reader.object(node).ok()?;
    let members = reader.accept(members(node))?;
    let count = members.len();
    let mut read = Vec::with_capacity(count);
    for (key, node) in members {
        if let Some(value) = reader.at(&key, Some(node), reading.read).or_else(reading.stand_in) {
            read.push((key, value));
        }
    }
    if read.len() < count {
        reader.mark_lost_elements();
    }
    Some(read)
}

/// The members of an object, or the elements of a list with their positions as keys. A missing value is the empty object.
pub(crate) fn members(node: Option<Node>) -> Result<Vec<(String, Node)>, Problem> {
    match node {
        None | Some(Node::Null) => Ok(Vec::new()),
        Some(Node::Text(text)) if text.is_empty() => Ok(Vec::new()),
        Some(Node::Map(fields)) => Ok(fields.into_iter().collect()),
        // The client sends an object with the keys 0, 1, 2 as a list.
        Some(Node::List(nodes)) => {
            Ok(nodes.into_iter().enumerate().map(|(index, node)| (index.to_string(), node)).collect())
        }
        Some(_) => Err(Problem::Object),
    }
}
