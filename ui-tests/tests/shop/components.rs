//! The check of components: a page without a file does not compile, also when only the file was removed.

use std::fs;

use crate::copy::Shop;

#[test]
fn a_renamed_or_removed_file_is_noticed_without_a_change_in_rust() {
    let shop = Shop::copied("components");
    shop.cargo("check").succeeds();
    let dependencies = dependencies(&shop);
    assert!(dependencies.contains("pages/Event/Show.tsx") && dependencies.contains("pages/About.tsx"));

    let page = "frontend/pages/Event/Show.tsx";
    shop.rename(page, "frontend/pages/Event/Shown.tsx");
    let here = place(&shop, "\"Event/Show\"");
    assert_eq!(
        shop.cargo("check").errors(),
        format!(
            "{here}: error: there is no component `Event/Show` in `frontend/pages` (looked for `Event/Show.{{tsx,jsx,ts,js,vue,svelte}}`); did you mean `Event/Shown`?"
        )
    );
    // The file is still missing, so the second build fails as well.
    assert!(shop.cargo("check").errors().contains("there is no component `Event/Show`"));
    shop.rename("frontend/pages/Event/Shown.tsx", page);
    shop.cargo("check").succeeds();

    fs::remove_file(shop.folder.join("frontend/pages/About.tsx")).unwrap();
    let here = place(&shop, "\"About\"");
    assert_eq!(
        shop.cargo("check").errors(),
        format!(
            "{here}: error: there is no component `About` in `frontend/pages` (looked for `About.{{tsx,jsx,ts,js,vue,svelte}}`); the folder has `Event/Index`, `Event/Show`"
        )
    );
    // A file with another extension is accepted.
    fs::write(shop.folder.join("frontend/pages/About.vue"), "").unwrap();
    shop.cargo("check").succeeds();
}

#[test]
fn a_missing_component_lists_similar_names() {
    let shop = Shop::copied("nearest");
    shop.edit("src/main.rs", "\"Event/Index\"", "\"Event/Indx\"");
    assert!(shop.cargo("check").errors().ends_with("did you mean `Event/Index`?"));
    shop.edit("src/main.rs", "\"Event/Indx\"", "\"event/index\"");
    assert!(shop.cargo("check").errors().ends_with("did you mean `Event/Index`?"));
}

#[test]
fn a_missing_folder_is_an_error_and_without_settings_nothing_is_checked() {
    let shop = Shop::copied("folder");
    shop.edit("Cargo.toml", "frontend/pages", "front-end/pages");
    let errors = shop.cargo("check").errors();
    assert_eq!(errors.matches("there is no folder `front-end/pages`").count(), 3, "{errors}");
    shop.edit("Cargo.toml", "[package.metadata.inertia]\npages = \"front-end/pages\"\n", "");
    fs::remove_dir_all(shop.folder.join("frontend")).unwrap();
    shop.cargo("check").succeeds();
}

#[test]
fn a_component_can_be_exempt_from_the_check() {
    let shop = Shop::copied("elsewhere");
    shop.edit("src/main.rs", "\"Event/Index\"", "\"Package/Index\", component_check = false");
    shop.edit("src/main.rs", "\"About\"", "\"Package/About\", component_check = false");
    shop.cargo("check").succeeds();
}

/// The place of a text in the application, as the compiler prints it.
fn place(shop: &Shop, text: &str) -> String {
    let source = fs::read_to_string(shop.folder.join("src/main.rs")).unwrap();
    let (line, column) =
        source.lines().zip(1..).find_map(|(line, number)| Some((number, line.find(text)? + 1))).unwrap();
    format!("src/main.rs:{line}:{column}")
}

/// The files whose changes cargo watches.
fn dependencies(shop: &Shop) -> String {
    let folder = shop.folder.with_file_name("shop-target").join("debug/deps");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let of_shop = files.filter(|path| {
        let named = path.file_stem().is_some_and(|stem| stem.to_string_lossy().starts_with("shop-"));
        named && path.extension().is_some_and(|extension| extension == "d")
    });
    let texts: String = of_shop.map(|path| fs::read_to_string(path).unwrap()).collect();
    texts.replace('\\', "/")
}
