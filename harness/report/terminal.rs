//! Reports for a terminal.

use super::{
    cell::{self, LEGEND},
    inert::shortened,
    told::told,
};
use crate::{
    profile::{Finding, Matrix, Profile, Row, Standing, Verdict},
    protocol::inert,
    rules::Level,
};
use comfy_table::{ContentArrangement, LineStyle, Table, TableStyle};
use std::fmt::Write as _;

/// One line below the heads, and nothing else.
pub(super) const STYLE: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('-').junction('-'));

/// The widest first column.
const TITLE: usize = 52;

/// What a column is given at most where several share a line, in characters.
const COLUMN: usize = 20;

/// The matrix, `width` columns wide, in as many tables as that takes. What nobody violates is
/// counted, not listed, and what is stated of reference servers is left out beside real providers.
#[must_use]
pub fn matrix_terminal(matrix: &Matrix, width: u16) -> String {
    let mut out = String::new();
    let everyone: Vec<usize> = (0..matrix.targets.len()).collect();
    let providers: Vec<usize> =
        everyone.iter().copied().filter(|column| !matrix.targets[*column].reference).collect();
    for section in &matrix.sections {
        let columns = if section.documents && !providers.is_empty() { &providers } else { &everyone };
        let listed: Vec<&Row> = section.rows.iter().filter(|row| is_telling(row, columns)).collect();
        let _ = writeln!(out, "{}", section.title);
        for group in groups(matrix, columns, &listed, usize::from(width)) {
            let rows: Vec<&Row> = listed.iter().copied().filter(|row| is_telling(row, &group)).collect();
            let _ = writeln!(out, "{}\n", table(matrix, &group, &rows, width));
        }
        let same = section.rows.len() - listed.len();
        if !section.documents && same > 0 {
            let _ = writeln!(out, "{same} rules are violated by none of them.\n");
        }
    }
    for line in LEGEND {
        let _ = writeln!(out, "{line}");
    }
    out
}

/// Whether a row says anything of these columns that a reader would not assume.
fn is_telling(row: &Row, columns: &[usize]) -> bool {
    columns.iter().any(|column| {
        let standing = row.cells[*column].standing;
        !matches!(
            standing,
            Standing::Upheld | Standing::Unknown | Standing::NotAsked | Standing::NotApplicable
        )
    })
}

/// The columns of which there is something to tell, as many at a time as a line has room for.
fn groups(matrix: &Matrix, columns: &[usize], rows: &[&Row], width: usize) -> Vec<Vec<usize>> {
    let room = width.saturating_sub(title_width(rows) + 2);
    let mut groups: Vec<(usize, Vec<usize>)> = Vec::new();
    for column in columns.iter().copied() {
        let cells = rows.iter().filter(|row| is_telling(row, &[column]));
        let Some(longest) = cells.map(|row| cell::text(&row.cells[column]).chars().count()).max() else {
            continue;
        };
        let wanted = longest.max(matrix.targets[column].target.len()).min(COLUMN) + 3;
        match groups.last_mut() {
            Some((used, group)) if *used + wanted <= room => {
                *used += wanted;
                group.push(column);
            }
            _ => groups.push((wanted, vec![column])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn title_width(rows: &[&Row]) -> usize {
    rows.iter().map(|row| row.title.len()).max().unwrap_or_default().min(TITLE)
}

/// A table in which every cell has one line, cut to its share of the width.
fn table(matrix: &Matrix, columns: &[usize], rows: &[&Row], width: u16) -> Table {
    let room = usize::from(width).saturating_sub(title_width(rows) + 2);
    let share = (room / columns.len().max(1)).saturating_sub(3).max(8);
    let mut table = Table::new();
    table.load_style(STYLE).set_content_arrangement(ContentArrangement::Disabled);
    let heads = columns.iter().map(|column| {
        let column = &matrix.targets[*column];
        let live = if column.live { " (live)" } else { "" };
        let measured = if column.measured { " [m]" } else { "" };
        head(&format!("{}{measured}{live}", inert(&column.target)), share)
    });
    table.set_header(std::iter::once(String::new()).chain(heads));
    for row in rows {
        let cells = columns.iter().map(|column| fitted(&cell::text(&row.cells[*column]), share));
        table.add_row(std::iter::once(shortened(&row.title, TITLE)).chain(cells));
    }
    table
}

/// A head cut in its middle: names of one family differ at the end.
fn head(text: &str, share: usize) -> String {
    match text.len().checked_sub(share) {
        None | Some(0) => text.to_owned(),
        Some(over) => {
            let cut = share / 2;
            format!("{}...{}", &text[..cut.saturating_sub(2)], &text[cut + over + 1..])
        }
    }
}

/// A cell cut to its share, its mark kept.
fn fitted(text: &str, share: usize) -> String {
    let text = inert(text);
    match text.rfind(" [").filter(|_| text.len() > share) {
        Some(mark) => shortened(&text[..mark], share.saturating_sub(text.len() - mark)) + &text[mark..],
        None => shortened(&text, share),
    }
}

/// What a profile has to say beyond the matrix: violations with their witnesses, surprises, and
/// how the survey ended.
#[must_use]
pub fn profile_terminal(profile: &Profile) -> String {
    let mut out = String::new();
    let live = if profile.live { ", live" } else { "" };
    let _ =
        writeln!(out, "{} ({}{live}): {} requests", inert(&profile.name), profile.standard, profile.requests);
    let count =
        |verdict: Verdict| profile.findings.iter().filter(|finding| finding.verdict == verdict).count();
    let _ = writeln!(
        out,
        "  {} upheld, {} violated, {} inconclusive, {} not asked, {} not applicable",
        count(Verdict::Upheld),
        count(Verdict::Violated),
        count(Verdict::Inconclusive) + count(Verdict::Unstable),
        count(Verdict::NotAsked),
        count(Verdict::NotApplicable)
    );
    for (clients, sentence) in told(profile).iter().filter(|_| profile.live) {
        let _ = writeln!(out, "  {}: {}", inert(clients), inert(sentence));
    }
    for finding in profile.findings.iter().filter(|finding| matters(finding)) {
        out.push_str(&witness(finding));
    }
    let advice = profile
        .findings
        .iter()
        .filter(|finding| finding.verdict == Verdict::Violated && finding.level == Level::Should);
    for finding in advice.filter(|finding| finding.deviation.is_none()) {
        let _ = writeln!(out, "  advice not followed: {}: {}", finding.rule, finding.demands);
    }
    if let Some(error) = &profile.error {
        let _ = writeln!(out, "  the survey ended early: {}", inert(error));
    }
    for surprise in profile.surprises() {
        let _ = writeln!(out, "  surprise: {}", inert(&surprise));
    }
    out
}

fn matters(finding: &Finding) -> bool {
    finding.verdict == Verdict::Violated && finding.deviation.is_none() && finding.level == Level::Must
        || finding.verdict == Verdict::Unstable
}

fn witness(finding: &Finding) -> String {
    let mut out = String::from("\n");
    for line in finding.to_string().lines() {
        let _ = writeln!(out, "  {}", inert(line));
    }
    out
}
