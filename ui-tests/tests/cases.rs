//! Compiles the cases in `tests/ui`; its README says how to add one.

use trybuild::TestCases;

#[test]
fn each_mistake_is_one_error_at_the_place_to_edit() {
    let cases = TestCases::new();
    cases.compile_fail("tests/ui/*/fail/*.rs");
}

#[test]
fn every_correct_combination_compiles() {
    let cases = TestCases::new();
    cases.pass("tests/ui/*/pass/*.rs");
}

#[test]
#[cfg(not(feature = "validator"))]
fn a_feature_that_is_off_is_named() {
    let cases = TestCases::new();
    cases.compile_fail("tests/ui/*/fail/without_validator/*.rs");
}

#[test]
#[cfg(feature = "validator")]
fn mistakes_about_two_validators_are_one_error_too() {
    let cases = TestCases::new();
    cases.compile_fail("tests/ui/*/fail/with_validator/*.rs");
}

#[test]
#[cfg(feature = "validator")]
fn every_correct_combination_with_validator_compiles() {
    let cases = TestCases::new();
    cases.pass("tests/ui/*/pass/with_validator/*.rs");
}
