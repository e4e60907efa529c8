//! A validator speaks of Rust's fields, the client hears of its own.
#![cfg(feature = "garde")]

use std::collections::BTreeMap;

use inertia::InertiaForm;
use serde_json::json;

use crate::harness::submit;

#[derive(Debug, InertiaForm, garde::Validate)]
#[serde(rename_all = "camelCase")]
struct Order {
    #[garde(length(min = 3))]
    customer_name: String,
    #[garde(dive)]
    line_items: Vec<LineItem>,
    #[garde(dive)]
    extra_items: BTreeMap<String, LineItem>,
    #[garde(dive)]
    #[serde(rename = "billing")]
    billing_address: Address,
    #[garde(dive)]
    shipping_address: Option<Box<Address>>,
    #[garde(inner(length(min = 2)))]
    tag_names: Vec<String>,
    #[garde(inner(length(min = 2)))]
    nick_name: Option<String>,
}

#[derive(Debug, InertiaForm, garde::Validate)]
#[serde(rename_all = "camelCase")]
struct LineItem {
    #[garde(range(min = 1))]
    unit_price: u32,
}

#[derive(Debug, InertiaForm, garde::Validate)]
struct Address {
    #[garde(length(min = 5))]
    #[serde(rename = "zip-code")]
    zip_code: String,
}

#[tokio::test]
async fn every_name_is_the_clients() {
    let form = json!({
        "customerName": "ab",
        "lineItems": [{ "unitPrice": 1 }, { "unitPrice": 0 }],
        "extraItems": { "unit_price": { "unitPrice": 0 } },
        "billing": { "zip-code": "1" },
        "shippingAddress": { "zip-code": "2" },
        "tagNames": ["ok", "x"],
        "nickName": "x",
    });
    let errors = submit::<Order>(form).await.unwrap_err();
    let keys: Vec<_> = errors.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = [
        "billing.zip-code",
        "customerName",
        "extraItems.unit_price.unitPrice",
        "lineItems.1.unitPrice",
        "nickName",
        "shippingAddress.zip-code",
        "tagNames.1",
    ];
    assert_eq!(keys, expected);
}

#[tokio::test]
async fn an_element_has_the_index_that_the_client_gave_it() {
    let form = json!({
        "customerName": "abc",
        "lineItems": { "12": { "unitPrice": 0 }, "7": { "unitPrice": 1 }, "9": { "unitPrice": "x" } },
        "billing": { "zip-code": "12345" },
        "tagNames": { "1": "x", "5": ["x"] },
    });
    let errors = submit::<Order>(form).await.unwrap_err();
    let expected = json!({
        "lineItems.9.unitPrice": ["must be a number"],
        "lineItems.12.unitPrice": errors["lineItems.12.unitPrice"],
        "tagNames.1": errors["tagNames.1"],
        "tagNames.5": ["must be a text"],
    });
    assert_eq!(errors, expected);
}
