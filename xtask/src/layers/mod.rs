//! `cargo verify layers`: modules import only from lower layers, in the order that `ARCHITECTURE.md` documents.
//!
//! A table in `ARCHITECTURE.md` lists the top-level modules of a crate, the lowest layer first, below a line such as
//! `<!-- layers of inertia-macros/src -->`. Every such table is checked, so a crate is added by adding a table. An order in which every
//! import goes down has no cycle.

mod imports;
mod lexer;
mod order;

use std::fs;
use std::path::{Path, PathBuf};

use self::order::Order;
use crate::command::Outcome;

/// A source file, with its path inside the crate's `src`.
struct Source {
    path: PathBuf,
    text: String,
}

/// Checks every crate that has a table.
pub(crate) fn run() -> Outcome {
    let document = read(&crate::root().join("ARCHITECTURE.md"))?;
    let orders = order::all(&document)?;
    if orders.is_empty() {
        return Err("ARCHITECTURE.md has no table of layers".to_owned());
    }
    let mut violations = Vec::new();
    for order in &orders {
        let folder = crate::root().join(&order.folder);
        let mut sources = Vec::new();
        collect(&folder, &folder, &mut sources)?;
        violations.extend(check(order, &sources));
    }
    for violation in &violations {
        eprintln!("{violation}");
    }
    if violations.is_empty() { Ok(()) } else { Err(format!("{} violations", violations.len())) }
}

/// What is wrong with the imports of a crate, one line each.
fn check(order: &Order, sources: &[Source]) -> Vec<String> {
    let mut modules: Vec<&str> = sources.iter().filter_map(|source| top_level(&source.path)).collect();
    modules.sort_unstable();
    modules.dedup();
    let folder = &order.folder;
    let mut violations = Vec::new();
    for module in modules.iter().filter(|module| order.rank(module).is_none()) {
        violations.push(format!("{folder}: the module `{module}` is not in the table of ARCHITECTURE.md"));
    }
    for module in order.modules().filter(|module| !modules.contains(module)) {
        violations.push(format!("{folder}: there is no module `{module}`, which ARCHITECTURE.md lists"));
    }
    let exports = imports::exports(sources, &modules);
    for source in sources {
        let Some(module) = top_level(&source.path) else { continue };
        for import in imports::of(source, &modules, &exports) {
            let (Some(own), Some(other)) = (order.rank(module), order.rank(&import.module)) else { continue };
            if import.module != module && other >= own {
                violations.push(format!(
                    "{folder}/{}:{}: `{}`: `{module}` may not import `{}`, which is not in a lower layer",
                    source.path.display(),
                    import.line,
                    import.path,
                    import.module,
                ));
            }
        }
    }
    violations
}

/// The top-level module that a file belongs to: `props` for `props/emit.rs` and `props.rs`.
fn top_level(path: &Path) -> Option<&str> {
    let first = path.iter().next()?.to_str()?;
    let name = first.strip_suffix(".rs").unwrap_or(first);
    (!["lib", "main"].contains(&name)).then_some(name)
}

fn collect(root: &Path, folder: &Path, sources: &mut Vec<Source>) -> Outcome {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(root, &path, sources)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = read(&path)?;
            let path = path.strip_prefix(root).unwrap_or(&path).to_owned();
            sources.push(Source { path, text });
        }
    }
    Ok(())
}

fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::{Source, check, order, run};

    const DOCUMENT: &str = "
<!-- layers of demo/src -->

| module | contents |
|---|---|
| `syntax` | what all share |
| `props`, `form` | the derives |
| `page` | the attribute |
";

    /// The violations of a crate in which only `path` has something to import.
    fn violations(path: &str, text: &str) -> Vec<String> {
        let files = [
            ("lib.rs", "mod syntax; mod props; mod form; mod page; pub use page::{Page, render as draw};"),
            ("syntax/mod.rs", "pub mod errors;"),
            ("syntax/errors.rs", ""),
            ("props/mod.rs", "mod emit;"),
            ("props/emit.rs", ""),
            ("form.rs", ""),
            ("page.rs", ""),
        ];
        let sources = files.map(|(file, own)| Source {
            path: file.into(),
            text: if file == path { text.to_owned() } else { own.to_owned() },
        });
        let orders = order::all(DOCUMENT).unwrap();
        check(&orders[0], &sources)
    }

    #[test]
    fn imports_of_lower_layers_and_of_the_own_module_are_allowed() {
        let text = "
            use std::{fmt, crate_like::page};
            use crate::syntax::{errors::{self, Errors}, tokens};
            use super::model;
            // use crate::page::Page;
            /* use crate::page::Page; */
            fn f() -> crate::syntax::Errors { \"crate::page::Page\"; '\\''; r#\"crate::page\"#; super::other() }
            macro_rules! m { () => { $crate::page::Page } }
            #[cfg(test)]
            mod tests { use crate::page::Page; }
        ";
        assert_eq!(violations("props/emit.rs", text), [""; 0]);
    }

    #[test]
    fn a_forbidden_import_is_reported_with_its_file_and_line() {
        assert_eq!(
            violations("syntax/errors.rs", "//! Errors.\n\nuse crate::page::Page;"),
            [
                "demo/src/syntax/errors.rs:3: `crate::page::Page`: `syntax` may not import `page`, which is not in a lower layer"
            ]
        );
    }

    #[test]
    fn every_way_to_name_a_higher_module_is_found() {
        for text in [
            "use crate::{syntax::Errors, page::{Page}};",
            "pub(crate) use crate::page;",
            "use crate as root; use super::super::page::Page;",
            "use crate::Page;",
            "use crate::draw;",
            "fn f() { crate::page::render(); }",
            "fn f(_: &'static super::super::page::Page) {}",
            "mod inner { use super::super::super::page::Page; }",
            "#[cfg(feature = \"ts\")] mod inner { fn f() -> crate::page::Page { '\\u{1F600}' } }",
        ] {
            assert_eq!(violations("syntax/errors.rs", text).len(), 1, "{text}");
        }
    }

    #[test]
    fn modules_of_one_layer_do_not_import_each_other() {
        assert_eq!(violations("form.rs", "use crate::props::Props;").len(), 1);
        assert_eq!(violations("props/mod.rs", "use crate::form::Form;").len(), 1);
    }

    #[test]
    fn a_module_that_the_table_lacks_is_reported() {
        let orders = order::all(DOCUMENT).unwrap();
        let sources = ["lib.rs", "syntax.rs", "props.rs", "form.rs", "page.rs", "util.rs"]
            .map(|path| Source { path: path.into(), text: String::new() });
        assert_eq!(
            check(&orders[0], &sources),
            ["demo/src: the module `util` is not in the table of ARCHITECTURE.md"]
        );
        assert_eq!(
            check(&orders[0], &sources[..4]),
            ["demo/src: there is no module `page`, which ARCHITECTURE.md lists"]
        );
    }

    #[test]
    fn the_crates_of_this_workspace_have_layers() {
        run().unwrap();
    }
}
