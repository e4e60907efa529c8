//! The paths by which a file names other modules of its crate.

use std::collections::HashMap;
use std::path::Path;

use super::Source;
use super::lexer::{self, Token, closing};

/// A path to a top-level module.
pub(super) struct Import {
    pub(super) line: usize,
    /// As it is written, without braces.
    pub(super) path: String,
    pub(super) module: String,
}

/// The names that `lib.rs` re-exports, with the top-level modules that they come from.
pub(super) type Exports = HashMap<String, String>;

/// Collects the re-exports of `lib.rs`.
pub(super) fn exports(sources: &[Source], modules: &[&str]) -> Exports {
    let mut exports = Exports::new();
    for source in sources.iter().filter(|source| source.path == Path::new("lib.rs")) {
        let tokens = lexer::tokens(&source.text);
        for at in uses(&tokens) {
            for path in tree(&tokens[at + 1..]) {
                let mut names = path.names.iter().filter(|name| !["crate", "self"].contains(name));
                let module = names.next().filter(|first| modules.contains(first));
                if let (Some(module), Some(name)) = (module, path.alias.or(names.next_back().copied())) {
                    exports.insert(name.to_owned(), (*module).to_owned());
                }
            }
        }
    }
    exports
}

/// The paths in a file that lead to a top-level module, its own included.
pub(super) fn of(source: &Source, modules: &[&str], exports: &Exports) -> Vec<Import> {
    if is_test(&source.path) {
        return Vec::new();
    }
    let tokens = lexer::tokens(&source.text);
    let mut paths = Vec::new();
    // Where each inline module that is open ends.
    let mut inline: Vec<usize> = Vec::new();
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        inline.retain(|end| at < *end);
        if token.text == "mod" && text(at + 2) == "{" {
            inline.push(closing(&tokens, at + 2));
        }
        if token.text == "use" {
            paths.extend(tree(&tokens[at + 1..]).into_iter().map(|path| (path, inline.len())));
            at += tokens[at..].iter().take_while(|token| token.text != ";").count();
        } else if ["crate", "super"].contains(&token.text)
            && text(at + 1) == "::"
            && !follows_dollar(&tokens, at)
        {
            let mut names = vec![token.text];
            while text(at + 1) == "::" {
                names.push(text(at + 2));
                at += 2;
            }
            paths.push((UsePath { names, alias: None, line: token.line }, inline.len()));
        }
        at += 1;
    }
    let own = module_path(&source.path);
    let mut imports: Vec<Import> = Vec::new();
    for (path, depth) in paths {
        let Some(first) = top_level_name(&own, depth, &path.names) else { continue };
        let module =
            if modules.contains(&first) { Some(first) } else { exports.get(first).map(String::as_str) };
        let written = path.names.join("::");
        let known = imports.iter().any(|other| (other.line, &other.path) == (path.line, &written));
        if let Some(module) = module.filter(|_| !known) {
            imports.push(Import { line: path.line, path: written, module: module.to_owned() });
        }
    }
    imports
}

/// `$crate` is the crate that defines a macro; its paths are not imports of this file.
fn follows_dollar(tokens: &[Token<'_>], at: usize) -> bool {
    at.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|token| token.text == "$")
}

/// Files of modules that are only compiled for tests.
fn is_test(path: &Path) -> bool {
    path.iter().any(|part| part == "tests.rs" || part == "tests")
}

/// The module that a file is: `["props", "emit"]` for `props/emit.rs`.
fn module_path(path: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        path.with_extension("").iter().map(|name| name.to_string_lossy().into_owned()).collect();
    names.pop_if(|last| last == "mod");
    names
}

/// The name that a path has in the root of the crate; nothing for paths inside the file's module and to other crates.
fn top_level_name<'a>(own: &[String], depth: usize, names: &[&'a str]) -> Option<&'a str> {
    match names.first()? {
        &"crate" => names.get(1).copied(),
        &"super" | &"self" => {
            let ups = names.iter().filter(|name| **name == "super").count();
            let to_root = own.len() + depth;
            (ups == to_root).then(|| names.iter().find(|name| !["super", "self"].contains(name)).copied())?
        }
        _ => None,
    }
}

/// One path of a `use`.
struct UsePath<'a> {
    names: Vec<&'a str>,
    alias: Option<&'a str>,
    line: usize,
}

fn uses(tokens: &[Token<'_>]) -> impl Iterator<Item = usize> {
    tokens.iter().enumerate().filter(|(_, token)| token.text == "use").map(|(at, _)| at)
}

/// The paths of a `use`, whose tokens begin behind the word.
fn tree<'a>(tokens: &[Token<'a>]) -> Vec<UsePath<'a>> {
    let mut paths = Vec::new();
    // The names in front of each brace that is open.
    let mut prefixes: Vec<Vec<&str>> = vec![Vec::new()];
    let mut names: Vec<&str> = Vec::new();
    let (mut alias, mut renamed) = (None, false);
    for token in tokens {
        match token.text {
            "::" | "*" => {}
            "{" => {
                let prefix = prefixes.last().into_iter().flatten().chain(&names).copied().collect();
                prefixes.push(prefix);
                names.clear();
            }
            "as" => renamed = true,
            "," | "}" | ";" => {
                if !names.is_empty() {
                    let prefix = prefixes.last().into_iter().flatten().copied();
                    let names = prefix.chain(names.drain(..)).collect();
                    paths.push(UsePath { names, alias: alias.take(), line: token.line });
                }
                renamed = false;
                match token.text {
                    ";" => return paths,
                    "}" => _ = prefixes.pop(),
                    _ => {}
                }
            }
            name if renamed => alias = Some(name),
            name => names.push(name),
        }
    }
    paths
}
