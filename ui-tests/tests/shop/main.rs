//! An application with a front end of its own, built as its author would build it: copied, changed, and built again.

mod components;
mod copy;
mod front_end;
