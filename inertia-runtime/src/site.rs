//! What is known of a page before any request: its component, what all full visits have in common, and
//! how large its last responses were.

use std::{
    ptr,
    sync::{
        OnceLock,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use crate::{
    props::{Schema, metadata, plan::Plan},
    protocol::{json, selection::Lists},
};

/// A remembered size is at most this, in bytes, so that one huge page does not inflate all later ones.
const MOST: usize = 4 << 20;

/// A page's place in the source: one `static` for each `#[inertia::page]`.
#[derive(Debug)]
pub struct PageSite {
    pub(crate) component: &'static str,
    pub(crate) encrypt_history: Option<bool>,
    #[cfg_attr(not(feature = "ssr"), allow(dead_code, reason = "without a renderer no page needs it"))]
    pub(crate) without_ssr: bool,
    opening: OnceLock<Vec<u8>>,
    full: OnceLock<FullVisit>,
    sizes: [AtomicUsize; 3],
}

/// What every full visit of a page has in common.
#[derive(Debug)]
pub(crate) struct FullVisit {
    pub(crate) plan: Plan,
    /// The entries of the page object that do not depend on the props' values, if no group is left out.
    pub(crate) announcements: Vec<u8>,
    /// Whether the values need not be asked for lazy props, because a full visit was seen to send none.
    still: AtomicBool,
    /// Whether one was seen to need some, so that the next need not be tried without.
    busy: AtomicBool,
}

impl FullVisit {
    fn new(schema: &'static Schema) -> Self {
        let lists = Lists::default();
        let plan = Plan::new(schema, &lists, None);
        let mut announcements = Vec::new();
        metadata::announcements(&mut announcements, &[&plan], &lists);
        Self { plan, announcements, still: AtomicBool::new(false), busy: AtomicBool::new(false) }
    }

    /// Whether every full visit can be written at once.
    pub(crate) fn is_still(&self) -> bool {
        self.still.load(Ordering::Relaxed)
    }

    /// Whether full visits tend to need lazy props.
    pub(crate) fn is_busy(&self) -> bool {
        self.busy.load(Ordering::Relaxed)
    }

    /// Remembers that a full visit needed a lazy prop.
    pub(crate) fn was_busy(&self) {
        self.busy.store(true, Ordering::Relaxed);
    }

    /// Remembers that a full visit needed no lazy prop. What is lazy follows from the fields' types; only the values of once
    /// props may change what is sent, and members of a group may be there or not.
    pub(crate) fn was_still(&self) {
        let schema = self.plan.schema;
        if !schema.has_once && schema.props.iter().all(|prop| prop.members.is_none()) {
            self.still.store(true, Ordering::Relaxed);
        }
    }
}

/// The three kinds of answer that differ in size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    Document,
    Full,
    Partial,
    /// The page object that a renderer gets, before there is a document.
    #[cfg(feature = "ssr")]
    Bare,
}

impl PageSite {
    /// A page that renders this component.
    #[must_use]
    pub const fn new(component: &'static str) -> Self {
        Self {
            component,
            encrypt_history: None,
            without_ssr: false,
            opening: OnceLock::new(),
            full: OnceLock::new(),
            sizes: [const { AtomicUsize::new(512) }; 3],
        }
    }

    /// What the attribute says about the browser's history.
    #[must_use]
    pub const fn encrypt_history(mut self, encrypt: bool) -> Self {
        self.encrypt_history = Some(encrypt);
        self
    }

    /// The page is rendered on the client, also where the application renders on a server.
    #[must_use]
    pub const fn without_ssr(mut self) -> Self {
        self.without_ssr = true;
        self
    }

    /// A site with the same settings that remembers nothing.
    pub(crate) const fn anew(&self) -> Self {
        let mut site = Self::new(self.component);
        site.encrypt_history = self.encrypt_history;
        site.without_ssr = self.without_ssr;
        site
    }

    /// How every page object of this page begins, up to the members of `errors`. An `errors` that is missing would keep
    /// the client's old ones, on partial reloads too.
    pub(crate) fn opening(&self) -> &[u8] {
        self.opening.get_or_init(|| {
            let mut opening = b"{\"component\":".to_vec();
            json::write_str(&mut opening, self.component);
            opening.extend_from_slice(b",\"props\":{\"errors\":{");
            opening
        })
    }

    /// What is known of this visit, if it is a full one of a client that holds and resets nothing.
    pub(crate) fn full_visit(&self, schema: &'static Schema, lists: &Lists<'_>) -> Option<&FullVisit> {
        if lists.partial || lists.prepend || !lists.held.is_empty() || !lists.reset.is_empty() {
            return None;
        }
        let full = self.full.get_or_init(|| FullVisit::new(schema));
        // A generic handler has one site for all its instances, and their tables may differ.
        ptr::eq(full.plan.schema, schema).then_some(full)
    }

    /// A buffer as large as the last answer of this kind was.
    pub(crate) fn buffer(&self, answer: Answer) -> Vec<u8> {
        Vec::with_capacity(self.size(answer).load(Ordering::Relaxed))
    }

    pub(crate) fn remember(&self, answer: Answer, size: usize) {
        let (size, remembered) = (size.min(MOST), self.size(answer));
        if remembered.load(Ordering::Relaxed) != size {
            remembered.store(size, Ordering::Relaxed);
        }
    }

    const fn size(&self, answer: Answer) -> &AtomicUsize {
        let [document, full, partial] = &self.sizes;
        match answer {
            Answer::Document => document,
            Answer::Full => full,
            #[cfg(feature = "ssr")]
            Answer::Bare => full,
            Answer::Partial => partial,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_answer_starts_at_the_size_of_its_last() {
        let site = PageSite::new("Event/Index");
        site.remember(Answer::Full, 22_000);
        site.remember(Answer::Partial, 90);
        assert_eq!(site.buffer(Answer::Full).capacity(), 22_000);
        assert_eq!(site.buffer(Answer::Partial).capacity(), 90);
        site.remember(Answer::Full, 100);
        assert_eq!(site.buffer(Answer::Full).capacity(), 100);
    }

    #[test]
    fn one_huge_page_does_not_inflate_all_later_ones() {
        let site = PageSite::new("Report");
        site.remember(Answer::Document, 500 << 20);
        assert_eq!(site.buffer(Answer::Document).capacity(), MOST);
    }
}
