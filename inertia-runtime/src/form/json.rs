//! From JSON to the tree, with nothing between, and no further than the limits.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::{
    Fields, FormLimits, Node, Problem, keys,
    tree::{self, Budget},
    unreadable::Unreadable,
    wire::push,
};

/// Under this key `serde_json` hands over a number when another crate has asked it for `arbitrary_precision`.
const NUMBER: &str = "$serde_json::private::Number";

/// Reads a JSON object, and what is wrong with its texts under dotted keys.
pub(super) fn object(
    json: &[u8],
    limits: &FormLimits,
) -> Result<(Fields, Vec<(String, Problem)>), Unreadable> {
    match read(json, limits)? {
        (Node::Map(root), problems) => Ok((tree::nest(root, limits.depth)?, problems)),
        _ => Err(Unreadable::malformed("a form is a JSON object")),
    }
}

/// Reads any JSON.
pub(super) fn value(json: &[u8], limits: &FormLimits) -> Result<Node, Unreadable> {
    read(json, limits).map(|(value, _)| value)
}

fn read(json: &[u8], limits: &FormLimits) -> Result<(Node, Vec<(String, Problem)>), Unreadable> {
    let mut reading = Reading {
        limits,
        fields: Budget::new(limits.fields),
        path: String::new(),
        problems: Vec::new(),
        stopped: None,
    };
    let mut json = serde_json::Deserializer::from_slice(json);
    let read = Value { reading: &mut reading, depth: 0 }.deserialize(&mut json);
    let read = read.and_then(|value| json.end().map(|()| value));
    match (read, reading.stopped) {
        (Ok(value), _) => Ok((value, reading.problems)),
        (Err(_), Some(stopped)) => Err(stopped),
        (Err(error), None) => Err(Unreadable::malformed(error)),
    }
}

/// What all values of one body have in common.
struct Reading<'a> {
    limits: &'a FormLimits,
    fields: Budget,
    /// The dotted key of the value that is being read.
    path: String,
    problems: Vec<(String, Problem)>,
    /// The limit that ended it; serde's errors are texts.
    stopped: Option<Unreadable>,
}

impl Reading<'_> {
    fn spend<E: Error>(&mut self) -> Result<(), E> {
        self.fields.spend().map_err(|reason| self.stop(reason))
    }

    fn stop<E: Error>(&mut self, reason: Unreadable) -> E {
        self.stopped = Some(reason);
        E::custom("over a limit")
    }

    /// One step down, to a member of this name.
    fn push<E: Error>(&mut self, name: &str) -> Result<(), E> {
        push(&mut self.path, name);
        let limit = self.limits.name;
        if self.path.len() > limit {
            return Err(self.stop(Unreadable::NameTooLong { limit }));
        }
        Ok(())
    }
}

/// Reads one value, `depth` levels below the top.
struct Value<'a, 'b> {
    reading: &'a mut Reading<'b>,
    depth: usize,
}

impl<'b> Value<'_, 'b> {
    /// So many levels down.
    fn enter<E: Error>(&mut self, levels: usize) -> Result<(), E> {
        let limit = self.reading.limits.depth;
        self.depth += levels;
        if self.depth > limit {
            return Err(self.reading.stop(Unreadable::TooDeep { limit }));
        }
        Ok(())
    }

    fn inner(&mut self) -> Value<'_, 'b> {
        Value { reading: self.reading, depth: self.depth }
    }
}

/// Reads the name of a member, no further than the limit.
struct Name<'a, 'b>(&'a mut Reading<'b>);

impl<'de> DeserializeSeed<'de> for Name<'_, '_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_, '_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<String, E> {
        let limit = self.0.limits.name;
        if name.len() > limit {
            return Err(self.0.stop(Unreadable::NameTooLong { limit }));
        }
        Ok(name.to_owned())
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_, '_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_, '_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        self.reading.spend()?;
        Ok(Node::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        self.reading.spend()?;
        Ok(Node::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        self.reading.spend()?;
        Ok(Node::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        self.reading.spend()?;
        Ok(Node::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        self.reading.spend()?;
        Ok(serde_json::Number::from_f64(value).map_or(Node::Null, Node::Number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node, E> {
        self.reading.spend()?;
        let limit = self.reading.limits.field;
        if text.len() > limit {
            self.reading.problems.push((self.reading.path.clone(), Problem::TextTooLarge { limit }));
            return Ok(Node::Null);
        }
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<Node, A::Error> {
        self.enter(1)?;
        let above = self.reading.path.len();
        let mut list = Vec::new();
        loop {
            self.reading.push(&list.len().to_string())?;
            let element = elements.next_element_seed(self.inner())?;
            self.reading.path.truncate(above);
            let Some(element) = element else { break };
            list.push(element);
        }
        if list.is_empty() {
            self.reading.spend()?;
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<Node, A::Error> {
        let mut next = members.next_key_seed(Name(self.reading))?;
        if next.as_deref() == Some(NUMBER) {
            let digits = members.next_value::<String>()?;
            return self.visit_number(&digits);
        }
        self.enter(1)?;
        let (above, depth) = (self.reading.path.len(), self.depth);
        let mut fields = Fields::new();
        while let Some(key) = next {
            self.reading.push(&key)?;
            // A dot in a name is a level in the dotted key of a message, whether it nests or not.
            self.enter(keys::levels(&key) - 1)?;
            let value = members.next_value_seed(self.inner())?;
            self.reading.path.truncate(above);
            self.depth = depth;
            fields.insert(key, value);
            next = members.next_key_seed(Name(self.reading))?;
        }
        if fields.is_empty() {
            self.reading.spend()?;
        }
        Ok(Node::Map(fields))
    }
}

impl Value<'_, '_> {
    fn visit_number<E: Error>(self, digits: &str) -> Result<Node, E> {
        self.reading.spend()?;
        digits.parse().map(Node::Number).map_err(E::custom)
    }
}
