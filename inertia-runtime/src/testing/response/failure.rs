//! The description of the response in a failed assertion.

use crate::testing::difference::{cut, indented, pretty};
use crate::testing::response::TestResponse;

/// The maximum length of a printed body, in characters.
pub(super) const MAX_BODY_CHARS: usize = 2_000;

impl TestResponse {
    /// Panics at the line that called the assertion.
    #[track_caller]
    pub(super) fn fail(&self, problem: &str) -> ! {
        panic!("{problem}\n{}", self.describe())
    }

    fn describe(&self) -> String {
        let settings = &self.request.settings;
        let mut lines = vec![
            format!(
                "request:   {} {}, at {}",
                settings.method,
                crate::protocol::url::relative(&settings.url),
                settings.place
            ),
            format!("status:    {}", self.status),
        ];
        if let Some((_, target)) = self.target() {
            lines.push(format!("location:  {}", self.within(&target)));
        }
        if let Some(reason) = &self.reason {
            lines.push(format!("reason:    {reason}"));
        }
        if let Some(page) = &self.page {
            lines.push(format!("component: {}", page["component"].as_str().unwrap_or_default()));
            lines.push(format!("props:     {}", pretty(&page["props"])));
        } else if self.reason.is_none() && !self.body.is_empty() {
            lines.push(format!("body:      {}", cut(self.body().into_owned(), MAX_BODY_CHARS)));
        }
        indented(&lines.join("\n"))
    }
}
