//! What a test says: from findings to ok, ignored with a reason, or a failure with its text.

use crate::{
    profile::{ENDED, Finding, Profile, Verdict},
    protocol::inert,
    rules,
    scenario::nearest,
};
use libtest_mimic::{Completion, Failed};
use std::fmt::Write as _;

/// What the test of a rule says.
pub(super) fn of_rule(rule: &str, profile: &Profile) -> Result<Completion, Failed> {
    let findings: Vec<&Finding> = profile.findings.iter().filter(|finding| finding.rule == rule).collect();
    let Some(first) = findings.first() else { return Err(no_such_rule(rule).into()) };
    let surprises: Vec<String> =
        findings.iter().filter(|finding| finding.surprise().is_some()).map(|finding| told(finding)).collect();
    if !surprises.is_empty() {
        return Err(surprises.join("\n").into());
    }
    if first.because.as_deref() == Some(ENDED) {
        return Err(ended(profile).into());
    }
    match first.verdict {
        Verdict::Upheld | Verdict::Violated => Ok(Completion::Completed),
        verdict => {
            let because = first.because.as_deref().unwrap_or("no reason is known");
            Ok(Completion::ignored_with(inert(&format!("{verdict}: {because}"))))
        }
    }
}

/// What the test of a real server's drift says.
pub(super) fn of_drift(profile: &Profile) -> Result<Completion, Failed> {
    if profile.partial {
        return Err(ended(profile).into());
    }
    let drifts = profile.drift.as_deref().unwrap_or_default();
    if profile.drift.is_none() || profile.stated.is_empty() {
        return Ok(Completion::ignored_with(
            "the scenario states nothing that a real server could differ from",
        ));
    }
    if drifts.is_empty() {
        return Ok(Completion::Completed);
    }
    let lines: Vec<String> = drifts.iter().map(|drift| inert(&drift.to_string())).collect();
    let mend = "mend: state in the scenario what the server does now, or change the server";
    Err(format!("{}\n  {mend}", lines.join("\n")).into())
}

/// An unexpected finding, whole, with what can be done about it.
fn told(finding: &Finding) -> String {
    let mut text = String::new();
    if let (Verdict::Upheld, Some(because)) = (finding.verdict, &finding.deviation) {
        let _ = writeln!(text, "{} is upheld: the stated deviation is no longer true", finding.rule);
        let _ = writeln!(text, "  stated: {}", inert(because));
        text.push_str("  mend: take its [[deviation]] out of the scenario");
        return text;
    }
    let _ = write!(text, "{finding}");
    text.push_str("  mend: do what is demanded, or accept this in the scenario with your reason:\n");
    let _ = writeln!(text, "    [[deviation]]\n    rule = \"{}\"\n    because = \"...\"", finding.rule);
    if let Some(severity) = finding.severity {
        let _ = writeln!(text, "    severity = \"{severity}\"");
    }
    let mutations = finding.witness.as_ref().map(|witness| &witness.mutations).filter(|ids| !ids.is_empty());
    if let Some(mutations) = mutations {
        let _ = writeln!(text, "    mutations = {mutations:?}");
    }
    text
}

/// The first line of the reason; the summary has the rest.
fn ended(profile: &Profile) -> String {
    let error = profile.error.as_deref().and_then(|error| error.lines().next());
    let error = inert(error.unwrap_or("no reason is known"));
    format!("not judged, the survey of {} ended early: {error}", profile.target)
}

fn no_such_rule(id: &str) -> String {
    let near = nearest(id, rules::catalogue().map(|rule| rule.id));
    let mend = near.map_or_else(
        || "`oauth-litmus rules` lists them".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    format!("there is no rule `{id}`\n  mend: {mend}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{budget::Budget, rules::Level, scenario::Scenario, stand_in::StandIn, survey::survey};

    /// The profile of a sound stand-in, narrowed to one rule.
    fn profile(rule: &str) -> Profile {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let scenario = Scenario::named("rfc9700").expect("a bundled scenario");
            let stand_in = StandIn::start(scenario).await.expect("a free port");
            let budget = Budget { only: vec![rule.to_owned()], ..Budget::default() };
            survey(&stand_in, &budget).await.expect("a profile")
        })
    }

    fn said(outcome: Result<Completion, Failed>) -> String {
        match outcome {
            Ok(Completion::Completed) => "ok".to_owned(),
            Ok(Completion::Ignored { reason }) => format!("ignored {}", reason.unwrap_or_default()),
            Err(failed) => format!("failed {}", failed.message().unwrap_or_default()),
        }
    }

    #[test]
    fn what_an_interrupted_survey_did_not_judge_fails() {
        let mut profile = profile("redirect/host-case");
        assert_eq!(said(of_rule("redirect/host-case", &profile)), "ok");
        let other = "redirect/path-case";
        assert_eq!(said(of_rule(other, &profile)), "ignored not asked: the run was narrowed to others");
        (profile.partial, profile.error) = (true, Some("the server went away".to_owned()));
        for finding in profile.findings.iter_mut().filter(|finding| finding.rule == other) {
            finding.because = Some(ENDED.to_owned());
        }
        assert_eq!(said(of_rule("redirect/host-case", &profile)), "ok");
        let failed = "failed not judged, the survey of rfc9700 ended early: the server went away";
        assert_eq!(said(of_rule(other, &profile)), failed);
        assert_eq!(said(of_drift(&profile)), failed);
    }

    #[test]
    fn what_is_only_advised_never_fails() {
        let mut profile = profile("redirect/host-case");
        let finding = profile.findings.iter_mut().find(|finding| finding.rule == "redirect/host-case");
        let finding = finding.expect("a finding");
        (finding.verdict, finding.level) = (Verdict::Violated, Level::Should);
        assert_eq!(said(of_rule("redirect/host-case", &profile)), "ok");
    }
}
