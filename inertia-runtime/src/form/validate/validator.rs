//! The supported validators. Their messages are added under the client's keys.

use crate::form::decode::reader::Verdicts;

/// Validates a form after it was read: [`Garde`], [`ValidatorCrate`] or [`NoValidator`].
#[diagnostic::on_unimplemented(
    message = "the validator of `{T}` is switched off",
    label = "needs the feature `garde` or `validator` of `inertia-runtime`",
    note = "a form without a validator says `#[form(validator = none)]`"
)]
pub trait FormValidator<T> {
    /// Adds the messages for invalid values.
    fn validate(form: &T, verdicts: &mut Verdicts<'_>);
}

/// The `garde` crate; needs the feature `garde`.
#[derive(Debug)]
pub struct Garde;

/// The `validator` crate; needs the feature `validator`.
#[derive(Debug)]
pub struct ValidatorCrate;

/// No validator: every form that can be read is valid.
#[derive(Debug)]
pub struct NoValidator;

impl<T> FormValidator<T> for NoValidator {
    fn validate(_: &T, _: &mut Verdicts<'_>) {}
}

#[cfg(feature = "garde")]
mod with_garde {
    use serde::Deserialize;

    use super::{FormValidator, Garde};
    use crate::form::{
        decode::{reader::Verdicts, value::FormValue},
        validate::wire::{Below, Step},
    };

    /// Types that garde validates without a context of the application.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not validated by garde",
        label = "derive `garde::Validate` for `{Self}`, with a context that is `Default`"
    )]
    pub trait ByGarde: garde::Validate<Context: Default> {}

    // Without this, rustc's message lists unrelated types that implement `garde::Validate`.
    #[diagnostic::do_not_recommend]
    impl<T: garde::Validate<Context: Default>> ByGarde for T {}

    impl<T: FormValue + ByGarde> FormValidator<T> for Garde {
        fn validate(form: &T, verdicts: &mut Verdicts<'_>) {
            if let Err(report) = form.validate() {
                add(&report, T::wire, verdicts);
            }
        }
    }

    /// A component of garde's paths in their serialised form.
    #[derive(Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        /// The inside of an `Option` or of a similar wrapper.
        None,
        Key,
        Index,
    }

    fn add(report: &garde::Report, root: Below, verdicts: &mut Verdicts<'_>) {
        for (path, error) in report.iter() {
            // Paths give access to their components only through serde, and their `Display` is ambiguous.
            let Ok(components) =
                serde_json::to_value(path).and_then(serde_json::from_value::<Vec<(Kind, String)>>)
            else {
                continue;
            };
            let steps = components.iter().filter_map(|(kind, text)| match kind {
                Kind::None => None,
                Kind::Key => Some(Step::Field(text)),
                Kind::Index => Some(text.parse().map_or(Step::Field(text), Step::Index)),
            });
            verdicts.add(root, steps, error.message().to_owned().into());
        }
    }
}

#[cfg(feature = "validator")]
mod with_validator {
    use validator::{ValidationErrors, ValidationErrorsKind};

    use super::{FormValidator, ValidatorCrate};
    use crate::form::{
        decode::{reader::Verdicts, value::FormValue},
        validate::wire::{Below, Step},
    };

    /// Types that `validator` validates without arguments.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not validated by validator",
        label = "derive `validator::Validate` for `{Self}`"
    )]
    pub trait ByValidator: validator::Validate {}

    // Without this, rustc's message lists unrelated types that implement `validator::Validate`.
    #[diagnostic::do_not_recommend]
    impl<T: validator::Validate> ByValidator for T {}

    impl<T: FormValue + ByValidator> FormValidator<T> for ValidatorCrate {
        fn validate(form: &T, verdicts: &mut Verdicts<'_>) {
            if let Err(errors) = form.validate() {
                add(&errors, &[], T::wire, verdicts);
            }
        }
    }

    fn add(errors: &ValidationErrors, above: &[Step<'_>], root: Below, verdicts: &mut Verdicts<'_>) {
        let below = |step| above.iter().copied().chain([step]);
        for (field, kind) in errors.errors() {
            let here: Vec<Step<'_>> = below(Step::Field(field)).collect();
            match kind {
                ValidationErrorsKind::Struct(errors) => add(errors, &here, root, verdicts),
                ValidationErrorsKind::List(elements) => {
                    for (index, errors) in elements {
                        let element: Vec<Step<'_>> =
                            here.iter().copied().chain([Step::Index(*index)]).collect();
                        add(errors, &element, root, verdicts);
                    }
                }
                ValidationErrorsKind::Field(errors) => {
                    for error in errors {
                        let message = error.message.as_ref().unwrap_or(&error.code);
                        verdicts.add(root, here.iter().copied(), message.clone());
                    }
                }
            }
        }
    }
}
