//! `cargo verify`: runs the suites and says how each went.

use std::time::{Duration, Instant};

use crate::command::Outcome;
use crate::suites::{ALL, Suite};

/// Runs the named suites, or all; a failure does not keep the rest from running.
pub(crate) fn run(names: &[String]) -> Outcome {
    let suites = selected(names)?;
    let start = Instant::now();
    let mut reports = Vec::new();
    for (suite, number) in suites.iter().zip(1..) {
        eprintln!("\n=== {} ({number} of {}) ===", suite.name, suites.len());
        let start = Instant::now();
        let outcome = (suite.run)();
        let report = Report { name: suite.name, failure: outcome.err(), time: start.elapsed() };
        eprintln!("\n{}", report.line());
        reports.push(report);
    }
    summary(&reports, start.elapsed())
}

fn selected(names: &[String]) -> Outcome<Vec<&'static Suite>> {
    if let Some(unknown) = names.iter().find(|name| ALL.iter().all(|suite| suite.name != **name)) {
        let known: Vec<_> = ALL.iter().map(|suite| suite.name).collect();
        return Err(format!("there is no suite `{unknown}`; the suites are {}", known.join(", ")));
    }
    Ok(ALL.iter().filter(|suite| names.is_empty() || names.iter().any(|name| name == suite.name)).collect())
}

struct Report {
    name: &'static str,
    failure: Option<String>,
    time: Duration,
}

impl Report {
    fn line(&self) -> String {
        let verdict = if self.failure.is_none() { "passed" } else { "FAILED" };
        let reason = self.failure.as_ref().map(|failure| format!("  {failure}")).unwrap_or_default();
        format!("{:<10} {verdict} {:>7.1} s{reason}", self.name, self.time.as_secs_f64())
    }
}

fn summary(reports: &[Report], time: Duration) -> Outcome {
    eprintln!("\n=== summary ===");
    for report in reports {
        eprintln!("{}", report.line());
    }
    let failed = reports.iter().filter(|report| report.failure.is_some()).count();
    let passed = reports.len() - failed;
    eprintln!("{passed} of {} suites passed in {:.1} s", reports.len(), time.as_secs_f64());
    if failed == 0 { Ok(()) } else { Err(format!("{failed} failed")) }
}
