//! Validation: the validators, the check of live validation, and the fields that a request wants validated.

pub(crate) mod checking;
pub(crate) mod key_tree;
pub(crate) mod marks;
pub(crate) mod touched;
pub(crate) mod validator;
pub(crate) mod wire;
