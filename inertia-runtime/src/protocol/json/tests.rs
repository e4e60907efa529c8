//! Tests that the output and the errors are those of `serde_json`, for any value.

use std::fmt;

use proptest::prelude::*;
use serde::{
    Serialize,
    ser::{SerializeMap as _, SerializeStruct as _, SerializeTupleStruct as _, Serializer},
};

use serde_json::value::RawValue;

use crate::protocol::json::write;

/// A value of any type in serde's data model.
#[derive(Debug, Clone)]
enum Any {
    Bool(bool),
    I8(i8),
    I64(i64),
    I128(i128),
    U16(u16),
    U64(u64),
    U128(u128),
    F32(f32),
    F64(f64),
    Char(char),
    Str(String),
    Displayed(String),
    Bytes(Vec<u8>),
    None,
    Some(Box<Any>),
    Unit,
    UnitStruct,
    UnitVariant,
    Newtype(Box<Any>),
    NewtypeVariant(Box<Any>),
    Seq(Vec<Any>),
    Tuple(Vec<Any>),
    TupleStruct(Vec<Any>),
    TupleVariant(Box<(Any, Any)>),
    Map(Vec<(Any, Any)>),
    Struct(Vec<Any>),
    StructVariant(Box<Any>),
}

/// Names with and without characters that must be escaped.
const NAMES: [&str; 5] = ["id", "na\"me", "back\\slash", "a rather long name of a field", "tab\t"];

#[derive(Serialize)]
enum Variants<'a> {
    #[serde(rename = "Bo\"th")]
    Both(&'a Any, &'a Any),
    Named {
        #[serde(rename = "a\nb")]
        first: &'a Any,
        second: u8,
    },
    One(&'a Any),
    #[serde(rename = "no \"value\"")]
    Nothing,
}

impl Serialize for Any {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(value) => value.serialize(serializer),
            Self::I8(value) => value.serialize(serializer),
            Self::I64(value) => value.serialize(serializer),
            Self::I128(value) => value.serialize(serializer),
            Self::U16(value) => value.serialize(serializer),
            Self::U64(value) => value.serialize(serializer),
            Self::U128(value) => value.serialize(serializer),
            Self::F32(value) => value.serialize(serializer),
            Self::F64(value) => value.serialize(serializer),
            Self::Char(value) => value.serialize(serializer),
            Self::Str(value) => value.serialize(serializer),
            Self::Displayed(value) => serializer.collect_str(&format_args!("{value}/{value}")),
            Self::Bytes(value) => serializer.serialize_bytes(value),
            Self::None => serializer.serialize_none(),
            Self::Some(value) => serializer.serialize_some(value),
            Self::Unit => serializer.serialize_unit(),
            Self::UnitStruct => serializer.serialize_unit_struct("Unit"),
            Self::UnitVariant => Variants::Nothing.serialize(serializer),
            Self::Newtype(value) => serializer.serialize_newtype_struct("Newtype", value),
            Self::NewtypeVariant(value) => Variants::One(value).serialize(serializer),
            Self::Seq(values) => serializer.collect_seq(values),
            Self::Tuple(values) => match &values[..] {
                [a, b, ..] => (a, b).serialize(serializer),
                values => values.serialize(serializer),
            },
            Self::TupleStruct(values) => {
                let mut fields = serializer.serialize_tuple_struct("Tuple", values.len())?;
                values.iter().try_for_each(|value| fields.serialize_field(value))?;
                fields.end()
            }
            Self::TupleVariant(both) => Variants::Both(&both.0, &both.1).serialize(serializer),
            Self::Map(entries) => {
                let mut map = serializer.serialize_map(None)?;
                entries.iter().try_for_each(|(key, value)| map.serialize_entry(key, value))?;
                map.end()
            }
            Self::Struct(values) => {
                let mut fields = serializer.serialize_struct("Struct", values.len())?;
                for (name, value) in NAMES.iter().zip(values) {
                    fields.serialize_field(name, value)?;
                }
                fields.end()
            }
            Self::StructVariant(value) => Variants::Named { first: value, second: 7 }.serialize(serializer),
        }
    }
}

fn tree() -> impl Strategy<Value = Any> {
    let text = || prop_oneof!["[a-z ]{0,40}", "[\"\\\\\u{0}-\u{1f}a-c]{0,20}", ".{0,24}"];
    let leaf = prop_oneof![
        any::<bool>().prop_map(Any::Bool),
        any::<i8>().prop_map(Any::I8),
        any::<i64>().prop_map(Any::I64),
        any::<i128>().prop_map(Any::I128),
        any::<u16>().prop_map(Any::U16),
        any::<u64>().prop_map(Any::U64),
        any::<u128>().prop_map(Any::U128),
        prop::num::f32::ANY.prop_map(Any::F32),
        prop::num::f64::ANY.prop_map(Any::F64),
        any::<char>().prop_map(Any::Char),
        text().prop_map(Any::Str),
        text().prop_map(Any::Displayed),
        prop::collection::vec(any::<u8>(), 0..4).prop_map(Any::Bytes),
        prop_oneof![Just(Any::None), Just(Any::Unit), Just(Any::UnitStruct), Just(Any::UnitVariant)],
    ];
    leaf.prop_recursive(4, 40, 5, move |inner| {
        let one = || inner.clone().prop_map(Box::new);
        let some = || prop::collection::vec(inner.clone(), 0..5);
        // Most map keys are strings, because most maps would otherwise fail.
        let key = prop_oneof![9 => text().prop_map(Any::Str), 1 => inner.clone()];
        prop_oneof![
            one().prop_map(Any::Some),
            one().prop_map(Any::Newtype),
            one().prop_map(Any::NewtypeVariant),
            some().prop_map(Any::Seq),
            some().prop_map(Any::Tuple),
            some().prop_map(Any::TupleStruct),
            (inner.clone(), inner.clone()).prop_map(|both| Any::TupleVariant(Box::new(both))),
            prop::collection::vec((key, inner.clone()), 0..4).prop_map(Any::Map),
            some().prop_map(Any::Struct),
            one().prop_map(Any::StructVariant),
        ]
    })
}

/// The output of both serializers for a value.
fn both(value: &impl Serialize) -> [Result<String, String>; 2] {
    let mut out = b"before".to_vec();
    let ours = write(&mut out, value).map_err(|error| error.to_string());
    let text = String::from_utf8(out).unwrap();
    let text = text.strip_prefix("before").unwrap().to_owned();
    let theirs = serde_json::to_string(value).map_err(|error| error.to_string());
    [ours.map(|()| text), theirs]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn every_value_is_written_as_serde_json_writes_it(value in tree()) {
        let [ours, theirs] = both(&value);
        prop_assert_eq!(ours, theirs);
    }

    #[test]
    fn every_key_is_written_as_serde_json_writes_it(key in tree()) {
        let [ours, theirs] = both(&Any::Map(vec![(key, Any::Unit)]));
        prop_assert_eq!(ours, theirs);
    }
}

#[test]
fn raw_values_are_written_unchanged() {
    #[derive(Serialize)]
    struct Page<'a> {
        before: u8,
        raw: &'a RawValue,
        list: Vec<&'a RawValue>,
    }
    let json = r#"{ "a\n": [1, "\""] }"#;
    let raw = RawValue::from_string(json.to_owned()).unwrap();
    let [ours, theirs] = both(&Page { before: 1, raw: &raw, list: vec![&raw, &raw] });
    assert_eq!(ours, theirs);
    assert_eq!(ours.unwrap(), format!(r#"{{"before":1,"raw":{json},"list":[{json},{json}]}}"#));
}

#[test]
fn a_raw_value_is_rejected_in_a_tagged_variant_and_as_a_key() {
    #[derive(Serialize)]
    #[serde(tag = "type")]
    enum Block<'a> {
        Raw(&'a RawValue),
    }
    struct Keyed<'a>(&'a RawValue);
    impl Serialize for Keyed<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_map([(self.0, 1)])
        }
    }
    let raw = RawValue::from_string("{\"x\":1}".to_owned()).unwrap();
    let [ours, theirs] = both(&Block::Raw(&raw));
    assert_eq!(ours, theirs);
    assert_eq!(ours.unwrap_err(), "expected value");

    let [ours, theirs] = both(&Keyed(&raw));
    assert_eq!(ours, theirs);
    assert_eq!(ours.unwrap_err(), "key must be a string");
}

#[test]
fn a_display_that_fails_is_an_error() {
    struct Fails;
    impl fmt::Display for Fails {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            Err(fmt::Error)
        }
    }
    impl Serialize for Fails {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_str(self)
        }
    }
    let error = write(&mut Vec::new(), &[Fails]).unwrap_err();
    assert_eq!(error.to_string(), "a value's `Display` failed");
}
