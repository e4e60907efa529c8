//! The cases live in `tests/ui`; this crate has no code of its own.
