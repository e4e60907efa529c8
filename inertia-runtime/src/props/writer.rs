//! Writing props: typed values straight into the response.

use std::fmt;

use super::{
    InertiaProps,
    field::Value,
    narrow::narrow,
    plan::Plan,
    schema::{PropSpec, ScrollSpec},
    scroll::{Cursors, Scroll},
};
use crate::protocol::{json, path::Path, selection::Lists};

/// The serializer that `serialize_with` functions are called with.
pub type JsonSerializer<'s> = json::Json<'s>;

/// Writes the props of one table, in its order, as members of a JSON object.
///
/// Every member brings its comma with it, as there is one before the first (`errors`). The first of a group's gives its
/// place to the opening brace.
pub struct PropsWriter<'w> {
    out: &'w mut Vec<u8>,
    /// The members of `scrollProps`, gathered from the values as they are written.
    scrolls: &'w mut Vec<u8>,
    plan: &'w mut Plan,
    lists: &'w Lists<'w>,
    component: &'w str,
    up: Option<&'w Path<'w>>,
    /// The props that come next, the first of which has this index.
    props: &'static [PropSpec],
    index: usize,
    /// The prop whose key is written, and where its value begins.
    current: &'static PropSpec,
    start: usize,
    /// Whether of any prop only a part is wanted.
    narrows: bool,
}

/// What is written when nothing is.
static NO_PROP: PropSpec = PropSpec::new("", "");

/// A prop that could not be written as JSON.
#[derive(Debug)]
pub struct WriteError {
    pub(crate) path: String,
    pub(crate) error: serde_json::Error,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "prop `{}` cannot be written as JSON: {}", self.path, self.error)
    }
}

impl std::error::Error for WriteError {}

impl<'w> PropsWriter<'w> {
    /// A writer that goes on with an object in `out` that has members already.
    pub(crate) fn new(
        out: &'w mut Vec<u8>,
        scrolls: &'w mut Vec<u8>,
        plan: &'w mut Plan,
        lists: &'w Lists<'w>,
        component: &'w str,
    ) -> Self {
        let (props, narrows) = (plan.schema.props, plan.narrows_any());
        let (current, start) = (&NO_PROP, 0);
        Self { out, scrolls, plan, lists, component, up: None, props, index: 0, current, start, narrows }
    }

    /// The next prop of this level; `None` when it is not serialised.
    ///
    /// # Errors
    ///
    /// When the value's own `Serialize` fails, as for a map whose keys are no strings.
    pub fn prop<T: Value + ?Sized>(&mut self, value: Option<&T>) -> Result<(), WriteError> {
        let Some(value) = value else {
            self.pass();
            return Ok(());
        };
        if !self.begin() {
            return Ok(());
        }
        match json::write(self.out, value) {
            Ok(()) => self.end(),
            Err(error) => return Err(self.failed(error)),
        }
        Ok(())
    }

    /// [`prop`](Self::prop) through a `serialize_with` function.
    ///
    /// # Errors
    ///
    /// When that function fails.
    pub fn prop_with<T: ?Sized>(
        &mut self,
        value: Option<&T>,
        serialize: impl FnOnce(&T, JsonSerializer<'_>) -> serde_json::Result<()>,
    ) -> Result<(), WriteError> {
        let Some(value) = value else {
            self.pass();
            return Ok(());
        };
        if !self.begin() {
            return Ok(());
        }
        match serialize(value, json::Json::new(self.out)) {
            Ok(()) => self.end(),
            Err(error) => return Err(self.failed(error)),
        }
        Ok(())
    }

    /// The next prop of this level, which is a scrolled list.
    ///
    /// # Errors
    ///
    /// When an item's own `Serialize` fails.
    pub fn scroll<T: Value>(&mut self, value: Option<&Scroll<T>>) -> Result<(), WriteError> {
        let Some(value) = value else {
            self.pass();
            return Ok(());
        };
        if !self.begin() {
            return Ok(());
        }
        let Some(spec) = self.current.scroll else { return Ok(()) };
        self.out.push(b'{');
        json::write_str(self.out, spec.wrapper);
        self.out.push(b':');
        if let Err(error) = json::write(self.out, &value.items) {
            return Err(self.failed(error));
        }
        self.out.push(b'}');
        self.end();
        self.cursors(&spec, &value.cursors)
    }

    /// The next group of this level; `None` when it is not serialised.
    ///
    /// # Errors
    ///
    /// Those of its members.
    pub fn group<N: InertiaProps>(&mut self, group: Option<&N>) -> Result<(), WriteError> {
        let Some(prop) = self.next() else { return Ok(()) };
        let index = self.index;
        self.index += prop.indexes();
        let Some(members) = prop.members else { return Ok(()) };
        let present = group.is_some_and(N::__inertia_present);
        if !present {
            self.plan.leave_out_below(index);
        }
        if prop.splice {
            return match group.filter(|_| present) {
                Some(group) => group.__inertia_write(&mut self.inside(members.props, index + 1, self.up)),
                None => Ok(()),
            };
        }
        if !self.plan.sends(index) {
            return Ok(());
        }
        let Some(group) = group else {
            self.plan.skip(index);
            return Ok(());
        };
        self.out.extend_from_slice(prop.key.as_bytes());
        if !present {
            self.out.extend_from_slice(b"null");
            return Ok(());
        }
        let start = self.out.len();
        let path = Path { up: self.up, name: prop.name };
        group.__inertia_write(&mut self.inside(members.props, index + 1, Some(&path)))?;
        match self.out.get_mut(start) {
            Some(comma) => *comma = b'{',
            None => self.out.push(b'{'),
        }
        self.out.push(b'}');
        Ok(())
    }

    /// A writer for the level below.
    fn inside<'n>(
        &'n mut self,
        props: &'static [PropSpec],
        index: usize,
        up: Option<&'n Path<'n>>,
    ) -> PropsWriter<'n> {
        PropsWriter {
            out: self.out,
            scrolls: self.scrolls,
            plan: self.plan,
            lists: self.lists,
            component: self.component,
            up,
            props,
            index,
            current: &NO_PROP,
            start: 0,
            narrows: self.narrows,
        }
    }

    /// Goes on to the next prop, and writes its key if it is sent.
    fn begin(&mut self) -> bool {
        let index = self.index;
        self.index += 1;
        let Some(prop) = self.next() else { return false };
        if !self.plan.sends(index) {
            return false;
        }
        self.current = prop;
        self.out.extend_from_slice(prop.key.as_bytes());
        self.start = self.out.len();
        true
    }

    /// Goes on behind a prop that has no value.
    fn pass(&mut self) {
        if self.next().is_some() {
            self.plan.skip(self.index);
        }
        self.index += 1;
    }

    #[inline]
    fn end(&mut self) {
        if cfg!(debug_assertions) || self.narrows {
            self.look_at_value();
        }
    }

    fn look_at_value(&mut self) {
        let path = Path { up: self.up, name: self.current.name };
        #[cfg(debug_assertions)]
        super::hints::value(
            self.component,
            self.current,
            &path,
            self.out.get(self.start..).unwrap_or_default(),
        );
        if self.plan.narrows(self.index - 1) {
            narrow(self.out, self.start, &path, self.lists);
        }
    }

    #[cold]
    fn failed(&self, error: serde_json::Error) -> WriteError {
        WriteError { path: Path { up: self.up, name: self.current.name }.to_string(), error }
    }

    fn next(&mut self) -> Option<&'static PropSpec> {
        let (prop, rest) = self.props.split_first()?;
        self.props = rest;
        Some(prop)
    }

    /// Notes a scroll prop's entry. "No page" is `null`, because the client fetches an absent cursor.
    fn cursors(&mut self, spec: &ScrollSpec, cursors: &Cursors) -> Result<(), WriteError> {
        let path = Path { up: self.up, name: self.current.name };
        let reset = path.below(spec.wrapper, |label| self.lists.resets(label));
        if !self.scrolls.is_empty() {
            self.scrolls.push(b',');
        }
        json::write_path(self.scrolls, &path, &[]);
        self.scrolls.extend_from_slice(b":{\"pageName\":");
        json::write_str(self.scrolls, spec.page_name);
        let sides = [
            ("previousPage", &cursors.previous),
            ("nextPage", &cursors.next),
            ("currentPage", &cursors.current),
        ];
        for (name, cursor) in sides {
            self.scrolls.extend_from_slice(b",\"");
            self.scrolls.extend_from_slice(name.as_bytes());
            self.scrolls.extend_from_slice(b"\":");
            if let Err(error) = json::write(self.scrolls, cursor) {
                return Err(self.failed(error));
            }
        }
        self.scrolls.extend_from_slice(if reset { b",\"reset\":true}" } else { b",\"reset\":false}" });
        Ok(())
    }
}

impl fmt::Debug for PropsWriter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PropsWriter").field("component", &self.component).finish_non_exhaustive()
    }
}
