//! A JSON serializer with exactly the same output as `serde_json`.
//!
//! Most of a page is strings. `serde_json` checks them byte by byte; this serializer checks eight bytes at a time, also in keys.
//! The code that does not depend on a value's type is compiled once, in this crate. `serde_json`'s serializer is generic over its
//! output and is compiled again in each crate that uses it.

use std::{
    fmt::{self, Display, Write as _},
    mem,
};

use serde::ser::{
    Error as _, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use serde_json::{Error, Result};

use crate::protocol::json::{
    keys::Key,
    text::{write_escaped, write_str},
};

/// Appends a value.
///
/// # Errors
///
/// Fails if the value's `Serialize` implementation fails, or a map has a key that JSON does not allow. The output written so far
/// remains in `out`.
pub(crate) fn write<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) -> Result<()> {
    value.serialize(Json::new(out))
}

/// The serializer for one value.
#[derive(Debug)]
pub struct Json<'o> {
    out: &'o mut Vec<u8>,
    /// Whether strings are raw JSON, to be written without quotes and escapes.
    raw: bool,
}

/// The serializer for the items of a list or the members of an object.
#[derive(Debug)]
pub struct Compound<'o> {
    out: &'o mut Vec<u8>,
    /// Whether the next part is the first one.
    first: bool,
    close: u8,
    /// Whether they belong to an enum variant, which is wrapped in an object.
    of_variant: bool,
    /// The name of the struct in [`RAW_STRUCTS`] that is being written, if it is one.
    raw_struct: Option<&'static str>,
}

/// The private struct names that `serde_json` uses to serialize `RawValue`, and `Number` with arbitrary precision. The only field
/// has the same name as the struct, and its string is raw JSON.
const RAW_STRUCTS: [&str; 2] = ["$serde_json::private::RawValue", "$serde_json::private::Number"];

impl<'o> Json<'o> {
    #[inline]
    pub(crate) const fn new(out: &'o mut Vec<u8>) -> Self {
        Self { out, raw: false }
    }

    /// Numbers are formatted by `serde_json`.
    fn number(self, number: impl Serialize) -> Result<()> {
        serde_json::to_writer(self.out, &number)
    }

    fn null(self) {
        self.out.extend_from_slice(b"null");
    }
}

impl<'o> Compound<'o> {
    #[inline]
    fn of_list(out: &'o mut Vec<u8>) -> Self {
        out.push(b'[');
        Self { out, first: true, close: b']', of_variant: false, raw_struct: None }
    }

    #[inline]
    fn of_object(out: &'o mut Vec<u8>) -> Self {
        out.push(b'{');
        Self { out, first: true, close: b'}', of_variant: false, raw_struct: None }
    }

    /// Starts the next item.
    #[inline]
    fn item(&mut self) -> Json<'_> {
        if !mem::replace(&mut self.first, false) {
            self.out.push(b',');
        }
        Json::new(self.out)
    }

    /// Starts the next member.
    #[inline]
    fn member(&mut self, name: &str) -> Json<'_> {
        write_name(self.out, mem::replace(&mut self.first, false), name);
        Json::new(self.out)
    }

    #[inline]
    fn close(self) {
        if self.raw_struct.is_some() {
            return;
        }
        self.out.push(self.close);
        if self.of_variant {
            self.out.push(b'}');
        }
    }
}

/// Appends a member's name, with the comma before it and the colon after it.
fn write_name(out: &mut Vec<u8>, first: bool, name: &str) {
    out.reserve(name.len() + 4);
    if !first {
        out.push(b',');
    }
    out.push(b'"');
    write_escaped(out, name);
    out.extend_from_slice(b"\":");
}

/// `{"Variant":`
fn open_variant(out: &mut Vec<u8>, name: &str) {
    out.push(b'{');
    write_str(out, name);
    out.push(b':');
}

macro_rules! numbers {
    ($($method:ident($type:ty)),*) => {
        $(
            fn $method(self, number: $type) -> Result<()> {
                self.number(number)
            }
        )*
    };
}

impl<'o> Serializer for Json<'o> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Compound<'o>;
    type SerializeTuple = Compound<'o>;
    type SerializeTupleStruct = Compound<'o>;
    type SerializeTupleVariant = Compound<'o>;
    type SerializeMap = Compound<'o>;
    type SerializeStruct = Compound<'o>;
    type SerializeStructVariant = Compound<'o>;

    numbers!(
        serialize_i8(i8),
        serialize_i16(i16),
        serialize_i32(i32),
        serialize_i64(i64),
        serialize_i128(i128),
        serialize_u8(u8),
        serialize_u16(u16),
        serialize_u32(u32),
        serialize_u64(u64),
        serialize_u128(u128),
        serialize_f32(f32),
        serialize_f64(f64)
    );

    fn serialize_bool(self, value: bool) -> Result<()> {
        self.out.extend_from_slice(if value { &b"true"[..] } else { b"false" });
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<()> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<()> {
        if self.raw {
            self.out.extend_from_slice(value.as_bytes());
        } else {
            write_str(self.out, value);
        }
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<()> {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Result<()> {
        self.null();
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<()> {
        self.null();
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<()> {
        self.null();
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<()> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<()> {
        open_variant(self.out, variant);
        value.serialize(Json::new(self.out))?;
        self.out.push(b'}');
        Ok(())
    }

    #[inline]
    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'o>> {
        Ok(Compound::of_list(self.out))
    }

    #[inline]
    fn serialize_tuple(self, _: usize) -> Result<Compound<'o>> {
        Ok(Compound::of_list(self.out))
    }

    #[inline]
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Compound<'o>> {
        Ok(Compound::of_list(self.out))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'o>> {
        open_variant(self.out, variant);
        Ok(Compound { of_variant: true, ..Compound::of_list(self.out) })
    }

    #[inline]
    fn serialize_map(self, _: Option<usize>) -> Result<Compound<'o>> {
        Ok(Compound::of_object(self.out))
    }

    #[inline]
    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Compound<'o>> {
        if RAW_STRUCTS.contains(&name) {
            return Ok(Compound {
                out: self.out,
                first: true,
                close: b'}',
                of_variant: false,
                raw_struct: Some(name),
            });
        }
        Ok(Compound::of_object(self.out))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'o>> {
        open_variant(self.out, variant);
        Ok(Compound { of_variant: true, ..Compound::of_object(self.out) })
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<()> {
        self.out.push(b'"');
        if write!(Escaped(self.out), "{value}").is_err() {
            return Err(Error::custom("a value's `Display` failed"));
        }
        self.out.push(b'"');
        Ok(())
    }
}

/// Escapes the text of a string that is written in several pieces.
struct Escaped<'o>(&'o mut Vec<u8>);

impl fmt::Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        write_escaped(self.0, text);
        Ok(())
    }
}

macro_rules! lists {
    ($($trait:ident::$method:ident),*) => {
        $(
            impl $trait for Compound<'_> {
                type Ok = ();
                type Error = Error;

                fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
                    value.serialize(self.item())
                }

                #[inline]
                fn end(self) -> Result<()> {
                    self.close();
                    Ok(())
                }
            }
        )*
    };
}

lists!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
);

impl SerializeMap for Compound<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        key.serialize(Key(self.item().out))
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.out.push(b':');
        value.serialize(Json::new(self.out))
    }

    #[inline]
    fn end(self) -> Result<()> {
        self.close();
        Ok(())
    }
}

impl SerializeStruct for Compound<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<()> {
        if let Some(raw_struct) = self.raw_struct {
            if name != raw_struct {
                return Err(Error::custom("expected value"));
            }
            return value.serialize(Json { out: self.out, raw: true });
        }
        value.serialize(self.member(name))
    }

    #[inline]
    fn end(self) -> Result<()> {
        self.close();
        Ok(())
    }
}

impl SerializeStructVariant for Compound<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<()> {
        value.serialize(self.member(name))
    }

    #[inline]
    fn end(self) -> Result<()> {
        self.close();
        Ok(())
    }
}
