//! Writes the two crates: the same pages, declared with the macros and written by hand.

use std::{fs, io, path::Path};

const WORKSPACE: &str = include_str!("../templates/workspace.toml");
const DB: &str = include_str!("../templates/db.rs");
const QUERIES: &str = include_str!("../templates/queries.rs");

/// One of the two ways to write the pages.
pub(crate) struct Way {
    pub(crate) package: &'static str,
    dependencies: &'static [&'static str],
    main: &'static str,
    page: &'static str,
    /// Modules besides `db` and the pages.
    modules: &'static [(&'static str, &'static str)],
}

pub(crate) const DECLARED: Way = Way {
    package: "declared",
    dependencies: &["axum", "inertia-runtime", "serde", "tokio"],
    main: include_str!("../templates/declared/main.rs"),
    page: include_str!("../templates/declared/page.rs"),
    modules: &[],
};

pub(crate) const BY_HAND: Way = Way {
    package: "by_hand",
    dependencies: &["axum", "serde", "serde_json", "tokio"],
    main: include_str!("../templates/by_hand/main.rs"),
    page: include_str!("../templates/by_hand/page.rs"),
    modules: &[("visit", include_str!("../templates/by_hand/visit.rs"))],
};

/// Writes a workspace of both crates into `folder`, with the repository's own lock file.
pub(crate) fn workspace(folder: &Path, repository: &Path, pages: usize) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let manifest = WORKSPACE.replace("{repository}", &repository.display().to_string());
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::copy(repository.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    for way in [&DECLARED, &BY_HAND] {
        package(&folder.join(way.package), way, pages)?;
    }
    Ok(())
}

fn package(folder: &Path, way: &Way, pages: usize) -> io::Result<()> {
    let source = folder.join("src");
    if source.exists() {
        fs::remove_dir_all(&source)?;
    }
    fs::create_dir_all(&source)?;
    fs::write(folder.join("Cargo.toml"), manifest(way))?;
    fs::write(source.join("db.rs"), DB)?;
    for (name, text) in way.modules {
        fs::write(source.join(format!("{name}.rs")), text)?;
    }
    let modules: String = (0..pages).map(|n| format!("mod page_{n};\n")).collect();
    let route = |n| format!("        .route(\"/page/{n}\", get(page_{n}::page))\n");
    let routes: String = (0..pages).map(route).collect();
    let main = way.main.replace("{modules}\n", &modules).replace("{routes}\n", &routes);
    fs::write(source.join("main.rs"), main)?;
    (0..pages).try_for_each(|n| page(&source, way, n, 0))
}

/// Writes one page. Another `edition` is another text in its handler, which is what an edit of a page looks like.
pub(crate) fn page(source: &Path, way: &Way, n: usize, edition: usize) -> io::Result<()> {
    let text = [way.page, QUERIES].concat().replace("{n}", &n.to_string());
    let text = text.replace("edition 0", &format!("edition {edition}"));
    fs::write(source.join(format!("page_{n}.rs")), text)
}

fn manifest(way: &Way) -> String {
    let package = way.package;
    let dependencies: String =
        way.dependencies.iter().map(|name| format!("{name}.workspace = true\n")).collect();
    format!(
        "[package]\nname = \"{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}"
    )
}
