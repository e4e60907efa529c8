//! The options of `#[inertia::precognition(SignupForm, check = email_is_free(db), fallback = "/signup", crate = ::path)]`.

use proc_macro2::TokenStream;
use syn::{
    Error, Expr, ExprCall, ExprPath, Ident, LitStr, Meta, Token, Type,
    ext::IdentExt,
    parse::{ParseStream, Parser},
};

use crate::{
    errors::{self, Errors},
    krate::Krate,
    meta,
};

const NAMES: &[&str] = &["check", "crate", "fallback"];

pub(crate) struct Options {
    /// Missing when it could not be read.
    pub(crate) form: Option<Type>,
    pub(crate) check: Option<Check>,
    /// Where a visitor goes who has no page to go back to.
    pub(crate) fallback: Option<Expr>,
    /// Missing when `crate = …` could not be read.
    pub(crate) krate: Option<Krate>,
}

/// `check = path`, `check = path(db)`, `check = path()`
pub(crate) struct Check {
    pub(crate) path: ExprPath,
    pub(crate) given: Given,
}

/// What a check is given besides the form.
pub(crate) enum Given {
    /// The handler's only `State<_>`.
    State,
    /// The parameter of this name.
    Parameter(Ident),
    Nothing,
}

impl Options {
    pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut options = Self { form: None, check: None, fallback: None, krate: Some(Krate::default()) };
        let Some((form, metas)) = form_and_metas(tokens, errors) else { return options };
        options.form = Some(form);
        for (key, meta) in meta::options(metas, errors) {
            match key.as_str() {
                "check" => options.check = errors.keep(Check::read(&meta)),
                "fallback" => options.fallback = errors.keep(fallback(&meta)),
                "crate" => options.krate = errors.keep(Krate::parse(&meta)),
                _ => errors.push(errors::unknown(meta.path(), "option", &key, NAMES)),
            }
        }
        options
    }
}

/// The form comes first: it is what a reader looks for.
fn form_and_metas(tokens: TokenStream, errors: &mut Errors) -> Option<(Type, Vec<Meta>)> {
    let parse = |input: ParseStream<'_>| Ok((form(input)?, meta::behind_the_first(input, errors)));
    let parsed = parse.parse2(tokens);
    errors.keep(parsed)
}

fn form(input: ParseStream<'_>) -> syn::Result<Type> {
    const EXPECTED: &str = "expected the type of the form; write `#[inertia::precognition(SignupForm)]`";
    if input.peek(LitStr) {
        return Err(input.error(format_args!("{EXPECTED}, without quotes")));
    }
    if input.peek(Ident::peek_any) && input.peek2(Token![=]) {
        return Err(input.error(EXPECTED));
    }
    input.parse::<Type>().map_err(|error| Error::new(error.span(), EXPECTED))
}

/// Any expression that gives a URL; its type is for the compiler to check.
fn fallback(meta: &Meta) -> Result<Expr, Error> {
    const EXPECTED: &str = "expected `fallback = …`, with an expression that gives a URL, as `\"/events\"`";
    match meta::value(meta) {
        Some(Expr::Closure(closure)) => {
            Err(Error::new_spanned(closure, format_args!("{EXPECTED}; write the closure's body alone")))
        }
        Some(expr) => Ok(expr.clone()),
        None => Err(Error::new_spanned(meta, EXPECTED)),
    }
}

impl Check {
    fn read(meta: &Meta) -> Result<Self, Error> {
        const EXPECTED: &str = "expected `check = path`, with the path of an async function";
        match meta::value(meta) {
            Some(Expr::Path(path)) => Ok(Self { path: path.clone(), given: Given::State }),
            Some(Expr::Call(call)) => Self::call(call),
            Some(Expr::Lit(literal)) => {
                Err(Error::new_spanned(literal, format_args!("{EXPECTED}, without quotes")))
            }
            Some(Expr::Closure(closure)) => {
                let message = format!("{EXPECTED}; a closure goes into a function of its own");
                Err(Error::new_spanned(closure, message))
            }
            Some(other) => Err(Error::new_spanned(other, EXPECTED)),
            None => Err(Error::new_spanned(meta, EXPECTED)),
        }
    }

    fn call(call: &ExprCall) -> Result<Self, Error> {
        const EXPECTED: &str = "expected the name of a parameter of the handler, as in `check = path(db)`";
        let Expr::Path(path) = &*call.func else {
            return Err(Error::new_spanned(
                &call.func,
                "expected the path of an async function, as in `check = path(db)`",
            ));
        };
        let mut arguments = call.args.iter();
        let given = match arguments.next() {
            None => Given::Nothing,
            Some(Expr::Path(argument)) => match argument.path.get_ident() {
                Some(name) => Given::Parameter(name.clone()),
                None => return Err(Error::new_spanned(argument, EXPECTED)),
            },
            Some(other) => return Err(Error::new_spanned(other, EXPECTED)),
        };
        if let Some(second) = arguments.next() {
            return Err(Error::new_spanned(
                second,
                "a check gets one parameter of the handler; take what it needs as one `State<_>`",
            ));
        }
        Ok(Self { path: path.clone(), given })
    }
}
