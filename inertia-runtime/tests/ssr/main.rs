//! First visits with a renderer: real servers that render, fail, hang and lie.
#![cfg(feature = "ssr")]

mod breaking;
mod failing;
mod harness;
#[cfg(unix)]
mod process;
mod rendering;
mod settings;
mod untrusted_text;
mod vite;
