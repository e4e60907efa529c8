//! The ways to write a handler, each in a file of its own.

use std::{fmt, sync::Arc};

use axum::{Extension, Router};
use tower::layer::util::Identity;

use crate::{cases::Case, data::Db};

mod axum_inertia;
mod inertia_axum;
mod limit;
mod ours;
mod veer;

/// A way to write the handlers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contestant {
    /// A bare axum handler that writes the page object by hand.
    Limit,
    /// The same handlers below a layer that does nothing: what having a layer costs.
    Layered,
    /// The same handlers below a layer that hands them something: what a context costs, whatever is in it.
    Carried,
    /// This project.
    Ours,
    /// `veer` 0.3.0.
    Veer,
    /// `inertia-axum` 0.1.2.
    InertiaAxum,
    /// `axum-inertia` 0.9.0, which speaks an older version of the protocol.
    AxumInertia,
}

impl Contestant {
    /// All of them, the limit first.
    pub const ALL: [Self; 7] = [
        Self::Limit,
        Self::Layered,
        Self::Carried,
        Self::Ours,
        Self::Veer,
        Self::InertiaAxum,
        Self::AxumInertia,
    ];

    /// The other libraries.
    pub const PEERS: [Self; 3] = [Self::Veer, Self::InertiaAxum, Self::AxumInertia];

    /// Its name in the tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Limit => "limit",
            Self::Layered => "layered",
            Self::Carried => "carried",
            Self::Ours => "ours",
            Self::Veer => "veer",
            Self::InertiaAxum => "inertia-axum",
            Self::AxumInertia => "axum-inertia",
        }
    }

    /// The contestant of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|contestant| contestant.name() == name)
    }

    /// The application as its own documentation sets it up; `None` if it has no way to express the page.
    pub fn router(self, case: Case, db: Db) -> Option<Router> {
        match self {
            Self::Limit => Some(limit::router(db)),
            Self::Layered => Some(limit::router(db).layer(Identity::new())),
            Self::Carried => Some(limit::router(db).layer(Extension(Arc::new(())))),
            Self::Ours => Some(ours::router(db)),
            Self::Veer => Some(veer::router(case, db)),
            Self::InertiaAxum => Some(inertia_axum::router(case, db)),
            Self::AxumInertia => axum_inertia::router(case, db),
        }
    }
}

impl fmt::Display for Contestant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
