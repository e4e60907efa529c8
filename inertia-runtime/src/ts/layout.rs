//! Lines that fit: a document of text, possible line breaks and groups, printed as prettier prints its own.

/// Prettier's default width.
const WIDTH: usize = 80;

/// What is to be printed.
#[derive(Debug, Clone)]
pub(crate) enum Doc {
    Text(String),
    /// A space, or a new line when its group is broken.
    Line,
    /// Nothing, or a new line when its group is broken.
    Soft,
    /// A new line, which breaks all groups around it.
    Hard,
    Concat(Vec<Doc>),
    Indent(Box<Doc>),
    /// On one line where it fits.
    Group(Box<Doc>),
    /// The first when its group is broken, else the second.
    IfBreak(Box<Doc>, Box<Doc>),
}

impl Doc {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn nothing() -> Self {
        Self::Concat(Vec::new())
    }

    pub(crate) fn indent(self) -> Self {
        Self::Indent(Box::new(self))
    }

    pub(crate) fn group(self) -> Self {
        Self::Group(Box::new(self))
    }

    pub(crate) fn if_break(broken: Self, flat: Self) -> Self {
        Self::IfBreak(Box::new(broken), Box::new(flat))
    }

    pub(crate) fn join(docs: impl IntoIterator<Item = Self>, separator: &Self) -> Self {
        let mut all = Vec::new();
        for doc in docs {
            if !all.is_empty() {
                all.push(separator.clone());
            }
            all.push(doc);
        }
        Self::Concat(all)
    }

    fn has_hard(&self) -> bool {
        match self {
            Self::Hard => true,
            Self::Text(_) | Self::Line | Self::Soft => false,
            Self::Concat(docs) => docs.iter().any(Self::has_hard),
            Self::Indent(doc) | Self::Group(doc) => doc.has_hard(),
            Self::IfBreak(broken, flat) => broken.has_hard() || flat.has_hard(),
        }
    }

    /// The text, in lines of prettier's default width where that is possible.
    pub(crate) fn print(&self) -> String {
        let mut out = String::new();
        let mut column = 0;
        let mut rest: Vec<(usize, bool, &Self)> = vec![(0, true, self)];
        while let Some((indent, broken, doc)) = rest.pop() {
            match doc {
                Self::Text(text) => {
                    out.push_str(text);
                    column += width(text);
                }
                Self::Line if !broken => {
                    out.push(' ');
                    column += 1;
                }
                Self::Soft if !broken => {}
                Self::Line | Self::Soft | Self::Hard => {
                    out.truncate(out.trim_end_matches(' ').len());
                    out.push('\n');
                    out.push_str(&" ".repeat(indent));
                    column = indent;
                }
                Self::Concat(docs) => rest.extend(docs.iter().rev().map(|doc| (indent, broken, doc))),
                Self::Indent(doc) => rest.push((indent + 2, broken, doc)),
                Self::Group(doc) => {
                    let broken = doc.has_hard() || !fits(doc, &rest, WIDTH.saturating_sub(column));
                    rest.push((indent, broken, doc));
                }
                Self::IfBreak(when_broken, flat) => {
                    rest.push((indent, broken, if broken { when_broken } else { flat }));
                }
            }
        }
        out
    }
}

/// Whether a group, and what follows it up to the next line break, fits into so many columns.
fn fits(group: &Doc, after: &[(usize, bool, &Doc)], mut columns: usize) -> bool {
    let mut docs = vec![(false, group)];
    let mut after = after.iter().rev();
    loop {
        let Some((broken, doc)) = docs.pop() else {
            let Some((_, broken, doc)) = after.next() else { return true };
            docs.push((*broken, *doc));
            continue;
        };
        let used = match doc {
            Doc::Text(text) => width(text),
            Doc::Line if !broken => 1,
            Doc::Soft if !broken => 0,
            Doc::Line | Doc::Soft | Doc::Hard => return true,
            Doc::Concat(inner) => {
                docs.extend(inner.iter().rev().map(|doc| (broken, doc)));
                0
            }
            Doc::Indent(inner) => {
                docs.push((broken, inner));
                0
            }
            Doc::Group(inner) => {
                docs.push((broken || inner.has_hard(), inner));
                0
            }
            Doc::IfBreak(when_broken, flat) => {
                docs.push((broken, if broken { when_broken } else { flat }));
                0
            }
        };
        let Some(left) = columns.checked_sub(used) else { return false };
        columns = left;
    }
}

fn width(text: &str) -> usize {
    text.chars().count()
}
