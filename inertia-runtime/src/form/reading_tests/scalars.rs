use std::{fmt::Debug, sync::Arc};

use serde_json::{Value, json};

use super::{absent, says, sent};
use crate::form::{FormValue, Probe};

#[track_caller]
#[allow(clippy::needless_pass_by_value, reason = "it is called with `json!`")]
fn reads<T: FormValue + PartialEq + Debug>(value: Value, expected: T) {
    assert_eq!(sent(Probe::<T>::NEW.reading(), value.clone()), Ok(expected), "{value}");
}

#[track_caller]
#[allow(clippy::needless_pass_by_value, reason = "it is called with `json!`")]
fn refuses<T: FormValue + PartialEq + Debug>(value: Value, message: &str) {
    assert_eq!(sent(Probe::<T>::NEW.reading(), value.clone()), says(message), "{value}");
}

#[test]
fn a_whole_number_is_read_from_what_a_form_writes() {
    for value in [
        json!(18),
        json!("18"),
        json!(" 18 "),
        json!(18.0),
        json!("18.0"),
        json!("18."),
        json!("+18"),
        json!("1.8e1"),
    ] {
        reads::<u8>(value, 18);
    }
    reads::<i64>(json!("-9223372036854775808"), i64::MIN);
    reads::<u64>(json!(u64::MAX), u64::MAX);
    reads::<u64>(json!("18446744073709551615.00"), u64::MAX);
    reads::<i128>(json!("-170141183460469231731687303715884105728"), i128::MIN);
    reads::<i8>(json!("-0"), 0);
}

#[test]
fn what_is_no_whole_number_says_why() {
    for value in [json!(""), json!("  "), json!(null)] {
        refuses::<u8>(value, "is required");
    }
    for value in [
        json!("eighteen"),
        json!(true),
        json!([18]),
        json!({}),
        json!("1 8"),
        json!("inf"),
        json!("NaN"),
        json!("1_0"),
        json!("0x12"),
        json!("."),
    ] {
        refuses::<u8>(value, "must be a number");
    }
    for value in [json!(18.5), json!("18.5"), json!("1e-1")] {
        refuses::<u8>(value, "must be a whole number");
    }
    for value in [json!(256), json!(1e300), json!("1e300"), json!("1e999"), json!("9".repeat(60))] {
        refuses::<u8>(value, "is too large");
    }
    for value in
        [json!(-1), json!("-1"), json!(-1e300), json!("-1e999"), json!(format!("-{}", "9".repeat(60)))]
    {
        refuses::<u8>(value, "is too small");
    }
    refuses::<i64>(json!("9223372036854775808"), "is too large");
    // Two numbers this large could be the same one.
    refuses::<u64>(json!("1e17"), "is too large");
}

#[test]
fn a_number_is_finite() {
    reads::<f64>(json!("0.5"), 0.5);
    reads::<f64>(json!("1e3"), 1_000.0);
    reads::<f32>(json!(" -0.25 "), -0.25);
    for value in [json!("inf"), json!("-infinity"), json!("NaN"), json!("0,5"), json!([0.5])] {
        refuses::<f64>(value, "must be a number");
    }
    refuses::<f32>(json!(1e300), "is too large");
    refuses::<f64>(json!("-1e999"), "is too small");
    refuses::<f64>(json!(""), "is required");
}

#[test]
fn a_checkbox_is_checked_or_not() {
    for value in [json!("on"), json!("1"), json!("true"), json!(true), json!(1), json!(["0", "1"])] {
        reads::<bool>(value, true);
    }
    for value in [
        json!("off"),
        json!("0"),
        json!("false"),
        json!(""),
        json!(false),
        json!(0),
        json!(null),
        json!(["0"]),
    ] {
        reads::<bool>(value, false);
    }
    for value in [json!("yes"), json!(2), json!({}), json!([["1"]]), json!("TRUE")] {
        refuses::<bool>(value, "must be true or false");
    }
}

#[test]
fn a_text_stays_as_it_came() {
    reads::<String>(json!(" a "), " a ".to_owned());
    reads::<String>(json!(""), String::new());
    reads::<String>(json!(18), "18".to_owned());
    reads::<String>(json!(true), "true".to_owned());
    reads::<Box<str>>(json!("a"), "a".into());
    reads::<Arc<str>>(json!("a"), "a".into());
    reads::<char>(json!("ß"), 'ß');
    refuses::<String>(json!(null), "is required");
    refuses::<String>(json!(["a"]), "must be a text");
    refuses::<String>(json!({ "a": 1 }), "must be a text");
    refuses::<char>(json!("ab"), "must be a single character");
    refuses::<char>(json!(""), "is required");
}

#[test]
fn what_did_not_come_is_required_unless_a_browser_sends_nothing_for_it() {
    assert_eq!(absent(Probe::<u8>::NEW.reading()), says("is required"));
    assert_eq!(absent(Probe::<f64>::NEW.reading()), says("is required"));
    assert_eq!(absent(Probe::<String>::NEW.reading()), says("is required"));
    assert_eq!(absent(Probe::<bool>::NEW.reading()), Ok(false));
    assert_eq!(absent(Probe::<Value>::NEW.reading()), Ok(Value::Null));
}

#[test]
fn any_json_is_taken_as_it_is() {
    let value = json!({ "a": [1, null, "x", { "b": true }], "c": 0.5 });
    reads::<Value>(value.clone(), value);
}
