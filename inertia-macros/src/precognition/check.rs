//! What live validation asks of a form's handler.

use quote::ToTokens;
use syn::{Expr, ExprPath, FnArg, Ident, Pat, Type, ext::IdentExt};

use super::options::{Check, Given, Options};
use crate::{
    errors::{self, Errors},
    handler::{Handler, RawHandler, Rules},
    krate::Krate,
    meta,
};

/// axum calls functions of up to sixteen arguments, and the mark of the route is one of them. Any response will do.
pub(crate) const RULES: Rules = Rules { kind: "precognition", most_arguments: 15, missing_output: None };

/// A form's handler, with nothing that could still be wrong.
pub(crate) struct FormHandler {
    pub(crate) krate: Krate,
    pub(crate) form: Type,
    pub(crate) check: Option<CheckCall>,
    pub(crate) fallback: Option<Fallback>,
    pub(crate) handler: Handler,
}

/// Where a visitor goes who has no page to go back to.
pub(crate) struct Fallback {
    pub(crate) url: Expr,
    /// The handler's arguments that the expression may name: each one's place, and its pattern for a reference to it.
    pub(crate) arguments: Vec<(usize, Pat)>,
}

/// The call of the check.
pub(crate) struct CheckCall {
    pub(crate) path: ExprPath,
    /// The handler's argument that is passed on to it.
    pub(crate) argument: Option<usize>,
}

pub(crate) fn check(options: Options, raw: RawHandler, errors: &mut Errors) -> Option<FormHandler> {
    let Options { form, check, fallback, krate } = options;
    let form = form.filter(|form| is_the_form_itself(form, errors));
    let handler = Handler::check(raw, &RULES, errors)?;
    let takes_form = takes_the_form_last(&handler, form.as_ref(), errors);
    let check = match check {
        Some(check) if takes_form => Some(check_call(check, &handler, errors)?),
        _ => None,
    };
    let (form, krate) = (form?, krate?);
    let fallback = fallback.map(|url| Fallback { arguments: arguments_of(&url, &handler), url });
    errors.is_empty().then_some(FormHandler { krate, form, check, fallback, handler })
}

/// The attribute names what is read, not how the handler takes it.
fn is_the_form_itself(form: &Type, errors: &mut Errors) -> bool {
    let wrapped = is_spelled(form, "Valid");
    if wrapped {
        errors.at(form, "expected the form itself, without `Valid<…>`; that is how the handler takes it");
    }
    !wrapped
}

/// The form is read from the body, which axum gives to the last argument, once. (That the last argument is one is asked
/// of its type.)
fn takes_the_form_last(handler: &Handler, form: Option<&Type>, errors: &mut Errors) -> bool {
    let Some((last, before)) = handler.arguments.split_last() else {
        let form = form.map_or_else(|| "SignupForm".to_owned(), spelled);
        errors.at(
            &handler.signature.ident,
            format_args!("live validation is about a form; write `form: Valid<{form}>` as the last argument"),
        );
        return false;
    };
    let mut fine = true;
    for argument in before.iter().filter(|argument| is_spelled(argument, "Valid")) {
        fine = false;
        errors.at(
            argument,
            if is_spelled(last, "Valid") {
                "a handler takes one form, as its last argument; remove this one"
            } else {
                "the form is the last argument, because it is read from the body; move it to the end"
            },
        );
    }
    fine
}

/// As the user would write it.
fn spelled(ty: &Type) -> String {
    ty.to_token_stream().to_string().replace(' ', "")
}

/// Whether a type is written with this name. An alias has another, so nothing that must be right hangs on it.
fn is_spelled(ty: &Type, name: &str) -> bool {
    match ty {
        Type::Path(ty) => meta::last_name(&ty.path) == name,
        Type::Group(group) => is_spelled(&group.elem, name),
        Type::Paren(paren) => is_spelled(&paren.elem, name),
        _ => false,
    }
}

/// The check gets the state, or the parameter that is named, or nothing.
fn check_call(check: Check, handler: &Handler, errors: &mut Errors) -> Option<CheckCall> {
    let Check { path, given } = check;
    let argument = match given {
        Given::Nothing => None,
        Given::State => Some(only_state(&path, handler, errors)?),
        Given::Parameter(name) => Some(parameter(&name, handler, errors)?),
    };
    Some(CheckCall { path, argument })
}

/// Without a name, the handler's only state is meant.
fn only_state(path: &ExprPath, handler: &Handler, errors: &mut Errors) -> Option<usize> {
    let arguments = handler.arguments.iter().enumerate();
    let states: Vec<usize> =
        arguments.filter(|(_, ty)| is_spelled(ty, "State")).map(|(place, _)| place).collect();
    let name = spelled_path(path);
    match states.as_slice() {
        [only] => Some(*only),
        [] => {
            errors.at(
                path,
                format_args!("`check = {name}` passes on the handler's `State<_>`, and it has none; write `check = {name}()` for a check that needs nothing else, or name a parameter"),
            );
            None
        }
        _ => {
            errors.at(
                path,
                format_args!("this handler has several `State<_>`; name the parameter that the check gets, as in `check = {name}(db)`"),
            );
            None
        }
    }
}

fn spelled_path(path: &ExprPath) -> String {
    path.to_token_stream().to_string().replace(' ', "")
}

/// A named parameter is one of the handler's, whole, and not the form.
fn parameter(name: &Ident, handler: &Handler, errors: &mut Errors) -> Option<usize> {
    let mut names = Vec::new();
    for (place, argument) in handler.signature.inputs.iter().enumerate() {
        let FnArg::Typed(argument) = argument else { continue };
        if whole(&argument.pat).is_some_and(|whole| whole == name) {
            if place + 1 == handler.arguments.len() {
                errors.at(name, "the check gets the form in any case; name another parameter");
                return None;
            }
            return Some(place);
        }
        if binds(&argument.pat, name) {
            errors.at(
                name,
                format_args!("the check gets a whole parameter, and `{name}` is a part of one; take it as `state: State<_>`, and write `state` here"),
            );
            return None;
        }
        names.extend(whole(&argument.pat).map(|whole| whole.unraw().to_string()));
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let known = names.split_last().map_or(&[] as &[&str], |(_, before)| before);
    errors.push(errors::unknown(name, "parameter", &name.unraw().to_string(), known));
    None
}

/// The arguments before the form that an expression may name, also inside of a `format!` text.
fn arguments_of(url: &Expr, handler: &Handler) -> Vec<(usize, Pat)> {
    let text = url.to_token_stream().to_string();
    let before = handler.arguments.len().saturating_sub(1);
    let mut arguments = Vec::new();
    for (place, argument) in handler.signature.inputs.iter().enumerate().take(before) {
        let FnArg::Typed(argument) = argument else { continue };
        let mut pattern = (*argument.pat).clone();
        let mut names = Vec::new();
        borrow(&mut pattern, &mut names);
        if names.iter().any(|name| text.contains(name)) {
            arguments.push((place, pattern));
        }
    }
    arguments
}

/// Makes a pattern one for a reference, where `mut` and `ref` cannot stand, and collects the names that it binds.
fn borrow(pattern: &mut Pat, names: &mut Vec<String>) {
    match pattern {
        Pat::Ident(name) => {
            name.by_ref = None;
            name.mutability = None;
            names.push(name.ident.unraw().to_string());
            if let Some((_, below)) = &mut name.subpat {
                borrow(below, names);
            }
        }
        Pat::Paren(paren) => borrow(&mut paren.pat, names),
        Pat::Slice(slice) => slice.elems.iter_mut().for_each(|below| borrow(below, names)),
        Pat::Struct(fields) => fields.fields.iter_mut().for_each(|field| borrow(&mut field.pat, names)),
        Pat::Tuple(tuple) => tuple.elems.iter_mut().for_each(|below| borrow(below, names)),
        Pat::TupleStruct(tuple) => tuple.elems.iter_mut().for_each(|below| borrow(below, names)),
        _ => {}
    }
}

/// The name of a parameter: `db` in `db: Db` and in `State(db): State<Db>`.
fn whole(pattern: &Pat) -> Option<&Ident> {
    match pattern {
        Pat::Ident(pattern) => Some(&pattern.ident),
        Pat::TupleStruct(pattern) if pattern.elems.len() == 1 => pattern.elems.first().and_then(whole),
        _ => None,
    }
}

/// Whether the name occurs anywhere in a pattern.
fn binds(pattern: &Pat, name: &Ident) -> bool {
    fn occurs(tokens: proc_macro2::TokenStream, name: &Ident) -> bool {
        tokens.into_iter().any(|token| match token {
            proc_macro2::TokenTree::Ident(ident) => ident == *name,
            proc_macro2::TokenTree::Group(group) => occurs(group.stream(), name),
            _ => false,
        })
    }
    occurs(pattern.to_token_stream(), name)
}
