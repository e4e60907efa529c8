//! The test kit, used as an application's tests use it.

mod app;
mod failures;
mod forms;
mod parts;
mod visits;
