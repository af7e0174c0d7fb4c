//! Profiles: everything pinned down about one target; and matrices: profiles side by side.

mod difference;
mod drift;
mod finding;
mod known;
mod learned;
mod matrix;
mod rows;

pub use difference::{Difference, Differing, Taken, Taking};
pub(crate) use difference::{is_of_value, takes};
pub use drift::{Drift, drift};
pub use finding::{ExchangeView, Finding, Verdict, Witness};
pub(crate) use known::plain;
pub use known::{Known, known};
pub use learned::{Agreement, Flows, Learned, Spent};
pub use matrix::{Cell, Column, KNOWN_TO_PART, Matrix, Row, Section, Standing, UNKNOWN};
pub use rows::{MutationRow, ProbeRow};

use crate::{
    behaviour::{Match, TokenFormat},
    learn::{Count, Interval},
    runner::ToldApart,
    scenario::Standard,
};
use serde::Serialize;
use std::{collections::BTreeMap, time::Duration};

/// Everything pinned down about one target; serialised, it is the JSON profile.
///
/// ```
/// use oauth_litmus::{Budget, Scenario, StandIn, survey};
/// # tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(async {
/// let loose = "[provider]\nname = \"Loose\"\n[code]\nuses = 2";
/// let stand_in = StandIn::start(Scenario::parse("loose", loose).unwrap()).await.unwrap();
/// let profile = survey(&stand_in, &Budget::default()).await.unwrap();
/// assert_eq!(profile.surprises(), ["code/single-use is violated"]);
/// # });
/// ```
#[derive(Clone, Debug, Serialize)]
pub struct Profile {
    /// The version of the JSON layout.
    pub schema: u32,
    /// The scenario's stem.
    pub target: String,
    /// The provider's name.
    pub name: String,
    /// The bundled folder of its scenario; none for a file of the user's.
    #[serde(skip)]
    pub folder: Option<&'static str>,
    /// The text of its scenario, without secrets.
    #[serde(skip)]
    pub source: String,
    /// Whether it is a reference server, made from a standard and no provider's.
    pub reference: bool,
    /// Whether a real server was asked.
    pub live: bool,
    /// The seed of its random draws.
    pub seed: u64,
    /// What it was judged by.
    pub standard: Standard,
    /// Requests sent, controls included.
    pub requests: usize,
    /// How accepted and refused were told apart, for each client that was asked about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub calibration: Vec<ToldApart>,
    /// What was measured.
    pub behaviour: Measured,
    /// What the scenario states, topic by topic.
    pub stated: Vec<Known>,
    /// Every mutation class of the catalogue.
    pub mutations: Vec<MutationRow>,
    /// Every single edit asked.
    pub probes: Vec<ProbeRow>,
    /// One finding for each rule, and for a violated one, one for each severity and channel.
    pub findings: Vec<Finding>,
    /// Where a real server differs from its scenario.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drift: Option<Vec<Drift>>,
    /// Why the survey ended early.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Whether it ended early.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub partial: bool,
}

/// The version of the JSON layout that this library writes.
pub const SCHEMA: u32 = 1;

/// Why a rule was not judged in a survey that ended early.
pub const ENDED: &str = "the survey ended before";

/// The behaviour that was measured; what is unknown is left out.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Measured {
    /// About redirect URIs.
    #[serde(skip_serializing_if = "MeasuredRedirect::is_empty")]
    pub redirect_uri: MeasuredRedirect,
    /// About codes.
    #[serde(skip_serializing_if = "MeasuredCode::is_empty")]
    pub code: MeasuredCode,
    /// About access tokens.
    #[serde(skip_serializing_if = "MeasuredToken::is_empty")]
    pub access_token: MeasuredToken,
    /// About refresh tokens.
    #[serde(skip_serializing_if = "MeasuredToken::is_empty")]
    pub refresh_token: MeasuredToken,
    /// About what is around the server, by topic, as a scenario states it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub further: BTreeMap<&'static str, toml::Value>,
    /// Why something came to nothing that was to be measured, by topic.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub unmeasured: BTreeMap<&'static str, String>,
}

impl Measured {
    /// What a measurement came to; where that is a reason, it is kept.
    pub(crate) fn note<F>(&mut self, topic: &'static str, came: Result<Option<F>, String>) -> Option<F> {
        came.unwrap_or_else(|why| {
            self.unmeasured.insert(topic, why);
            None
        })
    }
}

/// What was measured about redirect URIs.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MeasuredRedirect {
    /// How they are compared.
    #[serde(rename = "match", skip_serializing_if = "Option::is_none")]
    pub compare: Option<Match>,
}

impl MeasuredRedirect {
    fn is_empty(&self) -> bool {
        self.compare.is_none()
    }
}

/// What was measured about codes.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MeasuredCode {
    /// How long they live.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifetime: Option<Interval>,
    /// How often they are redeemed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uses: Option<u32>,
}

impl MeasuredCode {
    fn is_empty(&self) -> bool {
        self.lifetime.is_none() && self.uses.is_none()
    }
}

/// What was measured about tokens.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MeasuredToken {
    /// How long they live.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifetime: Option<Interval>,
    /// How long they are said to live, which nobody waited for.
    #[serde(skip_serializing_if = "Promised::is_empty")]
    pub promised: Promised,
    /// What they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<TokenFormat>,
    /// The claims of those that are JWTs, by their names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claims: Option<Vec<String>>,
    /// The scheme in which a resource took one in a header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// How many live at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub live_at_once: Option<Count>,
}

impl MeasuredToken {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// How long tokens are said to live, in seconds.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Promised {
    /// By the token answer (RFC 6749 section 5.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<u64>,
    /// By the claims `iat` and `exp` (RFC 7519 section 4.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claims: Option<u64>,
}

impl Promised {
    /// What is said; the token itself counts for more than what stands beside it.
    #[must_use]
    pub fn lifetime(self) -> Option<Duration> {
        self.claims.or(self.expires_in).map(Duration::from_secs)
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Profile {
    /// What nobody expected: violated MUSTs that are no stated deviation, deviations that are
    /// conclusively no longer true, and drift. Each in one line.
    #[must_use]
    pub fn surprises(&self) -> Vec<String> {
        let mut surprises: Vec<String> = self.findings.iter().filter_map(Finding::surprise).collect();
        surprises.extend(self.drift.iter().flatten().map(ToString::to_string));
        surprises
    }

    /// Panics, with every witness, if there are surprises or the survey did not finish: for
    /// tests of one's own server.
    ///
    /// # Panics
    /// If [`Profile::surprises`] has any, or the profile is partial.
    #[track_caller]
    pub fn assert_as_expected(&self) {
        assert!(
            !self.partial,
            "the survey of {} did not finish: {}",
            self.target,
            self.error.as_deref().unwrap_or_default()
        );
        let surprises = self.surprises();
        assert!(
            surprises.is_empty(),
            "{} behaves unexpectedly:\n{}\n\n{}",
            self.target,
            surprises.join("\n"),
            self.witnesses()
        );
    }

    /// Every unexpected violation with its witness, as text.
    #[must_use]
    pub fn witnesses(&self) -> String {
        let unexpected = self
            .findings
            .iter()
            .filter(|finding| finding.verdict == Verdict::Violated && finding.deviation.is_none());
        unexpected.map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }
}
