//! Forms, from a request to what the handler gets or the client is told.
#![allow(dead_code, reason = "the forms are looked at through `Debug`, which the compiler does not count")]

mod answers;
mod checks;
mod harness;
mod laws;
mod live;
mod messages;
mod names;
mod problems;
mod stand_ins;
#[cfg(feature = "validator")]
mod validators;
