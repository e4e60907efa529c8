//! Types as prettier prints them, so that it leaves the generated file as it is.

use super::{
    layout::Doc,
    syntax::{Member, Type},
};

/// A string as TypeScript writes it: in double quotes, unless single ones need fewer backslashes.
pub(crate) fn quoted(text: &str) -> String {
    let doubles = text.matches('"').count();
    let quote = if doubles > text.matches('\'').count() { '\'' } else { '"' };
    let mut out = String::from(quote);
    for character in text.chars() {
        match character {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            _ if character == quote => {
                out.push('\\');
                out.push(character);
            }
            _ => out.push(character),
        }
    }
    out.push(quote);
    out
}

/// The name of a member, in quotes where it has to be.
pub(crate) fn key(name: &str) -> String {
    if is_identifier(name) { name.to_owned() } else { quoted(name) }
}

pub(crate) fn is_identifier(name: &str) -> bool {
    let mut characters = name.chars();
    let begins = characters.next().is_some_and(|c| c == '_' || c == '$' || c.is_ascii_alphabetic());
    begins && characters.all(|c| c == '_' || c == '$' || c.is_ascii_alphanumeric())
}

/// The lines of a documentation comment, each to be followed by a line break.
pub(crate) fn docs(lines: &[String]) -> Doc {
    let clean = |line: &String| line.replace("*/", "*\\/");
    let mut all = Vec::new();
    match lines {
        [] => {}
        [line] => all.extend([Doc::text(format!("/** {} */", clean(line))), Doc::Hard]),
        lines => {
            all.extend([Doc::text("/**"), Doc::Hard]);
            for line in lines {
                let line = clean(line);
                all.extend([Doc::text(format!(" * {line}").trim_end()), Doc::Hard]);
            }
            all.extend([Doc::text(" */"), Doc::Hard]);
        }
    }
    Doc::Concat(all)
}

/// Where a type stands, as far as that decides how it breaks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// After the colon of a member, or after `type A =`.
    Value,
    /// Between `<` and `>`, or in a tuple.
    Inside,
    /// In a union of several.
    Alternative,
}

/// `export type Name = …;`
pub(crate) fn declaration(name: &str, ty: &Type) -> Doc {
    let ty = ty.print(Place::Value);
    Doc::Concat(vec![Doc::text(format!("export type {name} = ")), ty, Doc::text(";")])
}

impl Type {
    /// The type, as it stands after a colon.
    pub(crate) fn doc(&self) -> Doc {
        self.print(Place::Value)
    }

    /// The type, an object of it on one line where that fits.
    pub(crate) fn short(&self) -> Doc {
        self.print(Place::Alternative)
    }

    fn print(&self, place: Place) -> Doc {
        match self {
            Self::Word(word) | Self::Raw(word) => Doc::text(word.as_str()),
            Self::Text(text) => Doc::text(quoted(text)),
            Self::Named(name, parameters) => match self.string_map() {
                Some(value) => print_map(value),
                None => print_named(name, parameters),
            },
            Self::Object(members) => print_object(members, place),
            Self::Tuple(types) if types.is_empty() => Doc::text("[]"),
            Self::Tuple(types) => {
                let several = types.len() > 1;
                let types = types.iter().map(|ty| match ty {
                    Self::Union(union) if several && !union_hugs(union) => print_bracketed(union),
                    ty => ty.print(Place::Inside),
                });
                surrounded("[", Doc::join(types, &comma()), "]", true)
            }
            Self::Array(element) => Doc::Concat(vec![element.print_operand(), Doc::text("[]")]),
            Self::Indexed(object, index) => Doc::Concat(vec![
                object.print_operand(),
                Doc::text("["),
                index.print(Place::Inside),
                Doc::text("]"),
            ]),
            Self::Union(types) => print_union(types, place),
            Self::Intersection(types) => {
                Doc::join(types.iter().map(Self::print_operand), &Doc::text(" & ")).group()
            }
        }
    }

    /// The type before `[]` or beside `&`.
    fn print_operand(&self) -> Doc {
        match self {
            Self::Union(types) => {
                let union = print_alternatives(types);
                let inside = Doc::Concat(vec![Doc::Soft, union]).indent();
                Doc::Concat(vec![Doc::text("("), inside, Doc::Soft, Doc::text(")")]).group()
            }
            Self::Intersection(_) => {
                Doc::Concat(vec![Doc::text("("), self.print(Place::Inside), Doc::text(")")])
            }
            _ => self.print(Place::Alternative),
        }
    }

    fn is_object(&self) -> bool {
        matches!(self, Self::Object(_)) || self.string_map().is_some()
    }

    /// The values of an object whose keys may be any text. As an index signature it may contain the type that it is a
    /// part of, which a `Record` may not.
    fn string_map(&self) -> Option<&Self> {
        match self {
            Self::Named(name, parameters) if name == "Record" => match parameters.as_slice() {
                [Self::Word(key), value] if key == "string" => Some(value),
                _ => None,
            },
            _ => None,
        }
    }

    fn is_simple(&self) -> bool {
        match self {
            Self::Word(word) => !word.starts_with('`') && word.chars().all(char::is_alphabetic),
            Self::Named(_, parameters) => parameters.is_empty(),
            _ => false,
        }
    }

    /// Whether prettier keeps it close to what surrounds it.
    fn hugs(&self) -> bool {
        match self {
            Self::Union(types) => union_hugs(types),
            _ => self.is_simple() || self.is_object(),
        }
    }

    /// Whether a layout for it is known to be prettier's: an intersection of objects has one of its own.
    pub(crate) fn is_known(&self) -> bool {
        match self {
            Self::Intersection(types) => types.iter().all(|ty| match ty {
                Self::Object(members) => members.is_empty(),
                ty => ty.is_known(),
            }),
            Self::Union(types) | Self::Tuple(types) | Self::Named(_, types) => {
                types.iter().all(Self::is_known)
            }
            Self::Array(element) => element.is_known(),
            Self::Indexed(object, index) => object.is_known() && index.is_known(),
            Self::Object(members) => members.iter().all(|member| member.ty.is_known()),
            Self::Raw(_) => false,
            Self::Word(_) | Self::Text(_) => true,
        }
    }
}

fn print_named(name: &str, parameters: &[Type]) -> Doc {
    match parameters {
        [] => Doc::text(name),
        // What is short reads better with brackets behind it.
        [element] if name == "Array" && (element.is_simple() || matches!(element, Type::Array(_))) => {
            Doc::Concat(vec![element.print(Place::Inside), Doc::text("[]")])
        }
        [element] if name == "Array" && matches!(element, Type::Indexed(..)) => {
            Doc::Concat(vec![element.print(Place::Inside), Doc::text("[]")])
        }
        [only] if only.hugs() => {
            Doc::Concat(vec![Doc::text(format!("{name}<")), only.print(Place::Inside), Doc::text(">")])
        }
        parameters => {
            let parameters = parameters.iter().map(|ty| ty.print(Place::Inside));
            surrounded(&format!("{name}<"), Doc::join(parameters, &comma()), ">", false)
        }
    }
}

/// A comma, and a line break where there is one.
pub(crate) fn comma() -> Doc {
    Doc::Concat(vec![Doc::text(","), Doc::Line])
}

/// Some things between brackets: on one line, or each on its own.
pub(crate) fn surrounded(open: &str, inside: Doc, close: &str, trailing_comma: bool) -> Doc {
    let trailing =
        if trailing_comma { Doc::if_break(Doc::text(","), Doc::nothing()) } else { Doc::nothing() };
    Doc::Concat(vec![
        Doc::text(open),
        Doc::Concat(vec![Doc::Soft, inside]).indent(),
        trailing,
        Doc::Soft,
        Doc::text(close),
    ])
    .group()
}

/// An object stands on lines of its own, except among the alternatives of a union, where it may be short.
fn print_object(members: &[Member], place: Place) -> Doc {
    if members.is_empty() {
        return Doc::text("{}");
    }
    let documented = members.iter().any(|member| !member.docs.is_empty());
    let line = if place == Place::Alternative && !documented { Doc::Line } else { Doc::Hard };
    let mut inside = vec![line.clone()];
    for (place, member) in members.iter().enumerate() {
        if place > 0 {
            inside.extend([Doc::text(";"), line.clone()]);
        }
        inside.push(member.doc());
    }
    Doc::Concat(vec![
        Doc::text("{"),
        Doc::Concat(inside).indent(),
        Doc::if_break(Doc::text(";"), Doc::nothing()),
        line,
        Doc::text("}"),
    ])
    .group()
}

fn print_map(value: &Type) -> Doc {
    Doc::Concat(vec![
        Doc::text("{"),
        Doc::Concat(vec![Doc::Line, Doc::text("[key: string]: "), value.doc()]).indent(),
        Doc::if_break(Doc::text(";"), Doc::nothing()),
        Doc::Line,
        Doc::text("}"),
    ])
    .group()
}

impl Member {
    fn doc(&self) -> Doc {
        let mark = if self.optional { "?: " } else { ": " };
        Doc::Concat(vec![docs(&self.docs), Doc::text(format!("{}{mark}", key(&self.name))), self.ty.doc()])
    }
}

/// `{ … } | null`
fn union_hugs(types: &[Type]) -> bool {
    let objects = types.iter().filter(|ty| ty.is_object()).count();
    let void = |ty: &&Type| matches!(ty, Type::Word(word) if word == "null" || word == "void");
    objects == 1 && types.iter().filter(void).count() + 1 == types.len()
}

fn print_union(types: &[Type], place: Place) -> Doc {
    if union_hugs(types) {
        let types = types.iter().map(|ty| ty.print(Place::Value));
        return Doc::join(types, &Doc::text(" | "));
    }
    if place == Place::Value {
        // On a line of its own where that is enough. The space before it gives way to the line break.
        Doc::Concat(vec![Doc::Soft, print_alternatives(types).group()]).indent().group()
    } else {
        print_alternatives(types).group()
    }
}

/// Among the elements of a tuple a union that breaks is put in parentheses.
fn print_bracketed(types: &[Type]) -> Doc {
    let open = Doc::if_break(Doc::Concat(vec![Doc::text("("), Doc::Soft]), Doc::nothing());
    let close = Doc::if_break(Doc::text(")"), Doc::nothing());
    Doc::Concat(vec![Doc::Concat(vec![open, print_alternatives(types)]).indent(), Doc::Soft, close]).group()
}

fn print_alternatives(types: &[Type]) -> Doc {
    let separator = Doc::Concat(vec![Doc::Line, Doc::text("| ")]);
    let types = Doc::join(types.iter().map(Type::print_operand_of_union), &separator);
    Doc::Concat(vec![Doc::if_break(Doc::text("| "), Doc::nothing()), types])
}

impl Type {
    fn print_operand_of_union(&self) -> Doc {
        if let Self::Intersection(_) = self {
            return Doc::Concat(vec![Doc::text("("), self.print(Place::Inside), Doc::text(")")]);
        }
        // What breaks among the alternatives stands two columns further in, after the bar.
        self.print(Place::Alternative).indent()
    }
}
