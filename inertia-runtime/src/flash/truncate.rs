//! Fits flash into the session's limit. A form's errors are shortened; other flash that is too large is an error.

use std::fmt;

use crate::values::{error_bag::ErrorBag, flash::Flash};

/// The length of a shortened message, in characters.
const MAX_MESSAGE_CHARS: usize = 160;

/// Serializes flash within `limit` bytes. Errors of a form always fit: messages are cut, then fields are left out. If the
/// values are too large, they are left out when there are errors to show; otherwise this is an error.
pub(crate) fn truncate_flash(
    limit: usize,
    flash: &mut Flash,
    request: &dyn fmt::Display,
    write: impl Fn(&Flash) -> Vec<u8>,
) -> Result<Vec<u8>, String> {
    let errors = flash.errors.take();
    flash.errors = errors.clone().map(ErrorBag::with_note);
    let data = write(flash);
    if data.len() <= limit {
        return Ok(data);
    }
    flash.errors = None;
    let values = write(flash);
    if values.len() > limit {
        let reason = too_large(flash, values.len(), limit);
        if errors.is_none() {
            return Err(reason);
        }
        tracing::error!("{request}: {reason}; it is left out, because a form's errors have to be shown");
        flash.values.clear();
    }
    let Some(errors) = errors else { return Ok(values) };
    let room = limit.saturating_sub(write(flash).len() + ",\"errors\":{}".len());
    tracing::warn!(
        "{request}: the messages of {} fields are too large for the session and are shortened",
        errors.len()
    );
    flash.errors = Some(shorten(&errors, room));
    let data = write(flash);
    if data.len() <= limit {
        Ok(data)
    } else {
        Err(format!("the session's limit of {limit} bytes holds no message"))
    }
}

/// The error message, which names the largest value.
fn too_large(flash: &Flash, size: usize, limit: usize) -> String {
    let size_of = |value: &serde_json::Value| value.to_string().len();
    let largest = flash.values.iter().max_by_key(|(_, value)| size_of(value));
    let (key, of_key) = largest.map_or(("", 0), |(key, value)| (key.as_str(), size_of(value)));
    format!(
        "what was flashed is too large for the session: {size} bytes of at most {limit}, of which `{key}` has {of_key}; \
         flash an id or a sentence, or keep flash on the server: `.session(StoreSession::new(..))`"
    )
}

/// The first message of as many fields as fit. The last one ends with the number of the others.
fn shorten(errors: &ErrorBag, room: usize) -> ErrorBag {
    let (mut short, mut used) = (ErrorBag::new(), 0);
    // For the note at the end of the last message.
    let room = room.saturating_sub(80);
    for (field, messages) in errors.iter() {
        let Some(message) = messages.first() else { continue };
        let message = cut(message);
        let size = serde_json::json!([field, message]).to_string().len() + 4;
        if used + size > room {
            break;
        }
        used += size;
        short.add(field.to_owned(), message);
    }
    short.omit_beyond(errors);
    short.with_note()
}

fn cut(message: &str) -> String {
    if message.chars().count() <= MAX_MESSAGE_CHARS {
        return message.to_owned();
    }
    message.chars().take(MAX_MESSAGE_CHARS).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(flash: &Flash) -> Vec<u8> {
        serde_json::to_vec(flash).unwrap()
    }

    fn with_value(size: usize) -> Flash {
        let mut flash = Flash::default();
        flash.values.insert("small".to_owned(), "x".into());
        flash.values.insert("report".to_owned(), "x".repeat(size).into());
        flash
    }

    #[test]
    fn small_flash_is_unchanged() {
        let mut flash = with_value(100);
        assert_eq!(
            truncate_flash(3000, &mut flash, &"POST /events", write).unwrap(),
            write(&with_value(100))
        );
    }

    #[test]
    fn a_value_that_is_too_large_is_named() {
        let error = truncate_flash(3000, &mut with_value(5000), &"POST /events", write).unwrap_err();
        assert!(error.contains("`report` has 5002") && error.contains("at most 3000"), "{error}");
    }

    #[test]
    fn shortened_errors_end_with_the_number_of_the_others() {
        let errors: ErrorBag =
            (0..500).map(|row| (format!("items.{row}.price"), "must be a number")).collect();
        let mut flash = Flash { errors: Some(errors), ..with_value(10) };
        let data = truncate_flash(3000, &mut flash, &"POST /events", write).unwrap();
        assert!(data.len() <= 3000);
        let errors = flash.errors.unwrap();
        let omitted = 500 - errors.len();
        assert!(errors.len() > 40, "{}", errors.len());
        assert!(
            errors
                .iter()
                .any(|(_, messages)| messages[0].ends_with(&format!("(and {omitted} more problems)")))
        );
        assert_eq!(flash.values["small"], "x");
    }

    #[test]
    fn a_long_message_is_cut_and_a_large_value_is_left_out_in_favour_of_errors() {
        let errors = ErrorBag::of("name", "ü".repeat(4000)).with("name", "second");
        let mut flash = Flash { errors: Some(errors), ..with_value(5000) };
        let data = truncate_flash(3000, &mut flash, &"POST /events", write).unwrap();
        assert!(data.len() <= 3000);
        assert!(flash.values.is_empty());
        let errors = flash.errors.unwrap();
        assert_eq!(errors.get("name").len(), 1);
        assert!(errors.first("name").unwrap().ends_with("ü…"));
    }

    #[test]
    fn a_huge_field_name_is_replaced_by_a_general_message() {
        let errors = ErrorBag::of("x".repeat(10_000), "is required");
        let mut flash = Flash { errors: Some(errors), ..Flash::default() };
        truncate_flash(3000, &mut flash, &"POST /events", write).unwrap();
        assert_eq!(flash.errors.unwrap(), ErrorBag::of("form", "was not valid"));
    }
}
