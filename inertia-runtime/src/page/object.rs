//! The page object: typed values are written directly into the response's buffer.

use serde_json::Map;

use crate::{
    document::{DocumentContext, RootError},
    page::{
        PageHead,
        meta::{FullVisit, PageMeta, ResponseKind},
        shared::{ErasedProps, SharedProps},
        visit::VisitContext,
    },
    props::{PropsWriter, WriteError, metadata, narrow::narrow, plan::Plan},
    protocol::{headers::text, json, path::Path, selection::Lists, url::browser_path},
    request::context::Share,
    values::{error_bag::ErrorBag, flash::Flash},
};

/// Everything that a page object depends on, except the values of the props.
pub(crate) struct PageObject<'a> {
    pub(crate) meta: &'a PageMeta,
    pub(crate) full: Option<&'a FullVisit>,
    pub(crate) visit: &'a VisitContext,
    pub(crate) head: &'a PageHead,
    pub(crate) lists: &'a Lists<'a>,
    pub(crate) shares: &'a [Share],
    pub(crate) flash: Option<&'a Flash>,
}

/// The tables of props: those of the providers, and the page's own.
pub(crate) struct Tables<'a> {
    pub(crate) provided: &'a mut [SharedProps],
    pub(crate) plan: &'a mut Plan,
    pub(crate) props: &'a dyn ErasedProps,
}

impl Tables<'_> {
    /// The plan of a provider's table, or of the page's own.
    pub(crate) fn plan_of(&mut self, provider: Option<usize>) -> &mut Plan {
        match provider.and_then(|index| self.provided.iter_mut().find(|provider| provider.index == index)) {
            Some(provider) => &mut provider.plan,
            None => self.plan,
        }
    }
}

/// Why a page could not be written.
#[derive(Debug)]
pub(crate) enum PageError {
    Prop(WriteError),
    Root(RootError),
}

impl std::fmt::Display for PageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Prop(error) => error.fmt(f),
            Self::Root(error) => error.fmt(f),
        }
    }
}

impl From<WriteError> for PageError {
    fn from(error: WriteError) -> Self {
        Self::Prop(error)
    }
}

impl From<RootError> for PageError {
    fn from(error: RootError) -> Self {
        Self::Root(error)
    }
}

impl PageObject<'_> {
    /// The response's body: the page object alone for the client and for the renderer, otherwise a document that holds it.
    pub(crate) fn body(&self, tables: Tables<'_>) -> Result<(Vec<u8>, ResponseKind), PageError> {
        let kind = match (self.visit.context.headers().inertia, self.lists.partial) {
            #[cfg(feature = "ssr")]
            (false, _) if self.visit.renderer(self.meta, self.head).is_some() => ResponseKind::Bare,
            (false, _) => ResponseKind::Document,
            (true, false) => ResponseKind::Full,
            (true, true) => ResponseKind::Partial,
        };
        let mut out = self.meta.buffer(kind);
        if kind == ResponseKind::Document {
            let none = Map::new();
            let view_data = self.head.more.as_ref().map_or(&none, |more| &more.view_data);
            let context = DocumentContext { nonce: self.visit.nonce.as_deref(), view_data };
            let root = &self.visit.settings.root;
            root.render(&mut out, &context, |out| self.write(out, tables).map_err(PageError::from))?;
        } else {
            self.write(&mut out, tables)?;
        }
        self.meta.remember(kind, out.len());
        Ok((out, kind))
    }

    fn write(&self, out: &mut Vec<u8>, tables: Tables<'_>) -> Result<(), WriteError> {
        let Tables { provided, plan, props } = tables;
        let component = self.meta.component;
        let settings = &self.visit.settings;
        let mut scrolls = Vec::new();
        out.extend_from_slice(self.meta.opening());
        // The client treats an error bag without messages as a failed form, so an empty one is not sent.
        if let Some(errors) =
            self.flash.and_then(|flash| flash.errors.as_ref()).filter(|errors| !errors.is_empty())
        {
            self.write_errors(out, errors);
        }
        out.push(b'}');
        for provider in &mut *provided {
            if let Some(props) = &provider.props {
                props
                    .write(&mut PropsWriter::new(
                        out,
                        &mut scrolls,
                        &mut provider.plan,
                        self.lists,
                        component,
                    ))
                    .inspect_err(|_| self.visit.context.lose_provider(provider.index))?;
            }
        }
        if !self.shares.is_empty() {
            self.write_shares(out, plan);
        }
        props.write(&mut PropsWriter::new(out, &mut scrolls, plan, self.lists, component))?;
        out.extend_from_slice(b"},\"url\":");
        self.write_url(out);
        settings.write_version(out);
        if !settings.shared_keys.is_empty() || !self.shares.is_empty() {
            self.write_shared_keys(out);
        }
        let announces = provided.iter().any(|provider| provider.plan.schema.has_announcements);
        let known = self.full.filter(|_| !announces && !plan.any_absent()).map(|full| &*full.announcements);
        if !provided.is_empty() {
            let plans: Vec<&Plan> = provided.iter().map(|provider| &provider.plan).chain([&*plan]).collect();
            metadata::write(out, &plans, self.lists, &scrolls, known);
        } else if plan.schema.has_metadata {
            metadata::write(out, &[plan], self.lists, &scrolls, known);
        }
        self.write_flags(out);
        if let Some(flash) = self.flash.filter(|flash| !flash.values.is_empty()) {
            out.extend_from_slice(b",\"flash\":");
            json::write(out, &flash.values)
                .map_err(|error| WriteError { path: "flash".to_owned(), error })?;
        }
        out.push(b'}');
        Ok(())
    }

    /// The members of `errors`: the first message of each field, or all with the setting `all_errors`.
    fn write_errors(&self, out: &mut Vec<u8>, errors: &ErrorBag) {
        let context = &self.visit.context;
        let bag = context.headers().error_bag().map(text).filter(|bag| !bag.is_empty());
        if let Some(bag) = &bag {
            json::write_str(out, bag);
            out.extend_from_slice(b":{");
        }
        for (place, (field, messages)) in errors.iter().enumerate() {
            if place > 0 {
                out.push(b',');
            }
            json::write_str(out, field);
            out.push(b':');
            match messages {
                [first, ..] if !self.visit.settings.all_errors => json::write_str(out, first),
                all => json::write_strs(out, all.iter().map(|message| &**message)),
            }
        }
        if bag.is_some() {
            out.push(b'}');
        }
    }

    /// The selected props of `Inertia::share`, except those that the page declares itself.
    fn write_shares(&self, out: &mut Vec<u8>, page: &Plan) {
        for share in self.shares.iter().filter(|share| !page.schema.declares(&share.key)) {
            let path = Path { up: None, name: &share.key };
            if !self.lists.selected(&path) {
                continue;
            }
            out.push(b',');
            json::write_str(out, &share.key);
            out.push(b':');
            let start = out.len();
            out.extend_from_slice(&share.json);
            if self.lists.narrows(&path) {
                narrow(out, start, &path, self.lists);
            }
        }
    }

    /// The path and query as in the address bar. If they differed, the client would add an entry to the history.
    fn write_url(&self, out: &mut Vec<u8>) {
        if let Some(url) = self.head.more.as_ref().and_then(|more| more.url.as_ref()) {
            let path = self.visit.context.path_and_query().split('?').next().unwrap_or_default();
            let here = browser_path(self.visit.context.origins().path_prefix(), path);
            let base = if url.starts_with('?') { &*here } else { "" };
            return json::write_str(out, &browser_path("", &format!("{base}{url}")));
        }
        let (prefix, path) =
            (self.visit.context.origins().path_prefix(), self.visit.context.path_and_query());
        if prefix.is_empty() && path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/\\") {
            json::write_str(out, path);
        } else {
            json::write_str(out, &browser_path(prefix, path));
        }
    }

    /// All shared keys, sent or not: for instant visits, the client takes these props from the previous page.
    fn write_shared_keys(&self, out: &mut Vec<u8>) {
        let settings = &self.visit.settings;
        let keys = settings.shared_keys.iter().copied();
        let shares =
            self.shares.iter().map(|share| &*share.key).filter(|key| !settings.shared_keys.contains(key));
        out.extend_from_slice(b",\"sharedProps\":");
        json::write_strs(out, keys.chain(shares));
    }

    fn write_flags(&self, out: &mut Vec<u8>) {
        let settings = &self.visit.settings;
        let encrypt =
            self.head.encrypt_history.or(self.meta.encrypt_history).unwrap_or(settings.encrypt_history);
        let (clear, preserve) =
            self.flash.map_or((false, false), |flash| (flash.clear_history, flash.preserve_fragment));
        let flags = [
            (encrypt, &b",\"encryptHistory\":true"[..]),
            (self.head.clear_history || clear, b",\"clearHistory\":true"),
            (self.head.preserve_fragment || preserve, b",\"preserveFragment\":true"),
        ];
        for (_, member) in flags.into_iter().filter(|(on, _)| *on) {
            out.extend_from_slice(member);
        }
    }
}
