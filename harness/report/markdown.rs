//! Reports in Markdown.

use super::{
    cell::{self, LEGEND},
    inert::{code, inert_markdown, shortened},
    told::told,
};
use crate::{
    behaviour::TOPICS,
    profile::{Cell, Finding, Matrix, Profile, Section, Verdict, plain},
};
use std::{fmt::Write as _, time::Duration};

/// The longest requested URI that a table shows whole.
const LONGEST: usize = 120;

/// The matrix, whole.
#[must_use]
pub fn matrix_markdown(matrix: &Matrix) -> String {
    let mut out = String::from("# Provider comparison matrix\n\n");
    let live = matrix.targets.iter().any(|column| column.live);
    out.push_str(if live {
        "Real servers were asked where a column says so; the others are stand-ins made from their scenarios.\n\n"
    } else {
        "Every column is a stand-in made from its scenario: what is measured here is measured on the stand-in, and says of the provider only what the scenario's claims say. Those called measured were learned from a real server of that version.\n\n"
    });
    for section in &matrix.sections {
        let _ = writeln!(out, "## {}\n", section.title);
        table(&mut out, matrix, section);
    }
    for line in LEGEND {
        let _ = writeln!(out, "{}\n", inert_markdown(line));
    }
    out
}

/// How many columns a table has at most, so that it can be read without scrolling.
const COLUMNS: usize = 6;

/// The rows of a section, some columns at a time; of documents, those rows that say something of
/// them.
fn table(out: &mut String, matrix: &Matrix, section: &Section) {
    let tables = matrix.targets.len().div_ceil(COLUMNS).max(1);
    let columns: Vec<usize> = (0..matrix.targets.len()).collect();
    for columns in columns.chunks(matrix.targets.len().div_ceil(tables).max(1)) {
        let heads = columns.iter().map(|column| &matrix.targets[*column]).map(|column| {
            let live = if column.live { ", live" } else { "" };
            let measured = if column.measured { ", measured" } else { "" };
            format!("{} ({}{measured}{live})", inert_markdown(&column.name), column.standard)
        });
        let _ = writeln!(out, "| | {} |", heads.collect::<Vec<_>>().join(" | "));
        let _ = writeln!(out, "|---|{}", "---|".repeat(columns.len()));
        for row in &section.rows {
            let cells: Vec<&Cell> = columns.iter().map(|column| &row.cells[*column]).collect();
            if section.documents && cells.iter().all(|cell| cell.text.is_none()) {
                continue;
            }
            let cells: Vec<String> =
                cells.into_iter().map(|cell| inert_markdown(&cell::text(cell))).collect();
            let _ = writeln!(out, "| {} | {} |", inert_markdown(&row.title), cells.join(" | "));
        }
        out.push('\n');
    }
}

/// One profile: what was measured, each verdict, each witness, each mutation that was accepted.
///
/// Nothing random is in it, so it can be a snapshot.
#[must_use]
pub fn markdown(profile: &Profile) -> String {
    let mut out = format!("# {}\n\n", inert_markdown(&profile.name));
    let live = if profile.live { "the real server" } else { "its stand-in" };
    let _ = writeln!(
        out,
        "Judged by {}, asked of {live}, {} requests, seed {}.\n",
        profile.standard, profile.requests, profile.seed
    );
    if let Some(error) = &profile.error {
        let _ = writeln!(out, "**The survey ended early:** {}\n", inert_markdown(error));
    }
    for surprise in profile.surprises() {
        let _ = writeln!(out, "- **Surprise:** {}", inert_markdown(&surprise));
    }
    out.push_str("## Accepted or refused\n\n");
    for (clients, sentence) in told(profile) {
        let _ = writeln!(out, "- {}: {}", inert_markdown(&clients), inert_markdown(&sentence));
    }
    out.push_str("\n## Measured\n\n");
    measured(&mut out, profile);
    out.push_str("## Rules\n\n| rule | level | verdict | |\n|---|---|---|---|\n");
    for finding in &profile.findings {
        let severity = finding.severity.map_or_else(String::new, |severity| format!(" {severity}"));
        let why = finding
            .deviation
            .as_ref()
            .map(|why| format!("deviation: {why}"))
            .or_else(|| finding.because.clone())
            .unwrap_or_default();
        let _ = writeln!(
            out,
            "| {} | {} | {}{severity} | {} |",
            finding.rule,
            finding.level,
            finding.verdict,
            inert_markdown(&why)
        );
    }
    for finding in profile.findings.iter().filter(|finding| finding.verdict == Verdict::Violated) {
        witness(&mut out, finding);
    }
    out.push_str("\n## Mutations\n\n| mutation | tried | accepted | refused | unclear | worst | |\n|---|---|---|---|---|---|---|\n");
    for row in &profile.mutations {
        let severity = row.severity.map_or_else(String::new, |severity| severity.to_string());
        let because = inert_markdown(row.because.as_deref().unwrap_or_default());
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {severity} | {because} |",
            row.id, row.tried, row.accepted, row.refused, row.unclear
        );
    }
    out
}

fn measured(out: &mut String, profile: &Profile) {
    let behaviour = &profile.behaviour;
    let figures = [
        ("redirect URIs compared", behaviour.redirect_uri.compare.as_ref().map(ToString::to_string)),
        ("code lifetime", behaviour.code.lifetime.map(|lifetime| lifetime.to_string())),
        ("code uses", behaviour.code.uses.map(|uses| uses.to_string())),
    ];
    let of_tokens = [
        ("access token lifetime", behaviour.access_token.lifetime),
        ("refresh token lifetime", behaviour.refresh_token.lifetime),
    ];
    let of_tokens =
        of_tokens.into_iter().filter_map(|(title, lifetime)| Some((title, Some(lifetime?.to_string()))));
    let access = &behaviour.access_token;
    let seconds = |promised: Duration| humantime::format_duration(promised).to_string().replace(' ', "");
    let forms = [
        ("access token lifetime, as promised", access.promised.lifetime().map(seconds)),
        ("access token format", access.format.map(|format| format.as_str().to_owned())),
        ("access token claims", access.claims.as_ref().map(|claims| claims.join(", "))),
        ("access token scheme", access.scheme.clone()),
        ("access tokens at once", access.live_at_once.map(|count| count.to_string())),
        ("refresh tokens at once", behaviour.refresh_token.live_at_once.map(|count| count.to_string())),
    ];
    let forms = forms.into_iter().filter(|(_, figure)| figure.is_some());
    for (title, figure) in figures.into_iter().chain(of_tokens).chain(forms) {
        let _ = writeln!(
            out,
            "- {title}: {}",
            figure.as_deref().map_or_else(|| "unknown".to_owned(), inert_markdown)
        );
    }
    for (topic, value) in &behaviour.further {
        let title = TOPICS.iter().find(|known| known.path == *topic).map_or(*topic, |known| known.title);
        let _ = writeln!(out, "- {title}: {}", inert_markdown(&plain(value)));
    }
    for (topic, why) in &behaviour.unmeasured {
        let _ = writeln!(out, "- {topic} was not measured: {}", inert_markdown(why));
    }
    for drift in profile.drift.iter().flatten() {
        let _ = writeln!(
            out,
            "- drift of {}: {} was claimed, {} was measured",
            drift.about,
            inert_markdown(&drift.claimed),
            code(&drift.measured.to_string())
        );
    }
    out.push('\n');
}

fn witness(out: &mut String, finding: &Finding) {
    let Some(witness) = &finding.witness else { return };
    let severity = finding.severity.map_or_else(String::new, |severity| format!(" {severity}"));
    let _ = writeln!(out, "\n### {}{severity}\n\n{}\n", finding.rule, inert_markdown(finding.demands));
    let show = |text: &str| code(&shortened(text, LONGEST));
    let _ = writeln!(out, "- registered: {}", show(&witness.registered));
    let _ = writeln!(
        out,
        "- requested: {}",
        witness.requested.as_deref().map_or_else(|| "(not sent)".to_owned(), show)
    );
    if let Some(landing) = &witness.landing {
        let _ = writeln!(out, "- lands at: {}", show(landing));
    }
    for step in &witness.steps {
        let _ = writeln!(out, "- {}", inert_markdown(&shortened(step, 300)));
    }
}
