//! The text of the generated file.

use std::collections::BTreeMap;

use ts_rs::Config;

use crate::{
    app::typescript::TypeScript,
    typescript::{
        collect::{Collector, Declaration},
        error::TypeScriptError,
        form::{self, FormSpec, FormType},
        notes::{LARGE, MarkResolver},
        object::Described,
        print,
        registry::{FormEntry, PageType},
        syntax::{Member, Type},
    },
};

/// The TypeScript of an application, with warnings: the result of [`TypeScript::generate`](super::TypeScript::generate).
#[derive(Debug)]
pub struct Generated {
    pub(crate) text: String,
    pub(crate) warnings: Vec<String>,
}

impl Generated {
    /// The file's text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Types that may be wrong or are unknown, each with its place and the code to write instead.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }
}

/// The contents of a file.
pub(crate) struct Contents<'a> {
    pub(crate) pages: Vec<&'a PageType>,
    pub(crate) forms: Vec<FormSpec>,
    pub(crate) settings: &'a TypeScript,
}

impl<'a> Contents<'a> {
    /// The pages and forms that the attributes and derives of the program have registered.
    pub(crate) fn registered(settings: &'a TypeScript) -> Self {
        // The order of registration depends on the linker.
        let mut pages: Vec<&PageType> = inventory::iter::<PageType>().collect();
        pages.sort_by_key(|page| (page.component, page.place));
        let described = inventory::iter::<FormEntry>().map(|entry| (entry.form)());
        let mut forms: Vec<FormSpec> = described.filter_map(FormType::into_form).collect();
        forms.sort_by_key(|form| form.type_name);
        Self { pages, forms, settings }
    }

    /// Makes the text of the file.
    ///
    /// # Errors
    ///
    /// If two types have the same name, or a name is reserved.
    pub(crate) fn generate(self) -> Result<Generated, TypeScriptError> {
        let config = Config::new().with_large_int(LARGE);
        let mut collector = Collector::new(&config);
        let pages = self.pages(&mut collector);
        let mut forms = Vec::new();
        for form in self.forms {
            form.collect(&mut collector, &mut forms);
        }
        let TypeScript { shared, flash, .. } = self.settings;
        for described in shared.iter().chain(flash) {
            (described.visit)(&mut collector);
        }
        let Collector { declared, error, .. } = collector;
        if let Some(error) = error {
            return Err(error);
        }
        let is_shared = matches!(shared.as_slice(), [one] if (one.name)(&config) == "SharedProps");
        if let Some(taken) = declared.get("SharedProps").filter(|_| !is_shared) {
            return Err(taken.name_is_taken("SharedProps"));
        }
        let forms = form::by_name(forms).map_err(two_forms)?;
        let mut file =
            File { settings: self.settings, config: &config, parts: Vec::new(), warnings: Vec::new() };
        let shared = shared_type(self.settings, &config, &declared);
        let keys = forms.iter().map(|(name, form)| (*name, form.key_type(&config, &declared))).collect();
        file.types(declared);
        file.pages(pages);
        file.shared(shared);
        file.forms(&forms, keys);
        if let Some(routes) = &self.settings.routes {
            file.parts
                .push(crate::app::typescript::routes::object(routes, self.settings.integers.as_deref()));
        }
        file.augmentation();
        Ok(file.finish())
    }

    /// The pages by component. Several handlers may render one.
    fn pages(&self, collector: &mut Collector<'_>) -> BTreeMap<&'static str, Vec<PageProps>> {
        let mut pages: BTreeMap<&'static str, Vec<PageProps>> = BTreeMap::new();
        for page in &self.pages {
            let props = (page.props)();
            if let Some(described) = &props {
                (described.visit)(collector);
            }
            let handlers = pages.entry(page.component).or_default();
            handlers.push(PageProps { place: page.place, described: props });
            // The order of registration is not stable.
            handlers.sort_by_key(|props| (props.described.map(|described| described.type_name), props.place));
        }
        pages
    }
}

/// The shared props of all providers. If two have the same key, the later one replaces the earlier one in the page object, and
/// here as well: an intersection of different types would be `never`.
fn shared_type(settings: &TypeScript, config: &Config, declared: &BTreeMap<String, Declaration>) -> Type {
    let mut all: Option<(Type, Option<Vec<String>>)> = None;
    for described in &settings.shared {
        let name = (described.name)(config);
        let ty = Type::parse(&name).unwrap_or_else(|| Type::Raw(name.clone()));
        let keys = object_keys(&ty, declared);
        all = Some(match all {
            None => (ty, keys),
            Some((before, known)) => {
                let both = known.zip(keys);
                let is_disjoint =
                    both.as_ref().is_some_and(|(known, keys)| keys.iter().all(|key| !known.contains(key)));
                let before = match before {
                    before if !is_disjoint => {
                        vec![Type::Named("Omit".to_owned(), vec![before, Type::Raw(format!("keyof {name}"))])]
                    }
                    Type::Intersection(types) => types,
                    before => vec![before],
                };
                let types = before.into_iter().chain([ty]).collect();
                (Type::Intersection(types), both.map(|(known, keys)| [known, keys].concat()))
            }
        });
    }
    all.map_or_else(|| Type::Object(Vec::new()), |(ty, _)| ty)
}

/// The keys of an object; `None` if some are unknown.
fn object_keys(ty: &Type, declared: &BTreeMap<String, Declaration>) -> Option<Vec<String>> {
    match ty {
        Type::Object(members) => Some(members.iter().map(|member| member.name.clone()).collect()),
        Type::Named(name, parameters) if parameters.is_empty() => {
            object_keys(declared.get(name)?.ty.as_ref().filter(|inner| *inner != ty)?, declared)
        }
        _ => None,
    }
}

struct PageProps {
    place: &'static str,
    described: Option<Described>,
}

fn two_forms((first, second): (FormSpec, FormSpec)) -> TypeScriptError {
    let mut names = [first.type_name, second.type_name];
    names.sort_unstable();
    let [first, second] = names;
    TypeScriptError::new(format!(
        "the forms `{first}` and `{second}` have one name in TypeScript; write `#[ts(rename = \"…\")]` above one of them"
    ))
}

/// A file that is being written.
struct File<'a> {
    settings: &'a TypeScript,
    config: &'a Config,
    /// Separated by empty lines.
    parts: Vec<String>,
    warnings: Vec<String>,
}

impl File<'_> {
    fn finish(self) -> Generated {
        let command = self.settings.command.as_deref();
        let by = command.map(|command| format!(" (`{command}`)")).unwrap_or_default();
        let header =
            format!("// Generated from the server's types{by}. Do not edit: changes are overwritten.");
        // A line break in the command would end the comment.
        let header = header.replace(['\n', '\r', '\u{2028}', '\u{2029}'], " ");
        let text = format!("{header}\n\n{}\n", self.parts.join("\n\n"));
        Generated { text, warnings: self.warnings }
    }

    fn declare(&mut self, docs: &[String], name: &str, ty: &Type) {
        self.parts.push(format!("{}{}", print::docs(docs, 0), print::declaration(name, ty)));
    }

    fn types(&mut self, declared: BTreeMap<String, Declaration>) {
        for (name, declared) in declared {
            let Some(mut ty) = declared.ty else {
                let source = declared.source.replace(LARGE, self.settings.integers());
                let docs = print::docs(&declared.docs, 0);
                self.parts.push(format!("{docs}export type {} = {source};", declared.head));
                continue;
            };
            self.resolve(&mut ty, &format!("`{name}`"));
            self.declare(&declared.docs, &declared.head, &ty);
        }
    }

    fn resolve(&mut self, ty: &mut Type, place: &str) {
        self.resolver("unknown").resolve(ty, place);
    }

    fn resolver<'s>(&'s mut self, unknown: &'s str) -> MarkResolver<'s> {
        MarkResolver { integers: self.settings.integers.as_deref(), unknown, warnings: &mut self.warnings }
    }

    fn named(&mut self, described: &Described, place: &str) -> Type {
        let name = (described.name)(self.config);
        let mut ty = Type::parse(&name).unwrap_or(Type::Raw(name));
        self.resolve(&mut ty, place);
        ty
    }

    fn pages(&mut self, pages: BTreeMap<&'static str, Vec<PageProps>>) {
        if pages.is_empty() {
            return;
        }
        let mut members = Vec::new();
        for (component, handlers) in pages {
            let mut props = Vec::new();
            for PageProps { place, described } in handlers {
                props.push(if let Some(described) = described {
                    self.named(&described, &format!("the page `{component}`"))
                } else {
                    self.warnings.push(format!("nothing is known of the props of `{component}`, whose handler is at {place}: what it returns depends on its own parameters, or is generic over types without `TS`"));
                    Type::Named("Record".to_owned(), vec![Type::word("string"), Type::word("unknown")])
                });
            }
            members.push(Member {
                docs: Vec::new(),
                name: component.to_owned(),
                optional: false,
                ty: Type::union(props),
            });
        }
        let docs = ["The props of each page, by the name of its component.".to_owned()];
        self.declare(&docs, "Pages", &Type::Object(members));
        self.parts.push(PAGE_PROPS.to_owned());
    }

    fn shared(&mut self, mut ty: Type) {
        self.resolve(&mut ty, "the shared props");
        // A struct named `SharedProps` is declared already.
        if ty == Type::named("SharedProps") {
            return;
        }
        let docs = ["What every page has besides its own props.".to_owned()];
        self.declare(&docs, "SharedProps", &ty);
    }

    fn forms(&mut self, forms: &BTreeMap<&'static str, FormSpec>, keys: Vec<(&'static str, Type)>) {
        if forms.is_empty() {
            return;
        }
        let mut fields = Vec::new();
        for (name, form) in forms {
            let mut ty = form.to_type(self.config);
            self.resolver(form::ANYTHING).resolve(&mut ty, &format!("the form `{name}`"));
            fields.push(Member { docs: form.doc_lines(), name: (*name).to_owned(), optional: false, ty });
        }
        let keys = keys.into_iter();
        let keys =
            keys.map(|(name, ty)| Member { docs: Vec::new(), name: name.to_owned(), optional: false, ty });
        let docs = ["What the client fills in: `useForm<Forms[\"…\"]>(…)`.".to_owned()];
        self.declare(&docs, "Forms", &Type::Object(fields));
        let docs = ["The keys that the messages of each form may have.".to_owned()];
        self.declare(&docs, "FormKeys", &Type::Object(keys.collect()));
    }

    /// Adds the application's types to the client's types.
    fn augmentation(&mut self) {
        let mut members = vec![("sharedPageProps", Type::named("SharedProps"))];
        if let Some(flash) = self.settings.flash {
            let flash = self.named(&flash, "the flash data");
            // Pages may have any part of the flash data.
            members.push(("flashDataType", Type::Named("Partial".to_owned(), vec![flash])));
        }
        let message = Type::word("string");
        let message = if self.settings.all_errors { Type::Array(Box::new(message)) } else { message };
        members.push(("errorValueType", message));
        let members = members.into_iter().map(|(name, ty)| format!("    {name}: {};", ty.print(4)));
        let members = members.collect::<Vec<_>>().join("\n");
        self.parts.push(format!(
            "declare module \"@inertiajs/core\" {{\n  export interface InertiaConfig {{\n{members}\n  }}\n}}"
        ));
    }
}

/// The type of the props of a page's component.
const PAGE_PROPS: &str = r#"/** What the component of a page receives: its props, the shared ones and the errors. */
export type PageProps<Name extends keyof Pages> = Pages[Name] &
  Omit<SharedProps, keyof Pages[Name]> & {
    errors: import("@inertiajs/core").Errors &
      import("@inertiajs/core").ErrorBag;
  };"#;
