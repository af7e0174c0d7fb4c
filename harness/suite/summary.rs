//! What is told after a run: counts, and a line with the reason for what is not simply upheld.

use crate::{
    profile::{Finding, Profile, Verdict},
    protocol::inert,
    rules::Level,
};
use std::fmt::Write as _;

/// The most lines of reasons.
const LINES: usize = 24;

/// The most characters of a line.
const WIDTH: usize = 160;

/// The most ids that are named in one line.
const NAMED: usize = 3;

/// A summary of those findings whose rule `is_selected`; rules with the same reason share a line.
pub(super) fn summary(profile: &Profile, is_selected: impl Fn(&str) -> bool) -> String {
    let selected: Vec<&Finding> =
        profile.findings.iter().filter(|finding| is_selected(finding.rule)).collect();
    let mut text = format!("{}: {} requests", inert(&profile.target), profile.requests);
    let mut groups: Vec<(String, String, Vec<&str>)> = Vec::new();
    for verdict in ORDER {
        let findings: Vec<&&Finding> = selected.iter().filter(|finding| finding.verdict == verdict).collect();
        if !findings.is_empty() {
            let _ = write!(text, ", {} {verdict}", findings.len());
        }
        for finding in findings {
            let Some((how, why)) = told(finding) else { continue };
            match groups.iter_mut().find(|(same, reason, _)| *same == how && *reason == why) {
                Some((.., rules)) if rules.last() == Some(&finding.rule) => {}
                Some((.., rules)) => rules.push(finding.rule),
                None => groups.push((how, why, vec![finding.rule])),
            }
        }
    }
    text.push('\n');
    for line in profile.error.iter().flat_map(|error| error.lines()) {
        let _ = writeln!(text, "  ended early: {}", inert(line.trim_start()));
    }
    for (how, why, rules) in groups.iter().take(LINES) {
        let _ = writeln!(text, "{}", cut(&format!("  {how}: {}: {why}", named(rules))));
    }
    if groups.len() > LINES {
        let _ = writeln!(text, "  and {} more reasons", groups.len() - LINES);
    }
    text
}

const ORDER: [Verdict; 6] = [
    Verdict::Upheld,
    Verdict::Violated,
    Verdict::Unstable,
    Verdict::Inconclusive,
    Verdict::NotAsked,
    Verdict::NotApplicable,
];

/// How a finding stands and why; nothing for a rule that is simply upheld.
fn told(finding: &Finding) -> Option<(String, String)> {
    let because = finding.because.clone().unwrap_or_default();
    match (finding.verdict, &finding.deviation) {
        (Verdict::Upheld, None) => None,
        (Verdict::Upheld, Some(stated)) => {
            Some(("upheld, against what is stated".to_owned(), stated.clone()))
        }
        (Verdict::Violated, Some(stated)) => Some(("violated, as stated".to_owned(), stated.clone())),
        (Verdict::Violated, None) if finding.level == Level::Must => {
            Some(("violated".to_owned(), "see the failures".to_owned()))
        }
        (Verdict::Violated, None) => {
            let witness = finding.witness.as_ref().filter(|_| finding.severity.is_some());
            let requested = witness.map(|witness| witness.requested.as_deref().unwrap_or("nothing"));
            let shown = requested.map_or_else(String::new, |requested| format!(" (requested: {requested})"));
            Some((format!("violated {}", finding.level), format!("{}{shown}", finding.demands)))
        }
        (verdict, _) => Some((verdict.to_string(), because)),
    }
}

fn named(rules: &[&str]) -> String {
    match rules.len().checked_sub(NAMED) {
        None | Some(0) => rules.join(", "),
        Some(more) => format!("{} and {more} more", rules[..NAMED].join(", ")),
    }
}

/// One line, made inert, of at most [`WIDTH`] characters.
fn cut(line: &str) -> String {
    let line = inert(line);
    match line.char_indices().nth(WIDTH) {
        Some((at, _)) => format!("{}...", &line[..at]),
        None => line,
    }
}
