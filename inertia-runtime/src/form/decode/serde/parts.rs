//! serde's access to the elements of a list, the members of an object, and the content of a variant.

use std::vec;

use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor, value::StringDeserializer,
};

use crate::form::{
    FormLimits, Node,
    decode::serde::{NodeDeserializer, NodeError},
};

/// The elements of a list, with the client's keys.
pub(crate) struct Elements {
    pub(crate) left: vec::IntoIter<(String, Node)>,
    pub(crate) query: Option<FormLimits>,
}

impl<'de> SeqAccess<'de> for Elements {
    type Error = NodeError;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, NodeError> {
        let Some((key, node)) = self.left.next() else { return Ok(None) };
        let element = seed.deserialize(NodeDeserializer::new(Some(node), self.query));
        element.map(Some).map_err(|error| error.within(&key))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left.len())
    }
}

/// The members of an object.
pub(crate) struct Members {
    pub(crate) left: vec::IntoIter<(String, Node)>,
    /// The member whose key was read, and whose value is next.
    pub(crate) value: Option<(String, Node)>,
    pub(crate) query: Option<FormLimits>,
}

impl<'de> MapAccess<'de> for Members {
    type Error = NodeError;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, NodeError> {
        let Some((key, node)) = self.left.next() else { return Ok(None) };
        let name = NodeDeserializer::new(Some(Node::Text(key.clone())), None);
        let read = seed.deserialize(name).map_err(|error| error.in_member_name().within(&key))?;
        self.value = Some((key, node));
        Ok(Some(read))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, NodeError> {
        let Some((key, node)) = self.value.take() else {
            return Err(de::Error::custom("a value was asked for before its key"));
        };
        let value = seed.deserialize(NodeDeserializer::new(Some(node), self.query));
        value.map_err(|error| error.within(&key))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left.len())
    }
}

/// A variant's name and its content.
pub(crate) struct Choice {
    pub(crate) name: String,
    pub(crate) content: Option<Node>,
    pub(crate) query: Option<FormLimits>,
}

impl<'de> EnumAccess<'de> for Choice {
    type Error = NodeError;
    type Variant = Content;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Content), NodeError> {
        let name: StringDeserializer<NodeError> = self.name.clone().into_deserializer();
        let variant = seed.deserialize(name)?;
        Ok((variant, Content { variant: self.name, node: self.content, query: self.query }))
    }
}

/// A variant's content.
pub(crate) struct Content {
    variant: String,
    node: Option<Node>,
    query: Option<FormLimits>,
}

impl Content {
    fn read<T>(self, read: impl FnOnce(NodeDeserializer) -> Result<T, NodeError>) -> Result<T, NodeError> {
        read(NodeDeserializer::new(self.node, self.query)).map_err(|error| error.within(&self.variant))
    }
}

impl<'de> VariantAccess<'de> for Content {
    type Error = NodeError;

    fn unit_variant(self) -> Result<(), NodeError> {
        self.read(de::Deserialize::deserialize)
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, NodeError> {
        self.read(|content| seed.deserialize(content))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, NodeError> {
        self.read(|content| content.deserialize_seq(visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NodeError> {
        self.read(|content| content.deserialize_map(visitor))
    }
}
