use std::{
    collections::{BTreeMap, HashMap},
    net::Ipv4Addr,
    num::NonZeroU8,
};

use serde::{Deserialize, Deserializer, de::Error};
use serde_json::json;

use super::{absent, says, sent};
use crate::form::{Probe, Reading};

/// As the date types of the well-known crates are: a text, with an error of its own.
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
fn a_leaf_says_itself_what_is_wrong() {
    let day = || Probe::<Day>::NEW.reading();
    assert_eq!(sent(day(), json!("2026-11-21")), Ok(Day(Date(2026, 11, 21))));
    assert_eq!(sent(day(), json!("tomorrow")), says("must be a date"));
    assert_eq!(sent(day(), json!(["2026-11-21"])), says("must be a text"));
    assert_eq!(absent(day()), says("is required"));
    assert_eq!(sent(Probe::<Option<Day>>::NEW.reading(), json!("")), Ok(None));
    assert_eq!(absent(Probe::<Option<Day>>::NEW.reading()), Ok(None));
    assert_eq!(sent(Probe::<Ipv4Addr>::NEW.reading(), json!("1.2.3")), says("invalid IPv4 address syntax"));
    assert_eq!(sent(Probe::<NonZeroU8>::NEW.reading(), json!("7")), Ok(NonZeroU8::new(7).unwrap()));
    assert_eq!(sent(Probe::<NonZeroU8>::NEW.reading(), json!("0")), says("must be a nonzero u8"));
}

#[test]
fn what_is_inside_a_leaf_is_read_leniently_and_named_by_its_key() {
    let form =
        json!({ "name": "Hall", "seats": " 120 ", "open": "on", "notes": "", "days": { "4": "2026-11-21" } });
    let days = vec![Date(2026, 11, 21)];
    assert_eq!(
        sent(venue(), form),
        Ok(Venue { name: "Hall".into(), seats: 120, open: true, notes: None, days })
    );

    let with = |member: &str, value| {
        let mut form = json!({ "name": "Hall", "seats": 1, "days": [] });
        form[member] = value;
        sent(venue(), form)
    };
    assert_eq!(with("seats", json!("x")), Err(json!({ "field.seats": ["must be a number"] })));
    assert_eq!(with("days", json!({ "4": "x" })), Err(json!({ "field.days.4": ["must be a date"] })));
    assert_eq!(
        sent(venue(), json!({ "name": "Hall", "days": [] })),
        Err(json!({ "field.seats": ["is required"] }))
    );
    assert_eq!(sent(venue(), json!("x")), says("must be an object"));
}

#[test]
fn elements_of_a_list_of_leaves_are_all_read() {
    assert_eq!(
        sent(Probe::<Vec<Date>>::NEW.reading(), json!(["x", "2026-11-21", "y"])),
        Err(json!({ "field.0": ["must be a date"], "field.2": ["must be a date"] }))
    );
    assert_eq!(
        sent(Probe::<BTreeMap<String, Day>>::NEW.reading(), json!({ "a": "x", "b": "y" })),
        Err(json!({ "field.a": ["must be a date"], "field.b": ["must be a date"] }))
    );
    assert_eq!(
        sent(Probe::<HashMap<u8, Date>>::NEW.reading(), json!({ "7": "2026-11-21" })),
        Ok(HashMap::from([(7, Date(2026, 11, 21))]))
    );
    assert_eq!(
        sent(Probe::<HashMap<u8, Date>>::NEW.reading(), json!({ "x": "2026-11-21" })),
        Err(json!({ "field.x": ["must be a number"] }))
    );
    assert_eq!(sent(Probe::<[u8; 2]>::NEW.reading(), json!({ "0": 1, "1": "2" })), Ok([1, 2]));
    assert_eq!(sent(Probe::<[u8; 2]>::NEW.reading(), json!([1, 2, 3])), says("has 1 too many"));
    assert_eq!(sent(Probe::<(u8, bool)>::NEW.reading(), json!(["1"])), says("must be a tuple of size 2"));
}

#[test]
fn a_choice_is_a_word_or_an_object_with_one_member() {
    assert_eq!(sent(ticket(), json!("free")), Ok(Ticket::Free));
    assert_eq!(sent(ticket(), json!({ "paid": "12" })), Ok(Ticket::Paid(12)));
    assert_eq!(sent(ticket(), json!({ "group": { "seats": "4" } })), Ok(Ticket::Group { seats: 4 }));
    assert_eq!(sent(ticket(), json!({ "paid": "x" })), Err(json!({ "field.paid": ["must be a number"] })));
    assert_eq!(sent(ticket(), json!({ "group": {} })), Err(json!({ "field.group.seats": ["is required"] })));
    assert_eq!(sent(ticket(), json!("paid")), Err(json!({ "field.paid": ["is required"] })));
    for other in [json!("gold"), json!({ "paid": 1, "free": 1 }), json!([]), json!({ "gold": 1 }), json!(3)] {
        assert_eq!(sent(ticket(), other.clone()), says("must be one of free, paid, group"), "{other}");
    }
    for nothing in [json!(""), json!(null)] {
        assert_eq!(sent(ticket(), nothing), says("is required"));
    }
    assert_eq!(absent(ticket()), says("is required"));
}

#[test]
fn a_tagged_choice_is_named_as_far_as_serde_says_where_it_is() {
    let contact = || Probe::<Contact>::NEW.reading();
    let mail = Contact::Mail { address: "a@b".to_owned() };
    assert_eq!(sent(contact(), json!({ "kind": "mail", "address": "a@b" })), Ok(mail));
    assert_eq!(sent(contact(), json!({ "kind": "mail" })), Err(json!({ "field.address": ["is required"] })));
    assert_eq!(
        sent(contact(), json!({ "kind": "fax" })),
        Err(json!({ "field.kind": ["must be one of mail, phone"] }))
    );
    assert_eq!(sent(contact(), json!({})), Err(json!({ "field.kind": ["is required"] })));
    assert_eq!(sent(contact(), json!({ "kind": "phone", "country": true })), says("must be a whole number"));

    let place = || Probe::<Place>::NEW.reading();
    assert_eq!(sent(place(), json!({ "kind": "room", "value": "7" })), Ok(Place::Room(7)));
    assert_eq!(sent(place(), json!({ "kind": "online" })), Ok(Place::Online));
    assert_eq!(
        sent(place(), json!({ "kind": "room", "value": "x" })),
        Err(json!({ "field.value": ["must be a number"] }))
    );
}

#[test]
fn a_function_of_serdes_reads_a_field() {
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
    assert_eq!(sent(reading(), json!("90min")), Ok(90));
    assert_eq!(sent(reading(), json!("90")), says("must be minutes"));
    assert_eq!(absent(reading()), says("is required"));
}
