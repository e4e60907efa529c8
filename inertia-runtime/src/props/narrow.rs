//! Cutting one prop's finished JSON down to the parts that a visit asks for.
//!
//! Runs over bytes and knows no types, so it costs nothing to compile for each page, and nothing at run time unless
//! a dotted path reaches into the prop.

use crate::props::wanted::{Sorted, Wanted};
use crate::protocol::{json, path::Path, selection::Lists};

/// Narrows the value at `out[from..]`, which is the prop at this path.
pub(crate) fn narrow(out: &mut Vec<u8>, from: usize, path: &Path<'_>, lists: &Lists<'_>) {
    let sorted = Sorted::new(path, lists);
    let mut cut = Cut { read: from, write: from };
    cut.value(out, sorted.wanted(path));
    out.truncate(cut.write);
}

/// Two cursors over the same bytes: what is kept moves to the front.
struct Cut {
    read: usize,
    write: usize,
}

impl Cut {
    /// Keeps the value at the cursor, or the wanted members of it when it is an object.
    fn value(&mut self, bytes: &mut [u8], wanted: Wanted<'_>) {
        self.read = json::skip_space(bytes, self.read);
        let end = json::value_end(bytes, self.read);
        // Lists are replaced whole by the client, so a path into one selects all of it.
        if bytes.get(self.read) != Some(&b'{') || !wanted.is_part() {
            return self.keep(bytes, end);
        }
        self.keep(bytes, self.read + 1);
        let mut first = true;
        loop {
            self.read = json::skip_space(bytes, self.read);
            if bytes.get(self.read) != Some(&b'"') {
                break;
            }
            let key_end = json::string_end(bytes, self.read);
            let value = json::skip_space(bytes, key_end) + 1;
            let name = json::unescape(bytes.get(self.read..key_end).unwrap_or_default());
            if let Some(member) = wanted.member(&name) {
                if !first {
                    self.put(bytes, b',');
                }
                first = false;
                self.keep(bytes, key_end);
                self.put(bytes, b':');
                self.read = value;
                self.value(bytes, member);
            } else {
                self.read = json::value_end(bytes, json::skip_space(bytes, value));
            }
            self.read = json::skip_space(bytes, self.read);
            if bytes.get(self.read) == Some(&b',') {
                self.read += 1;
            }
        }
        self.put(bytes, b'}');
        self.read = end;
    }

    fn keep(&mut self, bytes: &mut [u8], end: usize) {
        let end = end.min(bytes.len());
        if self.read < end {
            bytes.copy_within(self.read..end, self.write);
            self.write += end - self.read;
        }
        self.read = end;
    }

    fn put(&mut self, bytes: &mut [u8], byte: u8) {
        if let Some(place) = bytes.get_mut(self.write) {
            *place = byte;
            self.write += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::path::COMPARISONS;

    fn narrowed(json: &str, only: Option<&[&'static str]>, except: &[&'static str]) -> String {
        let lists = Lists {
            partial: true,
            only: only.map(|only| only.iter().map(|entry| (*entry).into()).collect()),
            except: except.iter().map(|entry| (*entry).into()).collect(),
            ..Lists::default()
        };
        let mut out = format!("before{json}").into_bytes();
        narrow(&mut out, 6, &Path { up: None, name: "p" }, &lists);
        String::from_utf8(out).unwrap().split_off(6)
    }

    #[test]
    fn named_members_are_kept_with_what_leads_to_them() {
        let json = r#"{"a":1,"b":{"c":[{"x":1}],"d":"}\\\""},"e":null}"#;
        assert_eq!(narrowed(json, Some(&["p.b.c", "p.e"]), &[]), r#"{"b":{"c":[{"x":1}]},"e":null}"#);
        assert_eq!(narrowed(json, Some(&["p.zzz"]), &[]), "{}");
        assert_eq!(narrowed(json, Some(&["p"]), &[]), json);
    }

    #[test]
    fn refused_members_are_taken_out() {
        let json = r#"{"a":1,"b":{"c":2,"d":3},"e":4}"#;
        assert_eq!(narrowed(json, None, &["p.a", "p.b.d"]), r#"{"b":{"c":2},"e":4}"#);
        assert_eq!(narrowed(json, Some(&["p.b"]), &["p.b.c"]), r#"{"b":{"d":3}}"#);
    }

    #[test]
    fn a_path_into_a_list_selects_all_of_it_and_one_out_of_it_nothing() {
        let json = r#"{"l":[{"id":1,"n":2}]}"#;
        assert_eq!(narrowed(json, Some(&["p.l.0.id"]), &[]), json);
        assert_eq!(narrowed(json, None, &["p.l.0.id"]), json);
    }

    #[test]
    fn a_value_that_is_no_object_is_kept_whole() {
        for json in ["null", "3", r#""a,b}""#, r#"[{"x":1}]"#, "true"] {
            assert_eq!(narrowed(json, Some(&["p.x"]), &[]), json);
        }
    }

    #[test]
    fn keys_are_compared_unescaped_and_raw_values_may_have_spaces() {
        assert_eq!(narrowed(r#"{"na\"me":1,"\u00e9":2}"#, Some(&["p.é"]), &[]), r#"{"\u00e9":2}"#);
        assert_eq!(narrowed(r#"{"na\"me":1,"\u00e9":2}"#, None, &["p.é"]), r#"{"na\"me":1}"#);
        let json = r#"{ "k" : [1, 2] , "l": { "m": 3 } }"#;
        assert_eq!(narrowed(json, Some(&["p.k", "p.l.m"]), &[]), r#"{"k":[1, 2],"l":{"m":3 }}"#);
        assert_eq!(narrowed(r#"{ "k" : 1 , "l": { } }"#, Some(&["p.l.z"]), &[]), r#"{"l":{}}"#);
    }

    #[test]
    fn a_name_may_have_dots_and_what_sorts_before_them() {
        let json = r#"{"a":1,"a-b":2,"a.b":3,"a.b.c":4,"a b":{"c":5,"d":6},"":7}"#;
        for (only, expected) in [
            (&["p.a"][..], r#"{"a":1}"#),
            (&["p.a.b"], r#"{"a":1,"a.b":3}"#),
            (&["p.a-b", "p.a b.c", "p.a!"], r#"{"a-b":2,"a b":{"c":5}}"#),
            (&["p.a.b.c", "p.a-b.x", "p."], r#"{"a":1,"a-b":2,"a.b":3,"a.b.c":4,"":7}"#),
        ] {
            assert_eq!(narrowed(json, Some(only), &[]), expected, "{only:?}");
        }
    }

    /// Narrowing an object by a list that names as many members; says how often a member was compared with an entry.
    fn comparisons(count: usize) -> usize {
        let members: Vec<String> = (0..count).map(|at| format!("\"m{at}\":{{\"x\":1,\"y\":2}}")).collect();
        let entries = |name: &str| (0..count).map(|at| format!("p.m{at}.{name}").into()).collect();
        let lists =
            Lists { partial: true, only: Some(entries("x")), except: entries("y"), ..Lists::default() };
        let mut out = format!("{{{}}}", members.join(",")).into_bytes();
        COMPARISONS.set(0);
        narrow(&mut out, 0, &Path { up: None, name: "p" }, &lists);
        let narrowed = String::from_utf8(out).unwrap();
        assert_eq!(narrowed.matches("\"x\"").count(), count);
        assert!(!narrowed.contains('y'));
        COMPARISONS.get()
    }

    #[test]
    fn twice_the_members_by_twice_the_entries_cost_twice_as_much() {
        let (small, large) = (comparisons(500), comparisons(1_000));
        assert!(large <= 2 * small && large <= 10 * 1_000, "{small} and {large} comparisons");
    }
}
