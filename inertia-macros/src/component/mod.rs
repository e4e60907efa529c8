//! Checks that a page's component has a file, so that `#[inertia::page("Event/Indx")]` is a compile error. The settings of the
//! package name the folder of its pages; without settings, nothing is checked.

mod folder;
mod settings;

use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Error, LitStr};

use self::folder::Folder;
use self::settings::Settings;
use crate::syntax::{Errors, names, suggestions};

/// How many names an error lists at most.
const MAX_LISTED: usize = 5;

/// Checks that a component has a file. Gives code that makes the compiler check again when the file is removed.
pub(crate) fn check(component: &LitStr, errors: &mut Errors) -> TokenStream {
    // A name that cannot be sent was reported already.
    if names::check_header_text(&component.value(), "").is_err() {
        return TokenStream::new();
    }
    let Some(package) = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from) else {
        return TokenStream::new();
    };
    let found = Settings::of(&package).and_then(|settings| {
        let Some(settings) = settings else { return Ok(TokenStream::new()) };
        look_for(component, &Folder::of(&package, settings)?)
    });
    found.unwrap_or_else(|problem| {
        errors.push(Error::new_spanned(component, problem));
        TokenStream::new()
    })
}

fn look_for(component: &LitStr, folder: &Folder) -> Result<TokenStream, String> {
    let name = component.value();
    match folder.file(&name) {
        Some(file) => Ok(folder.watched(file).map(included).collect()),
        None => Err(missing(&name, folder)),
    }
}

/// cargo builds the package again when a file that it includes changes or is removed. The bytes are not used.
fn included(file: &Path) -> TokenStream {
    file.to_str().map_or_else(TokenStream::new, |path| {
        quote! {
            const _: &[::core::primitive::u8] = ::core::include_bytes!(#path);
        }
    })
}

fn missing(name: &str, folder: &Folder) -> String {
    let known = folder.components();
    let (shown, extensions) = (folder.shown(), folder.extensions());
    let near = suggestions::nearest_few(name, &known, MAX_LISTED);
    let hint = match near.as_slice() {
        [] if known.is_empty() => "the folder has no pages".to_owned(),
        [] => format!(
            "the folder has {}",
            listed(known.get(..MAX_LISTED.min(known.len())).unwrap_or(&known), known.len())
        ),
        [one] => format!("did you mean `{one}`?"),
        few => format!("did you mean one of {}?", crate::syntax::errors::listed(few)),
    };
    format!("there is no component `{name}` in `{shown}` (looked for `{name}.{extensions}`); {hint}")
}

fn listed(names: &[&str], all: usize) -> String {
    let more = if all > names.len() { format!(" and {} more", all - names.len()) } else { String::new() };
    format!("{}{more}", crate::syntax::errors::listed(names))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use syn::LitStr;

    use super::{folder::Folder, look_for, settings::Settings};

    /// A package with some pages in a folder of its own.
    fn package(manifest: &str, pages: &[&str]) -> tempfile::TempDir {
        let package = tempfile::tempdir().unwrap();
        fs::write(package.path().join("Cargo.toml"), manifest).unwrap();
        for page in pages {
            let file = package.path().join("pages").join(page);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "").unwrap();
        }
        package
    }

    fn look(package: &tempfile::TempDir, component: &str) -> Result<String, String> {
        let Some(settings) = Settings::of(package.path())? else { return Ok("off".to_owned()) };
        let folder = Folder::of(package.path(), settings)?;
        look_for(&LitStr::new(component, proc_macro2::Span::call_site()), &folder)
            .map(|tokens| tokens.to_string())
    }

    const ON: &str = "[package.metadata.inertia]\npages = \"pages\"";

    #[test]
    fn a_component_is_a_file_with_one_of_the_extensions() {
        let package = package(ON, &["Event/Index.tsx", "Home.vue", "About.svelte", "Old.js"]);
        for component in ["Event/Index", "Home", "About", "Old"] {
            let tokens = look(&package, component).unwrap();
            assert!(tokens.contains("include_bytes") && tokens.contains(component), "{tokens}");
        }
    }

    #[test]
    fn a_missing_component_has_suggestions() {
        let package = package(ON, &["Event/Index.tsx", "Event/Show.tsx", "Home.tsx", "Home.test.ts"]);
        let missing = ["Event/Indx", "event/index", "Show", "Checkout", "../Cargo"];
        let messages = missing.map(|component| look(&package, component).unwrap_err());
        insta::assert_snapshot!(messages.join("\n"));
    }

    #[test]
    fn the_extensions_can_be_set() {
        let manifest = "[package.metadata]\ninertia = { pages = 'pages', extensions = [\"page.tsx\"] }";
        let package = package(manifest, &["Home.page.tsx", "Other.tsx"]);
        assert!(look(&package, "Home").unwrap().contains("include_bytes"));
        insta::assert_snapshot!(look(&package, "Other").unwrap_err());
    }

    #[test]
    fn a_file_need_not_be_watched() {
        let package = package(&format!("{ON}\nwatch = false"), &["Home.tsx"]);
        let tokens = look(&package, "Home").unwrap();
        assert!(tokens.contains("Cargo.toml") && !tokens.contains("Home.tsx"), "{tokens}");
        assert!(look(&package, "Gone").is_err());
    }

    #[test]
    fn nothing_is_checked_without_settings() {
        let off = package("[package]\nname = \"a\"", &[]);
        assert_eq!(look(&off, "Home"), Ok("off".to_owned()));
    }

    #[test]
    fn nothing_is_checked_in_a_published_package() {
        let published = package(ON, &[]);
        fs::write(published.path().join("Cargo.toml.orig"), ON).unwrap();
        assert_eq!(look(&published, "Home"), Ok("off".to_owned()));
    }

    #[test]
    fn errors_in_the_settings_are_reported() {
        let manifests = [
            "[package.metadata.inertia]\npages = \"nowhere\"",
            "[package.metadata.inertia]\npage = \"pages\"",
            "[package.metadata.inertia]\npages = 1",
            "[package.metadata.inertia]\nextensions = [\"tsx\"]",
            "[package.metadata.inertia]\npages = \"pages\"\nwatch = \"no\"",
            "[package.metadata]\ninertia = \"pages\"",
        ];
        let messages = manifests.map(|manifest| look(&package(manifest, &["Home.tsx"]), "Home").unwrap_err());
        insta::assert_snapshot!(messages.join("\n"));
    }
}
