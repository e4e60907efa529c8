//! A props struct as TypeScript: one call for each field, and what `ts-rs` asks of a type that has a name.

use std::{fmt, fmt::Write as _, marker::PhantomData, ops::Deref};

use ts_rs::{Config, TS, TypeVisitor};

use super::{
    notes::{LARGE, Note},
    print,
};
use crate::{
    page::IntoPage,
    props::{Lazy, Scroll},
};

/// A struct whose members can be listed: what the derive says about a props struct.
pub trait Object: 'static {
    /// Lists the members.
    fn members<V: TypeVisitor>(members: &mut Members<'_, V>);
}

/// The members of an object, as they are listed: written as text, or their types visited.
pub struct Members<'a, V> {
    does: Does<'a, V>,
}

enum Does<'a, V> {
    Write { config: &'a Config, text: String, nested: Vec<String> },
    Visit(&'a mut V),
}

impl<V> fmt::Debug for Members<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Members")
    }
}

/// What is known of a prop besides its type.
#[derive(Debug, Clone, Copy)]
pub struct PropType {
    name: &'static str,
    docs: &'static [&'static str],
    optional: bool,
    never_null: bool,
}

impl PropType {
    /// A prop by its name on the wire.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, docs: &[], optional: false, never_null: false }
    }

    /// The lines of its documentation.
    #[must_use]
    pub const fn docs(mut self, docs: &'static [&'static str]) -> Self {
        self.docs = docs;
        self
    }

    /// A page may be without it.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// It is left out where it would be `null`.
    #[must_use]
    pub const fn never_null(mut self) -> Self {
        self.never_null = true;
        self
    }
}

impl<V: TypeVisitor> Members<'_, V> {
    /// A member whose type is written in TypeScript.
    pub fn written(&mut self, prop: PropType, ty: &str) {
        self.marked(prop, &in_single_quotes(ty));
    }

    fn marked(&mut self, prop: PropType, ty: &str) {
        if let Does::Write { text, .. } = &mut self.does {
            member(text, prop, ty);
        }
    }

    /// A member that a function of the user's writes.
    pub fn serialized(&mut self, prop: PropType, function: &'static str) {
        self.marked(prop, &Note::Serialized(function).mark());
    }

    fn typed<T: TS + 'static + ?Sized>(&mut self, prop: PropType) {
        match &mut self.does {
            Does::Write { config, text, .. } => member(text, prop, &T::name(config)),
            Does::Visit(visitor) => {
                visitor.visit::<T>();
                T::visit_generics(*visitor);
            }
        }
    }
}

fn member(text: &mut String, prop: PropType, ty: &str) {
    if !prop.docs.is_empty() {
        text.push_str(&format_docs(prop.docs));
    }
    let mark = if prop.optional { "?" } else { "" };
    let ty = ty.strip_suffix(" | null").filter(|_| prop.never_null).unwrap_or(ty);
    let _ = write!(text, "{}{mark}: {ty}, ", key(prop.name));
}

/// The name of a member, in single quotes where it has to be: `ts-rs` uses double ones, and escapes nothing in them.
fn key(name: &str) -> String {
    if print::is_identifier(name) { name.to_owned() } else { print::quoted_with(name, '\'') }
}

/// A type that the user has written, with single quotes around its strings, in which escapes are read.
fn in_single_quotes(ty: &str) -> String {
    let mut out = String::with_capacity(ty.len());
    let mut quote = None;
    let mut characters = ty.chars();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (None, '"' | '\'' | '`') => {
                quote = Some(character);
                out.push(if character == '"' { '\'' } else { character });
            }
            (Some('"'), '"') => {
                quote = None;
                out.push('\'');
            }
            (Some('"'), '\'') => out.push_str("\\'"),
            (Some(_), '\\') => {
                out.push('\\');
                out.extend(characters.next());
            }
            (Some(open), _) if open == character => {
                quote = None;
                out.push(character);
            }
            _ => out.push(character),
        }
    }
    out
}

/// Nobody: only the text is wanted.
enum Nobody {}

impl TypeVisitor for Nobody {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {}
}

/// The object as TypeScript.
pub fn inline<T: Object>(config: &Config) -> String {
    let does = Does::Write { config, text: String::new(), nested: Vec::new() };
    let mut members = Members::<'_, Nobody> { does };
    T::members(&mut members);
    let Does::Write { text, nested, .. } = members.does else { return String::new() };
    if nested.is_empty() {
        return format!("{{ {text}}}");
    }
    let own = if text.is_empty() { None } else { Some(format!("{{ {text}}}")) };
    let all: Vec<String> = own.into_iter().chain(nested).collect();
    // Two objects side by side are one.
    all.join(" & ").replace("} & { ", "")
}

/// The declaration of an object with a name.
pub fn declaration<T: Object>(name: &str, config: &Config) -> String {
    format!("type {name} = {};", inline::<T>(config))
}

/// What a page without props has.
#[must_use]
pub fn no_props() -> Option<Described> {
    Some(Described { type_name: "", name: |_| "{}".to_owned(), visit: |_| {} })
}

/// Shows a visitor the types of the members.
pub fn visit<T: Object, V: TypeVisitor>(visitor: &mut V) {
    T::members(&mut Members { does: Does::Visit(visitor) });
}

/// The lines of documentation as `ts-rs` wants them.
#[must_use]
pub fn docs(lines: &[&str]) -> Option<String> {
    (!lines.is_empty()).then(|| format_docs(lines))
}

/// What ends a comment would end this one.
fn format_docs(lines: &[&str]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| line.replace("*/", "*\\/")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    ts_rs::format_docs(&lines)
}

/// How a derive finds out what a field's type is called. An inherent method whose bound is not met gives way to that of
/// [`Untyped`].
pub struct TypeProbe<T>(Untyped<T>);

/// The step for types that TypeScript has no name for.
pub struct Untyped<T>(PhantomData<fn() -> T>);

impl<T> fmt::Debug for TypeProbe<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypeProbe")
    }
}

impl<T> fmt::Debug for Untyped<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Untyped")
    }
}

impl<T> TypeProbe<T> {
    /// The first step.
    pub const NEW: Self = Self(Untyped(PhantomData));
}

impl<T> Deref for TypeProbe<T> {
    type Target = Untyped<T>;

    fn deref(&self) -> &Untyped<T> {
        &self.0
    }
}

impl<T: TS + 'static> TypeProbe<T> {
    /// A member of this type.
    pub fn prop<V: TypeVisitor>(&self, members: &mut Members<'_, V>, prop: PropType) {
        members.typed::<T>(prop);
    }

    /// A member whose type the user has written; `with` when a function of the user's writes the value, too.
    pub fn written<V: TypeVisitor>(
        &self,
        members: &mut Members<'_, V>,
        prop: PropType,
        ty: &'static str,
        with: bool,
    ) {
        let mistaken = !with
            && matches!(ty, "string" | "bigint")
            && matches!(&members.does, Does::Write { config, .. } if T::name(config) == LARGE);
        if mistaken {
            members.marked(prop, &Note::Mistaken(ty.to_owned()).mark());
        } else {
            members.written(prop, ty);
        }
    }

    /// The members of a group, on this level.
    pub fn splice<V: TypeVisitor>(&self, members: &mut Members<'_, V>, optional: bool) {
        match &mut members.does {
            Does::Write { config, nested, .. } => {
                let object = T::inline(config);
                // Where there may be no group, there may be none of its members.
                let group = if T::IS_OPTION { object.strip_suffix(" | null") } else { None };
                nested.push(match group {
                    Some(group) => format!("Partial<{group}>"),
                    None if optional => format!("Partial<{object}>"),
                    None => object,
                });
            }
            Does::Visit(visitor) => T::visit_dependencies(*visitor),
        }
    }
}

impl<T> Untyped<T> {
    /// A member whose type has no name.
    pub fn prop<V: TypeVisitor>(&self, members: &mut Members<'_, V>, prop: PropType) {
        members.marked(prop, &Note::Untyped(std::any::type_name::<T>()).mark());
    }

    /// A member whose type the user has written.
    pub fn written<V: TypeVisitor>(
        &self,
        members: &mut Members<'_, V>,
        prop: PropType,
        ty: &'static str,
        _: bool,
    ) {
        members.written(prop, ty);
    }

    /// A group whose members have no names.
    pub fn splice<V: TypeVisitor>(&self, members: &mut Members<'_, V>, _: bool) {
        if let Does::Write { nested, .. } = &mut members.does {
            nested.push(format!("{{ }} & {}", Note::Untyped(std::any::type_name::<T>()).mark()));
        }
    }

    /// Nothing; the type is reported by `check::scroll`.
    pub fn scroll<V: TypeVisitor>(&self, members: &mut Members<'_, V>, prop: PropType, wrapper: &str) {
        let _ = wrapper;
        self.prop(members, prop);
    }

    /// Nothing is known of the page's props.
    pub fn page(&self) -> Option<Described> {
        None
    }
}

impl<T: TS + 'static> TypeProbe<Scroll<T>> {
    /// A page of items under its wrapper.
    pub fn scroll<V: TypeVisitor>(&self, members: &mut Members<'_, V>, prop: PropType, wrapper: &str) {
        match &mut members.does {
            Does::Write { config, text, .. } => {
                member(text, prop, &scrolled(wrapper, &T::name(config)));
            }
            Does::Visit(_) => members.typed::<Vec<T>>(prop),
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

impl<T: IntoPage> TypeProbe<T>
where
    T::Props: TS,
{
    /// The props of the page that a handler returns.
    pub fn page(&self) -> Option<Described> {
        Some(Described::of::<T::Props>())
    }
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

/// A type that is to be part of the generated file.
#[derive(Clone, Copy)]
pub struct Described {
    pub(crate) type_name: &'static str,
    pub(crate) name: fn(&Config) -> String,
    pub(crate) visit: fn(&mut super::collect::Collector<'_>),
}

impl fmt::Debug for Described {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.type_name)
    }
}

impl Described {
    /// This type.
    #[must_use]
    pub fn of<T: TS + 'static>() -> Self {
        Self {
            type_name: std::any::type_name::<T>(),
            name: T::name,
            visit: |collector| {
                collector.visit::<T>();
                T::visit_generics(collector);
                // What has no name of its own stands where it is used, with the names inside it.
                if T::output_path().is_none() {
                    T::visit_dependencies(collector);
                }
            },
        }
    }
}
