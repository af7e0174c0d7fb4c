//! The provider comparison matrix: profiles side by side, as data.

use super::{
    Profile,
    finding::{Finding, Verdict},
    rows::ProbeRow,
};
use crate::{
    behaviour::TOPICS,
    evidence::Outcome,
    mutation,
    rules::{self, Level},
    scenario::Confidence,
};
use serde::Serialize;

/// Profiles side by side.
///
/// ```
/// use oauth_litmus::{Budget, Matrix, Scenario, StandIn, report, survey};
/// # tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(async {
/// let mut profiles = Vec::new();
/// for name in ["zoho", "constant-contact-v3"] {
///     let stand_in = StandIn::start(Scenario::named(name).unwrap()).await.unwrap();
///     profiles.push(survey(&stand_in, &Budget { cases: 0, ..Budget::default() }).await.unwrap());
/// }
/// println!("{}", report::matrix_terminal(&Matrix::of(&profiles), 100));
/// # });
/// ```
#[derive(Clone, Debug, Serialize)]
pub struct Matrix {
    /// The version of the JSON layout.
    pub schema: u32,
    /// The targets, in order: the columns.
    pub targets: Vec<Column>,
    /// The rows, in sections.
    pub sections: Vec<Section>,
}

/// One target of a matrix.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    /// The scenario's stem.
    pub target: String,
    /// The provider's name.
    pub name: String,
    /// Whether it is a reference server, made from a standard and no provider's.
    pub reference: bool,
    /// Whether a real server was asked.
    pub live: bool,
    /// Whether the scenario states what was measured of a real server, not what its provider says.
    pub measured: bool,
    /// What it is judged by.
    pub standard: &'static str,
}

/// Rows that belong together.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// Its title.
    pub title: &'static str,
    /// Whether it tells what documents say, which of a reference server says nothing new.
    pub documents: bool,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// A topic's path, a rule's id, or the name of a figure.
    pub id: &'static str,
    /// What a reader calls it.
    pub title: String,
    /// One cell a target.
    pub cells: Vec<Cell>,
}

/// One cell.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Cell {
    /// Its text; none where nothing is known.
    pub text: Option<String>,
    /// How it is known.
    pub standing: Standing,
    /// Why, where that needs saying.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

/// How a cell is known.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Reasoned from related evidence.
    Inferred,
    /// Third parties report it.
    Observed,
    /// The provider says so.
    Documented,
    /// This run, or an earlier one, found it out.
    Measured,
    /// It is stated, and no claim is behind it.
    Stated,
    /// Nobody knows.
    Unknown,
    /// The rule is upheld.
    Upheld,
    /// It is violated.
    Violated,
    /// It is violated, and the scenario says so and why.
    Deviation,
    /// Nothing can be concluded.
    Inconclusive,
    /// The rule is pointless here.
    NotApplicable,
    /// It was not asked.
    NotAsked,
    /// Asked twice, the answers differed.
    Unstable,
}

impl Matrix {
    /// Puts profiles side by side.
    #[must_use]
    pub fn of(profiles: &[Profile]) -> Self {
        let column = |profile: &Profile| Column {
            target: profile.target.clone(),
            name: profile.name.clone(),
            reference: profile.reference,
            live: profile.live,
            measured: profile.folder == Some("servers"),
            standard: profile.standard.as_str(),
        };
        Self {
            schema: super::SCHEMA,
            targets: profiles.iter().map(column).collect(),
            sections: vec![
                Section { title: "What is stated", documents: true, rows: stated(profiles) },
                Section { title: "What was measured", documents: false, rows: measured(profiles) },
                Section { title: "Which rules hold", documents: false, rows: rules(profiles) },
            ],
        }
    }
}

fn stated(profiles: &[Profile]) -> Vec<Row> {
    let rows = TOPICS.iter().map(|topic| Row {
        id: topic.path,
        title: topic.title.to_owned(),
        cells: profiles.iter().map(|profile| known(profile, topic.path)).collect(),
    });
    rows.filter(|row| row.cells.iter().any(|cell| cell.text.is_some())).collect()
}

fn known(profile: &Profile, topic: &str) -> Cell {
    let Some(known) = profile.stated.iter().find(|known| known.topic == topic) else {
        return Cell::bare(Standing::Unknown);
    };
    let standing = match known.confidence {
        Some(Confidence::Inferred) => Standing::Inferred,
        Some(Confidence::Observed) => Standing::Observed,
        Some(Confidence::Documented) => Standing::Documented,
        Some(Confidence::Measured) => Standing::Measured,
        None => Standing::Stated,
    };
    let disputed = (!known.instead.is_empty()).then(|| format!("elsewhere: {}", known.instead.join(", ")));
    Cell { text: Some(known.value.clone()), standing, because: disputed }
}

fn measured(profiles: &[Profile]) -> Vec<Row> {
    let row = |id, title: &str, figure: fn(&Profile) -> Option<String>| Row {
        id,
        title: title.to_owned(),
        cells: profiles
            .iter()
            .map(|profile| figure(profile).map_or_else(|| unmeasured(profile, id), Cell::measured))
            .collect(),
    };
    let mut rows = vec![
        row("redirect_uri.match", "redirect URI compared", |profile| {
            profile.behaviour.redirect_uri.compare.as_ref().map(ToString::to_string)
        }),
        row("code.lifetime", "code lifetime", |profile| {
            profile.behaviour.code.lifetime.map(|lifetime| lifetime.to_string())
        }),
        row("access_token.lifetime", "access token lifetime", |profile| {
            profile.behaviour.access_token.lifetime.map(|lifetime| lifetime.to_string())
        }),
        row("refresh_token.lifetime", "refresh token lifetime", |profile| {
            profile.behaviour.refresh_token.lifetime.map(|lifetime| lifetime.to_string())
        }),
        row("access_token.format", "access token format", |profile| {
            profile.behaviour.access_token.format.map(|format| format.as_str().to_owned())
        }),
        row("access_token.live_at_once", "access tokens at once", |profile| {
            profile.behaviour.access_token.live_at_once.map(|count| count.to_string())
        }),
        row("refresh_token.live_at_once", "refresh tokens at once", |profile| {
            profile.behaviour.refresh_token.live_at_once.map(|count| count.to_string())
        }),
        row("code.uses", "code uses", |profile| profile.behaviour.code.uses.map(|uses| uses.to_string())),
        row("mutations.accepted", "mutated URIs accepted", |profile| {
            let wrongly = wrongly_accepted(profile).count();
            Some(format!(
                "{wrongly} of {}",
                profile.probes.iter().filter(|probe| !of_token_request(probe)).count()
            ))
        }),
        row("mutations.worst", "worst of them", |profile| {
            let worst = wrongly_accepted(profile).filter_map(|probe| probe.severity).max();
            Some(worst.map_or_else(|| "none".to_owned(), |severity| severity.to_string()))
        }),
        row("requests", "requests", |profile| Some(profile.requests.to_string())),
    ];
    let of_tokens = |row: &Row| row.id.starts_with("access_token.") || row.id.starts_with("refresh_token.");
    rows.retain(|row| !of_tokens(row) || row.cells.iter().any(|cell| *cell != Cell::bare(Standing::Unknown)));
    rows
}

/// What is not known, and why, if somebody tried.
fn unmeasured(profile: &Profile, id: &str) -> Cell {
    Cell { because: profile.behaviour.unmeasured.get(id).cloned(), ..Cell::bare(Standing::Unknown) }
}

/// The mutated redirect URIs that lead elsewhere and were accepted all the same.
fn wrongly_accepted(profile: &Profile) -> impl Iterator<Item = &ProbeRow> {
    let probes = profile.probes.iter().filter(|probe| !of_token_request(probe));
    probes.filter(|probe| probe.severity.is_some() && probe.outcome == Outcome::Accepted)
}

/// Whether an edit is one of the token request, where no browser lands anywhere.
fn of_token_request(probe: &ProbeRow) -> bool {
    mutation::by_id(probe.mutation).is_some_and(|mutation| mutation.at_token.is_some())
}

fn rules(profiles: &[Profile]) -> Vec<Row> {
    let rows = rules::catalogue().map(|rule| Row {
        id: rule.id,
        title: if rule.level == Level::Must {
            rule.id.to_owned()
        } else {
            format!("{} ({})", rule.id, rule.level)
        },
        cells: profiles.iter().map(|profile| verdict(profile, rule.id)).collect(),
    });
    rows.collect()
}

fn verdict(profile: &Profile, rule: &str) -> Cell {
    let findings: Vec<&Finding> = profile.findings.iter().filter(|finding| finding.rule == rule).collect();
    let Some(worst) = findings.iter().max_by_key(|finding| (finding.deviation.is_none(), finding.severity))
    else {
        return Cell::bare(Standing::NotAsked);
    };
    let standing = match worst.verdict {
        Verdict::Upheld => Standing::Upheld,
        Verdict::Violated if findings.iter().all(|finding| finding.deviation.is_some()) => {
            Standing::Deviation
        }
        Verdict::Violated => Standing::Violated,
        Verdict::Inconclusive => Standing::Inconclusive,
        Verdict::NotApplicable => Standing::NotApplicable,
        Verdict::Unstable => Standing::Unstable,
        Verdict::NotAsked
            if worst
                .because
                .as_deref()
                .is_some_and(|because| [UNKNOWN, KNOWN_TO_PART].contains(&because)) =>
        {
            Standing::Unknown
        }
        Verdict::NotAsked => Standing::NotAsked,
    };
    Cell {
        text: worst.severity.map(|severity| severity.to_string()),
        standing,
        because: worst.deviation.clone().or_else(|| worst.because.clone()),
    }
}

/// The reason of a rule that a stand-in is not asked, since its scenario is silent.
pub const UNKNOWN: &str = "the scenario does not say, and a stand-in would only invent it";

impl Cell {
    fn bare(standing: Standing) -> Self {
        Self { text: None, standing, because: None }
    }

    fn measured(text: String) -> Self {
        Self { text: Some(text), standing: Standing::Measured, because: None }
    }
}

/// Why a rule was not asked of a stand-in that is known to part from its server there.
pub const KNOWN_TO_PART: &str = "the stand-in is known not to be like the server there";
