//! The types of a form's fields as the client submits them, and the keys of its messages.

use std::{collections::BTreeMap, fmt};

use ts_rs::{Config, TS};

use crate::typescript::{
    collect::{Collector, Declaration},
    notes::{LARGE, Note},
    object::Described,
    print,
    syntax::{Member, Type},
};

/// The type of a value that the client may submit.
#[derive(Debug, Clone)]
pub enum FormType {
    /// Text.
    Text,
    /// A number, also as text, because the value of an input is text.
    Number,
    /// A boolean.
    Boolean,
    /// An uploaded file.
    File,
    /// Any value that a form can have.
    Anything,
    /// One of several words, or with `other` any text.
    Words {
        /// The words.
        words: &'static [&'static str],
        /// Whether any other text is accepted as well.
        other: bool,
    },
    /// A value that may be empty.
    Nullable(Box<FormType>),
    /// A list.
    List(Box<FormType>),
    /// A map with names as keys.
    Map(Box<FormType>),
    /// A nested form.
    Form(FormSpec),
    /// A type that serde deserializes, with a TypeScript type.
    Typed(Described),
    /// A TypeScript type that the user wrote.
    Written(&'static str),
    /// A type that serde deserializes, without a TypeScript type.
    Untyped(&'static str),
    /// A value that a function of the user deserializes.
    Deserialized(&'static str),
}

/// A form.
#[derive(Clone, Copy)]
pub struct FormSpec {
    /// Its name in Rust.
    pub name: &'static str,
    /// Its path in Rust.
    pub type_name: &'static str,
    /// The lines of its documentation.
    pub docs: &'static [&'static str],
    /// Its fields.
    pub fields: fn() -> Vec<FormField>,
}

impl fmt::Debug for FormSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.type_name)
    }
}

/// A field of a form.
#[derive(Debug, Clone)]
pub struct FormField {
    /// Its name on the wire.
    pub name: &'static str,
    /// The lines of its documentation.
    pub docs: &'static [&'static str],
    /// Whether it has a default.
    pub default: bool,
    /// The type of the submitted value.
    pub ty: FormType,
}

impl FormType {
    /// A value that may be empty.
    #[must_use]
    pub fn nullable(inner: Self) -> Self {
        Self::Nullable(Box::new(inner))
    }

    /// A list.
    #[must_use]
    pub fn list(element: Self) -> Self {
        Self::List(Box::new(element))
    }

    /// A map.
    #[must_use]
    pub fn map(element: Self) -> Self {
        Self::Map(Box::new(element))
    }

    /// A type that serde deserializes, with a TypeScript type.
    pub(crate) fn typed<T: TS + 'static>() -> Self {
        Self::Typed(Described::of::<T>())
    }

    pub(crate) fn into_form(self) -> Option<FormSpec> {
        match self {
            Self::Form(form) => Some(form),
            _ => None,
        }
    }

    /// The type in the generated file.
    fn to_type(&self, config: &Config, within: &str) -> Type {
        match self {
            Self::Text => Type::word("string"),
            Self::Number => Type::union(vec![Type::word("number"), Type::word("string")]),
            Self::Boolean => Type::word("boolean"),
            Self::File => Type::named("File"),
            Self::Anything => Type::parse(ANYTHING).unwrap_or_else(|| Type::word("unknown")),
            Self::Words { words, other } => {
                let words = words.iter().map(|word| Type::Text((*word).to_owned()));
                // `string & {}` instead of `string`: editors then still suggest the words.
                let rest =
                    other.then(|| Type::Intersection(vec![Type::word("string"), Type::Object(Vec::new())]));
                Type::union(words.chain(rest).collect())
            }
            Self::Nullable(inner) => inner.to_type(config, within).or(Type::word("null")),
            Self::List(element) => Type::Named("Array".to_owned(), vec![element.to_type(config, within)]),
            Self::Map(element) => {
                Type::Named("Record".to_owned(), vec![Type::word("string"), element.to_type(config, within)])
            }
            // The client's types search for keys in all nested types, and would not end for a form that contains itself.
            Self::Form(form) if form.contains(within, &mut Vec::new()) => Type::word("object"),
            Self::Form(form) => {
                Type::Indexed(Box::new(Type::named("Forms")), Box::new(Type::Text(form.name.to_owned())))
            }
            Self::Typed(described) => {
                let name = (described.name)(config);
                Type::parse(&name).unwrap_or(Type::Raw(name))
            }
            Self::Written(text) => Type::parse(text).unwrap_or_else(|| Type::Raw((*text).to_owned())),
            Self::Untyped(name) => mark(&Note::Untyped(name)),
            Self::Deserialized(name) => mark(&Note::Serialized(name)),
        }
    }

    /// Adds the keys of messages about the value at `path` and about the values inside it.
    fn keys(&self, path: &Path, keys: &mut Keys<'_>) {
        match self {
            Self::Nullable(inner) => inner.keys(path, keys),
            Self::List(element) | Self::Map(element) => {
                let is_list = matches!(self, Self::List(_));
                keys.add(path);
                element.keys(&path.any(if is_list { "${number}" } else { "${string}" }), keys);
            }
            Self::Form(form) if keys.forms.contains(&form.type_name) => keys.add_all(path),
            Self::Form(form) => {
                keys.add(path);
                form.keys(Some(path), keys);
            }
            Self::Typed(described) => {
                let name = (described.name)(keys.config);
                match Type::parse(&name) {
                    Some(ty) => keys.add_type(path, &ty, &mut Vec::new()),
                    None => keys.add_all(path),
                }
            }
            Self::Written(text) => match Type::parse(text) {
                Some(ty) => keys.add_type(path, &ty, &mut Vec::new()),
                None => keys.add_all(path),
            },
            Self::Anything | Self::Untyped(_) | Self::Deserialized(_) => keys.add_all(path),
            Self::Text | Self::Number | Self::Boolean | Self::File | Self::Words { .. } => keys.add(path),
        }
    }

    fn contains(&self, wanted: &str, seen: &mut Vec<&'static str>) -> bool {
        match self {
            Self::Nullable(inner) | Self::List(inner) | Self::Map(inner) => inner.contains(wanted, seen),
            Self::Form(form) => form.contains(wanted, seen),
            _ => false,
        }
    }

    /// Collects nested forms and named types.
    fn collect(&self, collector: &mut Collector<'_>, forms: &mut Vec<FormSpec>) {
        match self {
            Self::Nullable(inner) | Self::List(inner) | Self::Map(inner) => inner.collect(collector, forms),
            Self::Typed(described) => (described.visit)(collector),
            Self::Form(form) => form.collect(collector, forms),
            _ => {}
        }
    }
}

/// Any value that a form can have. The client's own type for this is recursive, which the types of `useForm` do not support.
pub(crate) const ANYTHING: &str = "string | number | boolean | null | object";

fn mark(note: &Note) -> Type {
    Type::parse(&note.mark()).unwrap_or_else(|| Type::word("unknown"))
}

impl FormSpec {
    /// Collects the form, its nested forms and the named types.
    pub(crate) fn collect(self, collector: &mut Collector<'_>, forms: &mut Vec<Self>) {
        if forms.iter().any(|form| form.type_name == self.type_name) {
            return;
        }
        forms.push(self);
        for field in (self.fields)() {
            field.ty.collect(collector, forms);
        }
    }

    /// Whether this form is `wanted` or contains it.
    fn contains(self, wanted: &str, seen: &mut Vec<&'static str>) -> bool {
        if self.type_name == wanted {
            return true;
        }
        if seen.contains(&self.type_name) {
            return false;
        }
        seen.push(self.type_name);
        (self.fields)().iter().any(|field| field.ty.contains(wanted, seen))
    }

    /// The fields as the client submits them. Fields that may be empty or have a default are optional.
    pub(crate) fn to_type(self, config: &Config) -> Type {
        let members = (self.fields)().into_iter().map(|field| Member {
            docs: lines(field.docs),
            name: field.name.to_owned(),
            optional: field.default || matches!(field.ty, FormType::Nullable(_)),
            ty: field.ty.to_type(config, self.type_name),
        });
        Type::Object(members.collect())
    }

    /// The keys that its messages may have.
    pub(crate) fn key_type(self, config: &Config, declared: &BTreeMap<String, Declaration>) -> Type {
        let mut keys = Keys { config, declared, forms: Vec::new(), all: Vec::new() };
        self.keys(None, &mut keys);
        if keys.all.is_empty() { Type::word("never") } else { Type::union(keys.all) }
    }

    fn keys(self, path: Option<&Path>, keys: &mut Keys<'_>) {
        keys.forms.push(self.type_name);
        for field in (self.fields)() {
            let path = match path {
                Some(path) => path.below(field.name),
                None => Path(vec![Step::Name(field.name.to_owned())]),
            };
            field.ty.keys(&path, keys);
        }
        keys.forms.pop();
    }

    /// The lines of its documentation.
    pub(crate) fn doc_lines(self) -> Vec<String> {
        lines(self.docs)
    }
}

fn lines(docs: &[&str]) -> Vec<String> {
    crate::typescript::syntax::doc_lines(&docs.join("\n"))
}

/// Collects the keys of a form's messages.
struct Keys<'a> {
    config: &'a Config,
    declared: &'a BTreeMap<String, Declaration>,
    /// The forms around the current value, to detect a form that contains itself.
    forms: Vec<&'static str>,
    all: Vec<Type>,
}

impl Keys<'_> {
    fn add(&mut self, path: &Path) {
        let key = path.to_type();
        if !self.all.contains(&key) {
            self.all.push(key);
        }
    }

    /// Adds the keys of a value whose type is unknown: messages may be about any value inside it.
    fn add_all(&mut self, path: &Path) {
        self.add(path);
        self.add(&path.any("${string}"));
    }

    /// Adds the keys of a value that serde deserializes. The positions in tuples and lists are known. Members of objects are
    /// not, because their types lack serde's aliases and unknown fields.
    fn add_type(&mut self, path: &Path, ty: &Type, names: &mut Vec<String>) {
        match ty {
            Type::Word(word) if matches!(word.as_str(), "any" | "object" | "unknown") => self.add_all(path),
            Type::Text(_) | Type::Word(_) => self.add(path),
            Type::Tuple(types) => {
                self.add(path);
                for (index, ty) in types.iter().enumerate() {
                    self.add_type(&path.below(&index.to_string()), ty, names);
                }
            }
            Type::Array(element) => self.add_elements(path, element, names),
            Type::Union(types) => types.iter().for_each(|ty| self.add_type(path, ty, names)),
            Type::Named(name, parameters) => match (name.as_str(), parameters.as_slice()) {
                ("Array", [element]) => self.add_elements(path, element, names),
                (_, []) if !names.contains(name) => {
                    match self.declared.get(name).and_then(|it| it.ty.as_ref()) {
                        Some(ty) => {
                            names.push(name.clone());
                            self.add_type(path, ty, names);
                            names.pop();
                        }
                        // The mark of a large integer.
                        None if name == LARGE => self.add(path),
                        None => self.add_all(path),
                    }
                }
                _ => self.add_all(path),
            },
            Type::Object(_) | Type::Intersection(_) | Type::Indexed(..) | Type::Raw(_) => self.add_all(path),
        }
    }

    fn add_elements(&mut self, path: &Path, element: &Type, names: &mut Vec<String>) {
        self.add(path);
        self.add_type(&path.any("${number}"), element, names);
    }
}

/// The dotted key of a message, or a pattern of keys.
struct Path(Vec<Step>);

#[derive(Clone)]
enum Step {
    Name(String),
    /// `${string}` or `${number}`
    Any(&'static str),
}

impl Path {
    fn below(&self, name: &str) -> Self {
        self.and(Step::Name(name.to_owned()))
    }

    fn any(&self, pattern: &'static str) -> Self {
        self.and(Step::Any(pattern))
    }

    fn and(&self, step: Step) -> Self {
        Self(self.0.iter().cloned().chain([step]).collect())
    }

    fn to_type(&self) -> Type {
        let is_pattern = self.0.iter().any(|step| matches!(step, Step::Any(_)));
        let names = self.0.iter().map(|step| match step {
            Step::Name(name) if is_pattern => {
                print::escaped(name, |special| special == '`' || special == '$')
            }
            Step::Name(name) => name.clone(),
            Step::Any(pattern) => (*pattern).to_owned(),
        });
        let text = names.collect::<Vec<_>>().join(".");
        if is_pattern { Type::Word(format!("`{text}`")) } else { Type::Text(text) }
    }
}

/// The forms by name. The error has two forms with the same name.
pub(crate) fn by_name(
    forms: Vec<FormSpec>,
) -> Result<BTreeMap<&'static str, FormSpec>, (FormSpec, FormSpec)> {
    let mut named = BTreeMap::new();
    for form in forms {
        if let Some(first) = named.insert(form.name, form) {
            return Err((first, form));
        }
    }
    Ok(named)
}
