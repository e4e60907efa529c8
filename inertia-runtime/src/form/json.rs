//! From JSON to the tree, with nothing between, and no further than the limits.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::{
    Fields, FormLimits, Node, Problem,
    tree::{self, Budget},
    unreadable::Unreadable,
};

/// Under this key `serde_json` hands over a number when another crate has asked it for `arbitrary_precision`.
const NUMBER: &str = "$serde_json::private::Number";

/// Reads a JSON object, and what is wrong with its texts under dotted keys.
pub(super) fn object(
    json: &[u8],
    limits: &FormLimits,
) -> Result<(Fields, Vec<(String, Problem)>), Unreadable> {
    let mut reading =
        Reading { limits, fields: Budget::new(limits.fields), problems: Vec::new(), stopped: None };
    let mut json = serde_json::Deserializer::from_slice(json);
    let read = Value { reading: &mut reading, depth: 0 }.deserialize(&mut json);
    let read = read.and_then(|value| json.end().map(|()| value));
    match (read, reading.stopped) {
        (Ok(Node::Map(root)), _) => Ok((tree::nest(root, limits.depth)?, reading.problems)),
        (Ok(_), _) => Err(Unreadable::malformed("a form is a JSON object")),
        (Err(_), Some(stopped)) => Err(stopped),
        (Err(error), None) => Err(Unreadable::malformed(error)),
    }
}

/// What all values of one body have in common.
struct Reading<'a> {
    limits: &'a FormLimits,
    fields: Budget,
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
}

/// Reads one value, `depth` levels below the top.
struct Value<'a, 'b> {
    reading: &'a mut Reading<'b>,
    depth: usize,
}

impl<'b> Value<'_, 'b> {
    /// One level down.
    fn enter<E: Error>(&mut self) -> Result<(), E> {
        let limit = self.reading.limits.depth;
        if self.depth >= limit {
            return Err(self.reading.stop(Unreadable::TooDeep { limit }));
        }
        self.depth += 1;
        Ok(())
    }

    fn inner(&mut self) -> Value<'_, 'b> {
        Value { reading: self.reading, depth: self.depth }
    }

    /// How many problems are known, to be given to [`locate`](Self::locate) when a member has been read.
    fn mark(&self) -> usize {
        self.reading.problems.len()
    }

    /// Writes a member's key in front of the problems that were found in it.
    fn locate(&mut self, mark: usize, key: impl fmt::Display) {
        for (path, _) in self.reading.problems.iter_mut().skip(mark) {
            *path = if path.is_empty() { key.to_string() } else { format!("{key}.{path}") };
        }
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
            self.reading.problems.push((String::new(), Problem::TextTooLarge { limit }));
            return Ok(Node::Null);
        }
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<Node, A::Error> {
        self.enter()?;
        let mut list = Vec::new();
        loop {
            let mark = self.mark();
            let Some(element) = elements.next_element_seed(self.inner())? else { break };
            self.locate(mark, list.len());
            list.push(element);
        }
        if list.is_empty() {
            self.reading.spend()?;
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<Node, A::Error> {
        let mut next = members.next_key::<String>()?;
        if next.as_deref() == Some(NUMBER) {
            let digits = members.next_value::<String>()?;
            return self.visit_number(&digits);
        }
        self.enter()?;
        let mut fields = Fields::new();
        while let Some(key) = next {
            let mark = self.mark();
            let value = members.next_value_seed(self.inner())?;
            self.locate(mark, &key);
            fields.insert(key, value);
            next = members.next_key()?;
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
