//! Routes as functions of the front end: `routes.events.show({ id })`.

use std::collections::BTreeMap;

use crate::routes::{
    NamedRoute, RouteNames,
    path::{Parameter, Piece, RoutePath},
    shape::Kind,
};
use crate::typescript::{print, syntax::Type};

/// Routes, nested by the words of their names.
enum Node<'a> {
    Route(&'a NamedRoute),
    Group(BTreeMap<&'a str, Node<'a>>),
}

/// `export const routes = { … };`, and the functions that it calls.
pub(crate) fn object(routes: &RouteNames, integers: Option<&str>) -> String {
    let mut tree = BTreeMap::new();
    for route in routes.iter() {
        insert(&mut tree, &route.name, route);
    }
    if tree.is_empty() {
        return "export const routes = {};".to_owned();
    }
    let docs = "The address and method of each route: for `<Link href>`, `<Form action>`, `useForm` and `router.visit`.";
    let object = format!("/** {docs} */\nexport const routes = {};", group(&tree, integers, 0));
    // Unused functions are left out, because linters and `noUnusedLocals` report them.
    let with_values = routes.iter().any(|route| !route.parameters().is_empty());
    let without = routes.iter().any(|route| route.parameters().is_empty());
    let functions = [
        Some(ROUTE_TYPES),
        without.then_some(PLAIN_ROUTE),
        with_values.then_some(PARAMETER_ROUTE),
        Some(QUERY_FUNCTIONS),
    ];
    let parts: Vec<&str> = std::iter::once(object.as_str()).chain(functions.into_iter().flatten()).collect();
    parts.join("\n\n")
}

fn insert<'a>(tree: &mut BTreeMap<&'a str, Node<'a>>, name: &'a str, route: &'a NamedRoute) {
    match name.split_once('.') {
        None => {
            tree.insert(name, Node::Route(route));
        }
        Some((word, rest)) => {
            if let Node::Group(inside) = tree.entry(word).or_insert_with(|| Node::Group(BTreeMap::new())) {
                insert(inside, rest, route);
            }
        }
    }
}

fn group(tree: &BTreeMap<&str, Node<'_>>, integers: Option<&str>, indent: usize) -> String {
    let inner = indent + 2;
    let members = tree.iter().map(|(word, node)| {
        let value = match node {
            Node::Route(route) => function(route, integers, inner),
            Node::Group(inside) => group(inside, integers, inner),
        };
        // Without the brackets, `__proto__` would set the object's prototype.
        let key = if *word == "__proto__" { "[\"__proto__\"]".to_owned() } else { print::key(word) };
        format!("{}{key}: {value},\n", " ".repeat(inner))
    });
    format!("{{\n{}{}}}", members.collect::<String>(), " ".repeat(indent))
}

/// `route<"get", { id: number }>("get", "/events/{id}")`
fn function(route: &NamedRoute, integers: Option<&str>, indent: usize) -> String {
    let members = route.parameters().into_iter().map(|(parameter, kind)| {
        format!("{}: {}", print::key(&parameter.name), kind_type(kind, integers).print(indent))
    });
    let members: Vec<String> = members.collect();
    let method = print::quoted(&route.method.as_str().to_ascii_lowercase());
    let path = print::quoted(&pattern(&route.path));
    if members.is_empty() {
        return format!("plain({method}, {path})");
    }
    format!("route<{method}, {{ {} }}>({method}, {path})", members.join("; "))
}

/// The path with its parameters in braces, otherwise as in a URL.
fn pattern(path: &RoutePath) -> String {
    let pieces = path.pieces().iter().map(|piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Parameter(Parameter { name, rest: false }) => format!("{{{name}}}"),
        Piece::Parameter(Parameter { name, rest: true }) => format!("{{*{name}}}"),
    });
    pieces.collect()
}

fn kind_type(kind: Kind, integers: Option<&str>) -> Type {
    match kind {
        Kind::Large if integers.is_some() => Type::word("number"),
        Kind::Any | Kind::Large => Type::union(vec![Type::word("string"), Type::word("number")]),
        Kind::Number => Type::word("number"),
        Kind::Text => Type::word("string"),
        Kind::Bool => Type::word("boolean"),
        Kind::Word(words) => Type::union(words.iter().map(|word| Type::Text((*word).to_owned())).collect()),
    }
}

const ROUTE_TYPES: &str = r"/** Where a route leads, as the client takes it in place of a URL. */
export type Route<Method> = { url: string; method: Method };

/** What a query may hold. Nothing is written for `null` and `undefined`. */
export type RouteQuery = {
  [name: string]:
    | string
    | number
    | boolean
    | null
    | undefined
    | RouteQuery
    | (string | number | boolean)[];
};";

/// A route without parameters.
const PLAIN_ROUTE: &str = "function plain<const Method>(method: Method, path: string) {
  return (query?: RouteQuery): Route<Method> => ({
    url: path + search(query),
    method,
  });
}";

/// A route with parameters. Values are encoded as the server decodes them. As in the server's own URLs, a value that would lead
/// to another route is an error.
const PARAMETER_ROUTE: &str = r#"function route<Method, Values extends Record<string, unknown>>(
  method: Method,
  path: string,
) {
  return (values: Values, query?: RouteQuery): Route<Method> => ({
    url: path.replace(/\{(\*?)([^}]+)\}/g, fill(values)) + search(query),
    method,
  });
}

function fill(values: Record<string, unknown>) {
  return (_: string, rest: string, name: string): string => {
    const text = String(values[name]);
    const segments = rest === "*" ? text.split("/") : [text];
    // The rest of a path may end in a slash.
    const named = segments.at(-1) === "" ? segments.slice(0, -1) : segments;
    const wrong = ["", ".", ".."];
    if (named.length === 0 || named.some((part) => wrong.includes(part))) {
      throw new Error(`the route's "${name}" cannot be "${text}"`);
    }
    return segments.map(encodeURIComponent).join("/");
  };
}"#;

/// A query, encoded like those of the client.
const QUERY_FUNCTIONS: &str = r#"function search(query: RouteQuery = {}): string {
  const text = pairs(query, (name) => name).join("&");
  return text === "" ? "" : `?${text}`;
}

function pairs(query: RouteQuery, label: (name: string) => string): string[] {
  return Object.entries(query).flatMap(([name, value]) => {
    const key = label(encodeURIComponent(name));
    if (value === null || value === undefined) return [];
    if (Array.isArray(value)) return value.map((one) => pair(`${key}[]`, one));
    if (typeof value === "object") {
      return pairs(value, (inner) => `${key}[${inner}]`);
    }
    return [pair(key, value)];
  });
}

function pair(key: string, value: string | number | boolean): string {
  return `${key}=${encodeURIComponent(value)}`;
}"#;
