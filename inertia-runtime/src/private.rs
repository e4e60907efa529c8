//! All that generated code may name. Not part of the public API.

pub use axum::response::Response;

#[cfg(feature = "ts")]
pub use inventory;

pub use crate::__inertia_handler_path as handler_path;
pub use crate::__inertia_ts as ts;
#[cfg(feature = "ts")]
pub use crate::routes::handlers::{HandlerPath, NoPath, PathProbe};
pub use crate::routes::shape::Shape;
pub use crate::{
    page::{
        meta::PageMeta,
        render::render,
        shared::{BoxFuture, ErasedProps},
        visit::Visit,
    },
    props::{
        PropsTable, PropsWriter, Resolve, Resolvers, Schema, WriteError, check,
        field::{Field, FieldMut, PlainField, PlainFieldMut, Value},
        schema::{Merge, PropSpec},
        writer::JsonSerializer,
    },
};

/// What `template!` names.
#[cfg(feature = "tera")]
pub use crate::document::template;

/// What `embed!` names.
#[cfg(feature = "embed")]
pub use crate::document::assets::embedded;
#[cfg(feature = "embed")]
pub use rust_embed;

/// What a derived form names.
pub mod form {
    pub use crate::form::{
        Answer, Below, Checking, FallbackUrl, FieldSpec, Fields, FormValidator, FormValue, Garde, HasStandIn,
        IntoVerdict, LiveRoute, NoValidator, Node, NodeDeserializer, NodeError, Part, Probe, Readable,
        Reader, Reading, Shareable, Step, TakesForm, ValidatorCrate, Verdicts, Wire, is_form, respond,
        shareable, url,
    };
}

/// What derived TypeScript names.
#[cfg(feature = "ts")]
pub mod ts {
    pub use crate::typescript::{
        form::{FormField, FormSpec, FormType},
        object::{
            Described, Members, Object, PropType, TypeProbe, declaration, docs, inline, no_props, visit,
        },
        registry::{FormEntry, PageType},
    };
}
