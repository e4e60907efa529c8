//! What a type looks like to a path, found by letting it read from something that only takes notes.

use std::fmt;

use serde::{
    de::{
        self, DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor,
        value::StrDeserializer,
    },
    forward_to_deserialize_any,
};

use super::path::{Parameter, RoutePath};

/// How deep a value is looked into. What a path holds is not nested; a query may be, and a type may contain itself.
const DEEPEST: usize = 4;

/// The values of a type: those that have a place, and those that have a name.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Shape {
    positional: Vec<Kind>,
    named: Vec<(&'static str, Kind)>,
    /// Whether only a value can tell, as of a map or a list.
    open: bool,
}

/// What one value is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Not known.
    #[default]
    Any,
    Number,
    /// A whole number that may be beyond 2^53, and so travel as a text.
    Large,
    Text,
    Bool,
    /// One of these words.
    Word(&'static [&'static str]),
}

/// Why a type does not fit a path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Misfit {
    /// Nothing of the type goes there.
    Missing(String),
    /// The type has more values with a place than the path has places.
    TooMany(usize),
}

impl Shape {
    /// What a `P` looks like.
    pub(crate) fn of<P: DeserializeOwned>() -> Self {
        let mut shape = Self::default();
        // A type that refuses the values that are tried has shown by then what it is.
        let _ = P::deserialize(Trace { shape: &mut shape, depth: 0 });
        shape
    }

    /// What goes into each parameter of a path: what has its name, else the next that has a place.
    ///
    /// # Errors
    ///
    /// When there is nothing for a parameter, or a value with a place too many.
    pub(crate) fn fit(&self, path: &RoutePath) -> Result<Vec<Kind>, Misfit> {
        let mut positional = self.positional.iter().copied();
        let mut kind = |parameter: &Parameter| {
            let named = self.named.iter().find(|(name, _)| *name == parameter.name);
            match named.map(|(_, kind)| *kind).or_else(|| positional.next()) {
                Some(kind) => Ok(kind),
                None if self.open => Ok(Kind::Any),
                None => Err(Misfit::Missing(parameter.name.clone())),
            }
        };
        let kinds = path.parameters().map(&mut kind).collect::<Result<Vec<_>, _>>()?;
        match positional.count() {
            0 => Ok(kinds),
            _ => Err(Misfit::TooMany(self.positional.len())),
        }
    }

    /// The names that values have.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.named.iter().map(|(name, _)| *name)
    }

    /// The kind of a single value.
    fn kind(&self) -> Kind {
        match &*self.positional {
            [kind] => *kind,
            _ => Kind::Any,
        }
    }
}

/// Gives a type something of everything that it asks for, and notes what that was.
struct Trace<'s> {
    shape: &'s mut Shape,
    depth: usize,
}

impl Trace<'_> {
    fn note(&mut self, kind: Kind) {
        self.shape.positional.push(kind);
    }

    fn inner(&mut self) -> Result<Trace<'_>, Refused> {
        if self.depth == DEEPEST {
            Err(Refused)
        } else {
            Ok(Trace { depth: self.depth + 1, shape: self.shape })
        }
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
        match self.inner() {
            Ok(inner) => visitor.visit_some(inner),
            Err(_) => visitor.visit_none(),
        }
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
        mut self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        visitor.visit_newtype_struct(self.inner()?)
    }

    fn deserialize_tuple<V: Visitor<'de>>(mut self, len: usize, visitor: V) -> Result<V::Value, Refused> {
        let (before, named) = (self.shape.positional.len(), self.shape.named.len());
        let read = visitor.visit_seq(Elements { trace: self.inner()?, left: len });
        // The elements behind one that refuses its value have a place, too.
        if read.is_err() && self.shape.named.len() == named {
            let noted = self.shape.positional.len() - before;
            (noted..len).for_each(|_| self.note(Kind::Any));
        }
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

    fn deserialize_seq<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Refused> {
        self.shape.open = true;
        visitor.visit_seq(Elements { trace: self.inner()?, left: 0 })
    }

    fn deserialize_map<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Refused> {
        self.shape.open = true;
        visitor.visit_map(Fields { trace: self.inner()?, fields: &[] })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        mut self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        self.shape.named.extend(fields.iter().map(|field| (*field, Kind::Any)));
        visitor.visit_map(Fields { trace: self.inner()?, fields })
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

impl<'de> SeqAccess<'de> for Elements<'_> {
    type Error = Refused;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Refused> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        seed.deserialize(self.trace.inner()?).map(Some)
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
        let Some(field) = self.fields.first() else { return Ok(None) };
        seed.deserialize(StrDeserializer::new(field)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refused> {
        let Some((field, others)) = self.fields.split_first() else { return Err(Refused) };
        self.fields = others;
        let mut within = Shape::default();
        let depth = self.trace.depth;
        let value = seed.deserialize(Trace { shape: &mut within, depth });
        if let Some((_, kind)) = self.trace.shape.named.iter_mut().find(|(name, _)| name == field) {
            *kind = within.kind();
        }
        value
    }
}

/// A type refused a value.
#[derive(Debug)]
struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value was refused")
    }
}

impl std::error::Error for Refused {}

impl de::Error for Refused {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

#[cfg(test)]
mod tests {
    #![allow(dead_code, reason = "the types are looked at, and never made")]

    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct EventPath {
        event_id: u64,
        slug: String,
        after: Option<Box<EventPath>>,
        tags: Vec<String>,
    }

    #[derive(Deserialize)]
    struct Id(i64);

    #[derive(Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Tab {
        Tickets,
        Guests,
    }

    /// Reads itself from text, as a UUID does.
    struct Code;

    impl<'de> Deserialize<'de> for Code {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = String::deserialize(deserializer)?;
            if text.len() == 36 { Ok(Self) } else { Err(de::Error::custom("no code")) }
        }
    }

    fn kinds<P: DeserializeOwned>(path: &str) -> Result<Vec<Kind>, Misfit> {
        Shape::of::<P>().fit(&RoutePath::new(path))
    }

    #[test]
    fn values_with_a_place_go_in_the_order_of_the_path() {
        assert_eq!(kinds::<i64>("/events/{id}"), Ok(vec![Kind::Large]));
        assert_eq!(kinds::<Id>("/events/{id}"), Ok(vec![Kind::Large]));
        assert_eq!(kinds::<(Id, String)>("/events/{id}/{*rest}"), Ok(vec![Kind::Large, Kind::Text]));
        assert_eq!(kinds::<()>("/events"), Ok(vec![]));
        let tabs = Kind::Word(&["tickets", "guests"]);
        assert_eq!(kinds::<(Tab, bool)>("/{tab}/{open}"), Ok(vec![tabs, Kind::Bool]));
    }

    #[test]
    fn fields_go_where_their_name_on_the_wire_is() {
        assert_eq!(kinds::<EventPath>("/{slug}/{eventId}"), Ok(vec![Kind::Text, Kind::Large]));
        assert_eq!(kinds::<(i64, EventPath)>("/{id}/{slug}"), Ok(vec![Kind::Large, Kind::Text]));
        assert_eq!(kinds::<EventPath>("/{event_id}"), Err(Misfit::Missing("event_id".to_owned())));
    }

    #[test]
    fn a_type_that_refuses_what_is_tried_keeps_its_place() {
        assert_eq!(kinds::<Code>("/{code}"), Ok(vec![Kind::Text]));
        assert_eq!(kinds::<(Code, i64)>("/{code}/{id}"), Ok(vec![Kind::Text, Kind::Any]));
    }

    #[test]
    fn too_few_and_too_many_do_not_fit() {
        assert_eq!(kinds::<()>("/events/{id}"), Err(Misfit::Missing("id".to_owned())));
        assert_eq!(kinds::<i64>("/{id}/{other}"), Err(Misfit::Missing("other".to_owned())));
        assert_eq!(kinds::<(i64, i64)>("/{id}"), Err(Misfit::TooMany(2)));
        assert_eq!(kinds::<i64>("/"), Err(Misfit::TooMany(1)));
    }

    #[test]
    fn of_maps_and_lists_only_a_value_can_tell() {
        assert_eq!(kinds::<Vec<i64>>("/{a}/{b}"), Ok(vec![Kind::Any; 2]));
        assert_eq!(kinds::<BTreeMap<String, String>>("/{a}"), Ok(vec![Kind::Any]));
    }
}
