//! What a page costs: by hand, with `inertia`, and with its peers.
//!
//! A *case* is a page and a kind of visit; a *contestant* is a way to write the handler that answers it. The two
//! programs of this package run the cases through every contestant's router and compare: `benches` the time and
//! the instructions, `allocations` the heap. See the README.

pub mod cases;
pub mod contestants;
pub mod data;
pub mod gate;
pub mod goals;
pub mod serve;
pub mod table;
