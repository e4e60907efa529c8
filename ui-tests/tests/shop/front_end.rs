//! Runs the TypeScript compiler and prettier on the generated TypeScript. They need the packages of the events app's front end, so
//! `cargo verify frontend` runs these tests, as does `-- --ignored`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::copy::Shop;

#[test]
#[ignore = "needs the packages of the events app's front end"]
fn a_prop_that_is_renamed_in_rust_fails_in_the_component_that_uses_it() {
    let shop = Shop::copied("mutated");
    install(&shop);
    shop.cargo("run").succeeds();
    compile(&shop).unwrap();

    shop.edit("src/main.rs", "total", "amount");
    shop.cargo("run").succeeds();
    let errors = compile(&shop).unwrap_err();
    assert!(errors.contains("pages/Event/Index.tsx") && errors.contains("'total'"), "{errors}");
    assert!(!errors.contains("pages/Event/Show.tsx"), "{errors}");

    shop.edit("src/main.rs", "amount", "total");
    shop.edit("src/main.rs", "seats", "places");
    shop.cargo("run").succeeds();
    let errors = compile(&shop).unwrap_err();
    assert!(errors.contains("pages/Event/Show.tsx") && errors.contains("rows.0.seats"), "{errors}");
}

#[test]
#[ignore = "needs the packages of the events app's front end"]
fn a_missing_route_or_a_wrong_parameter_fails() {
    let shop = Shop::copied("routes");
    install(&shop);
    shop.cargo("run").succeeds();
    compile(&shop).unwrap();
    let page = "frontend/pages/Event/Index.tsx";
    for (right, wrong) in [
        ("routes.events.show({ id })", "routes.event.show({ id })"),
        ("routes.events.show({ id })", "routes.events.show({ id: title })"),
        ("routes.events.show({ id })", "routes.events.show()"),
    ] {
        shop.edit(page, right, wrong);
        let errors = compile(&shop).unwrap_err();
        assert!(errors.contains("pages/Event/Index.tsx"), "{wrong}: {errors}");
        shop.edit(page, wrong, right);
    }
}

/// The TypeScript of every attribute, from the runtime's tests.
#[test]
#[ignore = "needs the packages of the events app's front end"]
fn generated_typescript_compiles_and_is_formatted() {
    let shop = Shop::copied("every");
    install(&shop);
    shop.cargo("run").succeeds();
    node(&shop, "prettier/bin/prettier.cjs", &["--no-config", "--check", "types.ts"]).unwrap();

    let snapshot = Path::new(env!("CARGO_MANIFEST_DIR"))
        .with_file_name("inertia-runtime")
        .join("tests/typescript/snapshots/typescript__file.snap");
    let snapshot = fs::read_to_string(snapshot).unwrap();
    let every = snapshot.splitn(3, "---\n").nth(2).unwrap();
    fs::remove_dir_all(shop.folder.join("frontend/pages")).unwrap();
    fs::write(shop.folder.join("frontend/types.ts"), format!("{}\n", every.trim_end())).unwrap();
    compile(&shop).unwrap();
    node(&shop, "prettier/bin/prettier.cjs", &["--no-config", "--check", "types.ts"]).unwrap();
}

/// Links the packages of the events app's front end.
fn install(shop: &Shop) {
    let packages = packages();
    assert!(packages.is_dir(), "run `cargo verify frontend`, or `npm ci` in examples/events/frontend");
    let link = shop.folder.join("frontend/node_modules");
    #[cfg(unix)]
    std::os::unix::fs::symlink(packages, link).unwrap();
    #[cfg(windows)]
    std::os::windows::fs::symlink_dir(packages, link).unwrap();
}

fn packages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("examples").join("events/frontend/node_modules")
}

fn compile(shop: &Shop) -> Result<(), String> {
    node(shop, "typescript/bin/tsc", &["--noEmit", "--pretty", "false"])
}

fn node(shop: &Shop, program: &str, arguments: &[&str]) -> Result<(), String> {
    let output = Command::new("node")
        .arg(packages().join(program))
        .args(arguments)
        .current_dir(shop.folder.join("frontend"))
        .output()
        .unwrap();
    let text =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    if output.status.success() { Ok(()) } else { Err(text) }
}
