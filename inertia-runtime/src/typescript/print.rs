//! Prints types: each member of an object and each alternative of a long union has its own line.

use std::fmt::Write as _;

use crate::typescript::syntax::{Member, Type};

/// A union with more columns is printed with one alternative per line.
const MAX_UNION_COLUMNS: usize = 80;

/// A TypeScript string literal.
pub(crate) fn quoted(text: &str) -> String {
    quoted_with(text, '"')
}

/// A string literal with this kind of quotes.
pub(crate) fn quoted_with(text: &str, quote: char) -> String {
    format!("{quote}{}{quote}", escaped(text, |character| character == quote))
}

/// The escaped text between the quotes of a string, or the backticks of a template.
pub(crate) fn escaped(text: &str, is_special: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            // The last two are line breaks in JavaScript.
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(character));
            }
            _ => {
                if is_special(character) {
                    out.push('\\');
                }
                out.push(character);
            }
        }
    }
    out
}

/// The name of a member, in quotes if necessary.
pub(crate) fn key(name: &str) -> String {
    if is_identifier(name) { name.to_owned() } else { quoted(name) }
}

pub(crate) fn is_identifier(name: &str) -> bool {
    let mut characters = name.chars();
    let begins = characters.next().is_some_and(|c| c == '_' || c == '$' || c.is_ascii_alphabetic());
    begins && characters.all(|c| c == '_' || c == '$' || c.is_ascii_alphanumeric())
}

/// A documentation comment with a line break; empty without documentation.
pub(crate) fn docs(lines: &[String], indent: usize) -> String {
    let space = " ".repeat(indent);
    let clean = |line: &String| line.replace("*/", "*\\/");
    match lines {
        [] => String::new(),
        [line] => format!("/** {} */\n{space}", clean(line)),
        lines => {
            let lines = lines.iter().map(|line| format!("{space} * {}", clean(line)).trim_end().to_owned());
            let lines: Vec<String> = lines.collect();
            format!("/**\n{}\n{space} */\n{space}", lines.join("\n"))
        }
    }
}

/// `export type Name = …;`
pub(crate) fn declaration(name: &str, ty: &Type) -> String {
    format!("export type {name} ={};", print_after(ty, 0))
}

/// The type after a colon or an equals sign, on the same line or on the next lines.
fn print_after(ty: &Type, indent: usize) -> String {
    let text = ty.print(indent);
    if text.starts_with('\n') { text } else { format!(" {text}") }
}

impl Type {
    /// Prints the type. `indent` is the indentation of its lines in columns.
    pub(crate) fn print(&self, indent: usize) -> String {
        match self {
            Self::Word(word) | Self::Raw(word) => word.clone(),
            Self::Text(text) => quoted(text),
            Self::Named(name, parameters) => print_named(name, parameters, indent),
            Self::Object(members) => print_object(members, indent),
            Self::Tuple(types) => format!("[{}]", list(types, indent)),
            Self::Array(element) => format!("{}[]", element.print_operand(indent)),
            Self::Indexed(object, index) => {
                format!("{}[{}]", object.print_operand(indent), index.print(indent))
            }
            Self::Union(types) => print_union(types, indent),
            Self::Intersection(types) => {
                types.iter().map(|ty| ty.print_operand(indent)).collect::<Vec<_>>().join(" & ")
            }
        }
    }

    /// The type as an operand of `[]` or `&`, in parentheses if necessary.
    fn print_operand(&self, indent: usize) -> String {
        match self {
            // An unparsed type may have operators.
            Self::Union(_) | Self::Intersection(_) | Self::Raw(_) => format!("({})", self.print(indent)),
            _ => self.print(indent),
        }
    }
}

fn list(types: &[Type], indent: usize) -> String {
    types.iter().map(|ty| ty.print(indent)).collect::<Vec<_>>().join(", ")
}

fn print_named(name: &str, parameters: &[Type], indent: usize) -> String {
    match (name, parameters) {
        (_, []) => name.to_owned(),
        // Short element types are printed as `T[]`, others as `Array<T>`.
        ("Array", [Type::Word(word)]) => format!("{word}[]"),
        ("Array", [element @ Type::Named(_, inner)]) if inner.is_empty() => {
            format!("{}[]", element.print(indent))
        }
        // An index signature may refer to the type that contains it; a `Record` may not.
        ("Record", [Type::Word(key), value]) if key == "string" => {
            format!("{{ [key: string]: {} }}", value.print(indent))
        }
        _ => format!("{name}<{}>", list(parameters, indent)),
    }
}

fn print_object(members: &[Member], indent: usize) -> String {
    if members.is_empty() {
        return "{}".to_owned();
    }
    let inner = indent + 2;
    let members = members.iter().map(|Member { docs: lines, name, optional, ty }| {
        let mark = if *optional { "?" } else { "" };
        format!(
            "{}{}{}{mark}:{};\n",
            " ".repeat(inner),
            docs(lines, inner),
            key(name),
            print_after(ty, inner)
        )
    });
    format!("{{\n{}{}}}", members.collect::<String>(), " ".repeat(indent))
}

fn print_union(types: &[Type], indent: usize) -> String {
    let alternatives = |indent| types.iter().map(move |ty| ty.print(indent)).collect::<Vec<_>>();
    let line = alternatives(indent).join(" | ");
    if line.contains('\n') || line.len() <= MAX_UNION_COLUMNS {
        return line;
    }
    let separator = format!("\n{}| ", " ".repeat(indent + 2));
    format!("{separator}{}", alternatives(indent + 2).join(&separator))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_escaped_in_a_string() {
        assert_eq!(quoted("a\"b'c\\d\ne\u{0}f\u{2028}g`${h}"), r#""a\"b'c\\d\ne\u0000f\u2028g`${h}""#);
        assert_eq!(key(""), r#""""#);
        assert_eq!(key("class"), "class");
        assert_eq!(key("1a"), "\"1a\"");
    }
}
