//! What a request asks for, as its headers say.

use std::borrow::Cow;

use http::{HeaderMap, HeaderValue};

use super::{
    headers::{self, list, text},
    selection::Lists,
};

/// The protocol's headers of one request. Those of the `X-Inertia` family are read for Inertia visits only.
#[derive(Debug, Clone, Default)]
pub(crate) struct VisitHeaders {
    pub(crate) inertia: bool,
    pub(crate) prefetch: bool,
    pub(crate) prepend: bool,
    partial_component: Option<HeaderValue>,
    partial_data: Option<HeaderValue>,
    partial_except: Option<HeaderValue>,
    reset: Option<HeaderValue>,
    except_once: Option<HeaderValue>,
}

impl VisitHeaders {
    pub(crate) fn read(headers: &HeaderMap) -> Self {
        let prefetch = is_prefetch(headers);
        if !is_inertia(headers) {
            return Self { prefetch, ..Self::default() };
        }
        let get = |name| headers.get(name).cloned();
        let partial_component = get(headers::PARTIAL_COMPONENT);
        let partial = partial_component.is_some();
        Self {
            inertia: true,
            prefetch,
            prepend: headers
                .get(headers::SCROLL_INTENT)
                .is_some_and(|intent| text(intent).trim() == "prepend"),
            partial_data: if partial { get(headers::PARTIAL_DATA) } else { None },
            partial_except: if partial { get(headers::PARTIAL_EXCEPT) } else { None },
            reset: get(headers::RESET),
            except_once: get(headers::EXCEPT_ONCE),
            partial_component,
        }
    }

    /// Whether this is a partial reload of some component; of which one, only a page can tell.
    pub(crate) fn names_component(&self) -> bool {
        self.partial_component.is_some()
    }

    /// What is asked of a page that renders `component`.
    pub(crate) fn lists(&self, component: &str) -> Lists<'_> {
        let partial = self.partial_component.as_ref().is_some_and(|named| text(named) == component);
        let reset = self.reset.as_ref().map(list).unwrap_or_default();
        let held = self.except_once.as_ref().map(list).unwrap_or_default();
        if !partial {
            return Lists {
                partial: false,
                only: None,
                except: Vec::new(),
                reset,
                held,
                prepend: self.prepend,
            };
        }
        let mut only = self.partial_data.as_ref().map(list).filter(|only| !only.is_empty());
        if let Some(only) = &mut only {
            widen_resets(only, &reset);
        }
        let except = self.partial_except.as_ref().map(list).unwrap_or_default();
        Lists { partial: true, only, except, reset, held, prepend: self.prepend }
    }
}

/// The client sends `only ++ reset`. A dotted entry that is there once and in `reset` came from `reset` alone, and
/// then its whole top-level prop counts as named: an answer narrowed to it would lose its siblings.
fn widen_resets(only: &mut [Cow<'_, str>], reset: &[Cow<'_, str>]) {
    for i in 0..only.len() {
        let Some(entry) = only.get(i) else { return };
        let Some((top, _)) = entry.split_once('.') else { continue };
        if !reset.contains(entry) || only.iter().filter(|other| *other == entry).count() > 1 {
            continue;
        }
        let top = Cow::Owned(top.to_owned());
        if let Some(entry) = only.get_mut(i) {
            *entry = top;
        }
    }
}

/// Whether this is an Inertia visit. Live validation is none, whatever else it sends.
pub(crate) fn is_inertia(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(headers::INERTIA) else { return false };
    let value = value.as_bytes().trim_ascii();
    !matches!(value, b"" | b"0") && !value.eq_ignore_ascii_case(b"false") && !is_precognitive(headers)
}

fn is_precognitive(headers: &HeaderMap) -> bool {
    headers.get(headers::PRECOGNITION).is_some_and(|value| value.as_bytes() == b"true")
}

pub(crate) fn is_prefetch(headers: &HeaderMap) -> bool {
    [headers::PURPOSE, headers::SEC_PURPOSE].into_iter().any(|name| {
        headers.get_all(name).iter().any(|value| {
            text(value).split([',', ';']).any(|token| token.trim().eq_ignore_ascii_case("prefetch"))
        })
    })
}
