//! Programs that a task runs: announced, streamed, and an error with their command line when they fail.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, io};

/// A task's result; the error is what to tell the person who ran it.
pub(crate) type Outcome<T = ()> = Result<T, String>;

/// Cargo itself, the one that runs this task.
pub(crate) fn cargo<const N: usize>(arguments: [&str; N]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(crate::root());
    command
}

/// A program and its arguments, in the repository's root.
pub(crate) fn program<const N: usize>(name: impl AsRef<OsStr>, arguments: [&str; N]) -> Command {
    let mut command = Command::new(name);
    command.args(arguments).current_dir(crate::root());
    command
}

/// Runs a command to its end, with its output going where ours goes.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let line = line(command);
    eprintln!("\n$ {line}");
    match command.stdin(Stdio::null()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{line}` failed ({status})")),
        Err(error) => Err(not_started(&line, &error)),
    }
}

/// What a command prints, without its last line break.
pub(crate) fn output(command: &mut Command) -> Outcome<String> {
    let line = line(command);
    let output = command.stdin(Stdio::null()).output().map_err(|error| not_started(&line, &error))?;
    if !output.status.success() {
        return Err(format!("`{line}` failed ({})", output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// Where a program is, if `PATH` has it.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(&file)).find(|path| path.is_file())
}

fn not_started(line: &str, error: &io::Error) -> String {
    format!("`{line}` could not be started: {error}")
}

/// The command as one would type it, with short names for the program and for paths in the repository.
fn line(command: &Command) -> String {
    let root = crate::root();
    let program = Path::new(command.get_program()).file_stem().unwrap_or(command.get_program());
    let words = command.get_args().map(|word| {
        let path = Path::new(word);
        path.strip_prefix(&root).unwrap_or(path).as_os_str()
    });
    let words: Vec<_> = [program].into_iter().chain(words).map(OsStr::to_string_lossy).collect();
    words.join(" ")
}
