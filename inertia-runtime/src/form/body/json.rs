//! Parses JSON directly into the tree, and stops at the first limit.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::form::{
    Fields, FormLimits, Node, Problem,
    body::{
        keys,
        tree::{self, Budget},
        unreadable::UnreadableBody,
    },
    validate::wire::push,
};

/// The key under which `serde_json` passes numbers when another crate has enabled its feature `arbitrary_precision`.
const SERDE_JSON_NUMBER_KEY: &str = "$serde_json::private::Number";

/// Reads a JSON object, and the problems of its strings by dotted key.
pub(crate) fn object(
    json: &[u8],
    limits: &FormLimits,
) -> Result<(Fields, Vec<(String, Problem)>), UnreadableBody> {
    match read(json, limits)? {
        (Node::Map(root), problems) => Ok((tree::nest(root, limits.depth)?, problems)),
        _ => Err(UnreadableBody::malformed("a form is a JSON object")),
    }
}

/// Reads any JSON.
pub(crate) fn value(json: &[u8], limits: &FormLimits) -> Result<Node, UnreadableBody> {
    read(json, limits).map(|(value, _)| value)
}

fn read(json: &[u8], limits: &FormLimits) -> Result<(Node, Vec<(String, Problem)>), UnreadableBody> {
    let mut reader = JsonReader {
        limits,
        fields: Budget::new(limits.fields),
        path: String::new(),
        problems: Vec::new(),
        exceeded: None,
    };
    let mut json = serde_json::Deserializer::from_slice(json);
    let read = ValueSeed { reader: &mut reader, depth: 0 }.deserialize(&mut json);
    let read = read.and_then(|value| json.end().map(|()| value));
    match (read, reader.exceeded) {
        (Ok(value), _) => Ok((value, reader.problems)),
        (Err(_), Some(exceeded)) => Err(exceeded),
        (Err(error), None) => Err(UnreadableBody::malformed(error)),
    }
}

/// The state shared by all values of one body.
struct JsonReader<'a> {
    limits: &'a FormLimits,
    fields: Budget,
    /// The dotted key of the current value.
    path: String,
    problems: Vec<(String, Problem)>,
    /// The limit that was exceeded. It is kept here because serde's errors hold only a message.
    exceeded: Option<UnreadableBody>,
}

impl JsonReader<'_> {
    fn spend<E: Error>(&mut self) -> Result<(), E> {
        self.fields.spend().map_err(|reason| self.stop(reason))
    }

    fn stop<E: Error>(&mut self, reason: UnreadableBody) -> E {
        self.exceeded = Some(reason);
        E::custom("over a limit")
    }

    /// Enters the member with this name.
    fn push<E: Error>(&mut self, name: &str) -> Result<(), E> {
        push(&mut self.path, name);
        let limit = self.limits.name;
        if self.path.len() > limit {
            return Err(self.stop(UnreadableBody::NameTooLong { limit }));
        }
        Ok(())
    }
}

/// Reads one value at a depth.
struct ValueSeed<'a, 'b> {
    reader: &'a mut JsonReader<'b>,
    depth: usize,
}

impl<'b> ValueSeed<'_, 'b> {
    /// Enters `levels` more levels.
    fn enter<E: Error>(&mut self, levels: usize) -> Result<(), E> {
        let limit = self.reader.limits.depth;
        self.depth += levels;
        if self.depth > limit {
            return Err(self.reader.stop(UnreadableBody::TooDeep { limit }));
        }
        Ok(())
    }

    fn inner(&mut self) -> ValueSeed<'_, 'b> {
        ValueSeed { reader: self.reader, depth: self.depth }
    }
}

/// Reads the name of a member and checks its length.
struct NameSeed<'a, 'b>(&'a mut JsonReader<'b>);

impl<'de> DeserializeSeed<'de> for NameSeed<'_, '_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for NameSeed<'_, '_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<String, E> {
        let limit = self.0.limits.name;
        if name.len() > limit {
            return Err(self.0.stop(UnreadableBody::NameTooLong { limit }));
        }
        Ok(name.to_owned())
    }
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_, '_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_, '_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        self.reader.spend()?;
        Ok(Node::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        self.reader.spend()?;
        Ok(Node::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        self.reader.spend()?;
        Ok(Node::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        self.reader.spend()?;
        Ok(Node::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        self.reader.spend()?;
        Ok(serde_json::Number::from_f64(value).map_or(Node::Null, Node::Number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node, E> {
        self.reader.spend()?;
        let limit = self.reader.limits.field;
        if text.len() > limit {
            self.reader.problems.push((self.reader.path.clone(), Problem::TextTooLarge { limit }));
            return Ok(Node::Null);
        }
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<Node, A::Error> {
        self.enter(1)?;
        let above = self.reader.path.len();
        let mut list = Vec::new();
        loop {
            self.reader.push(&list.len().to_string())?;
            let element = elements.next_element_seed(self.inner())?;
            self.reader.path.truncate(above);
            let Some(element) = element else { break };
            list.push(element);
        }
        if list.is_empty() {
            self.reader.spend()?;
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<Node, A::Error> {
        let mut next = members.next_key_seed(NameSeed(self.reader))?;
        if next.as_deref() == Some(SERDE_JSON_NUMBER_KEY) {
            let digits = members.next_value::<String>()?;
            return self.visit_number(&digits);
        }
        self.enter(1)?;
        let (above, depth) = (self.reader.path.len(), self.depth);
        let mut fields = Fields::new();
        while let Some(key) = next {
            self.reader.push(&key)?;
            // In a message's dotted key, every dot in a name adds a level, whether it nests or not.
            self.enter(keys::levels(&key) - 1)?;
            let value = members.next_value_seed(self.inner())?;
            self.reader.path.truncate(above);
            self.depth = depth;
            fields.insert(key, value);
            next = members.next_key_seed(NameSeed(self.reader))?;
        }
        if fields.is_empty() {
            self.reader.spend()?;
        }
        Ok(Node::Map(fields))
    }
}

impl ValueSeed<'_, '_> {
    fn visit_number<E: Error>(self, digits: &str) -> Result<Node, E> {
        self.reader.spend()?;
        digits.parse().map(Node::Number).map_err(E::custom)
    }
}
