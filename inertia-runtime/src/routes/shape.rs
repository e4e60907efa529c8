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
    positional: Vec<Slot>,
    named: Vec<(&'static str, Slot)>,
    /// Whether it is a tuple, so that a place in it is not its own.
    tuple: bool,
    /// Whether only a value can tell, as of a map or a list.
    open: bool,
}

/// What goes to one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    One(Kind),
    /// A value, or none.
    Maybe(Kind),
    List,
    /// Something with values of its own.
    Nested,
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
    /// Nothing of the type goes there, or nothing that is known before there is a value.
    Missing(String),
    /// What goes there may be missing.
    Optional(String),
    /// What goes there is not a single value.
    Nested(String),
    /// The type has more values with a place than the path has places.
    TooMany(usize),
}

impl Shape {
    /// What a `P` looks like, and a `P` when one could be made out of ones.
    pub(crate) fn of<P: DeserializeOwned>() -> (Self, Option<P>) {
        let mut notes = Notes::default();
        loop {
            let mut shape = Self::default();
            let made = P::deserialize(Trace { shape: &mut shape, notes: &mut notes, depth: 0 });
            // A type that refuses the values that are tried has shown by then what it is. A field that is there twice has
            // two names, and is written under the first.
            match (made, notes.field.take()) {
                (Err(Refused::Twice), Some(other)) if !notes.others.contains(&other) => {
                    notes.others.push(other);
                }
                (made, _) => return (shape, made.ok()),
            }
        }
    }

    /// What goes into each parameter of a path: what has its name, else the next that has a place.
    ///
    /// # Errors
    ///
    /// When there is nothing for a parameter, or a value with a place too many.
    pub(crate) fn fit(&self, path: &RoutePath) -> Result<Vec<Kind>, Misfit> {
        let mut positional = self.positional.iter();
        let mut kind = |parameter: &Parameter| {
            let named = self.named.iter().find(|(name, _)| *name == parameter.name);
            let name = || parameter.name.clone();
            match named.map(|(_, slot)| slot).or_else(|| positional.next()) {
                Some(Slot::One(kind)) => Ok(*kind),
                Some(Slot::List) if parameter.rest => Ok(Kind::Any),
                Some(Slot::Maybe(_)) => Err(Misfit::Optional(name())),
                Some(Slot::List | Slot::Nested) => Err(Misfit::Nested(name())),
                None => Err(Misfit::Missing(name())),
            }
        };
        let kinds = path.parameters().map(&mut kind).collect::<Result<Vec<_>, _>>()?;
        match positional.count() {
            0 => Ok(kinds),
            _ => Err(Misfit::TooMany(self.positional.len())),
        }
    }

    /// Whether only a value can tell what there is.
    pub(crate) fn is_open(&self) -> bool {
        self.open
    }

    /// The names that values have.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.named.iter().map(|(name, _)| *name)
    }

    /// The same as a part of something else.
    fn slot(&self) -> Slot {
        match &*self.positional {
            [slot] if !self.tuple => *slot,
            [] if self.open && self.named.is_empty() && !self.tuple => Slot::List,
            _ => Slot::Nested,
        }
    }
}

/// What is remembered from one attempt to the next.
#[derive(Debug, Default)]
struct Notes {
    /// The field of a struct that was named last.
    field: Option<&'static str>,
    /// Names of fields that are there under another one already.
    others: Vec<&'static str>,
}

/// Gives a type something of everything that it asks for, and notes what that was.
struct Trace<'s> {
    shape: &'s mut Shape,
    notes: &'s mut Notes,
    depth: usize,
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
enum Refused {
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
        Shape::of::<P>().0.fit(&RoutePath::new(path))
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
        let missing = || Err(Misfit::Missing("a".to_owned()));
        assert_eq!(kinds::<Vec<i64>>("/{a}/{b}"), missing());
        assert_eq!(kinds::<BTreeMap<String, String>>("/{a}"), missing());
        assert!(Shape::of::<Vec<i64>>().0.is_open());
        assert_eq!(kinds::<(i64, Vec<String>)>("/{id}/{*rest}"), Ok(vec![Kind::Large, Kind::Any]));
    }

    #[derive(Deserialize)]
    struct Loose {
        #[serde(alias = "old")]
        id: Option<i64>,
        inner: Id,
        deep: (i64,),
    }

    #[test]
    fn what_may_be_missing_or_is_not_one_value_goes_into_no_path() {
        let optional = |name: &str| Err(Misfit::Optional(name.to_owned()));
        let nested = |name: &str| Err(Misfit::Nested(name.to_owned()));
        assert_eq!(kinds::<Option<i64>>("/{id}"), optional("id"));
        assert_eq!(kinds::<(i64, (String,))>("/{id}/{slug}"), nested("slug"));
        assert_eq!(kinds::<(i64, Vec<String>)>("/{id}/{slug}"), nested("slug"));
        assert_eq!(kinds::<Loose>("/{id}"), optional("id"));
        assert_eq!(kinds::<Loose>("/{deep}"), nested("deep"));
        assert_eq!(kinds::<Loose>("/{inner}"), Ok(vec![Kind::Large]));
        assert_eq!(kinds::<Loose>("/{old}"), Err(Misfit::Missing("old".to_owned())));
    }

    #[test]
    fn one_is_made_where_ones_will_do() {
        let (_, made) = Shape::of::<Loose>();
        assert_eq!(made.and_then(|loose: Loose| loose.id), Some(1));
        assert!(Shape::of::<Code>().1.is_none());
    }
}
