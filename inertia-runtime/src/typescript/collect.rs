//! Collects all named types: those of the application, and the types that they refer to.

use std::{
    any::{TypeId, type_name},
    collections::{BTreeMap, HashSet},
};

use ts_rs::{Config, TS, TypeVisitor};

use crate::typescript::{
    error::TypeScriptError,
    print,
    syntax::{Type, doc_lines},
};

/// Names that the generated file or TypeScript itself uses.
const USED_NAMES: &[&str] = &[
    "Array",
    "File",
    "FormKeys",
    "Forms",
    "Omit",
    "PageProps",
    "Pages",
    "Partial",
    "Record",
    "Route",
    "RouteQuery",
];

/// Reserved words, which cannot name a type.
const RESERVED_WORDS: &[&str] = &[
    "any",
    "bigint",
    "boolean",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "intrinsic",
    "let",
    "never",
    "new",
    "null",
    "number",
    "object",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "static",
    "string",
    "super",
    "switch",
    "symbol",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "undefined",
    "unknown",
    "var",
    "void",
    "while",
    "with",
    "yield",
    "await",
];

/// The declaration of a named type.
pub(crate) struct Declaration {
    pub(crate) type_name: &'static str,
    pub(crate) docs: Vec<String>,
    /// The name with its parameters: `Paged<T>`.
    pub(crate) head: String,
    /// The right side of its declaration, as `ts-rs` wrote it.
    pub(crate) source: String,
    pub(crate) ty: Option<Type>,
}

impl Declaration {
    pub(crate) fn name_is_taken(&self, name: &str) -> TypeScriptError {
        let rust = self.type_name;
        TypeScriptError::new(format!(
            "`{rust}` cannot be named `{name}` in TypeScript, where that name means something else or cannot name a type; write `#[ts(rename = \"…\")]` above it"
        ))
    }
}

/// Visits types and collects those with a name.
pub(crate) struct Collector<'a> {
    config: &'a Config,
    seen: HashSet<TypeId>,
    pub(crate) declared: BTreeMap<String, Declaration>,
    pub(crate) error: Option<TypeScriptError>,
}

impl std::fmt::Debug for Collector<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Collector")
    }
}

impl<'a> Collector<'a> {
    pub(crate) fn new(config: &'a Config) -> Self {
        Self { config, seen: HashSet::new(), declared: BTreeMap::new(), error: None }
    }

    fn declare(&mut self, ident: String, new: Declaration) {
        if USED_NAMES.contains(&ident.as_str())
            || RESERVED_WORDS.contains(&ident.as_str())
            || !print::is_identifier(&ident)
        {
            self.error.get_or_insert(new.name_is_taken(&ident));
            return;
        }
        match self.declared.get(&ident) {
            // Two instances of a generic type have one declaration.
            Some(old) if old.source == new.source && old.head == new.head => {}
            Some(old) => {
                let (first, second) = (old.type_name, new.type_name);
                self.fail(format!("`{first}` and `{second}` are both named `{ident}` in TypeScript; write `#[ts(rename = \"…\")]` above one of them"));
            }
            None => {
                self.declared.insert(ident, new);
            }
        }
    }

    fn fail(&mut self, message: String) {
        self.error.get_or_insert(TypeScriptError::new(message));
    }
}

impl TypeVisitor for Collector<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_none() || !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        let declaration = T::decl(self.config);
        let Some((head, source)) = split(&declaration) else {
            let name = type_name::<T>();
            self.fail(format!("the declaration of `{name}` is no type: {declaration}; write `#[ts(type = \"…\")]` where it is used"));
            return;
        };
        let docs = T::docs().map(|docs| {
            let docs = docs.trim();
            doc_lines(docs.strip_prefix("/**").and_then(|docs| docs.strip_suffix("*/")).unwrap_or(docs))
        });
        self.declare(
            T::ident(self.config),
            Declaration {
                type_name: type_name::<T>(),
                docs: docs.unwrap_or_default(),
                head: head.to_owned(),
                source: source.to_owned(),
                ty: Type::parse_unescaped(source),
            },
        );
        T::visit_dependencies(self);
    }
}

/// `type Head = source;`
fn split(declaration: &str) -> Option<(&str, &str)> {
    let (head, source) = declaration.strip_prefix("type ")?.split_once(" = ")?;
    Some((head, source.strip_suffix(';').unwrap_or(source).trim()))
}
