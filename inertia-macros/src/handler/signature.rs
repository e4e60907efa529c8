//! The rules of a handler's signature.

use quote::ToTokens;
use syn::{FnArg, PatType, ReturnType, Safety, Signature, Token, Type, parse_quote_spanned};

use crate::syntax::{Errors, tokens};

/// axum runs handlers as futures.
pub(crate) fn must_be_async(signature: &Signature, errors: &mut Errors) {
    // For a `const` function, the error about `const` says to write `async`.
    if signature.asyncness.is_none() && signature.constness.is_none() {
        errors.at(&signature.ident, format_args!("a handler is async; write `async fn {}`", signature.ident));
    }
}

/// axum calls a handler as an ordinary function.
pub(crate) fn must_be_plain(signature: &Signature, errors: &mut Errors) {
    if let Some(constness) = &signature.constness {
        let message = format_args!("a handler can't be `const`; write `async fn {}`", signature.ident);
        errors.at(constness, message);
    }
    match &signature.safety {
        Safety::Unsafe(token) => errors.at(token, "a handler can't be `unsafe`; remove it"),
        Safety::Safe(token) => errors.at(token, "a handler can't be `safe`; remove it"),
        Safety::Default => {}
    }
    if let Some(abi) = &signature.abi {
        errors.at(abi, "a handler can't be `extern`; remove it");
    }
    if let Some(variadic) = &signature.variadic {
        errors.at(variadic, "a handler can't be variadic; remove it");
    }
}

/// The signature without the parts that were reported, so that they cause no further error.
pub(crate) fn repaired(mut signature: Signature) -> Signature {
    let here = signature.fn_token.span;
    signature.asyncness.get_or_insert_with(|| Token![async](here));
    signature.constness = None;
    signature.safety = Safety::Default;
    signature.abi = None;
    signature.variadic = None;
    signature
}

/// The arguments are extractors. The generated function repeats their types.
pub(crate) fn arguments(signature: &Signature, errors: &mut Errors) -> Vec<Type> {
    let mut types = Vec::new();
    for argument in &signature.inputs {
        match argument {
            FnArg::Receiver(receiver) => {
                errors.at(
                    receiver,
                    "a handler can't take `self`; write a function whose state comes from `State<_>`",
                );
            }
            FnArg::Typed(argument) => {
                must_be_unconditional(argument, errors);
                must_be_named(&argument.ty, errors);
                types.push((*argument.ty).clone());
            }
        }
    }
    types
}

/// A conditional parameter would need a conditional argument in the generated call.
fn must_be_unconditional(argument: &PatType, errors: &mut Errors) {
    for attribute in &argument.attrs {
        if attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr") {
            errors.at(
                attribute,
                "a parameter of a handler can't be conditional; put `#[cfg(…)]` on the handler",
            );
        }
    }
}

/// `impl Trait` cannot be repeated: it would be a different type.
fn must_be_named(ty: &Type, errors: &mut Errors) {
    let nested = || tokens::words(ty).into_iter().map(|word| word.ident).find(|word| word == "impl");
    let found = match ty {
        Type::ImplTrait(whole) => Some(whole.to_token_stream()),
        _ => nested().map(ToTokens::into_token_stream),
    };
    if let Some(found) = found {
        errors.at(
            found,
            "an extractor can't be `impl Trait`; write a type parameter, as in `async fn handler<T: Trait>(value: T)`",
        );
    }
}

/// axum calls functions with up to sixteen arguments, and each kind of handler has one more than the user writes.
const MAX_ARGUMENTS: usize = 15;

/// The arguments fit into axum's limit.
pub(crate) fn must_have_few_arguments(signature: &Signature, errors: &mut Errors) {
    if let Some(argument) = signature.inputs.iter().nth(MAX_ARGUMENTS) {
        errors.at(
            argument,
            format_args!("a handler takes at most {MAX_ARGUMENTS} extractors; group some in a struct that derives `FromRequestParts`"),
        );
    }
}

/// What a handler returns becomes the response. The fallback of the handler reports a missing type.
pub(crate) fn must_return_something(signature: &Signature, missing: Option<&str>) -> Option<Type> {
    match (&signature.output, missing) {
        (ReturnType::Type(_, ty), _) => Some((**ty).clone()),
        (ReturnType::Default, None) => Some(parse_quote_spanned!(signature.ident.span()=> ())),
        (ReturnType::Default, Some(_)) => None,
    }
}
