//! The user's names may be those of the prelude, of the traits, and of everything in generated code.
#![deny(warnings)]
#![allow(dead_code, non_camel_case_types, non_upper_case_globals)]

extern crate inertia as runtime;

use runtime::InertiaForm as Form;

mod core {}
mod std {}

struct Option;
struct Result;
struct Node;
struct Reader;
struct Probe;
struct Reading;
struct Wire;
struct Self_;
struct Default;
enum Outcome {
    Some,
    None,
    Ok,
    Err,
}
use Outcome::{Err, None, Ok, Some};
trait InertiaForm {}
trait FormValue {}
trait Send {}
trait Sync {}

const node: u8 = 1;
const reader: u8 = 2;
const fields: u8 = 3;
const value_0: u8 = 4;

#[derive(Form, ::garde::Validate)]
struct Vec {
    #[garde(skip)]
    string: String,
}

#[derive(Form)]
enum String {
    Some,
    None,
    Option,
}

#[derive(Form)]
struct Box(u8);

#[derive(Form)]
struct Page {
    node: u8,
    reader: Box,
    fields: ::std::vec::Vec<Vec>,
    value_0: ::std::option::Option<String>,
    #[form(stand_in = node + reader + fields + value_0)]
    stand_in: u8,
    #[serde(skip)]
    wire: ::std::option::Option<Wire>,
}

#[derive(Clone)]
struct State;

async fn check(_: &Page, _: &runtime::Touched, _: &State) -> ::std::result::Result<(), runtime::ErrorBag> {
    ::std::result::Result::Ok(())
}

#[runtime::precognition(Page, check = check)]
async fn save(
    axum::extract::State(checking): axum::extract::State<State>,
    form: runtime::Valid<Page>,
) -> runtime::Redirect {
    let (_, _) = (checking, form.node);
    runtime::Redirect::back()
}

fn main() {
    let _ = [Some, None, Ok, Err];
    let _: axum::Router = axum::Router::new().route("/", axum::routing::post(save)).with_state(State);
}
