//! The flagship example.
#![allow(dead_code, unused_imports)]
mod calendar;
mod db;
fn main() {}
