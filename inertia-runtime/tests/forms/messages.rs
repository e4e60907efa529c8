//! The words for what cannot be read.

use inertia::{Inertia, InertiaForm, Problem};
use serde_json::json;

use crate::harness::{script, show, submit, told, with};

#[derive(Debug, InertiaForm)]
struct Signup {
    #[form(required = "Tell us your name")]
    name: String,
    #[form(message = "Your age in years, please")]
    age: u8,
    #[form(message = "Numbers only", required = "Pick one at least")]
    numbers: Vec<u8>,
    #[form(message = "An address, please")]
    address: Address,
    seats: u8,
}

#[derive(Debug, InertiaForm)]
struct Address {
    zip: u32,
}

#[tokio::test]
async fn a_field_has_words_of_its_own() {
    let form = json!({ "name": null, "age": "x", "numbers": ["x", null], "address": {}, "seats": "x" });
    let errors = json!({
        "name": ["Tell us your name"],
        "age": ["Your age in years, please"],
        "numbers.0": ["Numbers only"],
        "numbers.1": ["Pick one at least"],
        "address.zip": ["is required"],
        "seats": ["must be a number"],
    });
    assert_eq!(submit::<Signup>(form).await, Err(errors));
    let form = json!({ "name": ["x"], "address": 7, "seats": 1 });
    let errors = json!({
        "name": ["must be a text"],
        "age": ["Your age in years, please"],
        "address": ["An address, please"],
    });
    assert_eq!(submit::<Signup>(form).await, Err(errors));
}

#[tokio::test]
async fn an_application_has_words_of_its_own_and_a_fields_come_first() {
    fn german(field: &str, problem: &Problem) -> Option<String> {
        match problem {
            Problem::Required => Some(format!("{field} fehlt")),
            Problem::TooLarge { max } => Some(format!("höchstens {max}")),
            _ => None,
        }
    }

    let app = with(Inertia::builder().form_messages(german), show::<Signup>);
    let form = json!({ "age": "", "address": { "zip": "x" }, "seats": 300 });
    let errors = json!({
        "name": ["Tell us your name"],
        "age": ["Your age in years, please"],
        "address.zip": ["must be a number"],
        "seats": ["höchstens 255"],
    });
    assert_eq!(told(&script().json(&form).send(&app).await), Err(errors));
    let form = json!({ "name": "a", "age": 1, "seats": 1 });
    assert_eq!(
        told(&script().json(&form).send(&app).await),
        Err(json!({ "address.zip": ["address.zip fehlt"] }))
    );
}
