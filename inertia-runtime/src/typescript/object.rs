//! A props struct in TypeScript: one call for each field, and the functions of `ts_rs::TS` for a type with a name.

use std::{fmt, fmt::Write as _, marker::PhantomData, ops::Deref};

use ts_rs::{Config, TS, TypeVisitor};

use crate::typescript::{
    notes::{LARGE, Note},
    print,
};

/// A struct whose members can be listed. The derive implements it for a props struct.
pub trait Object: 'static {
    /// Lists the members.
    fn members<V: TypeVisitor>(members: &mut Members<'_, V>);
}

/// Receives the members of an object, to write them as text or to visit their types.
pub struct Members<'a, V> {
    pub(crate) mode: Mode<'a, V>,
}

/// What happens with the members.
pub(crate) enum Mode<'a, V> {
    Write { config: &'a Config, text: String, nested: Vec<String> },
    Visit(&'a mut V),
}

impl<V> fmt::Debug for Members<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Members")
    }
}

/// A prop without its type.
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

    /// Pages may be sent without the prop.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// The prop is left out instead of being `null`.
    #[must_use]
    pub const fn never_null(mut self) -> Self {
        self.never_null = true;
        self
    }
}

impl<V: TypeVisitor> Members<'_, V> {
    /// A member whose type is given as TypeScript.
    pub fn written(&mut self, prop: PropType, ty: &str) {
        self.marked(prop, &in_single_quotes(ty));
    }

    fn marked(&mut self, prop: PropType, ty: &str) {
        if let Mode::Write { text, .. } = &mut self.mode {
            member(text, prop, ty);
        }
    }

    /// A member that a function of the user serializes.
    pub fn serialized(&mut self, prop: PropType, function: &'static str) {
        self.marked(prop, &Note::Serialized(function).mark());
    }

    pub(crate) fn typed<T: TS + 'static + ?Sized>(&mut self, prop: PropType) {
        match &mut self.mode {
            Mode::Write { config, text, .. } => member(text, prop, &T::name(config)),
            Mode::Visit(visitor) => {
                visitor.visit::<T>();
                T::visit_generics(*visitor);
            }
        }
    }
}

pub(crate) fn member(text: &mut String, prop: PropType, ty: &str) {
    if !prop.docs.is_empty() {
        text.push_str(&format_docs(prop.docs));
    }
    let mark = if prop.optional { "?" } else { "" };
    let ty = ty.strip_suffix(" | null").filter(|_| prop.never_null).unwrap_or(ty);
    let _ = write!(text, "{}{mark}: {ty}, ", key(prop.name));
}

/// The name of a member, in single quotes if necessary. `ts-rs` uses double quotes without escapes, so single quotes mark a name
/// with escapes.
fn key(name: &str) -> String {
    if print::is_identifier(name) { name.to_owned() } else { print::quoted_with(name, '\'') }
}

/// A type that the user wrote, with single quotes around its strings, because escapes are read only in those.
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

/// The visitor type of [`Mode::Write`], which visits no types.
enum NoVisitor {}

impl TypeVisitor for NoVisitor {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {}
}

/// The object in TypeScript.
pub fn inline<T: Object>(config: &Config) -> String {
    let mode = Mode::Write { config, text: String::new(), nested: Vec::new() };
    let mut members = Members::<'_, NoVisitor> { mode };
    T::members(&mut members);
    let Mode::Write { text, nested, .. } = members.mode else { return String::new() };
    if nested.is_empty() {
        return format!("{{ {text}}}");
    }
    let own = if text.is_empty() { None } else { Some(format!("{{ {text}}}")) };
    let all: Vec<String> = own.into_iter().chain(nested).collect();
    // An intersection of two objects is written as one object.
    all.join(" & ").replace("} & { ", "")
}

/// The declaration of a named object.
pub fn declaration<T: Object>(name: &str, config: &Config) -> String {
    format!("type {name} = {};", inline::<T>(config))
}

/// The type of a page without props.
#[must_use]
pub fn no_props() -> Option<Described> {
    Some(Described { type_name: "", name: |_| "{}".to_owned(), visit: |_| {} })
}

/// Visits the types of the members.
pub fn visit<T: Object, V: TypeVisitor>(visitor: &mut V) {
    T::members(&mut Members { mode: Mode::Visit(visitor) });
}

/// The documentation in the format of `ts-rs`.
#[must_use]
pub fn docs(lines: &[&str]) -> Option<String> {
    (!lines.is_empty()).then(|| format_docs(lines))
}

/// `*/` is escaped, because it would end the comment.
fn format_docs(lines: &[&str]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| line.replace("*/", "*\\/")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    ts_rs::format_docs(&lines)
}

/// Finds the name of a field's type for a derive. If the bound of an inherent method is not met, the method of `Untyped` is
/// called instead.
pub struct TypeProbe<T>(Untyped<T>);

/// The fallback for types that do not implement `TS`.
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
    /// The value whose methods a derive calls.
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

    /// A member whose type the user wrote. `with` is set if a function of the user serializes the value as well.
    pub fn written<V: TypeVisitor>(
        &self,
        members: &mut Members<'_, V>,
        prop: PropType,
        ty: &'static str,
        with: bool,
    ) {
        let is_wrong = !with
            && matches!(ty, "string" | "bigint")
            && matches!(&members.mode, Mode::Write { config, .. } if T::name(config) == LARGE);
        if is_wrong {
            members.marked(prop, &Note::WrongType(ty.to_owned()).mark());
        } else {
            members.written(prop, ty);
        }
    }

    /// The members of a group, added to those of this object.
    pub fn splice<V: TypeVisitor>(&self, members: &mut Members<'_, V>, optional: bool) {
        match &mut members.mode {
            Mode::Write { config, nested, .. } => {
                let object = T::inline(config);
                // If the group is optional, all of its members are.
                let group = if T::IS_OPTION { object.strip_suffix(" | null") } else { None };
                nested.push(match group {
                    Some(group) => format!("Partial<{group}>"),
                    None if optional => format!("Partial<{object}>"),
                    None => object,
                });
            }
            Mode::Visit(visitor) => T::visit_dependencies(*visitor),
        }
    }
}

#[expect(clippy::unused_self, reason = "methods, because a method of `TypeProbe` is preferred to them")]
impl<T> Untyped<T> {
    /// A member whose type does not implement `TS`.
    pub fn prop<V: TypeVisitor>(&self, members: &mut Members<'_, V>, prop: PropType) {
        members.marked(prop, &Note::Untyped(std::any::type_name::<T>()).mark());
    }

    /// A member whose type the user wrote.
    pub fn written<V: TypeVisitor>(
        &self,
        members: &mut Members<'_, V>,
        prop: PropType,
        ty: &'static str,
        _: bool,
    ) {
        members.written(prop, ty);
    }

    /// A group that does not implement `TS`.
    pub fn splice<V: TypeVisitor>(&self, members: &mut Members<'_, V>, _: bool) {
        if let Mode::Write { nested, .. } = &mut members.mode {
            nested.push(format!("{{ }} & {}", Note::Untyped(std::any::type_name::<T>()).mark()));
        }
    }

    /// Falls back to [`prop`](Self::prop); `check::scroll` reports the type.
    pub fn scroll<V: TypeVisitor>(&self, members: &mut Members<'_, V>, prop: PropType, wrapper: &str) {
        let _ = wrapper;
        self.prop(members, prop);
    }

    /// The props of the page are unknown.
    pub fn page(&self) -> Option<Described> {
        None
    }
}

/// A type for the generated file.
#[derive(Clone, Copy)]
pub struct Described {
    pub(crate) type_name: &'static str,
    pub(crate) name: fn(&Config) -> String,
    pub(crate) visit: fn(&mut crate::typescript::collect::Collector<'_>),
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
                // A type without a name is written in place, so the named types inside it are visited here.
                if T::output_path().is_none() {
                    T::visit_dependencies(collector);
                }
            },
        }
    }
}
