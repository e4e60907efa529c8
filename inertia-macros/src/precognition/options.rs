//! The options of `#[inertia::precognition(SignupForm, check = email_is_free(db), fallback = "/signup", crate = ::path)]`.

use darling::FromMeta;
use proc_macro2::TokenStream;
use syn::{
    Error, Expr, ExprCall, ExprPath, Ident, LitStr, Meta, Token, Type, ext::IdentExt, parse::ParseStream,
};

use crate::syntax::attributes::first_and_entries;
use crate::syntax::{Errors, Krate, Place, Unread, attributes};

const NAMES: &[&str] = &["check", "crate", "fallback"];

#[derive(Default, FromMeta)]
struct Receiver {
    check: Option<Unread>,
    fallback: Option<Unread>,
    #[darling(rename = "crate")]
    krate: Option<Krate>,
}

#[derive(Default)]
pub(crate) struct Options {
    /// `None` when it cannot be read.
    pub(crate) form: Option<Type>,
    pub(crate) check: Option<Check>,
    /// Where redirects back lead when the previous page is not known.
    pub(crate) fallback: Option<Expr>,
    /// `None` when `crate = …` cannot be read.
    pub(crate) krate: Option<Krate>,
}

/// `check = path`, `check = path(db)`, `check = path()`
pub(crate) struct Check {
    pub(crate) path: ExprPath,
    pub(crate) argument: CheckArgument,
}

/// The third argument of a check, after the form and the touched fields.
pub(crate) enum CheckArgument {
    /// The handler's only `State<_>`.
    State,
    /// The parameter of this name.
    Parameter(Ident),
    None,
}

impl Options {
    pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Self {
        let Some((form, entries)) = first_and_entries(tokens, form, errors) else {
            return Self { krate: Some(Krate::default()), ..Self::default() };
        };
        let options = Place::of(NAMES).read::<Receiver>(entries, errors);
        let krate = options.krate(|options| options.krate.as_ref());
        let check = options.values.check.and_then(|Unread(meta)| errors.keep(Check::read(&meta)));
        let fallback = options.values.fallback.and_then(|Unread(meta)| errors.keep(fallback(&meta)));
        Self { form: Some(form), check, fallback, krate }
    }
}

/// The form is first, because it is what a reader looks for.
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

/// Any expression that gives a URL. The compiler checks its type.
fn fallback(meta: &Meta) -> Result<Expr, Error> {
    const EXPECTED: &str = "expected `fallback = …`, with an expression that gives a URL, as `\"/events\"`";
    match attributes::value(meta) {
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
        match attributes::value(meta) {
            Some(Expr::Path(path)) => Ok(Self { path: path.clone(), argument: CheckArgument::State }),
            Some(Expr::Call(call)) => Self::call(call),
            Some(Expr::Lit(literal)) => {
                Err(Error::new_spanned(literal, format_args!("{EXPECTED}, without quotes")))
            }
            Some(Expr::Closure(closure)) => {
                Err(Error::new_spanned(closure, format_args!("{EXPECTED}; write a function for the closure")))
            }
            Some(other) => Err(Error::new_spanned(other, EXPECTED)),
            None => Err(Error::new_spanned(meta, EXPECTED)),
        }
    }

    fn call(call: &ExprCall) -> Result<Self, Error> {
        const EXPECTED: &str = "expected the name of a parameter of the handler, as in `check = path(db)`";
        let Expr::Path(path) = &*call.func else {
            let message = "expected the path of an async function, as in `check = path(db)`";
            return Err(Error::new_spanned(&call.func, message));
        };
        let mut arguments = call.args.iter();
        let argument = match arguments.next() {
            None => CheckArgument::None,
            Some(Expr::Path(argument)) => match argument.path.get_ident() {
                Some(name) => CheckArgument::Parameter(name.clone()),
                None => return Err(Error::new_spanned(argument, EXPECTED)),
            },
            Some(other) => return Err(Error::new_spanned(other, EXPECTED)),
        };
        if let Some(second) = arguments.next() {
            let message = "a check takes one parameter of the handler; put what it needs into one `State<_>`";
            return Err(Error::new_spanned(second, message));
        }
        Ok(Self { path: path.clone(), argument })
    }
}
