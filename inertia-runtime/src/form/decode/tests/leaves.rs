use std::{
    collections::{BTreeMap, HashMap},
    net::Ipv4Addr,
    num::NonZeroU8,
};

use serde::{Deserialize, Deserializer, de::Error};
use serde_json::json;

use crate::form::decode::tests::{fails_with, read_json, read_missing};
use crate::form::{Probe, Reading};

/// Like the date types of common crates: parsed from a string, with its own error.
#[derive(Debug, PartialEq)]
struct Date(u16, u8, u8);

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let mut parts = text.split('-').map(|part| part.parse::<u16>().ok());
        let part = |parts: &mut dyn Iterator<Item = Option<u16>>| parts.next().flatten();
        match (part(&mut parts), part(&mut parts), part(&mut parts)) {
            (Some(year), Some(month), Some(day)) => {
                Ok(Self(year, u8::try_from(month).unwrap_or(0), u8::try_from(day).unwrap_or(0)))
            }
            _ => Err(D::Error::custom("must be a date")),
        }
    }
}

#[derive(Debug, PartialEq, Deserialize)]
struct Day(Date);

#[derive(Debug, PartialEq, Deserialize)]
struct Venue {
    name: String,
    seats: u32,
    #[serde(default)]
    open: bool,
    notes: Option<String>,
    days: Vec<Date>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Ticket {
    Free,
    Paid(u32),
    Group { seats: u8 },
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Contact {
    Mail { address: String },
    Phone { country: u16 },
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "lowercase")]
enum Place {
    Room(u8),
    Online,
}

fn venue() -> Reading<Venue> {
    Probe::<Venue>::NEW.reading()
}

fn ticket() -> Reading<Ticket> {
    Probe::<Ticket>::NEW.reading()
}

#[test]
fn a_type_read_by_serde_keeps_its_own_message() {
    let day = || Probe::<Day>::NEW.reading();
    assert_eq!(read_json(day(), json!("2026-11-21")), Ok(Day(Date(2026, 11, 21))));
    assert_eq!(read_json(day(), json!("tomorrow")), fails_with("must be a date"));
    assert_eq!(read_json(day(), json!(["2026-11-21"])), fails_with("must be a text"));
    assert_eq!(read_missing(day()), fails_with("is required"));
    assert_eq!(read_json(Probe::<Option<Day>>::NEW.reading(), json!("")), Ok(None));
    assert_eq!(read_missing(Probe::<Option<Day>>::NEW.reading()), Ok(None));
    assert_eq!(
        read_json(Probe::<Ipv4Addr>::NEW.reading(), json!("1.2.3")),
        fails_with("invalid IPv4 address syntax")
    );
    assert_eq!(read_json(Probe::<NonZeroU8>::NEW.reading(), json!("7")), Ok(NonZeroU8::new(7).unwrap()));
    assert_eq!(read_json(Probe::<NonZeroU8>::NEW.reading(), json!("0")), fails_with("must be a nonzero u8"));
}

#[test]
fn members_of_a_type_read_by_serde_are_lenient_and_have_keys() {
    let form =
        json!({ "name": "Hall", "seats": " 120 ", "open": "on", "notes": "", "days": { "4": "2026-11-21" } });
    let days = vec![Date(2026, 11, 21)];
    assert_eq!(
        read_json(venue(), form),
        Ok(Venue { name: "Hall".into(), seats: 120, open: true, notes: None, days })
    );

    let with = |member: &str, value| {
        let mut form = json!({ "name": "Hall", "seats": 1, "days": [] });
        form[member] = value;
        read_json(venue(), form)
    };
    assert_eq!(with("seats", json!("x")), Err(json!({ "field.seats": ["must be a number"] })));
    assert_eq!(with("days", json!({ "4": "x" })), Err(json!({ "field.days.4": ["must be a date"] })));
    assert_eq!(
        read_json(venue(), json!({ "name": "Hall", "days": [] })),
        Err(json!({ "field.seats": ["is required"] }))
    );
    assert_eq!(read_json(venue(), json!("x")), fails_with("must be an object"));
}

#[test]
fn every_element_of_a_list_read_by_serde_is_reported() {
    assert_eq!(
        read_json(Probe::<Vec<Date>>::NEW.reading(), json!(["x", "2026-11-21", "y"])),
        Err(json!({ "field.0": ["must be a date"], "field.2": ["must be a date"] }))
    );
    assert_eq!(
        read_json(Probe::<BTreeMap<String, Day>>::NEW.reading(), json!({ "a": "x", "b": "y" })),
        Err(json!({ "field.a": ["must be a date"], "field.b": ["must be a date"] }))
    );
    assert_eq!(
        read_json(Probe::<HashMap<u8, Date>>::NEW.reading(), json!({ "7": "2026-11-21" })),
        Ok(HashMap::from([(7, Date(2026, 11, 21))]))
    );
    assert_eq!(
        read_json(Probe::<HashMap<u8, Date>>::NEW.reading(), json!({ "x": "2026-11-21" })),
        Err(json!({ "field.x": ["must be a number"] }))
    );
    assert_eq!(read_json(Probe::<[u8; 2]>::NEW.reading(), json!({ "0": 1, "1": "2" })), Ok([1, 2]));
    assert_eq!(read_json(Probe::<[u8; 2]>::NEW.reading(), json!([1, 2, 3])), fails_with("has 1 too many"));
    assert_eq!(
        read_json(Probe::<(u8, bool)>::NEW.reading(), json!(["1"])),
        fails_with("must be a tuple of size 2")
    );
}

#[test]
fn an_enum_is_a_string_or_an_object_with_one_member() {
    assert_eq!(read_json(ticket(), json!("free")), Ok(Ticket::Free));
    assert_eq!(read_json(ticket(), json!({ "paid": "12" })), Ok(Ticket::Paid(12)));
    assert_eq!(read_json(ticket(), json!({ "group": { "seats": "4" } })), Ok(Ticket::Group { seats: 4 }));
    assert_eq!(
        read_json(ticket(), json!({ "paid": "x" })),
        Err(json!({ "field.paid": ["must be a number"] }))
    );
    assert_eq!(
        read_json(ticket(), json!({ "group": {} })),
        Err(json!({ "field.group.seats": ["is required"] }))
    );
    assert_eq!(read_json(ticket(), json!("paid")), Err(json!({ "field.paid": ["is required"] })));
    for other in [json!("gold"), json!({ "paid": 1, "free": 1 }), json!([]), json!({ "gold": 1 }), json!(3)] {
        assert_eq!(
            read_json(ticket(), other.clone()),
            fails_with("must be one of free, paid, group"),
            "{other}"
        );
    }
    for nothing in [json!(""), json!(null)] {
        assert_eq!(read_json(ticket(), nothing), fails_with("is required"));
    }
    assert_eq!(read_missing(ticket()), fails_with("is required"));
}

#[test]
fn a_tagged_enum_has_the_keys_that_serde_reports() {
    let contact = || Probe::<Contact>::NEW.reading();
    let mail = Contact::Mail { address: "a@b".to_owned() };
    assert_eq!(read_json(contact(), json!({ "kind": "mail", "address": "a@b" })), Ok(mail));
    assert_eq!(
        read_json(contact(), json!({ "kind": "mail" })),
        Err(json!({ "field.address": ["is required"] }))
    );
    assert_eq!(
        read_json(contact(), json!({ "kind": "fax" })),
        Err(json!({ "field.kind": ["must be one of mail, phone"] }))
    );
    assert_eq!(read_json(contact(), json!({})), Err(json!({ "field.kind": ["is required"] })));
    assert_eq!(
        read_json(contact(), json!({ "kind": "phone", "country": true })),
        fails_with("must be a whole number")
    );

    let place = || Probe::<Place>::NEW.reading();
    assert_eq!(read_json(place(), json!({ "kind": "room", "value": "7" })), Ok(Place::Room(7)));
    assert_eq!(read_json(place(), json!({ "kind": "online" })), Ok(Place::Online));
    assert_eq!(
        read_json(place(), json!({ "kind": "room", "value": "x" })),
        Err(json!({ "field.value": ["must be a number"] }))
    );
}

#[test]
fn a_deserialize_with_function_reads_a_field() {
    fn minutes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.strip_suffix("min")
            .and_then(|digits| digits.parse().ok())
            .ok_or_else(|| D::Error::custom("must be minutes"))
    }
    let reading = || Reading {
        read: |node, reader| reader.deserialize_with(node, minutes),
        stand_in: Probe::<u32>::NEW.stand_in(),
    };
    assert_eq!(read_json(reading(), json!("90min")), Ok(90));
    assert_eq!(read_json(reading(), json!("90")), fails_with("must be minutes"));
    assert_eq!(read_missing(reading()), fails_with("is required"));
}
