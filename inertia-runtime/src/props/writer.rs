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
pub type JsonSerializer<'s> = &'s mut serde_json::Serializer<&'s mut Vec<u8>>;

/// Writes the props of one table, in its order, as members of a JSON object.
pub struct PropsWriter<'w> {
    out: &'w mut Vec<u8>,
    /// The members of `scrollProps`, gathered from the values as they are written.
    scrolls: &'w mut Vec<u8>,
    plan: &'w mut Plan,
    lists: &'w Lists<'w>,
    component: &'w str,
    up: Option<&'w Path<'w>>,
    props: &'static [PropSpec],
    index: usize,
    first: bool,
}

/// A prop whose key is written and whose value is about to be.
struct Begun {
    prop: &'static PropSpec,
    index: usize,
    start: usize,
}

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
        let props = plan.schema.props;
        Self { out, scrolls, plan, lists, component, up: None, props, index: 0, first: false }
    }

    /// The next prop of this level; `None` when it is not serialised.
    ///
    /// # Errors
    ///
    /// When the value's own `Serialize` fails, as for a map whose keys are no strings.
    pub fn prop<T: Value + ?Sized>(&mut self, value: Option<&T>) -> Result<(), WriteError> {
        let (Some(begun), Some(value)) = (self.begin(value.is_some()), value) else { return Ok(()) };
        match serde_json::to_writer(&mut *self.out, value) {
            Ok(()) => self.end(&begun),
            Err(error) => return Err(self.failed(&begun, error)),
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
        let (Some(begun), Some(value)) = (self.begin(value.is_some()), value) else { return Ok(()) };
        match serialize(value, &mut serde_json::Serializer::new(&mut *self.out)) {
            Ok(()) => self.end(&begun),
            Err(error) => return Err(self.failed(&begun, error)),
        }
        Ok(())
    }

    /// The next prop of this level, which is a scrolled list.
    ///
    /// # Errors
    ///
    /// When an item's own `Serialize` fails.
    pub fn scroll<T: Value>(&mut self, value: Option<&Scroll<T>>) -> Result<(), WriteError> {
        let (Some(begun), Some(value)) = (self.begin(value.is_some()), value) else { return Ok(()) };
        let Some(spec) = begun.prop.scroll else { return Ok(()) };
        self.out.push(b'{');
        json::write_str(self.out, spec.wrapper);
        self.out.push(b':');
        if let Err(error) = serde_json::to_writer(&mut *self.out, &value.items) {
            return Err(self.failed(&begun, error));
        }
        self.out.push(b'}');
        self.end(&begun);
        self.cursors(&begun, &spec, &value.cursors)
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
                Some(group) => {
                    let mut level = self.inside(members.props, index + 1, self.up, self.first);
                    group.__inertia_write(&mut level)?;
                    self.first = level.first;
                    Ok(())
                }
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
        self.key(prop);
        if !present {
            self.out.extend_from_slice(b"null");
            return Ok(());
        }
        self.out.push(b'{');
        let path = Path { up: self.up, name: prop.name };
        group.__inertia_write(&mut self.inside(members.props, index + 1, Some(&path), true))?;
        self.out.push(b'}');
        Ok(())
    }

    /// A writer for the level below.
    fn inside<'n>(
        &'n mut self,
        props: &'static [PropSpec],
        index: usize,
        up: Option<&'n Path<'n>>,
        first: bool,
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
            first,
        }
    }

    fn begin(&mut self, has_value: bool) -> Option<Begun> {
        let prop = self.next()?;
        let index = self.index;
        self.index += 1;
        if !self.plan.sends(index) {
            return None;
        }
        if !has_value {
            self.plan.skip(index);
            return None;
        }
        self.key(prop);
        Some(Begun { prop, index, start: self.out.len() })
    }

    fn end(&mut self, begun: &Begun) {
        let path = Path { up: self.up, name: begun.prop.name };
        #[cfg(debug_assertions)]
        super::hints::value(
            self.component,
            begun.prop,
            &path,
            self.out.get(begun.start..).unwrap_or_default(),
        );
        if self.plan.narrows(begun.index) {
            narrow(self.out, begun.start, &path, self.lists);
        }
    }

    fn failed(&self, begun: &Begun, error: serde_json::Error) -> WriteError {
        WriteError { path: Path { up: self.up, name: begun.prop.name }.to_string(), error }
    }

    fn key(&mut self, prop: &PropSpec) {
        let key = prop.key.as_bytes();
        let comma = usize::from(self.first);
        self.first = false;
        self.out.extend_from_slice(key.get(comma..).unwrap_or_default());
    }

    fn next(&mut self) -> Option<&'static PropSpec> {
        let (prop, rest) = self.props.split_first()?;
        self.props = rest;
        Some(prop)
    }

    /// Notes a scroll prop's entry. "No page" is `null`, because the client fetches an absent cursor.
    fn cursors(&mut self, begun: &Begun, spec: &ScrollSpec, cursors: &Cursors) -> Result<(), WriteError> {
        let path = Path { up: self.up, name: begun.prop.name };
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
            if let Err(error) = serde_json::to_writer(&mut *self.scrolls, cursor) {
                return Err(self.failed(begun, error));
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
