//! The `Path` types of handlers. The attributes `page` and `precognition` record them, and routes look them up.

use std::{any, marker::PhantomData};

use axum::extract::Path;
use serde::de::DeserializeOwned;

use crate::routes::shape::Shape;

/// The shape of one handler's `Path` argument.
#[derive(Debug)]
pub struct HandlerPath {
    /// The type name of the user's function, which is declared inside the handler.
    function: fn() -> &'static str,
    shape: fn() -> Option<Shape>,
}

inventory::collect!(HandlerPath);

impl HandlerPath {
    /// Creates the record for a handler.
    #[must_use]
    pub const fn new(function: fn() -> &'static str, shape: fn() -> Option<Shape>) -> Self {
        Self { function, shape }
    }
}

/// The shape of the `Path` argument of the handler `H`; `None` if it has none, or no attribute has recorded it.
pub(crate) fn path_of<H>() -> Option<Shape> {
    let handler = any::type_name::<H>();
    let (_, name) = handler.rsplit_once("::")?;
    let of = |function: &str| {
        let inside = function.strip_prefix(handler)?.strip_suffix(name)?.strip_suffix("::")?;
        matches!(inside, "" | "::{{closure}}").then_some(())
    };
    inventory::iter::<HandlerPath>()
        .find(|path| of((path.function)()).is_some())
        .and_then(|path| (path.shape)())
}

/// Detects whether an argument of a handler is a `Path`: the inherent `shape` method exists only for `Path` types.
#[derive(Debug)]
pub struct PathProbe<A>(PhantomData<fn() -> A>);

impl<A> PathProbe<A> {
    /// The probe for the type `A`.
    pub const NEW: Self = Self(PhantomData);
}

macro_rules! paths {
    ($([$($generics:tt)*] $path:ty;)*) => {$(
        impl<$($generics)*> PathProbe<$path> {
            /// The shape of the path.
            #[must_use]
            pub fn shape(self) -> Option<Shape> {
                Some(Shape::of::<P>().0)
            }
        }
    )*};
}

paths! {
    [P: DeserializeOwned] Path<P>;
    [P: DeserializeOwned] Option<Path<P>>;
    [P: DeserializeOwned, E] Result<Path<P>, E>;
}

/// The `shape` method of every argument that is not a `Path`.
pub trait NoPath: Sized {
    /// Returns `None`.
    fn shape(self) -> Option<Shape> {
        None
    }
}

impl<A> NoPath for PathProbe<A> {}

/// Records the `Path` argument of a handler. Called inside the generated handler.
#[doc(hidden)]
#[macro_export]
macro_rules! __inertia_handler_path {
    ($function:ident $(, $argument:ty)*) => {
        $crate::__private::inventory::submit! {
            $crate::__private::HandlerPath::new(
                || ::core::any::type_name_of_val(&$function),
                || {
                    #[allow(unused_imports)]
                    use $crate::__private::NoPath as _;
                    ::core::option::Option::None
                        $(.or_else(|| $crate::__private::PathProbe::<$argument>::NEW.shape()))*
                },
            )
        }
    };
}

#[cfg(test)]
mod tests {
    use axum::extract::{Query, rejection::PathRejection};
    use serde::{Deserialize, Serialize};

    use super::*;
    use crate::{InertiaForm, InertiaProps, Redirect, Routes, Valid, routes::shape::Kind};

    #[derive(InertiaProps)]
    struct Event {
        id: i64,
    }

    #[derive(Serialize, Deserialize)]
    struct TicketPath {
        event: i64,
        code: String,
    }

    #[derive(Deserialize)]
    struct Filters {}

    #[derive(InertiaForm)]
    struct TicketForm {}

    /// An alias, which must be detected as a `Path`, too.
    type At<P> = Path<P>;

    #[inertia::page("Event/Show")]
    async fn show(_: Query<Filters>, id: Result<At<i64>, PathRejection>) -> Event {
        Event { id: id.map_or(0, |Path(id)| id) }
    }

    #[inertia::precognition(TicketForm)]
    async fn buy(Path(_): Path<TicketPath>, _: Valid<TicketForm>) -> Redirect {
        Redirect::back()
    }

    #[inertia::page("Event/Index")]
    async fn index(_: Query<Filters>) -> Event {
        Event { id: 0 }
    }

    struct Controller;

    impl Controller {
        #[inertia::page("Event/Show")]
        async fn show(Path(id): Path<i64>) -> Event {
            Event { id }
        }
    }

    async fn plain(_: Path<i64>) {}

    #[test]
    fn a_route_knows_the_path_type_of_its_handler() {
        let tickets = Routes::new().post("/tickets/{code}", "tickets.buy", buy);
        let routes: Routes = Routes::new()
            .get("/events/{id}", "events.show", show)
            .get("/events", "events.index", index)
            .get("/own/{id}", "own.show", Controller::show)
            .get("/plain/{id}", "plain", plain)
            .nest("/events/{event}", tickets);
        let names = routes.names();
        let kinds: Vec<_> = names
            .iter()
            .flat_map(|route| route.parameters())
            .map(|(parameter, kind)| (parameter.name.as_str(), kind))
            .collect();
        let expected = [
            ("id", Kind::Large),
            ("id", Kind::Large),
            ("id", Kind::Any),
            ("event", Kind::Large),
            ("code", Kind::Text),
        ];
        assert_eq!(kinds, expected);
    }
}
