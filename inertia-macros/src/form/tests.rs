//! What the derive emits for each feature.

use insta::assert_snapshot;
use proc_macro2::TokenStream;
use quote::quote;

use super::derive;
use crate::syntax::expansion::pretty;

fn expanded(input: TokenStream) -> String {
    pretty(&derive(input))
}

#[test]
fn each_field_is_read_under_its_name() {
    assert_snapshot!(expanded(quote! {
        #[serde(rename_all = "camelCase")]
        pub struct Signup {
            email: String,
            first_name: Option<String>,
            r#type: Kind,
        }
    }));
}

#[test]
fn fields_of_a_validated_form_have_stand_ins() {
    assert_snapshot!(expanded(quote! {
        struct Signup {
            #[garde(email)]
            email: String,
            #[garde(skip)]
            #[form(message = "is no date", required = "is needed", stand_in = Date::MIN)]
            born: Date,
        }
    }));
}

#[test]
fn serde_attributes_are_honoured() {
    assert_snapshot!(expanded(quote! {
        #[serde(rename_all(deserialize = "kebab-case", serialize = "camelCase"))]
        struct Form {
            #[serde(rename = "the \"name\"", alias = "title", alias = "label")]
            renamed: u8,
            #[serde(rename(serialize = "out", deserialize = "in"))]
            both_ways: u8,
            #[serde(default)]
            default_of_type: Vec<u8>,
            #[serde(default = "defaults::page")]
            default_of_function: u8,
            #[serde(skip)]
            skipped: Secret,
            #[serde(skip_deserializing, default = "secret")]
            not_read: Secret,
            #[serde(skip_serializing, skip_serializing_if = "no", serialize_with = "hex")]
            only_read: u8,
            #[serde(deserialize_with = "hex::read")]
            color: Color,
            #[serde(with = "iso")]
            #[form(stand_in = Date::MIN)]
            date: Date,
        }
    }));
}

#[test]
fn defaults_come_from_the_struct() {
    assert_snapshot!(expanded(quote! {
        #[serde(default)]
        struct Search {
            text: String,
            #[serde(skip)]
            cache: Cache,
        }
    }));
}

#[test]
fn a_form_may_have_no_fields() {
    assert_snapshot!(expanded(quote!(
        struct Logout;
    )));
}

#[test]
fn a_newtype_is_read_like_its_field() {
    assert_snapshot!(expanded(quote! {
        #[garde(transparent)]
        struct Email(#[garde(email)] #[form(stand_in = String::new())] String);
    }));
}

#[test]
fn an_enum_is_read_from_the_names_of_its_variants() {
    assert_snapshot!(expanded(quote! {
        #[serde(rename_all = "snake_case")]
        enum Kind {
            BigTalk,
            #[serde(alias = "lab", alias = "class")]
            Workshop,
            #[serde(skip)]
            Secret(u8),
            #[serde(other)]
            Else,
        }
    }));
}

#[test]
fn generics_get_the_bounds_their_fields_need() {
    assert_snapshot!(expanded(quote! {
        pub struct Form<T, D, W, S, const LEN: usize>
        where
            W: Write,
        {
            #[garde(dive)]
            rows: Vec<T>,
            #[serde(default)]
            default: Option<D>,
            #[serde(deserialize_with = "read")]
            read: W,
            #[serde(skip)]
            skipped: [S; LEN],
        }
    }));
}

#[test]
fn the_runtime_can_be_renamed_and_the_validator_set() {
    assert_snapshot!(expanded(quote! {
        #[form(crate = ::vendored::inertia, validator = validator)]
        struct Form {
            #[validate(email)]
            #[garde(email)]
            email: String,
        }
    }));
}

#[test]
fn all_errors_are_reported_together_with_a_stub() {
    assert_snapshot!(expanded(quote! {
        #[serde(deny_unknown_fields)]
        struct Form<T> {
            #[form(mesage = "is wrong", required)]
            rows: Vec<T>,
            #[serde(rename = "a.b", flatten)]
            inner: T,
        }
    }));
}
