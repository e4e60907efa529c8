//! What lazy values and scrolled lists are in TypeScript.

use ts_rs::{Config, TS, TypeVisitor};

use crate::{
    props::{Lazy, Scroll},
    typescript::{
        object::{Members, Mode, PropType, TypeProbe, member},
        print::key,
    },
};

impl<T: TS + 'static> TypeProbe<Scroll<T>> {
    /// A page of items under its wrapper.
    pub fn scroll<V: TypeVisitor>(&self, members: &mut Members<'_, V>, prop: PropType, wrapper: &str) {
        match &mut members.mode {
            Mode::Write { config, text, .. } => {
                member(text, prop, &scrolled(wrapper, &T::name(config)));
            }
            Mode::Visit(_) => members.typed::<Vec<T>>(prop),
        }
    }
}

impl<T: TS + 'static> TypeProbe<Lazy<Scroll<T>>> {
    /// A page of items under its wrapper.
    pub fn scroll<V: TypeVisitor>(&self, members: &mut Members<'_, V>, prop: PropType, wrapper: &str) {
        TypeProbe::<Scroll<T>>::NEW.scroll(members, prop, wrapper);
    }
}

fn scrolled(wrapper: &str, item: &str) -> String {
    format!("{{ {}: Array<{item}>, }}", key(wrapper))
}

/// A lazy value is its value.
impl<T: TS> TS for Lazy<T> {
    type WithoutGenerics = Self;
    type OptionInnerType = T::OptionInnerType;
    const IS_OPTION: bool = T::IS_OPTION;

    fn name(config: &Config) -> String {
        T::name(config)
    }

    fn inline(config: &Config) -> String {
        T::inline(config)
    }

    fn visit_dependencies(visitor: &mut impl TypeVisitor)
    where
        Self: 'static,
    {
        T::visit_dependencies(visitor);
    }

    fn visit_generics(visitor: &mut impl TypeVisitor)
    where
        Self: 'static,
    {
        T::visit_generics(visitor);
        visitor.visit::<T>();
    }
}
