//! The rules of a form's handler with live validation.

use quote::ToTokens;
use syn::{Expr, ExprPath, FnArg, Ident, Pat, Type, ext::IdentExt};

use super::options::{Check, CheckArgument, Options};
use crate::handler::{Handler, RawHandler, Rules};
use crate::syntax::attributes::{last_name, spelled};
use crate::syntax::{Errors, Krate, errors, tokens};

/// A form's handler may return every response.
pub(crate) const RULES: Rules = Rules { kind: "precognition", missing_output: None };

/// The checked model of a form's handler.
pub(crate) struct FormHandler {
    pub(crate) krate: Krate,
    pub(crate) form: Type,
    /// The path of the check, with the position of the handler's argument that is passed to it.
    pub(crate) check: Option<(ExprPath, Option<usize>)>,
    pub(crate) fallback: Option<Fallback>,
    pub(crate) handler: Handler,
}

/// Where redirects back lead when the previous page is not known.
pub(crate) struct Fallback {
    pub(crate) url: Expr,
    /// The handler's arguments that the expression may name: the position of each, and its pattern for a reference to it.
    pub(crate) arguments: Vec<(usize, Pat)>,
}

pub(crate) fn check(options: Options, raw: RawHandler, errors: &mut Errors) -> Option<FormHandler> {
    let Options { form, check, fallback, krate } = options;
    let form = form.filter(|form| is_not_wrapped(form, errors));
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

/// The attribute names the form, not the extractor.
fn is_not_wrapped(form: &Type, errors: &mut Errors) -> bool {
    let wrapped = is_spelled(form, "Valid");
    if wrapped {
        errors.at(
            form,
            "expected the type of the form, without `Valid<…>`; the handler takes it as `Valid<…>`",
        );
    }
    !wrapped
}

/// The form is read from the body, which axum passes to the last argument. (The compiler checks the type of the last argument.)
fn takes_the_form_last(handler: &Handler, form: Option<&Type>, errors: &mut Errors) -> bool {
    let Some((last, before)) = handler.arguments.split_last() else {
        let form = form.map_or_else(|| "SignupForm".to_owned(), spelled);
        errors.at(
            &handler.function.signature.ident,
            format_args!("live validation needs a form; write `form: Valid<{form}>` as the last argument"),
        );
        return false;
    };
    let mut valid = true;
    for argument in before.iter().filter(|argument| is_spelled(argument, "Valid")) {
        valid = false;
        errors.at(
            argument,
            if is_spelled(last, "Valid") {
                "a handler takes one form, as its last argument; remove this one"
            } else {
                "the form is the last argument, because it is read from the body; move it to the end"
            },
        );
    }
    valid
}

/// Whether a type is written with this name. It can be an alias, so this only chooses between error messages and defaults.
fn is_spelled(ty: &Type, name: &str) -> bool {
    match ty {
        Type::Path(ty) => last_name(&ty.path) == name,
        Type::Group(group) => is_spelled(&group.elem, name),
        Type::Paren(paren) => is_spelled(&paren.elem, name),
        _ => false,
    }
}

/// The check takes the state, a named parameter, or neither.
fn check_call(check: Check, handler: &Handler, errors: &mut Errors) -> Option<(ExprPath, Option<usize>)> {
    let Check { path, argument } = check;
    let argument = match argument {
        CheckArgument::None => None,
        CheckArgument::State => Some(only_state(&path, handler, errors)?),
        CheckArgument::Parameter(name) => Some(parameter(&name, handler, errors)?),
    };
    Some((path, argument))
}

/// Without a name, the check takes the handler's only state.
fn only_state(path: &ExprPath, handler: &Handler, errors: &mut Errors) -> Option<usize> {
    let arguments = handler.arguments.iter().enumerate();
    let states: Vec<usize> =
        arguments.filter(|(_, ty)| is_spelled(ty, "State")).map(|(place, _)| place).collect();
    let name = spelled(path);
    match states.as_slice() {
        [only] => Some(*only),
        [] => {
            errors.at(
                path,
                format_args!("`check = {name}` takes the handler's only `State<_>`, and this handler has none; write `check = {name}()` for a check without it, or name a parameter"),
            );
            None
        }
        _ => {
            errors.at(
                path,
                format_args!("this handler has several `State<_>`; name the parameter that the check takes, as in `check = {name}(db)`"),
            );
            None
        }
    }
}

/// A named parameter is a parameter of the handler, without destructuring, and not the form.
fn parameter(name: &Ident, handler: &Handler, errors: &mut Errors) -> Option<usize> {
    let mut names = Vec::new();
    for (place, argument) in handler.function.signature.inputs.iter().enumerate() {
        let FnArg::Typed(argument) = argument else { continue };
        if whole(&argument.pat).is_some_and(|whole| whole == name) {
            if place + 1 == handler.arguments.len() {
                errors.at(name, "a check always takes the form; name another parameter");
                return None;
            }
            return Some(place);
        }
        if tokens::words(&argument.pat).iter().any(|word| word.ident == *name) {
            errors.at(
                name,
                format_args!("a check takes a whole parameter, and `{name}` is a part of one; write `state: State<_>` in the handler, and `state` here"),
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
    for (place, argument) in handler.function.signature.inputs.iter().enumerate().take(before) {
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
