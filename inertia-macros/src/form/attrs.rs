//! `#[form(…)]` on an item and on a field, and the attributes of validators.

use darling::{FromMeta, ast::NestedMeta};
use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{Attribute, Data, DeriveInput, Error, Expr, LitStr, Meta, Path, spanned::Spanned};

use crate::serde_attrs::belongs_to_serde;
use crate::syntax::attributes::{entries, name};
use crate::syntax::{Errors, Krate, Options, Place, Text, attributes, errors};

const ON_ITEM: &[&str] = &["validator", "crate"];

const ON_FIELD: &[&str] = &["message", "required", "stand_in"];

/// What validates a form.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Validator {
    Garde,
    /// The crate `validator`.
    Crate,
    None,
}

/// Each validator, with the name in `validator = …` and the attribute by which it is recognised.
const VALIDATORS: &[(Validator, &str, Option<&str>)] = &[
    (Validator::Garde, "garde", Some("garde")),
    (Validator::Crate, "validator", Some("validate")),
    (Validator::None, "none", None),
];

/// `#[form(validator = garde, crate = ::path)]`
#[derive(Default, FromMeta)]
pub(crate) struct ItemOptions {
    /// What validates the form, where its attributes leave that open.
    pub(crate) validator: Option<WrittenValidator>,
    #[darling(rename = "crate")]
    pub(crate) krate: Option<Krate>,
}

/// `validator = garde`
pub(crate) struct WrittenValidator {
    pub(crate) key: Path,
    pub(crate) validator: Validator,
    pub(crate) span: Span,
}

impl FromMeta for WrittenValidator {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        const EXPECTED: &str = "expected `validator = garde`, `validator = validator` or `validator = none`";
        let message = match attributes::value(meta) {
            Some(Expr::Path(value)) if value.qself.is_none() => {
                let written = name(&value.path);
                if let Some((validator, ..)) = VALIDATORS.iter().find(|(_, name, _)| *name == written) {
                    let (key, span) = (meta.path().clone(), value.span());
                    return Ok(Self { key, validator: *validator, span });
                }
                let names: Vec<&str> = VALIDATORS.iter().map(|(_, name, _)| *name).collect();
                return Err(errors::unknown(value, "validator", &written, &names).into());
            }
            Some(Expr::Lit(_)) => format!("{EXPECTED}, without quotes"),
            _ => EXPECTED.to_owned(),
        };
        Err(Error::new_spanned(meta, message).into())
    }
}

/// `#[form(message = "…", required = "…", stand_in = value)]`
#[derive(Default, FromMeta)]
pub(crate) struct FieldOptions {
    /// The message for a value that cannot be read.
    pub(crate) message: Option<Message>,
    /// The message for a missing value.
    pub(crate) required: Option<Message>,
    /// The value that replaces one that cannot be read while the other fields are validated.
    pub(crate) stand_in: Option<StandIn>,
}

/// A message for visitors.
pub(crate) struct Message(LitStr);

impl FromMeta for Message {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        let Text(literal) = Text::from_meta(meta)?;
        if literal.value().trim().is_empty() {
            let message = "a message can't be empty; write what to do about the field";
            return Err(Error::new_spanned(&literal, message).into());
        }
        Ok(Self(literal))
    }
}

impl ToTokens for Message {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.0.to_tokens(tokens);
    }
}

/// `stand_in = value`
pub(crate) struct StandIn(pub(crate) Expr);

impl FromMeta for StandIn {
    fn from_meta(meta: &Meta) -> darling::Result<Self> {
        const EXPECTED: &str =
            "`stand_in` needs a value; write `stand_in = …` with an expression of the field's type";
        let value = attributes::value(meta).cloned();
        value.map(Self).ok_or_else(|| Error::new_spanned(meta, EXPECTED).into())
    }
}

pub(crate) fn of_item(attributes: &[Attribute], errors: &mut Errors) -> Options<ItemOptions> {
    let misplaced = |key: &str, entry: &NestedMeta| {
        let on_field = ON_FIELD.contains(&key).then(|| format!("`{key}` belongs on a field"));
        on_field.or_else(|| belongs_to_serde(key, entry))
    };
    let place = Place { misplaced: &misplaced, ..Place::of(ON_ITEM) };
    place.read(entries(attributes, "form", errors), errors)
}

pub(crate) fn of_field(attributes: &[Attribute], errors: &mut Errors) -> Options<FieldOptions> {
    let misplaced = |key: &str, entry: &NestedMeta| {
        let on_item = ON_ITEM.contains(&key);
        let on_item =
            on_item.then(|| format!("`{key}` belongs on the struct; write `#[form({key} = …)]` above it"));
        on_item.or_else(|| belongs_to_serde(key, entry))
    };
    let place = Place { misplaced: &misplaced, ..Place::of(ON_FIELD) };
    place.read(entries(attributes, "form", errors), errors)
}

/// A variant has no options of ours.
pub(crate) fn refuse_on_variant(attributes: &[Attribute], errors: &mut Errors) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("form")) {
        errors.at(attribute, "a variant has no options; write `#[form]` on the field that holds the enum");
    }
}

/// The validator that an attribute belongs to.
fn validator_of(attribute: &Attribute) -> Option<Validator> {
    let own = |name: Option<&str>| name.is_some_and(|name| attribute.path().is_ident(name));
    VALIDATORS.iter().find(|(_, _, name)| own(*name)).map(|(validator, ..)| *validator)
}

/// The first `#[garde(…)]` and the first `#[validate(…)]` on a struct or its fields.
pub(crate) fn validators(item: &DeriveInput) -> Vec<(Validator, &Attribute)> {
    let mut attributes: Vec<&Attribute> = item.attrs.iter().collect();
    if let Data::Struct(data) = &item.data {
        attributes.extend(data.fields.iter().flat_map(|field| &field.attrs));
    }
    let mut found: Vec<(Validator, &Attribute)> = Vec::new();
    for attribute in attributes {
        if let Some(validator) = validator_of(attribute)
            && !found.iter().any(|(other, _)| *other == validator)
        {
            found.push((validator, attribute));
        }
    }
    found
}
