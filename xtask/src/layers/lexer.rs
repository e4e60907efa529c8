//! Rust source text as words and punctuation, without comments, strings and the code of tests.

/// A word, `::`, or another character, with its line.
#[derive(Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) line: usize,
}

/// The tokens of a file, without modules that are only compiled for tests.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    without_tests(&all(text))
}

fn all(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut rest, mut line) = (text, 1);
    while let Some(first) = rest.chars().next() {
        let skipped = skipped(rest, first);
        let length = if skipped > 0 {
            skipped
        } else if is_word(first) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        let (text, after) = rest.split_at(length);
        if skipped == 0 {
            tokens.push(Token { text, line });
        }
        line += text.matches('\n').count();
        rest = after;
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length of a space, comment, string or character at the beginning of the text; zero for everything else.
fn skipped(text: &str, first: char) -> usize {
    match first {
        _ if first.is_whitespace() => first.len_utf8(),
        _ if text.starts_with("//") => text.find('\n').unwrap_or(text.len()),
        _ if text.starts_with("/*") => block_comment(text),
        '"' => string(text),
        '\'' => character(text),
        'r' | 'b' | 'c' => prefixed_string(text).unwrap_or(0),
        _ => 0,
    }
}

/// The length of a block comment, which can contain others.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                break;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

/// The length of a string, its quotes included.
fn string(text: &str) -> usize {
    quoted(text, '"').unwrap_or(text.len())
}

/// The length of a character, or of the quote of a lifetime.
fn character(text: &str) -> usize {
    let mut chars = text.chars().skip(1);
    let (first, second) = (chars.next(), chars.next());
    if first == Some('\\') || second == Some('\'') { quoted(text, '\'').unwrap_or(1) } else { 1 }
}

/// The length up to the second quote, where a backslash escapes the next character.
fn quoted(text: &str, quote: char) -> Option<usize> {
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if c == quote {
            return Some(at + 1);
        }
    }
    None
}

/// The length of `b"…"`, `c"…"`, `r"…"`, `r#"…"#` and their combinations.
fn prefixed_string(text: &str) -> Option<usize> {
    let letters = text.find(|c| !matches!(c, 'r' | 'b' | 'c'))?;
    let after = &text[letters..];
    let hashes = after.find(|c| c != '#')?;
    if letters > 2 || !after[hashes..].starts_with('"') {
        return None;
    }
    if !text[..letters].contains('r') {
        return (hashes == 0).then(|| letters + string(after));
    }
    let end = format!("\"{}", "#".repeat(hashes));
    let body = letters + hashes + 1;
    text[body..].find(&end).map(|at| body + at + end.len())
}

/// Leaves out `#[cfg(test)] mod name { … }`.
fn without_tests<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    const TEST: [&str; 8] = ["#", "[", "cfg", "(", "test", ")", "]", "mod"];
    let mut kept = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let is_test = tokens[at..].iter().map(|token| token.text).take(TEST.len()).eq(TEST);
        // Behind it are the name and a brace, or a semicolon.
        let body = at + TEST.len() + 1;
        if is_test && tokens.get(body).is_some_and(|token| token.text == "{") {
            at = closing(tokens, body) + 1;
        } else {
            kept.push(*token);
            at += 1;
        }
    }
    kept
}

/// The place of the brace that closes the one at `open`.
pub(super) fn closing(tokens: &[Token<'_>], open: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.text {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    tokens.len()
}
