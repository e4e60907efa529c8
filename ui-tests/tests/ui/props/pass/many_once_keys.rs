//! Hundreds of keys are compared at compile time, without the compiler's lint about long evaluation.
#![deny(warnings)]

use inertia::{InertiaProps, Lazy};

macro_rules! ten {
    ($name:ident: $(#[$attribute:ident])* $ty:ty) => {
        #[derive(InertiaProps)]
        #[allow(dead_code)]
        struct $name {
            $(#[$attribute])* a: $ty,
            $(#[$attribute])* b: $ty,
            $(#[$attribute])* c: $ty,
            $(#[$attribute])* d: $ty,
            $(#[$attribute])* e: $ty,
            $(#[$attribute])* f: $ty,
            $(#[$attribute])* g: $ty,
            $(#[$attribute])* h: $ty,
            $(#[$attribute])* i: $ty,
            $(#[$attribute])* j: $ty,
        }
    };
}

ten!(Ten: #[once] Lazy<u8>);
ten!(Hundred: #[nested] Ten);

#[derive(InertiaProps)]
struct Page {
    #[nested]
    first: Hundred,
    #[nested]
    second: Hundred,
    #[nested]
    third: Hundred,
    #[once(key = "first.a.b.c")]
    last: Lazy<u8>,
}

fn main() {
    fn is_page<P: inertia::IntoPage>() {}
    is_page::<Page>();
}
