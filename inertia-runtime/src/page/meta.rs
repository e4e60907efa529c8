//! The data of a page that does not depend on a request: its component, the plan that all full visits share, and the
//! sizes of its last responses.

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

/// The largest remembered size, so that one huge page does not inflate the buffers of all later ones.
const MAX_REMEMBERED_BYTES: usize = 4 << 20;

/// The settings and caches of a page: one `static` for each `#[inertia::page]`.
#[derive(Debug)]
pub struct PageMeta {
    pub(crate) component: &'static str,
    pub(crate) encrypt_history: Option<bool>,
    #[cfg_attr(not(feature = "ssr"), allow(dead_code, reason = "without a renderer no page needs it"))]
    pub(crate) without_ssr: bool,
    opening: OnceLock<Vec<u8>>,
    full: OnceLock<FullVisit>,
    sizes: [AtomicUsize; 3],
}

/// What all full visits of a page share.
#[derive(Debug)]
pub(crate) struct FullVisit {
    pub(crate) plan: Plan,
    /// The entries of the page object that do not depend on the values of props, valid if no group is absent.
    pub(crate) announcements: Vec<u8>,
    /// Set after a full visit resolved no lazy prop and no later one can: they are then written without a search for lazy
    /// props.
    never_lazy: AtomicBool,
    /// Set after a full visit resolved lazy props: later ones then skip the attempt to write the page at once.
    often_lazy: AtomicBool,
}

impl FullVisit {
    fn new(schema: &'static Schema) -> Self {
        let lists = Lists::default();
        let plan = Plan::new(schema, &lists, None);
        let mut announcements = Vec::new();
        metadata::announcements(&mut announcements, &[&plan], &lists);
        Self { plan, announcements, never_lazy: AtomicBool::new(false), often_lazy: AtomicBool::new(false) }
    }

    /// Whether no full visit has lazy props to resolve.
    pub(crate) fn is_never_lazy(&self) -> bool {
        self.never_lazy.load(Ordering::Relaxed)
    }

    /// Whether an earlier full visit had lazy props to resolve.
    pub(crate) fn is_often_lazy(&self) -> bool {
        self.often_lazy.load(Ordering::Relaxed)
    }

    /// Remembers that a full visit needed a lazy prop.
    pub(crate) fn remember_lazy(&self) {
        self.often_lazy.store(true, Ordering::Relaxed);
    }

    /// Remembers that a full visit needed no lazy prop, if that holds for all full visits. It follows from the types of the
    /// fields, except for once props, which are sent or not depending on their values, and for groups, which may be absent.
    pub(crate) fn remember_not_lazy(&self) {
        let schema = self.plan.schema;
        if !schema.has_once && schema.props.iter().all(|prop| prop.members.is_none()) {
            self.never_lazy.store(true, Ordering::Relaxed);
        }
    }
}

/// The kinds of responses, which differ in size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ResponseKind {
    Document,
    Full,
    Partial,
    /// The page object alone, for the renderer; the document is written around its result.
    #[cfg(feature = "ssr")]
    Bare,
}

impl PageMeta {
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

    /// Whether the client encrypts this page in the browser's history: the option `encrypt_history` of `#[inertia::page]`.
    #[must_use]
    pub const fn encrypt_history(mut self, encrypt: bool) -> Self {
        self.encrypt_history = Some(encrypt);
        self
    }

    /// Renders this page on the client, even if the application renders first visits on a server.
    #[must_use]
    pub const fn without_ssr(mut self) -> Self {
        self.without_ssr = true;
        self
    }

    /// The same settings with empty caches.
    pub(crate) const fn without_caches(&self) -> Self {
        let mut meta = Self::new(self.component);
        meta.encrypt_history = self.encrypt_history;
        meta.without_ssr = self.without_ssr;
        meta
    }

    /// The beginning of every page object of this page, up to the members of `errors`. `errors` is always sent: without it
    /// the client would keep its old errors, on partial reloads too.
    pub(crate) fn opening(&self) -> &[u8] {
        self.opening.get_or_init(|| {
            let mut opening = b"{\"component\":".to_vec();
            json::write_str(&mut opening, self.component);
            opening.extend_from_slice(b",\"props\":{\"errors\":{");
            opening
        })
    }

    /// The shared plan, if this is a full visit of a client that holds no once props and resets nothing.
    pub(crate) fn full_visit(&self, schema: &'static Schema, lists: &Lists<'_>) -> Option<&FullVisit> {
        if lists.partial || lists.prepend || !lists.held.is_empty() || !lists.reset.is_empty() {
            return None;
        }
        let full = self.full.get_or_init(|| FullVisit::new(schema));
        // All instances of a generic handler share one `PageMeta`, and their tables may differ.
        ptr::eq(full.plan.schema, schema).then_some(full)
    }

    /// A buffer as large as the last response of this kind.
    pub(crate) fn buffer(&self, kind: ResponseKind) -> Vec<u8> {
        Vec::with_capacity(self.size(kind).load(Ordering::Relaxed))
    }

    /// Remembers the size of a response for the next [`buffer`](Self::buffer).
    pub(crate) fn remember(&self, kind: ResponseKind, size: usize) {
        let (size, remembered) = (size.min(MAX_REMEMBERED_BYTES), self.size(kind));
        if remembered.load(Ordering::Relaxed) != size {
            remembered.store(size, Ordering::Relaxed);
        }
    }

    const fn size(&self, kind: ResponseKind) -> &AtomicUsize {
        let [document, full, partial] = &self.sizes;
        match kind {
            ResponseKind::Document => document,
            ResponseKind::Full => full,
            #[cfg(feature = "ssr")]
            ResponseKind::Bare => full,
            ResponseKind::Partial => partial,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_response_starts_at_the_size_of_its_last() {
        let meta = PageMeta::new("Event/Index");
        meta.remember(ResponseKind::Full, 22_000);
        meta.remember(ResponseKind::Partial, 90);
        assert_eq!(meta.buffer(ResponseKind::Full).capacity(), 22_000);
        assert_eq!(meta.buffer(ResponseKind::Partial).capacity(), 90);
        meta.remember(ResponseKind::Full, 100);
        assert_eq!(meta.buffer(ResponseKind::Full).capacity(), 100);
    }

    #[test]
    fn one_huge_page_does_not_inflate_all_later_ones() {
        let meta = PageMeta::new("Report");
        meta.remember(ResponseKind::Document, 500 << 20);
        assert_eq!(meta.buffer(ResponseKind::Document).capacity(), MAX_REMEMBERED_BYTES);
    }
}
