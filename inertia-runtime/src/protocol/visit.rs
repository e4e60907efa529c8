//! What a request asks for, as its headers say.

use std::{borrow::Cow, collections::HashMap};

use http::{HeaderMap, HeaderValue};

use super::{
    headers::{list, text},
    selection::Lists,
};

/// How long the lists of one request may be together, in bytes. A client's are a few hundred; the work that a list makes
/// grows with the number of its entries times that of the props.
const MOST: usize = 16 << 10;

/// The protocol's headers of one request. Those of the `X-Inertia` family are read for Inertia visits only.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a header that is there or not")]
pub(crate) struct VisitHeaders {
    pub(crate) inertia: bool,
    pub(crate) prefetch: bool,
    pub(crate) prepend: bool,
    /// Whether the client runs the given version of the assets.
    pub(crate) current: bool,
    /// Whether the lists are longer than any client's.
    pub(crate) too_long: bool,
    /// Whether this is live validation, which is no visit.
    pub(crate) precognitive: bool,
    /// Whether the client asks for what it can only have from here: `Cache-Control: no-cache` of its own, not of a
    /// visitor who presses the reload key.
    pub(crate) reload: bool,
    /// Under which name the page's errors are to be put.
    pub(crate) error_bag: Option<HeaderValue>,
    /// The fields that live validation asks for; all when it does not say.
    pub(crate) validate_only: Option<HeaderValue>,
    partial_component: Option<HeaderValue>,
    partial_data: Option<HeaderValue>,
    partial_except: Option<HeaderValue>,
    reset: Option<HeaderValue>,
    except_once: Option<HeaderValue>,
}

impl VisitHeaders {
    /// Reads them, and what `also` looks for (names in `h`, `r` and `x`, and `cookie`), in one walk. Of a
    /// list, a component and a version the first line counts.
    pub(crate) fn read(
        headers: &HeaderMap,
        version: Option<&str>,
        mut also: impl FnMut(&str, &HeaderValue),
    ) -> Self {
        let mut visit = Self::default();
        let (mut no_cache, mut pragma) = (false, false);
        let mut named: Option<&HeaderValue> = None;
        for (name, value) in headers {
            let name = name.as_str();
            // Browsers send a dozen headers with every request, so most are told apart by their first letter.
            let slot = match name.as_bytes().first() {
                Some(b'x') => match name.strip_prefix("x-inertia") {
                    Some("") => {
                        visit.inertia |= is_on(value);
                        continue;
                    }
                    Some("-version") => {
                        named.get_or_insert(value);
                        continue;
                    }
                    Some("-partial-component") => &mut visit.partial_component,
                    Some("-partial-data") => &mut visit.partial_data,
                    Some("-partial-except") => &mut visit.partial_except,
                    Some("-reset") => &mut visit.reset,
                    Some("-except-once-props") => &mut visit.except_once,
                    Some("-error-bag") => &mut visit.error_bag,
                    Some("-infinite-scroll-merge-intent") => {
                        visit.prepend |= text(value).trim() == "prepend";
                        continue;
                    }
                    _ => {
                        also(name, value);
                        continue;
                    }
                },
                Some(b'p' | b's') => {
                    match name {
                        "purpose" | "sec-purpose" => visit.prefetch |= is_prefetch(value),
                        "precognition" => visit.precognitive |= value.as_bytes() == b"true",
                        "precognition-validate-only" => {
                            visit.validate_only.get_or_insert_with(|| value.clone());
                        }
                        "pragma" => pragma = true,
                        _ => {}
                    }
                    continue;
                }
                Some(b'c') => {
                    match name {
                        "cookie" => also(name, value),
                        "cache-control" => no_cache |= value.as_bytes().eq_ignore_ascii_case(b"no-cache"),
                        _ => {}
                    }
                    continue;
                }
                Some(b'h' | b'r') => {
                    also(name, value);
                    continue;
                }
                _ => continue,
            };
            slot.get_or_insert_with(|| value.clone());
        }
        // Live validation is no visit, whatever else it sends.
        if !visit.inertia || visit.precognitive {
            return Self {
                prefetch: visit.prefetch,
                precognitive: visit.precognitive,
                too_long: visit.validate_only.as_ref().is_some_and(|list| list.len() > MOST),
                validate_only: visit.validate_only,
                ..Self::default()
            };
        }
        visit.reload = no_cache && !pragma;
        let lists = [&visit.partial_data, &visit.partial_except, &visit.reset, &visit.except_once];
        visit.too_long = lists.into_iter().flatten().map(HeaderValue::len).sum::<usize>() > MOST;
        // No version and an empty one are the same.
        visit.current =
            named.map_or(&b""[..], HeaderValue::as_bytes) == version.unwrap_or_default().as_bytes();
        visit
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
    let dotted = reset.iter().filter(|entry| entry.contains('.'));
    let mut times: HashMap<&str, usize> = dotted.map(|entry| (&**entry, 0)).collect();
    if times.is_empty() {
        return;
    }
    for entry in &*only {
        if let Some(times) = times.get_mut(&**entry) {
            *times += 1;
        }
    }
    for entry in only {
        if times.get(&**entry) == Some(&1)
            && let Some((top, _)) = entry.split_once('.')
        {
            *entry = Cow::Owned(top.to_owned());
        }
    }
}

fn is_on(value: &HeaderValue) -> bool {
    let value = value.as_bytes().trim_ascii();
    !matches!(value, b"" | b"0") && !value.eq_ignore_ascii_case(b"false")
}

fn is_prefetch(value: &HeaderValue) -> bool {
    text(value).split([',', ';']).any(|token| token.trim().eq_ignore_ascii_case("prefetch"))
}
