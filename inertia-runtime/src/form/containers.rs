//! Lists and maps, element by element, each under the client's own key.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    hash::BuildHasher,
};

use super::{Node, Problem, Reader, probe::Reading, reader::Circumstances, touched::AskedFields, wire::Keys};

/// The elements of a list, and the client's keys for them where these are not their places.
struct List {
    nodes: Vec<Node>,
    keys: Option<Vec<String>>,
}

/// Reads a list. An element that cannot be read is reported, and left out when nothing stands in for it.
pub(crate) fn read_list<T>(
    node: Option<Node>,
    reader: &mut Reader<'_>,
    reading: Reading<T>,
) -> Option<Vec<T>> {
    let List { nodes, keys } = without_empty(reader.accept(list(node))?, reading);
    let mut elements = Vec::with_capacity(nodes.len());
    let mut lost = Vec::new();
    for (index, node) in nodes.into_iter().enumerate() {
        match reader.at(&key(keys.as_deref(), index), Some(node), reading.read).or_else(reading.stand_in) {
            Some(element) => elements.push(element),
            None => lost.push(index),
        }
    }
    if keys.is_some() || !lost.is_empty() {
        note_keys(reader, keys.as_deref(), elements.len() + lost.len(), &lost);
    }
    Some(elements)
}

/// The list without empty texts, where its elements cannot be read from these: an empty field among `ids[]` is a field
/// that was not filled in. All others keep the client's keys.
fn without_empty<T>(list: List, reading: Reading<T>) -> List {
    let is_empty = |node: &Node| matches!(node, Node::Text(text) if text.is_empty());
    if !list.nodes.iter().any(is_empty) || can_be_empty(reading) {
        return list;
    }
    let kept = list.nodes.into_iter().enumerate().filter(|(_, node)| !is_empty(node));
    let kept = kept.map(|(index, node)| (key(list.keys.as_deref(), index).into_owned(), node));
    let (keys, nodes) = kept.unzip();
    List { nodes, keys: Some(keys) }
}

/// Whether an empty text is a value of the type: of `String` and `Option<u32>`, not of `u32`.
fn can_be_empty<T>(reading: Reading<T>) -> bool {
    let mut reader = Reader::new(Circumstances::default(), Vec::new(), AskedFields::default());
    let value = (reading.read)(Some(Node::Text(String::new())), &mut reader);
    value.is_some() && reader.finish().into_parts().is_ok_and(|(errors, _)| errors.is_empty())
}

fn key(keys: Option<&[String]>, index: usize) -> Cow<'_, str> {
    keys.and_then(|keys| keys.get(index)).map_or_else(|| index.to_string().into(), |key| key.as_str().into())
}

/// Which keys the elements that are there have.
fn note_keys(reader: &mut Reader<'_>, keys: Option<&[String]>, count: usize, lost: &[usize]) {
    let all = (0..count).filter(|index| lost.binary_search(index).is_err());
    reader.keys(Keys::Places(all.map(|index| key(keys, index).into_owned()).collect()));
    if !lost.is_empty() {
        reader.lost_elements();
    }
}

/// A list, an object with digits for keys, or a single value; nothing is the empty list.
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
            let in_place = numbered.iter().enumerate().all(|(index, (_, key, _))| *key == index.to_string());
            let (keys, nodes): (Vec<_>, _) = numbered.into_iter().map(|(_, key, node)| (key, node)).unzip();
            return Ok(List { nodes, keys: (!in_place).then_some(keys) });
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
    reader.keys(Keys::Members(map.keys().cloned().collect()));
    Some(map)
}

/// Reads a map.
pub(crate) fn read_hashed<T, S: BuildHasher + Default>(
    node: Option<Node>,
    reader: &mut Reader<'_>,
    reading: Reading<T>,
) -> Option<HashMap<String, T, S>> {
    let map: HashMap<_, _, S> = read_members(node, reader, reading)?.into_iter().collect();
    // A validator that counts a map's members does so in this order.
    reader.keys(Keys::Members(map.keys().cloned().collect()));
    Some(map)
}

/// Reads the members of a map. One that cannot be read is reported, and left out when nothing stands in for it.
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
        reader.lost_elements();
    }
    Some(read)
}

/// The members of an object, or of a list under the places of its elements; nothing is the empty object.
pub(crate) fn members(node: Option<Node>) -> Result<Vec<(String, Node)>, Problem> {
    match node {
        None | Some(Node::Null) => Ok(Vec::new()),
        Some(Node::Text(text)) if text.is_empty() => Ok(Vec::new()),
        Some(Node::Map(fields)) => Ok(fields.into_iter().collect()),
        // The client makes a list of an object whose keys are 0, 1, 2.
        Some(Node::List(nodes)) => {
            Ok(nodes.into_iter().enumerate().map(|(index, node)| (index.to_string(), node)).collect())
        }
        Some(_) => Err(Problem::Object),
    }
}
