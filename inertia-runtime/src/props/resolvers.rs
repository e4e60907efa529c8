//! Collects the lazy props that a response needs.

use std::fmt;

use crate::props::{PropsTable, alarm::FutureWaker, lazy::Resolve, plan::Plan, schema::PropSpec};

/// Visits the fields of a props struct in the order of its table, and collects the lazy props that the response needs.
pub struct Resolvers<'a> {
    plan: &'a mut Plan,
    partial: bool,
    /// The provider that the table belongs to; `None` for the page's own table.
    provider: Option<usize>,
    props: &'static [PropSpec],
    index: usize,
    needed: Vec<NeededProps<'a>>,
}

/// Whether a response needs no lazy props.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoneNeeded {
    No,
    /// None are needed for this response, but a group was absent. With that group, the next response may need some.
    ThisTime,
    Yes,
}

/// A lazy prop that is part of the response.
pub(crate) struct NeededProps<'a> {
    pub(crate) prop: &'static PropSpec,
    pub(crate) provider: Option<usize>,
    pub(crate) index: usize,
    pub(crate) resolver: &'a mut dyn Resolve,
    /// The prop's own waker, set as soon as several props are pending.
    pub(crate) waker: Option<FutureWaker>,
}

impl<'a> Resolvers<'a> {
    /// Appends the needed lazy props of one table to `needed`. `visit` visits the table's values.
    pub(crate) fn collect(
        plan: &'a mut Plan,
        partial: bool,
        provider: Option<usize>,
        needed: Vec<NeededProps<'a>>,
        visit: impl FnOnce(&mut Self),
    ) -> Vec<NeededProps<'a>> {
        let props = plan.schema.props;
        let mut resolvers = Self { plan, partial, provider, props, index: 0, needed };
        visit(&mut resolvers);
        resolvers.needed
    }

    /// Visits one table's values, and returns whether it needs no lazy props, now or ever. "Ever" can only be known if no
    /// group was absent, so that every prop was visited.
    pub(crate) fn none_needed(
        plan: &'a mut Plan,
        partial: bool,
        visit: impl FnOnce(&mut Self),
    ) -> NoneNeeded {
        let (props, total) = (plan.schema.props, plan.schema.total);
        let mut resolvers = Self { plan, partial, provider: None, props, index: 0, needed: Vec::new() };
        visit(&mut resolvers);
        match (resolvers.needed.is_empty(), resolvers.index == total) {
            (false, _) => NoneNeeded::No,
            (true, false) => NoneNeeded::ThisTime,
            (true, true) => NoneNeeded::Yes,
        }
    }

    /// Visits the next prop of this level.
    pub fn prop(&mut self, resolver: Option<&'a mut dyn Resolve>) {
        let Some(prop) = self.next() else { return };
        let index = self.index;
        self.index += 1;
        let Some(resolver) = resolver else { return };
        self.plan.take_overrides(index, prop, self.partial, resolver.overrides());
        if self.plan.sends(index) {
            if self.needed.capacity() == 0 {
                self.needed.reserve_exact(self.plan.sent_count());
            }
            self.needed.push(NeededProps { prop, provider: self.provider, index, resolver, waker: None });
        }
    }

    /// Visits the next group of this level; `None` if `skip_serializing_if` leaves it out.
    pub fn group<N: PropsTable>(&mut self, group: Option<&'a mut N>) {
        let Some(prop) = self.next() else { return };
        let (index, siblings) = (self.index, self.props);
        if let (Some(group), Some(members)) = (group, prop.members)
            && !self.plan.is_absent(index)
        {
            self.props = members.props;
            self.index = index + 1;
            group.__inertia_resolvers(self);
        }
        self.props = siblings;
        self.index = index + prop.indexes();
    }

    fn next(&mut self) -> Option<&'static PropSpec> {
        let (prop, rest) = self.props.split_first()?;
        self.props = rest;
        Some(prop)
    }
}

impl fmt::Debug for Resolvers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resolvers").field("needed", &self.needed.len()).finish_non_exhaustive()
    }
}
