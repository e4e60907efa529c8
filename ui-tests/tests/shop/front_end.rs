//! Runs the TypeScript compiler on the generated TypeScript. It comes with the packages of the events app's front end, so
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
fn generated_typescript_compiles_and_has_every_name() {
    let shop = Shop::copied("every");
    install(&shop);
    let snapshot = Path::new(env!("CARGO_MANIFEST_DIR"))
        .with_file_name("inertia-runtime")
        .join("tests/typescript/snapshots/typescript__file.snap");
    let snapshot = fs::read_to_string(snapshot).unwrap();
    let every = snapshot.splitn(3, "---\n").nth(2).unwrap();
    fs::remove_dir_all(shop.folder.join("frontend/pages")).unwrap();
    fs::write(shop.folder.join("frontend/types.ts"), format!("{}\n", every.trim_end())).unwrap();
    fs::write(shop.folder.join("frontend/names.ts"), NAMES).unwrap();
    compile(&shop).unwrap();
}

/// What the generated names have to be, as TypeScript that only compiles when they are.
const NAMES: &str = r#"import type { FormKeys, Forms, OddFields, OddProps, OddShape, OddWords } from "./types";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_: Same<A, B>) {}

type Odd = 'a"b' | "it's" | "a\\nb" | "a\nb" | "*/ `${class}`";
same<OddWords, Odd | "" | "\u2028\0">(true);
same<keyof OddFields, Odd | "" | "\u2028\0" | "class">(true);
same<keyof OddProps, Exclude<Odd, "a\nb"> | "class" | "words" | "fields" | "shape" | "written">(true);
same<OddProps["written"], "it's" | 'a"b' | "c\\nd">(true);
same<OddShape['the "kind"'], 'a"\\b'>(true);
same<keyof Forms["OddForm"], 'a"b' | "it's" | "a\\nb" | "/ `${class}`" | "class">(true);
same<Forms["OddForm"]["class"], 'a"b' | "a\\nb" | "a\nb" | "\u2029">(true);

const odd: FormKeys["OddForm"][] = ['a"b', "it's.0", "a\\nb.0", "/ `${class}`.0", "class"];
const every: FormKeys["Everything"][] = [
  "fromSerde", "fromSerde.someName", "listFromSerde", "listFromSerde.0", "listFromSerde.0.someName", "unnamed.a",
  "json.a", "somehow.a", "pair", "pair.0", "pair.1", "pair.1.someName", "pairs", "pairs.0", "pairs.0.1", "plain",
  "shape", "shape.Circle.radius", "shape.Pair.1", "byName.a.0.someName", "maybeList.0.someName",
  "maybeForeign.someName", "listOfMaybe.0.someName", "tree.children.0.children.0.name",
];
// @ts-expect-error the places of a tuple are known
const place: FormKeys["Everything"] = "pair.2";
// @ts-expect-error a text has nothing inside
const inside: FormKeys["Everything"] = "plain.0";
export { odd, every, place, inside };
"#;

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
