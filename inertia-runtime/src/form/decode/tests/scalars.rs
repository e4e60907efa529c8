use std::{fmt::Debug, sync::Arc};

use serde_json::{Value, json};

use crate::form::decode::tests::{fails_with, read_json, read_missing};
use crate::form::{FormValue, Probe};

#[track_caller]
#[allow(clippy::needless_pass_by_value, reason = "it is called with `json!`")]
fn accepts<T: FormValue + PartialEq + Debug>(value: Value, expected: T) {
    assert_eq!(read_json(Probe::<T>::NEW.reading(), value.clone()), Ok(expected), "{value}");
}

#[track_caller]
#[allow(clippy::needless_pass_by_value, reason = "it is called with `json!`")]
fn rejects<T: FormValue + PartialEq + Debug>(value: Value, message: &str) {
    assert_eq!(read_json(Probe::<T>::NEW.reading(), value.clone()), fails_with(message), "{value}");
}

#[test]
fn whole_numbers_are_read_from_json_and_text() {
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
        accepts::<u8>(value, 18);
    }
    accepts::<i64>(json!("-9223372036854775808"), i64::MIN);
    accepts::<u64>(json!(u64::MAX), u64::MAX);
    accepts::<u64>(json!("18446744073709551615.00"), u64::MAX);
    accepts::<i128>(json!("-170141183460469231731687303715884105728"), i128::MIN);
    accepts::<i8>(json!("-0"), 0);
}

#[test]
fn each_invalid_whole_number_has_its_message() {
    for value in [json!(""), json!("  "), json!(null)] {
        rejects::<u8>(value, "is required");
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
        rejects::<u8>(value, "must be a number");
    }
    for value in [json!(18.5), json!("18.5"), json!("1e-1")] {
        rejects::<u8>(value, "must be a whole number");
    }
    for value in [json!(256), json!(1e300), json!("1e300"), json!("1e999"), json!("9".repeat(60))] {
        rejects::<u8>(value, "is too large");
    }
    for value in
        [json!(-1), json!("-1"), json!(-1e300), json!("-1e999"), json!(format!("-{}", "9".repeat(60)))]
    {
        rejects::<u8>(value, "is too small");
    }
    rejects::<i64>(json!("9223372036854775808"), "is too large");
    // Floats this large do not represent every integer.
    rejects::<u64>(json!("1e17"), "is too large");
}

#[test]
fn a_float_must_be_finite() {
    accepts::<f64>(json!("0.5"), 0.5);
    accepts::<f64>(json!("1e3"), 1_000.0);
    accepts::<f32>(json!(" -0.25 "), -0.25);
    for value in [json!("inf"), json!("-infinity"), json!("NaN"), json!("0,5"), json!([0.5])] {
        rejects::<f64>(value, "must be a number");
    }
    rejects::<f32>(json!(1e300), "is too large");
    rejects::<f64>(json!("-1e999"), "is too small");
    rejects::<f64>(json!(""), "is required");
}

#[test]
fn booleans_are_read_from_checkboxes_and_json() {
    for value in [json!("on"), json!("1"), json!("true"), json!(true), json!(1), json!(["0", "1"])] {
        accepts::<bool>(value, true);
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
        accepts::<bool>(value, false);
    }
    for value in [json!("yes"), json!(2), json!({}), json!([["1"]]), json!("TRUE")] {
        rejects::<bool>(value, "must be true or false");
    }
}

#[test]
fn text_is_unchanged() {
    accepts::<String>(json!(" a "), " a ".to_owned());
    accepts::<String>(json!(""), String::new());
    accepts::<String>(json!(18), "18".to_owned());
    accepts::<String>(json!(true), "true".to_owned());
    accepts::<Box<str>>(json!("a"), "a".into());
    accepts::<Arc<str>>(json!("a"), "a".into());
    accepts::<char>(json!("ß"), 'ß');
    rejects::<String>(json!(null), "is required");
    rejects::<String>(json!(["a"]), "must be a text");
    rejects::<String>(json!({ "a": 1 }), "must be a text");
    rejects::<char>(json!("ab"), "must be a single character");
    rejects::<char>(json!(""), "is required");
}

#[test]
fn a_missing_value_is_required_except_for_booleans_and_json() {
    assert_eq!(read_missing(Probe::<u8>::NEW.reading()), fails_with("is required"));
    assert_eq!(read_missing(Probe::<f64>::NEW.reading()), fails_with("is required"));
    assert_eq!(read_missing(Probe::<String>::NEW.reading()), fails_with("is required"));
    assert_eq!(read_missing(Probe::<bool>::NEW.reading()), Ok(false));
    assert_eq!(read_missing(Probe::<Value>::NEW.reading()), Ok(Value::Null));
}

#[test]
fn arbitrary_json_is_unchanged() {
    let value = json!({ "a": [1, null, "x", { "b": true }], "c": 0.5 });
    accepts::<Value>(value.clone(), value);
}
