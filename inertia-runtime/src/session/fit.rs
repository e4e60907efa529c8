//! What is flashed must fit its place. A form's errors are shortened and say so; the rest is a mistake with a name.

use std::fmt;

use crate::{errors::ErrorBag, flash::Flash};

/// A message of a form that had to be shortened, in characters.
const SHORT: usize = 160;

/// The data of a flash, in `limit` bytes. Errors of a form always find room: messages are cut, then fields left out. A
/// value that is too large is left out when there are errors to be shown, and otherwise the error that is returned.
pub(super) fn fit(
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

/// Names the largest value, which is the one to be made smaller.
fn too_large(flash: &Flash, size: usize, limit: usize) -> String {
    let size_of = |value: &serde_json::Value| value.to_string().len();
    let largest = flash.values.iter().max_by_key(|(_, value)| size_of(value));
    let (key, of_key) = largest.map_or(("", 0), |(key, value)| (key.as_str(), size_of(value)));
    format!(
        "what was flashed is too large for the session: {size} bytes of at most {limit}, of which `{key}` has {of_key}; \
         flash an id or a sentence, or keep flash on the server: `.session(StoreSession::new(..))`"
    )
}

/// The first message of as many fields as fit. The last of them says how many did not.
fn shorten(errors: &ErrorBag, room: usize) -> ErrorBag {
    let (mut short, mut used) = (ErrorBag::new(), 0);
    // Room for the sentence at the end.
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
    if message.chars().count() <= SHORT {
        return message.to_owned();
    }
    message.chars().take(SHORT).chain(['…']).collect()
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
    fn what_fits_is_left_as_it_is() {
        let mut flash = with_value(100);
        assert_eq!(fit(3000, &mut flash, &"POST /events", write).unwrap(), write(&with_value(100)));
    }

    #[test]
    fn a_value_that_is_too_large_is_named() {
        let error = fit(3000, &mut with_value(5000), &"POST /events", write).unwrap_err();
        assert!(error.contains("`report` has 5002") && error.contains("at most 3000"), "{error}");
    }

    #[test]
    fn errors_are_shortened_and_say_so() {
        let errors: ErrorBag =
            (0..500).map(|row| (format!("items.{row}.price"), "must be a number")).collect();
        let mut flash = Flash { errors: Some(errors), ..with_value(10) };
        let data = fit(3000, &mut flash, &"POST /events", write).unwrap();
        assert!(data.len() <= 3000);
        let kept = flash.errors.unwrap();
        let said = 500 - kept.len();
        assert!(kept.len() > 40, "{}", kept.len());
        assert!(
            kept.iter().any(|(_, messages)| messages[0].ends_with(&format!("(and {said} more problems)")))
        );
        assert_eq!(flash.values["small"], "x");
    }

    #[test]
    fn a_long_message_is_cut_and_beside_errors_a_large_value_gives_way() {
        let errors = ErrorBag::of("name", "ü".repeat(4000)).with("name", "second");
        let mut flash = Flash { errors: Some(errors), ..with_value(5000) };
        let data = fit(3000, &mut flash, &"POST /events", write).unwrap();
        assert!(data.len() <= 3000);
        assert!(flash.values.is_empty());
        let kept = flash.errors.unwrap();
        assert_eq!(kept.get("name").len(), 1);
        assert!(kept.first("name").unwrap().ends_with("ü…"));
    }

    #[test]
    fn one_huge_field_name_leaves_a_message_behind() {
        let errors = ErrorBag::of("x".repeat(10_000), "is required");
        let mut flash = Flash { errors: Some(errors), ..Flash::default() };
        fit(3000, &mut flash, &"POST /events", write).unwrap();
        assert_eq!(flash.errors.unwrap(), ErrorBag::of("form", "was not valid"));
    }
}
