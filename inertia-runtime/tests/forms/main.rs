//! Forms, from a request to what the handler gets or the client is told.
#![allow(dead_code, reason = "the forms are looked at through `Debug`, which the compiler does not count")]

mod answers;
mod checks;
#[cfg(feature = "multipart")]
mod connection;
mod dates;
#[cfg(feature = "multipart")]
mod encodings;
#[cfg(feature = "cookie-session")]
mod fallbacks;
#[cfg(all(feature = "cookie-session", feature = "garde", feature = "multipart"))]
mod fuzz;
mod harness;
#[cfg(all(feature = "cookie-session", feature = "garde", feature = "multipart"))]
mod hostile;
mod laws;
mod limits;
mod live;
mod messages;
mod names;
mod problems;
mod raw;
mod stand_ins;
#[cfg(all(feature = "cookie-session", feature = "multipart"))]
mod too_large;
#[cfg(feature = "validator")]
mod validators;
