//! `#[form(…)]`, on an item and on a field.

use proc_macro2::Span;
use syn::{Attribute, Error, Expr, ExprPath, LitStr, Meta, spanned::Spanned};

use super::model::Validator;
use crate::{
    syntax::attributes,
    syntax::errors::{self, Errors},
    syntax::krate::Krate,
};

const ATTRIBUTE: &str = "form";

const ON_ITEM: &[&str] = &["validator", "crate"];

const ON_FIELD: &[&str] = &["message", "required", "stand_in"];

/// Each validator with the attribute by which it is recognised.
pub(crate) const VALIDATORS: &[(Validator, &str)] =
    &[(Validator::Garde, "garde"), (Validator::Crate, "validate")];

/// `#[form(validator = garde, crate = ::path)]`
pub(crate) struct ItemOptions {
    /// What validates the form, when its other attributes shall not say it.
    pub(crate) validator: Option<WrittenValidator>,
    /// Missing when `crate = …` could not be read.
    pub(crate) krate: Option<Krate>,
}

/// `validator = garde`
pub(crate) struct WrittenValidator {
    pub(crate) original: Meta,
    pub(crate) validator: Validator,
    pub(crate) span: Span,
}

/// `#[form(message = "…", required = "…", stand_in = value)]`
#[derive(Default)]
pub(crate) struct FieldOptions {
    /// What to say whenever the field cannot be read.
    pub(crate) message: Option<LitStr>,
    /// What to say when it is not there.
    pub(crate) required: Option<LitStr>,
    /// The value that stands in for one that could not be read.
    pub(crate) stand_in: Option<Expr>,
    /// The keys of all of them, for a place where they have no meaning.
    pub(crate) keys: Vec<Meta>,
}

impl ItemOptions {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut options = Self { validator: None, krate: Some(Krate::default()) };
        let entries = attributes::entries(attributes, ATTRIBUTE, errors);
        for (key, meta) in attributes::options(entries, errors) {
            match key.as_str() {
                "validator" => options.validator = errors.keep(WrittenValidator::read(meta)),
                "crate" => options.krate = errors.keep(Krate::parse(&meta)),
                key if ON_FIELD.contains(&key) => {
                    errors.at(meta.path(), format_args!("`{key}` belongs on a field"));
                }
                _ => errors.push(errors::unknown_beside_serde(&meta, "option", ON_ITEM)),
            }
        }
        options
    }
}

impl FieldOptions {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut options = Self::default();
        let entries = attributes::entries(attributes, ATTRIBUTE, errors);
        for (key, meta) in attributes::options(entries, errors) {
            match key.as_str() {
                "message" => options.message = message(&meta, errors),
                "required" => options.required = message(&meta, errors),
                "stand_in" => options.stand_in = errors.keep(expression(&meta)),
                key => {
                    errors.push(misplaced_on_field(&meta, key));
                    continue;
                }
            }
            options.keys.push(meta);
        }
        options
    }
}

/// What a person is told.
fn message(meta: &Meta, errors: &mut Errors) -> Option<LitStr> {
    let message = errors.keep(attributes::string(meta))?;
    if message.value().trim().is_empty() {
        errors.at(&message, "a message can't be empty; write what to do about the field");
    }
    Some(message)
}

/// A variant has no options of ours.
pub(crate) fn belong_on_a_field(attributes: &[Attribute], errors: &mut Errors) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(ATTRIBUTE)) {
        errors.at(attribute, "a variant has no options; write `#[form]` on the field that holds the enum");
    }
}

fn misplaced_on_field(meta: &Meta, key: &str) -> Error {
    if ON_ITEM.contains(&key) {
        let message = format!("`{key}` belongs on the struct; write `#[form({key} = …)]` above it");
        return Error::new_spanned(meta.path(), message);
    }
    errors::unknown_beside_serde(meta, "option", ON_FIELD)
}

fn expression(meta: &Meta) -> Result<Expr, Error> {
    attributes::value(meta).cloned().ok_or_else(|| {
        Error::new_spanned(
            meta,
            "`stand_in` needs a value; write `stand_in = …` with an expression of the field's type",
        )
    })
}

impl WrittenValidator {
    fn read(meta: Meta) -> Result<Self, Error> {
        const EXPECTED: &str = "expected `validator = garde`, `validator = validator` or `validator = none`";
        const NAMES: &[(&str, Validator)] =
            &[("garde", Validator::Garde), ("validator", Validator::Crate), ("none", Validator::None)];
        let (name, span) = match attributes::value(&meta) {
            Some(Expr::Path(ExprPath { qself: None, path, .. })) => (attributes::name(path), path.span()),
            Some(Expr::Lit(literal)) => {
                return Err(Error::new_spanned(literal, format_args!("{EXPECTED}, without quotes")));
            }
            Some(other) => return Err(Error::new_spanned(other, EXPECTED)),
            None => return Err(Error::new_spanned(meta, EXPECTED)),
        };
        let known = NAMES.iter().find(|(known, _)| *known == name);
        let Some((_, validator)) = known else {
            let names: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
            return Err(errors::unknown(attributes::value(&meta), "validator", &name, &names));
        };
        Ok(Self { validator: *validator, span, original: meta })
    }
}
