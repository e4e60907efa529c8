//! Serializes props directly into the response body.

use std::fmt;

use crate::props::{
    PropsTable,
    field::Value,
    narrow::narrow,
    plan::Plan,
    schema::{PropSpec, ScrollSpec},
    scroll::{Cursors, Scroll},
};
use crate::protocol::{json, path::Path, selection::Lists};

/// The serializer passed to `serialize_with` functions.
pub type JsonSerializer<'s> = json::Json<'s>;

/// Writes the props of one table, in the order of the table, as members of a JSON object.
///
/// Every member starts with a comma, because the object already has the member `errors`. In a group, the comma of the
/// first member is overwritten by the opening brace.
pub struct PropsWriter<'w> {
    out: &'w mut Vec<u8>,
    /// The members of `scrollProps`, collected while the values are written.
    scrolls: &'w mut Vec<u8>,
    plan: &'w mut Plan,
    lists: &'w Lists<'w>,
    component: &'w str,
    up: Option<&'w Path<'w>>,
    /// The remaining props. `index` is the index of the first of them.
    props: &'static [PropSpec],
    index: usize,
    /// The prop whose key was just written, and the position of its value in `out`.
    current: &'static PropSpec,
    start: usize,
    /// Whether only a part of any prop is requested.
    narrows: bool,
}

/// The value of `current` before the first prop.
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
    /// Creates a writer that continues an object in `out`, which already has members.
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

    /// Writes the next prop of this level; `None` if `skip_serializing_if` leaves it out.
    ///
    /// # Errors
    ///
    /// Fails if the value's `Serialize` implementation fails, for example for a map with keys that are not strings.
    pub fn prop<T: Value + ?Sized>(&mut self, value: Option<&T>) -> Result<(), WriteError> {
        let Some(value) = value else {
            self.skip();
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

    /// Like [`prop`](Self::prop), with a `serialize_with` function.
    ///
    /// # Errors
    ///
    /// Fails if that function fails.
    pub fn prop_with<T: ?Sized>(
        &mut self,
        value: Option<&T>,
        serialize: impl FnOnce(&T, JsonSerializer<'_>) -> serde_json::Result<()>,
    ) -> Result<(), WriteError> {
        let Some(value) = value else {
            self.skip();
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

    /// Writes the next prop of this level, which is a [`Scroll`].
    ///
    /// # Errors
    ///
    /// Fails if the `Serialize` implementation of an item fails.
    pub fn scroll<T: Value>(&mut self, value: Option<&Scroll<T>>) -> Result<(), WriteError> {
        let Some(value) = value else {
            self.skip();
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

    /// Writes the next group of this level; `None` if `skip_serializing_if` leaves it out.
    ///
    /// # Errors
    ///
    /// Fails if a member cannot be written.
    pub fn group<N: PropsTable>(&mut self, group: Option<&N>) -> Result<(), WriteError> {
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

    /// Creates a writer for the members of a group.
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

    /// Moves to the next prop, writes its key if it is sent, and returns whether it is sent.
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

    /// Moves past a prop without a value.
    fn skip(&mut self) {
        if self.next().is_some() {
            self.plan.skip(self.index);
        }
        self.index += 1;
    }

    #[inline]
    fn end(&mut self) {
        if cfg!(debug_assertions) || self.narrows {
            self.finish_value();
        }
    }

    fn finish_value(&mut self) {
        let path = Path { up: self.up, name: self.current.name };
        #[cfg(debug_assertions)]
        crate::props::hints::value(
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

    /// Adds a scroll prop's entry. A missing page is written as `null`, because the client would request a page for an absent cursor.
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
