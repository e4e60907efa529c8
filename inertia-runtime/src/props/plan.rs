//! The selection: which props of one table this response sends.

use crate::props::{
    bits::Bits,
    lazy::OnceOverrides,
    schema::{Delivery, PropSpec, Schema},
};
use crate::protocol::{path::Path, selection::Lists};

/// What becomes of every prop of one table in one response. Made once from the lists; then told what the values
/// turned out to be.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) schema: &'static Schema,
    /// Props and groups whose key is written.
    sent: Bits,
    /// Sent props of which only a part is wanted.
    narrowed: Bits,
    /// Once props that the client has and the response need not repeat.
    held: Bits,
    /// Groups that are left out, with all that is below them, and shared props that the page replaces.
    absent: Bits,
    /// Props that failed and may.
    rescued: Bits,
    /// What the values of once props say at run time; empty unless some say something.
    overrides: Option<Vec<(usize, OnceOverrides)>>,
}

/// Whether a prop of this name is somebody else's.
pub(crate) type Replaced<'r> = Option<&'r dyn Fn(&str) -> bool>;

/// Where a walk over the tables stands.
#[derive(Clone, Copy)]
struct Place<'p> {
    up: Option<&'p Path<'p>>,
    /// For everything below a top-level group: whether that group is sent.
    top_sent: Option<bool>,
}

impl Plan {
    /// The plan for a table, of which the props that `replaced` names at the top level are somebody else's.
    pub(crate) fn new(schema: &'static Schema, lists: &Lists<'_>, replaced: Replaced<'_>) -> Self {
        let mut plan = Self {
            schema,
            sent: Bits::with_room(schema.total),
            narrowed: Bits::with_room(schema.total),
            held: Bits::with_room(schema.total),
            absent: Bits::with_room(schema.total),
            rescued: Bits::with_room(schema.total),
            overrides: None,
        };
        plan.level(schema, 0, lists, Place { up: None, top_sent: None }, replaced);
        plan
    }

    /// Plans the props of one level, the first of which has this index, and says whether anything of it is sent.
    fn level(
        &mut self,
        schema: &'static Schema,
        first: usize,
        lists: &Lists<'_>,
        place: Place<'_>,
        replaced: Replaced<'_>,
    ) -> bool {
        let (mut index, mut any) = (first, false);
        for prop in schema.props {
            any |= match prop.members {
                Some(members) if prop.splice => self.level(members, index + 1, lists, place, replaced),
                _ if replaced.is_some_and(|replaced| replaced(prop.name)) => {
                    self.absent.set(index, true);
                    false
                }
                Some(members) => self.group(prop, members, index, lists, place),
                None => self.prop(prop, index, lists, place),
            };
            index += prop.indexes();
        }
        any
    }

    fn group(
        &mut self,
        group: &'static PropSpec,
        members: &'static Schema,
        index: usize,
        lists: &Lists<'_>,
        place: Place<'_>,
    ) -> bool {
        let path = Path { up: place.up, name: group.name };
        let selected = lists.stance(&path).is_selected();
        let top_sent = place.top_sent.unwrap_or(selected);
        // Below a group that is left out, an `#[always]` member still travels with its top-level prop.
        if !top_sent || !(selected || members.has_always) {
            self.absent.set(index, true);
            return false;
        }
        let inside = Place { up: Some(&path), top_sent: Some(top_sent) };
        let sent = self.level(members, index + 1, lists, inside, None) || selected;
        self.sent.set(index, sent);
        self.absent.set(index, !sent);
        sent
    }

    fn prop(&mut self, prop: &PropSpec, index: usize, lists: &Lists<'_>, place: Place<'_>) -> bool {
        let path = Path { up: place.up, name: prop.name };
        let held = || prop.once.is_some_and(|once| lists.holds(once.key, &path));
        let sent = if lists.partial {
            if prop.delivery == Delivery::Always {
                place.top_sent.unwrap_or(true)
            } else if let stance = lists.stance(&path)
                && stance.is_selected()
            {
                self.narrowed.set(index, stance.is_narrowed());
                // What is asked for by name is sent, whatever the client has.
                let held = lists.only.is_none() && held();
                self.held.set(index, held);
                !held
            } else {
                false
            }
        } else {
            // An optional prop is not sent anyway, so its value need not be asked whether it is fresh.
            let held = prop.delivery != Delivery::Optional && held();
            self.held.set(index, held);
            !held && matches!(prop.delivery, Delivery::Selected | Delivery::Always)
        };
        self.sent.set(index, sent);
        sent
    }

    /// Takes what the value of a once prop says, before anything is resolved.
    pub(crate) fn take_overrides(
        &mut self,
        index: usize,
        prop: &PropSpec,
        partial: bool,
        overrides: OnceOverrides,
    ) {
        if prop.once.is_none() || overrides == OnceOverrides::default() {
            return;
        }
        if overrides.fresh && self.held.has(index) {
            self.held.set(index, false);
            let announced = matches!(prop.delivery, Delivery::Optional | Delivery::Defer(_));
            self.sent.set(index, partial || !announced);
        }
        self.overrides.get_or_insert_default().push((index, overrides));
    }

    /// Whether the values of this table are needed: some are sent, or some could ask to be.
    pub(crate) fn needs_values(&self) -> bool {
        !self.sent.is_empty() || !self.held.is_empty()
    }

    pub(crate) fn sent_count(&self) -> usize {
        self.sent.count()
    }

    #[inline]
    pub(crate) fn sends(&self, index: usize) -> bool {
        self.sent.has(index)
    }

    pub(crate) fn narrows(&self, index: usize) -> bool {
        self.narrowed.has(index)
    }

    /// Whether of any prop only a part is wanted.
    pub(crate) fn narrows_any(&self) -> bool {
        !self.narrowed.is_empty()
    }

    pub(crate) fn holds(&self, index: usize) -> bool {
        self.held.has(index)
    }

    pub(crate) fn rescued(&self, index: usize) -> bool {
        self.rescued.has(index)
    }

    pub(crate) fn is_absent(&self, index: usize) -> bool {
        self.absent.has(index)
    }

    /// Whether any group is left out, or any prop replaced.
    pub(crate) fn any_absent(&self) -> bool {
        !self.absent.is_empty()
    }

    pub(crate) fn any_rescued(&self) -> bool {
        !self.rescued.is_empty()
    }

    pub(crate) fn overrides(&self, index: usize) -> OnceOverrides {
        self.overrides
            .iter()
            .flatten()
            .find(|(of, _)| *of == index)
            .map(|(_, overrides)| *overrides)
            .unwrap_or_default()
    }

    /// A prop turned out to have no value, by its own failure.
    pub(crate) fn rescue(&mut self, index: usize) {
        self.sent.set(index, false);
        self.rescued.set(index, true);
    }

    /// A prop turned out not to be serialised.
    pub(crate) fn skip(&mut self, index: usize) {
        self.sent.set(index, false);
    }

    /// A group turned out to be absent, so its members are neither sent nor announced.
    pub(crate) fn leave_out_below(&mut self, index: usize) {
        self.absent.set(index, true);
    }
}

impl PropSpec {
    /// How many indexes the prop takes: one, and one for each member.
    pub(crate) const fn indexes(&self) -> usize {
        match self.members {
            Some(members) => 1 + members.total,
            None => 1,
        }
    }
}
