//! The written documentation: tables that Markdown shows as tables, and commands that exist.

use std::{fs, path::Path};

/// Name and text of each page: the README and everything in `docs/`.
fn pages() -> Vec<(String, String)> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = fs::read_dir(package.join("docs")).expect("the folder exists");
    let docs = docs.map(|entry| entry.expect("an entry can be read").path());
    let pages = docs.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let root = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"].map(|name| package.join("..").join(name));
    let pages = pages.chain(root).map(|path| {
        let text = fs::read_to_string(&path).expect("the page can be read");
        (path.display().to_string(), text)
    });
    pages.collect()
}

#[test]
fn every_row_of_a_table_belongs_to_one_with_a_head() {
    for (page, text) in pages() {
        let lines: Vec<_> = text.lines().collect();
        for (number, line) in lines.iter().enumerate().filter(|(_, line)| line.starts_with('|')) {
            let begins = number == 0 || !lines[number - 1].starts_with('|');
            let has_head = lines.get(number + 1).is_some_and(|next| next.starts_with("|-"));
            assert!(!begins || has_head, "{page}:{}: a row without a head: {line}", number + 1);
        }
    }
}

#[test]
fn every_npm_script_that_is_mentioned_is_in_the_first_application_of_the_readme() {
    let pages = pages();
    let (_, readme) = pages.iter().find(|(page, _)| page.ends_with("README.md")).expect("there is a README");
    for (page, text) in &pages {
        for mention in text.split("`npm run ").skip(1) {
            let script = mention.split(['`', ' ']).next().unwrap_or_default();
            assert!(readme.contains(&format!("scripts.{script}=")), "{page}: `npm run {script}`");
        }
    }
}
