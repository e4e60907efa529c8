//! What a request asks for, as its headers say.

use std::{borrow::Cow, collections::HashMap};

use http::{HeaderMap, HeaderValue};

use super::{
    accept::Accepts,
    headers::text,
    selection::{Entries, Lists},
};

/// How long the lists of one request may be together, in bytes. A client's are a few hundred; the work that a list makes
/// grows with the number of its entries times that of the props.
const MOST: usize = 16 << 10;

/// How many `*` the list of live validation may have: each pattern is compared with each field that has a message.
const MAX_WILDCARDS: usize = 100;

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
    /// What a request that is no visit wants to have for an answer.
    pub(crate) accepts: Accepts,
    /// Whether the body is announced as JSON, which no form of a browser sends. Read for requests that are no visits.
    pub(crate) json_body: bool,
    /// Boxed, because most requests have none of them.
    asked: Option<Box<Asked>>,
}

/// The headers that say more than yes or no.
#[derive(Debug, Clone, Default)]
struct Asked {
    error_bag: Option<HeaderValue>,
    validate_only: Option<HeaderValue>,
    partial_component: Option<HeaderValue>,
    partial_data: Option<HeaderValue>,
    partial_except: Option<HeaderValue>,
    reset: Option<HeaderValue>,
    except_once: Option<HeaderValue>,
}

/// The same while they are looked for. Of a header with several lines the first counts.
#[derive(Default)]
struct Found<'h> {
    version: Option<&'h HeaderValue>,
    error_bag: Option<&'h HeaderValue>,
    validate_only: Option<&'h HeaderValue>,
    partial_component: Option<&'h HeaderValue>,
    partial_data: Option<&'h HeaderValue>,
    partial_except: Option<&'h HeaderValue>,
    reset: Option<&'h HeaderValue>,
    except_once: Option<&'h HeaderValue>,
}

impl VisitHeaders {
    /// Reads them, and hands over to `also` what else the layer looks for, in one walk.
    pub(crate) fn read<'h>(
        headers: &'h HeaderMap,
        version: Option<&str>,
        mut also: impl FnMut(Also, &'h HeaderValue),
    ) -> Self {
        let mut visit = Self::default();
        let mut found = Found::default();
        let (mut no_cache, mut pragma) = (false, false);
        let mut content_type = None;
        for (name, value) in headers {
            let name = name.as_str();
            // Browsers send a dozen headers with every request, and most are told apart by their length.
            match name.len() {
                4 if name == "host" => also(Also::Host, value),
                6 if name == "cookie" => also(Also::Cookie, value),
                6 if name == "accept" => visit.accepts = visit.accepts.or(value),
                6 => pragma |= name == "pragma",
                7 if name == "referer" => also(Also::Referer, value),
                7 if name == "purpose" => visit.prefetch |= is_prefetch(value),
                9 if name == "forwarded" => also(Also::Proxy(ProxyHeader::Forwarded), value),
                9 if name == "x-inertia" => visit.inertia |= is_on(value),
                11 if name == "sec-purpose" => visit.prefetch |= is_prefetch(value),
                12 if name == "content-type" => first(&mut content_type, value),
                12 if name == "precognition" => visit.precognitive |= value.as_bytes() == b"true",
                13 if name == "cache-control" => {
                    no_cache |= value.as_bytes().eq_ignore_ascii_case(b"no-cache");
                }
                14 if name == "sec-fetch-site" => also(Also::FetchSite, value),
                16 if name == "x-forwarded-host" => also(Also::Proxy(ProxyHeader::Host), value),
                16 if name == "x-forwarded-port" => also(Also::Proxy(ProxyHeader::Port), value),
                17 if name == "x-forwarded-proto" => also(Also::Proxy(ProxyHeader::Proto), value),
                26 if name == "precognition-validate-only" => first(&mut found.validate_only, value),
                15.. => {
                    let Some(name) = name.strip_prefix("x-inertia-") else { continue };
                    match name {
                        "version" => first(&mut found.version, value),
                        "partial-component" => first(&mut found.partial_component, value),
                        "partial-data" => first(&mut found.partial_data, value),
                        "partial-except" => first(&mut found.partial_except, value),
                        "reset" => first(&mut found.reset, value),
                        "except-once-props" => first(&mut found.except_once, value),
                        "error-bag" => first(&mut found.error_bag, value),
                        "infinite-scroll-merge-intent" => visit.prepend |= text(value).trim() == "prepend",
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        // Live validation is no visit, whatever else it sends.
        if !visit.inertia || visit.precognitive {
            return Self {
                prefetch: visit.prefetch,
                precognitive: visit.precognitive,
                accepts: visit.accepts,
                json_body: content_type.is_some_and(is_json),
                too_long: found.validate_only.is_some_and(is_too_long),
                asked: Found { validate_only: found.validate_only, ..Found::default() }.keep(),
                ..Self::default()
            };
        }
        visit.reload = no_cache && !pragma;
        let lists = [found.partial_data, found.partial_except, found.reset, found.except_once];
        visit.too_long = lists.into_iter().flatten().map(HeaderValue::len).sum::<usize>() > MOST;
        // No version and an empty one are the same.
        visit.current =
            found.version.map_or(&b""[..], HeaderValue::as_bytes) == version.unwrap_or_default().as_bytes();
        visit.asked = found.keep();
        visit
    }

    /// Under which name the page's errors are to be put.
    pub(crate) fn error_bag(&self) -> Option<&HeaderValue> {
        self.asked.as_ref()?.error_bag.as_ref()
    }

    /// The fields that live validation asks for; all when it does not say.
    pub(crate) fn validate_only(&self) -> Option<&HeaderValue> {
        self.asked.as_ref()?.validate_only.as_ref()
    }

    /// Whether this is a partial reload of some component; of which one, only a page can tell.
    pub(crate) fn names_component(&self) -> bool {
        self.asked.as_ref().is_some_and(|asked| asked.partial_component.is_some())
    }

    /// Whether the request asks for nothing but the page.
    pub(crate) fn asks_for_all(&self) -> bool {
        self.asked.is_none() && !self.prepend
    }

    /// What is asked of a page that renders `component`.
    pub(crate) fn lists<'v>(&'v self, component: &str) -> Lists<'v> {
        let Some(asked) = &self.asked else {
            return Lists { prepend: self.prepend, ..Lists::NONE };
        };
        let list = |of: &'v Option<HeaderValue>| of.as_ref().map_or(Entries::NONE, list);
        let lists = Lists {
            reset: list(&asked.reset),
            held: list(&asked.except_once),
            prepend: self.prepend,
            ..Lists::NONE
        };
        if asked.partial_component.as_ref().is_none_or(|named| text(named) != component) {
            return lists;
        }
        let only = Some(list(&asked.partial_data)).filter(|only| !only.is_empty());
        let only = only.map(|only| widen_resets(only, &lists.reset));
        Lists { partial: true, only, except: list(&asked.partial_except), ..lists }
    }
}

/// A header that is none of the protocol's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Also {
    Host,
    Proxy(ProxyHeader),
    FetchSite,
    Referer,
    Cookie,
}

/// A header of a proxy in front of the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProxyHeader {
    /// `X-Forwarded-Host`
    Host,
    /// `X-Forwarded-Proto`
    Proto,
    /// `X-Forwarded-Port`
    Port,
    /// `Forwarded`
    Forwarded,
}

fn first<'h>(slot: &mut Option<&'h HeaderValue>, value: &'h HeaderValue) {
    slot.get_or_insert(value);
}

impl Found<'_> {
    /// Nothing when there is nothing but a version.
    fn keep(self) -> Option<Box<Asked>> {
        let Self {
            version: _,
            error_bag,
            validate_only,
            partial_component,
            partial_data,
            partial_except,
            reset,
            except_once,
        } = self;
        let all =
            [error_bag, validate_only, partial_component, partial_data, partial_except, reset, except_once];
        if all.iter().all(Option::is_none) {
            return None;
        }
        Some(Box::new(Asked {
            error_bag: error_bag.cloned(),
            validate_only: validate_only.cloned(),
            partial_component: partial_component.cloned(),
            partial_data: partial_data.cloned(),
            partial_except: partial_except.cloned(),
            reset: reset.cloned(),
            except_once: except_once.cloned(),
        }))
    }
}

/// The client sends `only ++ reset`. A dotted entry that is there once and in `reset` came from `reset` alone, and
/// then its whole top-level prop counts as named: an answer narrowed to it would lose its siblings.
fn widen_resets<'v>(only: Entries<'v>, reset: &Entries<'_>) -> Entries<'v> {
    let dotted = reset.iter().filter(|entry| entry.contains('.'));
    let mut times: HashMap<&str, usize> = dotted.map(|entry| (entry, 0)).collect();
    if times.is_empty() {
        return only;
    }
    for entry in only.iter() {
        if let Some(times) = times.get_mut(entry) {
            *times += 1;
        }
    }
    let widened = only.iter().map(|entry| match entry.split_once('.') {
        Some((top, _)) if times.get(entry) == Some(&1) => top,
        _ => entry,
    });
    widened.map(|entry| Cow::Owned(entry.to_owned())).collect()
}

/// Whether the list of live validation is longer than any client's.
fn is_too_long(list: &HeaderValue) -> bool {
    list.len() > MOST || list.as_bytes().split(|byte| *byte == b'*').count() > MAX_WILDCARDS + 1
}

fn list(value: &HeaderValue) -> Entries<'_> {
    Entries::sent(text(value))
}

fn is_on(value: &HeaderValue) -> bool {
    let value = value.as_bytes().trim_ascii();
    !matches!(value, b"" | b"0") && !value.eq_ignore_ascii_case(b"false")
}

fn is_json(content_type: &HeaderValue) -> bool {
    let text = text(content_type);
    let kind = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

fn is_prefetch(value: &HeaderValue) -> bool {
    text(value).split([',', ';']).any(|token| token.trim().eq_ignore_ascii_case("prefetch"))
}
