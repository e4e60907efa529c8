//! A props struct may be declared where any struct may, with any visibility.
#![deny(warnings)]
#![allow(dead_code)]

use inertia::InertiaProps;

mod pages {
    use inertia::{InertiaProps, Lazy};

    #[derive(InertiaProps)]
    pub struct Public {
        pub title: String,
        pub(crate) subtitle: String,
        private: u64,
    }

    #[derive(InertiaProps)]
    pub(crate) struct OfTheCrate {
        #[nested]
        pub(super) public: Public,
    }

    pub mod inner {
        #[derive(inertia::InertiaProps)]
        pub(in crate::pages) struct OfPages {
            #[nested]
            pub(in crate::pages) group: super::OfTheModule,
        }

        #[derive(inertia::InertiaProps)]
        pub(super) struct OfTheParent {
            pub(super) title: Title,
        }

        #[derive(serde::Serialize)]
        pub(super) struct Title;
    }

    #[derive(InertiaProps)]
    struct OfTheModule {
        later: Lazy<u64>,
    }
}

fn main() {
    #[derive(serde::Serialize)]
    struct Row {
        id: u64,
    }

    #[derive(InertiaProps)]
    struct Local {
        #[merge(match_on = "id")]
        rows: Vec<Row>,
    }

    #[derive(InertiaProps)]
    struct Outer {
        #[nested]
        local: Local,
    }

    let _ = || {
        #[derive(InertiaProps)]
        struct InAClosure {
            #[nested]
            local: Local,
        }
    };
}
