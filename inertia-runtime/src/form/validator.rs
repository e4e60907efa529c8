//! The validators: what they say becomes messages under the client's own keys.

use super::reader::Verdicts;

/// What checks a form's values after they were read: [`Garde`], [`ValidatorCrate`] or [`NoValidator`].
#[diagnostic::on_unimplemented(
    message = "the validator of `{T}` is switched off",
    label = "needs the feature `garde` or `validator` of `inertia-runtime`",
    note = "a form without a validator says `#[form(validator = none)]`"
)]
pub trait FormValidator<T> {
    /// Reports what is wrong with the values.
    fn validate(form: &T, verdicts: &mut Verdicts<'_>);
}

/// The `garde` crate; needs the feature `garde`.
#[derive(Debug)]
pub struct Garde;

/// The `validator` crate; needs the feature `validator`.
#[derive(Debug)]
pub struct ValidatorCrate;

/// Nothing: every value that can be read is good.
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
        reader::Verdicts,
        value::FormValue,
        wire::{Below, Step},
    };

    /// What garde can validate with nothing else at hand.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not validated by garde",
        label = "derive `garde::Validate` for `{Self}`, with a context that is `Default`"
    )]
    pub trait ByGarde: garde::Validate<Context: Default> {}

    // Otherwise a message about a type would list others that garde validates.
    #[diagnostic::do_not_recommend]
    impl<T: garde::Validate<Context: Default>> ByGarde for T {}

    impl<T: FormValue + ByGarde> FormValidator<T> for Garde {
        fn validate(form: &T, verdicts: &mut Verdicts<'_>) {
            if let Err(report) = form.validate() {
                add(&report, T::wire, verdicts);
            }
        }
    }

    /// A component of garde's paths, as they are serialised.
    #[derive(Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        /// Of what has one value only, as the inside of an `Option`.
        None,
        Key,
        Index,
    }

    fn add(report: &garde::Report, root: Below, verdicts: &mut Verdicts<'_>) {
        for (path, error) in report.iter() {
            // The components are not public otherwise, and the text of a path cannot be taken apart again.
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
        reader::Verdicts,
        value::FormValue,
        wire::{Below, Step},
    };

    /// What validator can validate with nothing else at hand.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not validated by validator",
        label = "derive `validator::Validate` for `{Self}`"
    )]
    pub trait ByValidator: validator::Validate {}

    // Otherwise a message about a type would list others that validator validates.
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
