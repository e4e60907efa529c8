//! A form may be declared where any type may, with any visibility and raw names.
#![deny(warnings)]
#![allow(dead_code, non_camel_case_types)]

use inertia::InertiaForm;

mod forms {
    use inertia::InertiaForm;

    #[derive(InertiaForm)]
    pub struct Public {
        pub title: String,
        pub(crate) subtitle: String,
        private: u64,
    }

    #[derive(InertiaForm)]
    pub(crate) struct OfTheCrate {
        pub(super) public: Public,
    }

    pub mod inner {
        #[derive(inertia::InertiaForm)]
        pub(in crate::forms) struct OfForms {
            pub(in crate::forms) part: super::OfTheModule,
        }

        #[derive(inertia::InertiaForm)]
        pub(super) enum OfTheParent {
            Word,
        }
    }

    #[derive(InertiaForm)]
    struct OfTheModule {
        later: inner::OfTheParent,
    }
}

#[derive(InertiaForm, garde::Validate)]
struct r#struct {
    #[garde(length(min = 1))]
    r#type: String,
    #[serde(rename = "fn")]
    #[garde(skip)]
    r#match: r#enum,
}

#[derive(InertiaForm)]
enum r#enum {
    r#else,
}

#[deprecated]
#[derive(InertiaForm)]
struct Deprecated {
    #[deprecated]
    #[serde(default)]
    old: u8,
}

fn main() {
    #[derive(InertiaForm, garde::Validate)]
    struct Row {
        #[garde(range(min = 1))]
        id: u64,
    }

    #[derive(InertiaForm, garde::Validate)]
    struct Local {
        #[garde(dive)]
        rows: Vec<Row>,
    }

    let _ = || {
        #[derive(InertiaForm)]
        struct InAClosure {
            local: Local,
        }
    };
}
