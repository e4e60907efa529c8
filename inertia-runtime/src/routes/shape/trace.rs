//! A deserializer that records the types that are requested, and provides a sample value of each.

use std::fmt;

use serde::{
    de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor, value::StrDeserializer},
    forward_to_deserialize_any,
};

use crate::routes::shape::{Kind, Shape, Slot};

/// The maximum depth of nested values that are inspected. The values of a path are not nested, but those of a query may be,
/// and a type may contain itself.
const MAX_DEPTH: usize = 4;

/// The records that are kept between attempts to deserialize a type.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// The last field of a struct that was deserialized.
    pub(super) field: Option<&'static str>,
    /// The aliases of fields, which are already listed under another name.
    pub(super) aliases: Vec<&'static str>,
}

/// The recording deserializer.
pub(super) struct Trace<'s> {
    pub(super) shape: &'s mut Shape,
    pub(super) notes: &'s mut Notes,
    pub(super) depth: usize,
}

impl Trace<'_> {
    fn note(&mut self, kind: Kind) {
        self.shape.positional.push(Slot::One(kind));
    }

    /// Deserializes a part of the type, and returns its shape.
    fn part<T>(
        &mut self,
        read: impl FnOnce(Trace<'_>) -> Result<T, TraceError>,
    ) -> (Shape, Result<T, TraceError>) {
        let mut shape = Shape::default();
        if self.depth == MAX_DEPTH {
            return (shape, Err(TraceError::Rejected));
        }
        let value = read(Trace { shape: &mut shape, notes: self.notes, depth: self.depth + 1 });
        (shape, value)
    }
}

macro_rules! notes {
    ($($deserialize:ident, $visit:ident($value:expr), $kind:expr;)*) => {$(
        fn $deserialize<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, TraceError> {
            self.note($kind);
            visitor.$visit($value)
        }
    )*};
}

impl<'de> Deserializer<'de> for Trace<'_> {
    type Error = TraceError;

    notes! {
        deserialize_bool, visit_bool(true), Kind::Bool;
        deserialize_i8, visit_i8(1), Kind::Number;
        deserialize_i16, visit_i16(1), Kind::Number;
        deserialize_i32, visit_i32(1), Kind::Number;
        deserialize_i64, visit_i64(1), Kind::Large;
        deserialize_i128, visit_i128(1), Kind::Large;
        deserialize_u8, visit_u8(1), Kind::Number;
        deserialize_u16, visit_u16(1), Kind::Number;
        deserialize_u32, visit_u32(1), Kind::Number;
        deserialize_u64, visit_u64(1), Kind::Large;
        deserialize_u128, visit_u128(1), Kind::Large;
        deserialize_f32, visit_f32(1.0), Kind::Number;
        deserialize_f64, visit_f64(1.0), Kind::Number;
        deserialize_char, visit_char('1'), Kind::Text;
        deserialize_str, visit_str("1"), Kind::Text;
        deserialize_string, visit_str("1"), Kind::Text;
        deserialize_any, visit_str("1"), Kind::Any;
    }

    fn deserialize_option<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, TraceError> {
        if self.depth == MAX_DEPTH {
            return visitor.visit_none();
        }
        let (inner, value) = self.part(|inner| visitor.visit_some(inner));
        let slot = match inner.slot() {
            Slot::One(kind) => Slot::Maybe(kind),
            other => other,
        };
        self.shape.positional.push(slot);
        value
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TraceError> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, TraceError> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, TraceError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, TraceError> {
        let Trace { shape, notes, depth } = self;
        shape.tuple = true;
        let mut elements = Elements { trace: Trace { shape: &mut *shape, notes, depth }, left: len };
        let read = visitor.visit_seq(&mut elements);
        // If an element rejects its sample value, the elements after it are positional values, too.
        let left = elements.left;
        shape.positional.extend(std::iter::repeat_n(Slot::One(Kind::Any), left));
        read
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, TraceError> {
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TraceError> {
        self.shape.open = true;
        visitor.visit_seq(&mut Elements { trace: self, left: 0 })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TraceError> {
        self.shape.open = true;
        visitor.visit_map(Fields { trace: self, fields: &[] })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, TraceError> {
        let listed = fields.iter().filter(|field| !self.notes.aliases.contains(field));
        self.shape.named.extend(listed.map(|field| (*field, Slot::One(Kind::Any))));
        visitor.visit_map(Fields { trace: self, fields })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        mut self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, TraceError> {
        self.note(Kind::Word(variants));
        visitor.visit_enum(StrDeserializer::new(variants.first().copied().unwrap_or_default()))
    }

    forward_to_deserialize_any! { bytes byte_buf identifier ignored_any }
}

/// The elements of a tuple. A struct contributes named values, every other element is a positional value.
struct Elements<'s> {
    trace: Trace<'s>,
    left: usize,
}

impl<'de> SeqAccess<'de> for &mut Elements<'_> {
    type Error = TraceError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, TraceError> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        let (element, value) = self.trace.part(|trace| seed.deserialize(trace));
        if element.positional.is_empty() && !element.named.is_empty() {
            self.trace.shape.named.extend(element.named);
        } else {
            self.trace.shape.positional.push(element.slot());
        }
        value.map(Some)
    }
}

/// The fields of a struct, which are named values.
struct Fields<'s> {
    trace: Trace<'s>,
    fields: &'static [&'static str],
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = TraceError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, TraceError> {
        while let Some((field, others)) = self.fields.split_first() {
            if !self.trace.notes.aliases.contains(field) {
                self.trace.notes.field = Some(field);
                return seed.deserialize(StrDeserializer::new(field)).map(Some);
            }
            self.fields = others;
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, TraceError> {
        let Some((field, others)) = self.fields.split_first() else { return Err(TraceError::Rejected) };
        self.fields = others;
        let (within, value) = self.trace.part(|trace| seed.deserialize(trace));
        if let Some((_, slot)) = self.trace.shape.named.iter_mut().find(|(name, _)| name == field) {
            *slot = within.slot();
        }
        value
    }
}

/// Why a type could not be deserialized from the sample values.
#[derive(Debug)]
pub(super) enum TraceError {
    /// The type rejected a value.
    Rejected,
    /// A field was provided twice.
    Duplicate,
}

impl fmt::Display for TraceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value was rejected")
    }
}

impl std::error::Error for TraceError {}

impl de::Error for TraceError {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::Rejected
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self::Duplicate
    }
}
