//! Serializes the keys of maps, which are strings in JSON.

use std::fmt::Display;

use serde::ser::{Error as _, Impossible, Serialize, Serializer};
use serde_json::{Error, Result};

use crate::protocol::json::{serializer::Json, text::write_str};

/// The serializer for a map key. Numbers and booleans are written in quotes.
pub(super) struct Key<'o>(pub(super) &'o mut Vec<u8>);

impl Key<'_> {
    fn quoted(self, value: impl Serialize) -> Result<()> {
        self.0.push(b'"');
        value.serialize(Json::new(self.0))?;
        self.0.push(b'"');
        Ok(())
    }
}

fn not_a_string<T>() -> Result<T> {
    Err(Error::custom("key must be a string"))
}

macro_rules! quoted {
    ($($method:ident($type:ty)),*) => {
        $(
            fn $method(self, value: $type) -> Result<()> {
                self.quoted(value)
            }
        )*
    };
}

macro_rules! floats {
    ($($method:ident($type:ty)),*) => {
        $(
            fn $method(self, value: $type) -> Result<()> {
                if value.is_finite() {
                    return self.quoted(value);
                }
                Err(Error::custom("float key must be finite (got NaN or +/-inf)"))
            }
        )*
    };
}

impl Serializer for Key<'_> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Impossible<(), Error>;
    type SerializeTuple = Impossible<(), Error>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Impossible<(), Error>;
    type SerializeStruct = Impossible<(), Error>;
    type SerializeStructVariant = Impossible<(), Error>;

    quoted!(
        serialize_bool(bool),
        serialize_i8(i8),
        serialize_i16(i16),
        serialize_i32(i32),
        serialize_i64(i64),
        serialize_i128(i128),
        serialize_u8(u8),
        serialize_u16(u16),
        serialize_u32(u32),
        serialize_u64(u64),
        serialize_u128(u128)
    );

    floats!(serialize_f32(f32), serialize_f64(f64));

    fn serialize_char(self, value: char) -> Result<()> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<()> {
        write_str(self.0, value);
        Ok(())
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<()> {
        Json::new(self.0).collect_str(value)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<()> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<()> {
        not_a_string()
    }

    fn serialize_none(self) -> Result<()> {
        not_a_string()
    }

    fn serialize_unit(self) -> Result<()> {
        not_a_string()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<()> {
        not_a_string()
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<()> {
        not_a_string()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Impossible<(), Error>> {
        not_a_string()
    }

    fn serialize_tuple(self, _: usize) -> Result<Impossible<(), Error>> {
        not_a_string()
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Impossible<(), Error>> {
        not_a_string()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Error>> {
        not_a_string()
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Impossible<(), Error>> {
        not_a_string()
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Impossible<(), Error>> {
        not_a_string()
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Error>> {
        not_a_string()
    }
}
