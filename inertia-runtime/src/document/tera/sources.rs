//! The template's files: the main template and those that it includes or extends, relative to its folder.
//!
//! Other files are not read: the folder may hold templates for other engines.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use crate::document::tera::{RootError, Template};

/// The templates with their names, the main one first.
#[derive(Debug)]
pub(super) struct Sources {
    main: String,
    files: Vec<(String, String)>,
    /// The paths of all files that were looked for, including missing ones.
    paths: Vec<PathBuf>,
}

impl Sources {
    pub(super) fn read(template: &Template) -> Result<Self, RootError> {
        let folder = template.path.parent().unwrap_or(Path::new(""));
        let main = template.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = template.text(&main, folder).map_err(|source| {
            let path = std::path::absolute(&template.path).unwrap_or_else(|_| template.path.clone());
            RootError::Read { path, source }
        })?;
        let mut seen = BTreeSet::from([main.clone()]);
        let mut queue: Vec<String> = included(&text).map(str::to_owned).collect();
        let mut files = vec![(main.clone(), text)];
        let mut paths = vec![template.path.clone()];
        while let Some(name) = queue.pop() {
            if !seen.insert(name.clone()) {
                continue;
            }
            paths.push(folder.join(&name));
            // If the file is missing, Tera reports the line that includes it.
            if let Ok(text) = template.text(&name, folder) {
                if !template.lists(&name) {
                    return Err(RootError::NotListed { path: template.path.clone(), name });
                }
                queue.extend(included(&text).map(str::to_owned));
                files.push((name, text));
            }
        }
        Ok(Self { main, files, paths })
    }

    /// The files whose change may change the document.
    pub(super) fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// The name of the main template.
    pub(super) fn main(&self) -> &str {
        &self.main
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The names that templates assign with `set` or `for`. Tera excludes the names that a template assigns itself from its
    /// variables, but not those that it gets from the template that includes it.
    pub(super) fn assigned(&self) -> HashSet<&str> {
        self.all().flat_map(|(_, text)| statements(text)).flat_map(assigned).collect()
    }

    pub(super) fn contain(&self, text: &str) -> bool {
        self.all().any(|(_, source)| source.contains(text))
    }

    /// The first place that mentions a variable, as `file:line`.
    pub(super) fn line_of(&self, variable: &str) -> Option<String> {
        self.all().find_map(|(name, text)| {
            let mut lines = text.lines().zip(1..);
            let (_, number) = lines.find(|(line, _)| line.split(is_not_word).any(|word| word == variable))?;
            Some(format!("{name}:{number}"))
        })
    }
}

/// The templates that `text` includes or extends.
fn included(text: &str) -> impl Iterator<Item = &str> {
    statements(text).filter_map(|statement| {
        let name =
            statement.strip_prefix("include").or_else(|| statement.strip_prefix("extends"))?.trim_start();
        let quote = name.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`'))?;
        name.strip_prefix(quote)?.split(quote).next()
    })
}

/// The text of each `{% … %}`.
fn statements(text: &str) -> impl Iterator<Item = &str> {
    text.split("{%").skip(1).filter_map(|rest| {
        let statement = rest.split("%}").next()?;
        Some(statement.strip_prefix('-').unwrap_or(statement).trim())
    })
}

fn assigned(statement: &str) -> impl Iterator<Item = &str> {
    let mut words = statement.split(is_not_word).filter(|word| !word.is_empty());
    let names = match words.next() {
        Some("set" | "set_global") => 1,
        Some("for") => 2,
        _ => 0,
    };
    words.take_while(|word| *word != "in").take(names)
}

fn is_not_word(character: char) -> bool {
    !(character.is_alphanumeric() || character == '_')
}

#[cfg(test)]
mod tests {
    use super::{assigned, included, statements};

    #[test]
    fn includes_and_parents_are_found() {
        let text = "{% extends \"base.html\" %}{%- include 'parts/head.html' -%}{{ include }}{% if x %}";
        assert_eq!(included(text).collect::<Vec<_>>(), ["base.html", "parts/head.html"]);
    }

    #[test]
    fn assigned_names_are_found() {
        let text = "{% set title = page.url %}{%- for key, value in view_data %}{% for x in [a] %}{% set text | upper %}";
        let names: Vec<_> = statements(text).flat_map(assigned).collect();
        assert_eq!(names, ["title", "key", "value", "x", "text"]);
    }
}
