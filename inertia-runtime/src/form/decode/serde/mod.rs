//! A lenient serde `Deserializer` for a form's values, whose errors know the key of the part that failed.

pub(crate) mod dates;
pub(crate) mod error;
pub(crate) mod parts;
pub(crate) mod retry;

use serde::de::{Deserializer, Visitor};

pub(crate) use crate::form::decode::serde::error::Failure;
pub use crate::form::decode::serde::error::NodeError;
use crate::form::decode::serde::parts::{Choice, Elements, Members};
use crate::form::{
    FormLimits, Node, Problem,
    body::query,
    decode::{containers, scalars},
};

/// A value of a form, for serde.
#[derive(Debug)]
pub struct NodeDeserializer {
    /// `None`: the field is missing.
    node: Option<Node>,
    /// The limits for objects that are JSON text, if this is the query of live validation.
    query: Option<FormLimits>,
}

impl NodeDeserializer {
    pub(crate) fn new(node: Option<Node>, query: Option<FormLimits>) -> Self {
        Self { node, query }
    }

    fn object(self) -> Result<Option<Node>, NodeError> {
        let Some(limits) = &self.query else { return Ok(self.node) };
        Ok(self.node.map(|node| query::object(node, limits)).transpose()?)
    }

    fn members(self) -> Result<Members, NodeError> {
        let query = self.query;
        let members = containers::members(self.object()?)?.into_iter();
        Ok(Members { left: members, value: None, query })
    }

    fn is_empty_or_missing(&self) -> bool {
        match &self.node {
            None | Some(Node::Null) => true,
            Some(Node::Text(text)) => text.is_empty(),
            Some(_) => false,
        }
    }
}

macro_rules! integers {
    ($($deserialize:ident $visit:ident $integer:ident;)*) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
            let (min, max) = (i128::try_from($integer::MIN), i128::try_from($integer::MAX));
            let (min, max) = (min.unwrap_or(i128::MIN), max.unwrap_or(i128::MAX));
            let integer = scalars::integer(self.node, min, max)?;
            // `scalars::integer` has checked the range.
            visitor.$visit($integer::try_from(integer).map_err(|_| Problem::TooLarge { max })?)
        }
    )*};
}

impl<'de> Deserializer<'de> for NodeDeserializer {
    type Error = NodeError;

    integers! {
        deserialize_u8 visit_u8 u8;
        deserialize_u16 visit_u16 u16;
        deserialize_u32 visit_u32 u32;
        deserialize_u64 visit_u64 u64;
        deserialize_u128 visit_u128 u128;
        deserialize_i8 visit_i8 i8;
        deserialize_i16 visit_i16 i16;
        deserialize_i32 visit_i32 i32;
        deserialize_i64 visit_i64 i64;
        deserialize_i128 visit_i128 i128;
    }

    /// Passes the value unchanged: the expected type is unknown here, so text cannot be converted to a number.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        let query = self.query;
        match self.object()? {
            None => Err(Problem::Required.into()),
            Some(Node::Null) => visitor.visit_unit(),
            Some(Node::Bool(bool)) => visitor.visit_bool(bool),
            Some(Node::Number(number)) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(number), ..) => visitor.visit_u64(number),
                (_, Some(number), _) => visitor.visit_i64(number),
                (_, _, Some(number)) => visitor.visit_f64(number),
                _ => Err(Problem::Number.into()),
            },
            Some(Node::Text(text)) => visitor.visit_string(text),
            Some(node @ Node::List(_)) => Self::new(Some(node), query).deserialize_seq(visitor),
            Some(node @ Node::Map(_)) => Self::new(Some(node), query).deserialize_map(visitor),
            #[cfg(feature = "multipart")]
            Some(Node::File(_)) => Err(Problem::Text.into()),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        visitor.visit_bool(scalars::boolean(self.node)?)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        visitor.visit_f32(scalars::single_precision(self.node)?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        visitor.visit_f64(scalars::float(self.node)?)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        visitor.visit_char(scalars::character(self.node)?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        self.deserialize_string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        visitor.visit_string(scalars::text(self.node)?)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        self.deserialize_string(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        self.deserialize_byte_buf(visitor)
    }

    /// The bytes of text, or a list of numbers.
    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        match self.node {
            Some(Node::List(_) | Node::Map(_)) => self.deserialize_seq(visitor),
            node => visitor.visit_byte_buf(scalars::text(node)?.into_bytes()),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        if self.is_empty_or_missing() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        if self.is_empty_or_missing() {
            visitor.visit_unit()
        } else {
            Err(Problem::Other("must be empty".to_owned()).into())
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, NodeError> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, NodeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        let mut elements =
            Elements { left: containers::keyed_list(self.node)?.into_iter(), query: self.query };
        let value = visitor.visit_seq(&mut elements)?;
        match elements.left.len() {
            0 => Ok(value),
            more => Err(Problem::Other(format!("has {more} too many")).into()),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, NodeError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, NodeError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        visitor.visit_map(self.members()?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NodeError> {
        self.deserialize_map(visitor)
    }

    /// A string with the variant's name, or an object whose only member has that name and the variant's content.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NodeError> {
        let query = self.query;
        match self.object()? {
            Some(Node::Map(fields)) => {
                let mut members = fields.into_iter();
                match (members.next(), members.next()) {
                    (Some((name, content)), None) => {
                        visitor.visit_enum(Choice { name, content: Some(content), query })
                    }
                    _ => Err(Problem::OneOf(variants).into()),
                }
            }
            Some(Node::List(_)) => Err(Problem::OneOf(variants).into()),
            node => match scalars::text(node)? {
                name if name.is_empty() && !variants.contains(&"") => Err(Problem::Required.into()),
                name => visitor.visit_enum(Choice { name, content: None, query }),
            },
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        visitor.visit_unit()
    }
}
