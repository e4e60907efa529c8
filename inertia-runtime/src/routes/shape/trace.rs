//! A deserializer that takes notes of what a type asks for, and gives it something of each.

use std::fmt;

use serde::{
    de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor, value::StrDeserializer},
    forward_to_deserialize_any,
};

use super::{Kind, Shape, Slot};

/// How deep a value is looked into. What a path holds is not nested; a query may be, and a type may contain itself.
const DEEPEST: usize = 4;

/// What is remembered from one attempt to the next.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// The field of a struct that was named last.
    pub(super) field: Option<&'static str>,
    /// Names of fields that are there under another one already.
    pub(super) others: Vec<&'static str>,
}

/// Gives a type something of everything that it asks for, and notes what that was.
pub(super) struct Trace<'s> {
    pub(super) shape: &'s mut Shape,
    pub(super) notes: &'s mut Notes,
    pub(super) depth: usize,
}

impl Trace<'_> {
    fn note(&mut self, kind: Kind) {
        self.shape.positional.push(Slot::One(kind));
    }

    /// Looks at a part.
    fn part<T>(&mut self, look: impl FnOnce(Trace<'_>) -> Result<T, Refused>) -> (Shape, Result<T, Refused>) {
        let mut shape = Shape::default();
        if self.depth == DEEPEST {
            return (shape, Err(Refused::Value));
        }
        let looked = look(Trace { shape: &mut shape, notes: self.notes, depth: self.depth + 1 });
        (shape, looked)
    }
}

macro_rules! notes {
    ($($deserialize:ident, $visit:ident($value:expr), $kind:expr;)*) => {$(
        fn $deserialize<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Refused> {
            self.note($kind);
            visitor.$visit($value)
        }
    )*};
}

impl<'de> Deserializer<'de> for Trace<'_> {
    type Error = Refused;

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

    fn deserialize_option<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Refused> {
        if self.depth == DEEPEST {
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

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Refused> {
        let Trace { shape, notes, depth } = self;
        shape.tuple = true;
        let mut elements = Elements { trace: Trace { shape: &mut *shape, notes, depth }, left: len };
        let read = visitor.visit_seq(&mut elements);
        // The elements behind one that refuses its value have a place, too.
        let left = elements.left;
        shape.positional.extend(std::iter::repeat_n(Slot::One(Kind::Any), left));
        read
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        self.shape.open = true;
        visitor.visit_seq(&mut Elements { trace: self, left: 0 })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        self.shape.open = true;
        visitor.visit_map(Fields { trace: self, fields: &[] })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        let own = fields.iter().filter(|field| !self.notes.others.contains(field));
        self.shape.named.extend(own.map(|field| (*field, Slot::One(Kind::Any))));
        visitor.visit_map(Fields { trace: self, fields })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        mut self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        self.note(Kind::Word(variants));
        visitor.visit_enum(StrDeserializer::new(variants.first().copied().unwrap_or_default()))
    }

    forward_to_deserialize_any! { bytes byte_buf identifier ignored_any }
}

/// The elements of a tuple: each has a place, or names of its own.
struct Elements<'s> {
    trace: Trace<'s>,
    left: usize,
}

impl<'de> SeqAccess<'de> for &mut Elements<'_> {
    type Error = Refused;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Refused> {
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

/// The fields of a struct: each has a name, whatever is in it.
struct Fields<'s> {
    trace: Trace<'s>,
    fields: &'static [&'static str],
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Refused;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Refused> {
        while let Some((field, others)) = self.fields.split_first() {
            if !self.trace.notes.others.contains(field) {
                self.trace.notes.field = Some(field);
                return seed.deserialize(StrDeserializer::new(field)).map(Some);
            }
            self.fields = others;
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refused> {
        let Some((field, others)) = self.fields.split_first() else { return Err(Refused::Value) };
        self.fields = others;
        let (within, value) = self.trace.part(|trace| seed.deserialize(trace));
        if let Some((_, slot)) = self.trace.shape.named.iter_mut().find(|(name, _)| name == field) {
            *slot = within.slot();
        }
        value
    }
}

/// Why a type could not be made.
#[derive(Debug)]
pub(super) enum Refused {
    /// It refused a value.
    Value,
    /// It got a field twice.
    Twice,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value was refused")
    }
}

impl std::error::Error for Refused {}

impl de::Error for Refused {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::Value
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self::Twice
    }
}
