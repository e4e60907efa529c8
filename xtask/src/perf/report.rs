//! The tables, on their way from a comparison's output into the README.

use std::{
    fs,
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use crate::command::Outcome;

const README: &str = "benches/README.md";

/// Runs a comparison, shows what it prints, and gives that with whether its goals are kept.
pub(super) fn run(command: &mut Command) -> Result<(Vec<String>, Outcome), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let failed = |error| format!("`{program}`: {error}");
    let mut process = command.stdout(Stdio::piped()).spawn().map_err(failed)?;
    let mut lines = Vec::new();
    if let Some(output) = process.stdout.take() {
        for line in BufReader::new(output).lines() {
            let line = line.map_err(failed)?;
            println!("{line}");
            lines.push(line);
        }
    }
    let status = process.wait().map_err(failed)?;
    let outcome = if status.success() { Ok(()) } else { Err(format!("`{program}` ended with {status}")) };
    Ok((lines, outcome))
}

/// Puts a comparison's table into its place in the README. What else was printed stays out, but for remarks below the table.
pub(super) fn put(name: &str, lines: &[String]) -> Outcome {
    let (start, end) = (format!("<!-- {name} -->"), format!("<!-- /{name} -->"));
    let path = crate::root().join(README);
    let text = fs::read_to_string(&path).map_err(|error| format!("`{README}`: {error}"))?;
    let missing = || format!("`{README}` has no place for the table: write `{start}` and `{end}`");
    let (before, rest) = text.split_once(&start).ok_or_else(missing)?;
    let (_, after) = rest.split_once(&end).ok_or_else(missing)?;
    let table: Vec<&str> = lines.iter().map(String::as_str).filter(|line| line.starts_with('|')).collect();
    let remarks: Vec<&str> =
        lines.iter().map(String::as_str).filter(|line| line.starts_with("Most memory")).collect();
    if table.is_empty() {
        return Err(format!("the comparison `{name}` has printed no table"));
    }
    let remarks = if remarks.is_empty() { String::new() } else { format!("\n{}\n", remarks.join("\n")) };
    let table = table.join("\n");
    fs::write(&path, format!("{before}{start}\n\n{table}\n{remarks}\n{end}{after}"))
        .map_err(|error| format!("`{README}`: {error}"))
}
