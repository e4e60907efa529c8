//! The macro through which derives and attributes emit code for TypeScript. A macro crate cannot see the runtime's features;
//! without the feature `ts` this macro expands to nothing.

/// Expands to nothing without the feature `ts`.
#[cfg(not(feature = "ts"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __inertia_ts {
    ($($tokens:tt)*) => {};
}

/// The TypeScript of an application's types.
#[cfg(feature = "ts")]
#[doc(hidden)]
#[macro_export]
macro_rules! __inertia_ts {
    // A props struct with a name: its parameters, itself, its bounds.
    (props [$($generics:tt)*] [$this:ty] [$($bounds:tt)*] $name:literal [$($docs:expr),*] |$members:ident| $body:block) => {
        $crate::__inertia_ts!(members [$($generics)*] [$this] [$($bounds)*] |$members| $body);

        impl $($generics)* $crate::ts_rs::TS for $this $($bounds)* {
            type WithoutGenerics = Self;
            type OptionInnerType = Self;

            fn docs() -> ::core::option::Option<::std::string::String> {
                $crate::__private::ts::docs(&[$($docs),*])
            }

            fn ident(_: &$crate::ts_rs::Config) -> ::std::string::String {
                ::std::string::String::from($name)
            }

            fn name(_: &$crate::ts_rs::Config) -> ::std::string::String {
                ::std::string::String::from($name)
            }

            fn decl(config: &$crate::ts_rs::Config) -> ::std::string::String {
                $crate::__private::ts::declaration::<Self>($name, config)
            }

            fn decl_concrete(config: &$crate::ts_rs::Config) -> ::std::string::String {
                $crate::__private::ts::declaration::<Self>($name, config)
            }

            fn inline(config: &$crate::ts_rs::Config) -> ::std::string::String {
                $crate::__private::ts::inline::<Self>(config)
            }

            fn inline_flattened(config: &$crate::ts_rs::Config) -> ::std::string::String {
                $crate::__private::ts::inline::<Self>(config)
            }

            fn visit_dependencies(visitor: &mut impl $crate::ts_rs::TypeVisitor)
            where
                Self: 'static,
            {
                $crate::__private::ts::visit::<Self, _>(visitor);
            }

            fn output_path() -> ::core::option::Option<::std::path::PathBuf> {
                ::core::option::Option::Some(::std::path::PathBuf::from($name))
            }
        }
    };
    // A generic props struct has no name: its type is written in place.
    (generic [$($generics:tt)*] [$this:ty] [$($bounds:tt)*] |$members:ident| $body:block) => {
        $crate::__inertia_ts!(members [$($generics)*] [$this] [$($bounds)*] |$members| $body);

        impl $($generics)* $crate::ts_rs::TS for $this $($bounds)* {
            type WithoutGenerics = Self;
            type OptionInnerType = Self;

            fn name(config: &$crate::ts_rs::Config) -> ::std::string::String {
                $crate::__private::ts::inline::<Self>(config)
            }

            fn inline(config: &$crate::ts_rs::Config) -> ::std::string::String {
                $crate::__private::ts::inline::<Self>(config)
            }

            fn inline_flattened(config: &$crate::ts_rs::Config) -> ::std::string::String {
                $crate::__private::ts::inline::<Self>(config)
            }

            fn visit_dependencies(visitor: &mut impl $crate::ts_rs::TypeVisitor)
            where
                Self: 'static,
            {
                $crate::__private::ts::visit::<Self, _>(visitor);
            }

            fn visit_generics(visitor: &mut impl $crate::ts_rs::TypeVisitor)
            where
                Self: 'static,
            {
                $crate::__private::ts::visit::<Self, _>(visitor);
            }
        }
    };
    (members [$($generics:tt)*] [$this:ty] [$($bounds:tt)*] |$members:ident| $body:block) => {
        impl $($generics)* $crate::__private::ts::Object for $this $($bounds)* {
            fn members<__InertiaVisitor: $crate::ts_rs::TypeVisitor>(
                $members: &mut $crate::__private::ts::Members<'_, __InertiaVisitor>,
            ) $body
        }
    };
    // Inside the impl of `InertiaProps` of a struct with a name.
    (described) => {
        fn __inertia_described() -> ::core::option::Option<$crate::__private::ts::Described> {
            ::core::option::Option::Some($crate::__private::ts::Described::of::<Self>())
        }
    };
    // A page whose props follow from the return type of its handler.
    (page $component:literal [$output:ty]) => {
        const _: () = {
            $crate::__private::inventory::submit! {
                $crate::__private::ts::PageType::new(
                    $component,
                    ::core::concat!(::core::file!(), ":", ::core::line!()),
                    || $crate::__private::ts::TypeProbe::<$output>::NEW.page(),
                )
            }
        };
    };
    // A page whose props depend on its handler's type parameters.
    (page $component:literal) => {
        const _: () = {
            $crate::__private::inventory::submit! {
                $crate::__private::ts::PageType::new(
                    $component,
                    ::core::concat!(::core::file!(), ":", ::core::line!()),
                    || ::core::option::Option::None,
                )
            }
        };
    };
    // A page without props.
    (static_page $component:literal) => {
        const _: () = {
            $crate::__private::inventory::submit! {
                $crate::__private::ts::PageType::new(
                    $component,
                    ::core::concat!(::core::file!(), ":", ::core::line!()),
                    $crate::__private::ts::no_props,
                )
            }
        };
    };
    // Inside the impl of `FormValue`.
    (describe $body:expr) => {
        fn describe() -> $crate::__private::ts::FormType {
            $body
        }
    };
    (form [$this:ty]) => {
        $crate::__private::inventory::submit! {
            $crate::__private::ts::FormEntry::new(<$this as $crate::__private::form::FormValue>::describe)
        }
    };
}
