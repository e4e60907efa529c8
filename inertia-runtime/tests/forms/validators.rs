//! The `validator` crate in place of garde, or beside it.

use inertia::InertiaForm;
use serde_json::json;
// Its derive wants the trait in scope.
use validator::Validate as _;

use crate::harness::submit;

#[derive(Debug, InertiaForm, validator::Validate)]
#[serde(rename_all = "camelCase")]
struct Order {
    #[validate(length(min = 3, message = "is too short"))]
    customer_name: String,
    #[validate(range(min = 18))]
    buyer_age: u8,
    #[validate(nested)]
    line_items: Vec<LineItem>,
    #[validate(nested)]
    billing_address: Address,
}

#[derive(Debug, InertiaForm, validator::Validate)]
#[serde(rename_all = "camelCase")]
struct LineItem {
    #[validate(range(min = 1, message = "is too little"))]
    unit_price: u32,
}

#[derive(Debug, InertiaForm, validator::Validate)]
struct Address {
    #[validate(length(min = 5, message = "is too short"))]
    #[serde(rename = "zip-code")]
    zip_code: String,
}

#[tokio::test]
async fn the_validator_crates_names_are_the_clients_too() {
    let form = json!({
        "customerName": "ab",
        "buyerAge": 17,
        "lineItems": { "4": { "unitPrice": 0 }, "6": { "unitPrice": "x" } },
        "billingAddress": { "zip-code": "1" },
    });
    let expected = json!({
        "customerName": ["is too short"],
        "buyerAge": ["range"],
        "lineItems.4.unitPrice": ["is too little"],
        "lineItems.6.unitPrice": ["must be a number"],
        "billingAddress.zip-code": ["is too short"],
    });
    assert_eq!(submit::<Order>(form).await, Err(expected));
}

#[cfg(feature = "garde")]
#[tokio::test]
async fn a_form_may_say_which_validator_speaks() {
    #[derive(Debug, InertiaForm, garde::Validate, validator::Validate)]
    #[form(validator = validator)]
    struct ValidatorSpeaks {
        #[garde(length(min = 3))]
        #[validate(length(min = 3, message = "says validator"))]
        name: String,
    }

    #[derive(Debug, InertiaForm, garde::Validate)]
    #[form(validator = none)]
    struct Neither {
        #[garde(length(min = 3))]
        name: String,
    }

    let form = json!({ "name": "x" });
    assert_eq!(submit::<ValidatorSpeaks>(form.clone()).await, Err(json!({ "name": ["says validator"] })));
    assert!(submit::<Neither>(form).await.is_ok());
    assert!(garde::Validate::validate(&ValidatorSpeaks { name: "x".to_owned() }).is_err());
}
