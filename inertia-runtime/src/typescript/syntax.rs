//! A parser for the types that `ts-rs` and users write.

/// A type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Type {
    /// A type with syntax that this parser does not support, unchanged.
    Raw(String),
    /// A keyword, a number or a template literal, printed unchanged.
    Word(String),
    /// `"text"`, without quotes and escapes.
    Text(String),
    /// `Name`, `Name<A, B>`, `a.b.Name`
    Named(String, Vec<Type>),
    /// `{ a: string; b?: number }`
    Object(Vec<Member>),
    /// `[A, B]`
    Tuple(Vec<Type>),
    /// `A[]`
    Array(Box<Type>),
    /// `A["b"]`
    Indexed(Box<Type>, Box<Type>),
    /// `A | B`
    Union(Vec<Type>),
    /// `A & B`
    Intersection(Vec<Type>),
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    /// The lines of its documentation.
    pub(crate) docs: Vec<String>,
    pub(crate) name: String,
    pub(crate) optional: bool,
    pub(crate) ty: Type,
}

impl Type {
    pub(crate) fn word(word: &str) -> Self {
        Self::Word(word.to_owned())
    }

    pub(crate) fn named(name: &str) -> Self {
        Self::Named(name.to_owned(), Vec::new())
    }

    /// Parses a type; `None` if it uses syntax that this parser does not support.
    pub(crate) fn parse(source: &str) -> Option<Self> {
        Parser { rest: source, docs: Vec::new(), unescaped: false }.all()
    }

    /// Parses a declaration of `ts-rs`, which does not escape names in double quotes: `"a"b\c"` is the name `a"b\c`.
    pub(crate) fn parse_unescaped(source: &str) -> Option<Self> {
        Parser { rest: source, docs: Vec::new(), unescaped: true }.all()
    }

    /// The union with another type, for example `T | null`. Alternatives are not repeated.
    pub(crate) fn or(self, other: Self) -> Self {
        let mut all = match self {
            Self::Union(all) => all,
            one => vec![one],
        };
        if !all.contains(&other) {
            all.push(other);
        }
        Self::union(all)
    }

    /// The union of types, without duplicates.
    pub(crate) fn union(types: Vec<Self>) -> Self {
        let mut once: Vec<Self> = Vec::new();
        for ty in types {
            let inner = if let Self::Union(inner) = ty { inner } else { vec![ty] };
            for ty in inner {
                if !once.contains(&ty) {
                    once.push(ty);
                }
            }
        }
        match <[Self; 1]>::try_from(once) {
            Ok([only]) => only,
            Err(many) => Self::Union(many),
        }
    }
}

/// Keywords that are types.
const KEYWORDS: &[&str] = &[
    "any",
    "bigint",
    "boolean",
    "false",
    "never",
    "null",
    "number",
    "object",
    "string",
    "symbol",
    "true",
    "undefined",
    "unknown",
    "void",
];

/// Words that begin syntax that this parser does not support.
const UNSUPPORTED_OPERATORS: &[&str] =
    &["asserts", "import", "infer", "keyof", "new", "readonly", "typeof", "unique"];

/// The rest of the source, and the last documentation comment.
struct Parser<'a> {
    rest: &'a str,
    docs: Vec<String>,
    /// Whether strings in double quotes have no escapes.
    unescaped: bool,
}

impl Parser<'_> {
    fn all(mut self) -> Option<Type> {
        let ty = self.union()?;
        self.space();
        self.rest.is_empty().then_some(ty)
    }

    fn union(&mut self) -> Option<Type> {
        let types = self.separated('|', Self::intersection)?;
        Some(Type::union(types))
    }

    fn intersection(&mut self) -> Option<Type> {
        let mut types = self.separated('&', Self::postfix)?;
        if types.len() == 1 { types.pop() } else { Some(Type::Intersection(types)) }
    }

    fn separated(&mut self, separator: char, one: fn(&mut Self) -> Option<Type>) -> Option<Vec<Type>> {
        self.eat(separator);
        let mut types = vec![one(self)?];
        while self.eat(separator) {
            types.push(one(self)?);
        }
        Some(types)
    }

    fn postfix(&mut self) -> Option<Type> {
        let mut ty = self.primary()?;
        while self.eat('[') {
            ty = if self.eat(']') {
                Type::Array(Box::new(ty))
            } else {
                let index = self.union()?;
                self.expect(']')?;
                Type::Indexed(Box::new(ty), Box::new(index))
            };
        }
        Some(ty)
    }

    fn primary(&mut self) -> Option<Type> {
        self.space();
        match self.rest.chars().next()? {
            '(' => {
                self.expect('(')?;
                let ty = self.union()?;
                self.expect(')')?;
                // `(a) => b` is a function.
                (!self.starts_with("=>")).then_some(ty)
            }
            '{' => self.object(),
            '[' => {
                self.expect('[')?;
                self.list(']').map(Type::Tuple)
            }
            '"' | '\'' => self.text().map(Type::Text),
            '`' => self.template().map(Type::Word),
            '-' | '0'..='9' => Some(Type::Word(self.take(|c| c == '-' || c == '.' || c.is_alphanumeric())?)),
            _ => self.reference(),
        }
    }

    fn reference(&mut self) -> Option<Type> {
        let name = self.take(|c| c == '_' || c == '$' || c == '.' || c.is_alphanumeric())?;
        if UNSUPPORTED_OPERATORS.contains(&name.as_str()) {
            return None;
        }
        if KEYWORDS.contains(&name.as_str()) {
            return Some(Type::Word(name));
        }
        let parameters = if self.eat('<') { self.list('>')? } else { Vec::new() };
        Some(Type::Named(name, parameters))
    }

    /// Types separated by commas, up to `close`.
    fn list(&mut self, close: char) -> Option<Vec<Type>> {
        let mut types = Vec::new();
        while !self.eat(close) {
            types.push(self.union()?);
            if !self.eat(',') {
                self.expect(close)?;
                break;
            }
        }
        Some(types)
    }

    fn object(&mut self) -> Option<Type> {
        self.docs.clear();
        self.expect('{')?;
        if self.eat('[') {
            return self.map();
        }
        let mut members = Vec::new();
        loop {
            if self.eat('}') {
                return Some(Type::Object(members));
            }
            members.push(self.member()?);
            self.docs.clear();
            if !self.eat(',') && !self.eat(';') {
                self.expect('}')?;
                return Some(Type::Object(members));
            }
        }
    }

    fn member(&mut self) -> Option<Member> {
        self.space();
        let docs = std::mem::take(&mut self.docs);
        let name = match self.rest.chars().next()? {
            '"' | '\'' => self.text()?,
            // `ts-rs` writes an empty name without quotes.
            ':' | '?' => String::new(),
            _ => self.take(|c| c == '_' || c == '$' || c.is_alphanumeric())?,
        };
        let optional = self.eat('?');
        self.expect(':')?;
        Some(Member { docs, name, optional, ty: self.value()? })
    }

    /// The type of a member. If its syntax is not supported, it is kept unchanged, and the other members are still parsed.
    fn value(&mut self) -> Option<Type> {
        let start = self.rest;
        if let Some(ty) = self.union()
            && (self.starts_with(",") || self.starts_with(";") || self.starts_with("}"))
        {
            return Some(ty);
        }
        self.rest = start;
        let (mut depth, mut before) = (0_usize, ' ');
        let end = start.find(|character| {
            let arrow = before == '=';
            before = character;
            match character {
                '(' | '[' | '{' | '<' => depth += 1,
                '>' if arrow => {}
                ')' | ']' | '}' | '>' if depth > 0 => depth -= 1,
                ',' | ';' | '}' if depth == 0 => return true,
                _ => {}
            }
            false
        })?;
        let (raw, rest) = start.split_at_checked(end)?;
        self.rest = rest;
        Some(Type::Raw(raw.trim().to_owned()))
    }

    /// Parses `{ [key in K]?: V }` and `{ [key: K]: V }` as a `Record`.
    fn map(&mut self) -> Option<Type> {
        self.take(char::is_alphanumeric)?;
        if !self.eat(':') {
            (self.take(char::is_alphanumeric)? == "in").then_some(())?;
        }
        let key = self.union()?;
        self.expect(']')?;
        let optional = self.eat('?');
        self.expect(':')?;
        let value = self.union()?;
        let _ = self.eat(',') || self.eat(';');
        self.expect('}')?;
        let record = Type::Named("Record".to_owned(), vec![key, value]);
        Some(if optional { Type::Named("Partial".to_owned(), vec![record]) } else { record })
    }

    fn text(&mut self) -> Option<String> {
        let mut characters = self.rest.char_indices();
        let (_, quote) = characters.next()?;
        if self.unescaped && quote == '"' {
            return self.unescaped_text();
        }
        let mut text = String::new();
        while let Some((at, character)) = characters.next() {
            match character {
                '\\' => match characters.next()?.1 {
                    'n' => text.push('\n'),
                    't' => text.push('\t'),
                    'r' => text.push('\r'),
                    'u' => {
                        let digits: String = characters.by_ref().take(4).map(|(_, digit)| digit).collect();
                        text.push(char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?);
                    }
                    escaped @ ('\\' | '"' | '\'') => text.push(escaped),
                    _ => return None,
                },
                _ if character == quote => {
                    self.rest = self.rest.get(at + 1..)?;
                    return Some(text);
                }
                _ => text.push(character),
            }
        }
        None
    }

    /// Parses a name without escapes. It ends at the first quote before a character that can follow a string.
    fn unescaped_text(&mut self) -> Option<String> {
        let inside = self.rest.get(1..)?;
        let ends = |at: &usize| {
            let after = inside.get(at + 1..).unwrap_or_default().trim_start();
            after.is_empty() || after.starts_with([',', ';', ':', '|', '&', '}', ']', ')', '>', '?', '['])
        };
        let end = inside.match_indices('"').map(|(at, _)| at).find(ends)?;
        let (text, rest) = inside.split_at_checked(end)?;
        self.rest = rest.get(1..)?;
        Some(text.to_owned())
    }

    fn template(&mut self) -> Option<String> {
        let end = self.rest.get(1..)?.find('`')? + 2;
        let (template, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        Some(template.to_owned())
    }

    fn take(&mut self, accepts: impl Fn(char) -> bool) -> Option<String> {
        self.space();
        let end = self.rest.find(|c| !accepts(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        (!taken.is_empty()).then(|| taken.to_owned())
    }

    fn starts_with(&mut self, what: &str) -> bool {
        self.space();
        self.rest.starts_with(what)
    }

    fn eat(&mut self, character: char) -> bool {
        self.space();
        match self.rest.strip_prefix(character) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, character: char) -> Option<()> {
        self.eat(character).then_some(())
    }

    /// Skips white space and comments.
    fn space(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            let Some(comment) = self.rest.strip_prefix("/*") else { return };
            // Documentation may contain `*/`. A comment of `ts-rs` ends on a separate line.
            let end = if comment.starts_with("*\n") { "\n */" } else { "*/" };
            let Some((comment, rest)) = comment.split_once(end) else { return };
            if let Some(text) = comment.strip_prefix('*') {
                self.docs = doc_lines(text);
            }
            self.rest = rest;
        }
    }
}

/// The lines of a documentation comment, without the asterisks.
pub(crate) fn doc_lines(comment: &str) -> Vec<String> {
    let lines = comment.lines().map(|line| {
        let line = line.trim();
        let line = line.strip_prefix('*').unwrap_or(line);
        line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned()
    });
    let mut lines: Vec<String> = lines.collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    let blank = lines.iter().take_while(|line| line.is_empty()).count();
    lines.drain(..blank);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_ts_rs_are_parsed() {
        let ty = Type::parse(
            "{ \n/**\n * The id.\n */\nid: number, \"a-b\"?: Array<string | null>, m: { [key in Kind]?: [A, B<C>] }, }",
        );
        let Some(Type::Object(members)) = ty else { panic!("{ty:?}") };
        let [id, list, map] = members.as_slice() else { panic!("{members:?}") };
        assert_eq!((id.docs.as_slice(), id.name.as_str()), (["The id.".to_owned()].as_slice(), "id"));
        assert!(list.optional);
        let nullable = Type::Union(vec![Type::word("string"), Type::word("null")]);
        assert_eq!(list.ty, Type::Named("Array".to_owned(), vec![nullable]));
        assert!(matches!(&map.ty, Type::Named(name, _) if name == "Partial"));
    }

    #[test]
    fn names_of_ts_rs_are_read_without_escapes() {
        let Some(Type::Union(words)) = Type::parse_unescaped("\"a\"b\" | \"a\\nb\" | \"\" | { : number, }")
        else {
            panic!("it is not read");
        };
        let text = |text: &str| Type::Text(text.to_owned());
        assert_eq!(words.get(..3), Some([text("a\"b"), text("a\\nb"), text("")].as_slice()));
        assert!(
            matches!(words.get(3), Some(Type::Object(members)) if members.iter().all(|it| it.name.is_empty()))
        );
    }

    #[test]
    fn unsupported_syntax_is_not_parsed() {
        for source in ["(a: string) => void", "keyof A", "A extends B ? C : D", "{ a: string"] {
            assert_eq!(Type::parse(source), None, "{source}");
        }
    }

    #[test]
    fn precedence_is_kept() {
        let ty = Type::parse("A & B | C[]");
        let both = Type::Intersection(vec![Type::named("A"), Type::named("B")]);
        assert_eq!(ty, Some(Type::Union(vec![both, Type::Array(Box::new(Type::named("C")))])));
    }
}
