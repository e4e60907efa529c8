//! What a test that fails says of the answer.

use super::TestResponse;
use crate::testing::difference::{cut, indented, laid_out};

/// The longest that a body is printed, in characters.
pub(super) const LONGEST_BODY: usize = 2_000;

impl TestResponse {
    /// Ends the test, at the line that called the assertion.
    #[track_caller]
    pub(super) fn fail(&self, problem: &str) -> ! {
        panic!("{problem}\n{}", self.describe())
    }

    fn describe(&self) -> String {
        let asked = &self.request.asked;
        let mut lines = vec![
            format!(
                "asked:     {} {}, at {}",
                asked.method,
                crate::origin::relative(&asked.url),
                asked.place
            ),
            format!("status:    {}", self.status),
        ];
        if let Some((_, target)) = self.target() {
            lines.push(format!("leads to:  {}", self.within(&target)));
        }
        if let Some(reason) = &self.reason {
            lines.push(format!("reason:    {reason}"));
        }
        if let Some(page) = &self.page {
            lines.push(format!("component: {}", page["component"].as_str().unwrap_or_default()));
            lines.push(format!("props:     {}", laid_out(&page["props"])));
        } else if self.reason.is_none() && !self.body.is_empty() {
            lines.push(format!("body:      {}", cut(self.body().into_owned(), LONGEST_BODY)));
        }
        indented(&lines.join("\n"))
    }
}
