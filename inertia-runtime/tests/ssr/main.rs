//! First visits with a renderer: real servers that render, fail, hang and lie.
#![cfg(feature = "ssr")]

mod breaking;
mod failing;
mod harness;
mod rendering;
mod settings;
