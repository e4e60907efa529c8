//! The protocol's request headers.

use std::{borrow::Cow, collections::HashMap};

use http::{HeaderMap, HeaderValue};

use crate::protocol::{
    accept::Accepts,
    headers::text,
    selection::{Entries, Lists},
};

/// The maximum total length of the list headers of one request. Clients send a few hundred bytes. The limit is needed
/// because the work is proportional to the number of entries times the number of props.
const MAX_LIST_BYTES: usize = 16 << 10;

/// How many `*` the list of live validation may have: each pattern is compared with each field that has a message.
const MAX_WILDCARDS: usize = 100;

/// The protocol's headers of one request. The `X-Inertia-*` headers are read for Inertia visits only.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a header that is present or absent")]
pub(crate) struct VisitHeaders {
    pub(crate) inertia: bool,
    pub(crate) prefetch: bool,
    pub(crate) prepend: bool,
    /// Whether the client has the current asset version.
    pub(crate) current: bool,
    /// Whether the lists exceed [`MAX_LIST_BYTES`].
    pub(crate) too_long: bool,
    /// Whether this is a live validation request, which is not a visit.
    pub(crate) precognitive: bool,
    /// Whether the client sent `Cache-Control: no-cache` to request data that only the server has. When a visitor reloads
    /// the page, the browser also sends `Pragma`; such a request does not count.
    pub(crate) reload: bool,
    /// The preferred response format of a request that is not a visit.
    pub(crate) accepts: Accepts,
    /// Whether the body is announced as JSON, which no form of a browser sends. Read for requests that are not visits.
    pub(crate) json_body: bool,
    /// Boxed, because most requests have none of these headers.
    values: Option<Box<HeaderValues>>,
}

/// The headers with a value, without those that are flags.
#[derive(Debug, Clone, Default)]
struct HeaderValues {
    error_bag: Option<HeaderValue>,
    validate_only: Option<HeaderValue>,
    partial_component: Option<HeaderValue>,
    partial_data: Option<HeaderValue>,
    partial_except: Option<HeaderValue>,
    reset: Option<HeaderValue>,
    except_once: Option<HeaderValue>,
}

/// The same headers while the request is read. If a header has several lines, the first one counts.
#[derive(Default)]
struct FoundHeaders<'h> {
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
    /// Reads the headers in one pass. `also` is called with the other headers that the layer needs.
    pub(crate) fn read<'h>(
        headers: &'h HeaderMap,
        version: Option<&str>,
        mut also: impl FnMut(Also, &'h HeaderValue),
    ) -> Self {
        let mut visit = Self::default();
        let mut found = FoundHeaders::default();
        let (mut no_cache, mut pragma) = (false, false);
        let mut content_type = None;
        for (name, value) in headers {
            let name = name.as_str();
            // Browsers send a dozen headers with every request. Comparing the length first rules out most of them.
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
        // A live validation request is not a visit, even if it has the `X-Inertia` header.
        if !visit.inertia || visit.precognitive {
            return Self {
                prefetch: visit.prefetch,
                precognitive: visit.precognitive,
                accepts: visit.accepts,
                json_body: content_type.is_some_and(is_json),
                too_long: found.validate_only.is_some_and(is_too_long),
                values: FoundHeaders { validate_only: found.validate_only, ..FoundHeaders::default() }
                    .into_values(),
                ..Self::default()
            };
        }
        visit.reload = no_cache && !pragma;
        let lists = [found.partial_data, found.partial_except, found.reset, found.except_once];
        visit.too_long = lists.into_iter().flatten().map(HeaderValue::len).sum::<usize>() > MAX_LIST_BYTES;
        // A missing version is equal to an empty one.
        visit.current =
            found.version.map_or(&b""[..], HeaderValue::as_bytes) == version.unwrap_or_default().as_bytes();
        visit.values = found.into_values();
        visit
    }

    /// The name of the error bag for the page's errors.
    pub(crate) fn error_bag(&self) -> Option<&HeaderValue> {
        self.values.as_ref()?.error_bag.as_ref()
    }

    /// The fields that live validation checks; all fields if `None`.
    pub(crate) fn validate_only(&self) -> Option<&HeaderValue> {
        self.values.as_ref()?.validate_only.as_ref()
    }

    /// Whether the request names a component to reload partially. Whether that is the current page is known only when the page is
    /// rendered.
    pub(crate) fn names_component(&self) -> bool {
        self.values.as_ref().is_some_and(|values| values.partial_component.is_some())
    }

    /// Whether the request is for the whole page, without any of the headers above.
    pub(crate) fn asks_for_all(&self) -> bool {
        self.values.is_none() && !self.prepend
    }

    /// The lists of requested props for a page that renders `component`.
    pub(crate) fn lists<'v>(&'v self, component: &str) -> Lists<'v> {
        let Some(values) = &self.values else {
            return Lists { prepend: self.prepend, ..Lists::NONE };
        };
        let list = |of: &'v Option<HeaderValue>| of.as_ref().map_or(Entries::NONE, list);
        let lists = Lists {
            reset: list(&values.reset),
            held: list(&values.except_once),
            prepend: self.prepend,
            ..Lists::NONE
        };
        if values.partial_component.as_ref().is_none_or(|named| text(named) != component) {
            return lists;
        }
        let only = Some(list(&values.partial_data)).filter(|only| !only.is_empty());
        let only = only.map(|only| widen_resets(only, &lists.reset));
        Lists { partial: true, only, except: list(&values.partial_except), ..lists }
    }
}

/// A header that the layer needs and that is not part of the protocol.
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

impl FoundHeaders<'_> {
    /// The owned headers, or `None` if there is none besides the version.
    fn into_values(self) -> Option<Box<HeaderValues>> {
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
        Some(Box::new(HeaderValues {
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

/// Replaces dotted entries that came from `reset` by their top-level prop. The client sends `only ++ reset` in
/// `X-Inertia-Partial-Data`, so a dotted entry of `reset` that appears there only once came from `reset`. The whole top-level prop is sent for it, because a
/// response narrowed to the entry would remove the entry's siblings on the client.
fn widen_resets<'v>(only: Entries<'v>, reset: &Entries<'_>) -> Entries<'v> {
    let dotted = reset.iter().filter(|entry| entry.contains('.'));
    let mut counts: HashMap<&str, usize> = dotted.map(|entry| (entry, 0)).collect();
    if counts.is_empty() {
        return only;
    }
    for entry in only.iter() {
        if let Some(count) = counts.get_mut(entry) {
            *count += 1;
        }
    }
    let widened = only.iter().map(|entry| match entry.split_once('.') {
        Some((top, _)) if counts.get(entry) == Some(&1) => top,
        _ => entry,
    });
    widened.map(|entry| Cow::Owned(entry.to_owned())).collect()
}

/// Whether the list of live validation is longer than any client's.
fn is_too_long(list: &HeaderValue) -> bool {
    list.len() > MAX_LIST_BYTES || list.as_bytes().split(|byte| *byte == b'*').count() > MAX_WILDCARDS + 1
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
