//! An application with a front end is copied, changed, and built again, as its author would.

mod components;
mod copy;
mod front_end;
