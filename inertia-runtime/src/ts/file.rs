//! The generated file, from its first line to its last.

use std::collections::BTreeMap;

use ts_rs::Config;

use super::{
    TypeScript,
    collect::{Collector, Declared},
    error::TypeScriptError,
    form::{self, FormSpec, FormType},
    layout::Doc,
    notes::{LARGE, Settler},
    object::Described,
    print,
    registry::{FormEntry, PageType},
    syntax::{Member, Type},
};

/// The TypeScript of an application, and what it cannot promise: made by [`TypeScript::generate`](super::TypeScript::generate).
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

    /// What the types cannot promise, each with its place and what to write instead.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }
}

/// Everything that goes into a file. The application's own is what its attributes and derives have announced.
pub(crate) struct Contents<'a> {
    pub(crate) pages: Vec<&'a PageType>,
    pub(crate) forms: Vec<FormSpec>,
    pub(crate) settings: &'a TypeScript,
}

impl<'a> Contents<'a> {
    pub(crate) fn announced(settings: &'a TypeScript) -> Self {
        // They were announced in whichever order the linker has put them.
        let mut pages: Vec<&PageType> = inventory::iter::<PageType>().collect();
        pages.sort_by_key(|page| (page.component, page.place));
        let described = inventory::iter::<FormEntry>().map(|entry| (entry.form)());
        let mut forms: Vec<FormSpec> = described.filter_map(FormType::into_form).collect();
        forms.sort_by_key(|form| form.type_name);
        Self { pages, forms, settings }
    }

    /// Puts the file together.
    ///
    /// # Errors
    ///
    /// When two types want one name, or a name is taken.
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
        file.types(declared);
        file.pages(pages);
        file.shared();
        file.forms(&forms);
        if let Some(routes) = &self.settings.routes {
            file.parts.push(super::routes::object(routes, self.settings.integers.as_deref()));
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
            // Handlers are announced in no particular order.
            handlers.sort_by_key(|props| (props.described.map(|described| described.type_name), props.place));
        }
        pages
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

/// The file as it grows.
struct File<'a> {
    settings: &'a TypeScript,
    config: &'a Config,
    /// Between them is an empty line each.
    parts: Vec<Doc>,
    warnings: Vec<String>,
}

impl File<'_> {
    fn finish(mut self) -> Generated {
        let command = self.settings.command.as_deref();
        let by = command.map(|command| format!(" (`{command}`)")).unwrap_or_default();
        let header = format!("// Made from the server's types{by}. Changes here do not last.");
        self.parts.insert(0, Doc::text(header));
        let between = Doc::Concat(vec![Doc::Hard, Doc::Hard]);
        let mut text = Doc::join(self.parts, &between).print();
        text.push('\n');
        Generated { text, warnings: self.warnings }
    }

    fn declare(&mut self, docs: &[String], name: &str, ty: &Type) {
        let plain = if ty.is_known() { Doc::nothing() } else { ignored() };
        self.parts.push(Doc::Concat(vec![print::docs(docs), plain, print::declaration(name, ty)]));
    }

    fn types(&mut self, declared: BTreeMap<String, Declared>) {
        for (name, declared) in declared {
            let Some(mut ty) = declared.ty else {
                let source = declared.source.replace(LARGE, self.settings.integers());
                let text = format!("export type {} = {source};", declared.head);
                self.parts.push(Doc::Concat(vec![print::docs(&declared.docs), ignored(), Doc::text(text)]));
                continue;
            };
            self.settle(&mut ty, &format!("`{name}`"));
            self.declare(&declared.docs, &declared.head, &ty);
        }
    }

    fn settle(&mut self, ty: &mut Type, place: &str) {
        self.settler("unknown").settle(ty, place);
    }

    fn settler<'s>(&'s mut self, unknown: &'s str) -> Settler<'s> {
        Settler { integers: self.settings.integers.as_deref(), unknown, warnings: &mut self.warnings }
    }

    fn named(&mut self, described: &Described, place: &str) -> Type {
        let name = (described.name)(self.config);
        let mut ty = Type::parse(&name).unwrap_or(Type::Raw(name));
        self.settle(&mut ty, place);
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
        self.parts.push(Doc::text(PAGE_PROPS));
    }

    fn shared(&mut self) {
        let shared = self.settings.shared.clone();
        let mut types: Vec<Type> =
            shared.iter().map(|described| self.named(described, "the shared props")).collect();
        let docs = ["What every page has besides its own props.".to_owned()];
        let ty = match types.len() {
            0 => Type::Object(Vec::new()),
            1 => types.pop().unwrap_or_else(|| Type::Object(Vec::new())),
            _ => Type::Intersection(types),
        };
        // A struct of that name is the type itself.
        if ty == Type::named("SharedProps") {
            return;
        }
        self.declare(&docs, "SharedProps", &ty);
    }

    fn forms(&mut self, forms: &BTreeMap<&'static str, FormSpec>) {
        if forms.is_empty() {
            return;
        }
        let (mut fields, mut keys) = (Vec::new(), Vec::new());
        for (name, form) in forms {
            let mut ty = form.to_type(self.config);
            self.settler(form::ANYTHING).settle(&mut ty, &format!("the form `{name}`"));
            let member = |docs, ty| Member { docs, name: (*name).to_owned(), optional: false, ty };
            fields.push(member(form.doc_lines(), ty));
            keys.push(member(Vec::new(), form.key_type()));
        }
        let docs = ["What the client fills in: `useForm<Forms[\"…\"]>(…)`.".to_owned()];
        self.declare(&docs, "Forms", &Type::Object(fields));
        let docs = ["The keys that the messages of each form may have.".to_owned()];
        self.declare(&docs, "FormKeys", &Type::Object(keys));
    }

    /// Tells the client's own types what there is.
    fn augmentation(&mut self) {
        let mut members = vec![("sharedPageProps", Type::named("SharedProps"))];
        if let Some(flash) = self.settings.flash {
            let flash = self.named(&flash, "the flash data");
            // Nothing is flashed with every page.
            members.push(("flashDataType", Type::Named("Partial".to_owned(), vec![flash])));
        }
        let message = Type::word("string");
        let message = if self.settings.all_errors { Type::Array(Box::new(message)) } else { message };
        members.push(("errorValueType", message));
        let members = members
            .into_iter()
            .map(|(name, ty)| Doc::Concat(vec![Doc::text(format!("{name}: ")), ty.doc(), Doc::text(";")]));
        let inside = Doc::Concat(vec![Doc::Hard, Doc::join(members, &Doc::Hard)]).indent();
        let interface = [Doc::text("export interface InertiaConfig {"), inside, Doc::Hard, Doc::text("}")];
        self.parts.push(Doc::Concat(vec![
            Doc::text("declare module \"@inertiajs/core\" {"),
            Doc::Concat(vec![Doc::Hard, Doc::Concat(interface.into())]).indent(),
            Doc::Hard,
            Doc::text("}"),
        ]));
    }
}

/// What follows has a layout of its own.
fn ignored() -> Doc {
    Doc::Concat(vec![Doc::text("// prettier-ignore"), Doc::Hard])
}

/// What a page's component is given.
const PAGE_PROPS: &str = r#"/** What the component of a page receives: its props, the shared ones and the errors. */
export type PageProps<Name extends keyof Pages> = Pages[Name] &
  Omit<SharedProps, keyof Pages[Name]> & {
    errors: import("@inertiajs/core").Errors &
      import("@inertiajs/core").ErrorBag;
  };"#;
