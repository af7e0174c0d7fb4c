//! Calibration: learning on known requests how this server says yes and how it says no.

use super::face::{Face, Feature};
use serde::Serialize;
use std::{collections::BTreeSet, fmt};

/// What the server's answers to known good and known bad requests look like.
#[derive(Clone, Debug)]
pub struct Calibration {
    good: Vec<Face>,
    bad: Vec<Face>,
    telling: Vec<Feature>,
    words: Words,
    /// Why a walk stopped on the page of a refusal, if it did.
    stuck: Option<String>,
}

/// The known good and the known bad requests are answered alike.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "a registered and an unrelated redirect URI are answered alike; the server decides later, perhaps after a login"
)]
pub struct Untellable;

/// What a face says, read by a calibration.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reading {
    /// The answer looks as it does for a registered URI.
    LikeGood,
    /// The answer looks as it does for an unrelated one, or is a plain client error.
    LikeBad,
    /// It looks like neither.
    Unlike,
}

/// How sure it is that accepted and refused are told apart.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// They are not: all answers look alike.
    None,
    /// By the length of a page alone.
    Low,
    /// By what a page says, steady in many controls.
    Fair,
    /// By the status or by where the answer leads.
    High,
    /// By a code that comes.
    Certain,
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::Low => "low",
            Self::Fair => "fair",
            Self::High => "high",
            Self::Certain => "certain",
        })
    }
}

/// How many controls of each kind it takes where pages alone tell.
const ENOUGH: usize = 5;

/// What tells before anything in a page does.
const BY_ROUTE: [Feature; 2] = [Feature::Status, Feature::Leads];

impl Calibration {
    /// Learns from at least one answer of each kind. A feature tells if no value of it is seen with
    /// both kinds, and those of each kind come back: a page that is tried out in two wordings has
    /// two titles, one that is made anew each time has none.
    ///
    /// # Errors
    /// If no feature tells.
    pub fn learn(good: &[Face], bad: &[Face]) -> Result<Self, Untellable> {
        let tells = |feature: &Feature| {
            let (good, bad) = (seen(good, *feature), seen(bad, *feature));
            comes_back(&good) && comes_back(&bad) && !good.iter().any(|value| bad.contains(value))
        };
        let mut telling: Vec<Feature> = Face::comparable().filter(tells).collect();
        let words = Words::of(good, bad);
        if words.tell() {
            telling.push(Feature::Words);
        }
        if telling.is_empty() && tells(&Feature::Length) {
            telling.push(Feature::Length);
        }
        if telling.is_empty() {
            return Err(Untellable);
        }
        Ok(Self { good: good.to_vec(), bad: bad.to_vec(), telling, words, stuck: None })
    }

    /// Whether more controls would say more: what was learned stands in the pages alone, or nothing
    /// was and answers to the same request differ.
    #[must_use]
    pub fn wants_more(good: &[Face], bad: &[Face]) -> bool {
        let varies = |faces: &[Face]| {
            let differs = |feature| seen(faces, feature).windows(2).any(|pair| pair[0] != pair[1]);
            Face::comparable().any(differs) || faces.windows(2).any(|pair| pair[0].words != pair[1].words)
        };
        match Self::learn(good, bad) {
            Ok(learned) => learned.confidence() < Confidence::High,
            Err(Untellable) => varies(good) || varies(bad),
        }
    }

    /// Whether it was learned from as many controls as it takes: of pages that differ in what they
    /// say alone, a few may differ by chance.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.confidence() >= Confidence::High || self.good.len().min(self.bad.len()) >= ENOUGH
    }

    /// The same, for a server whose refusals are pages with a form that stops a walk.
    #[must_use]
    pub fn where_refusals_stop_so(self, stuck: Option<String>) -> Self {
        Self { stuck, ..self }
    }

    /// Whether a walk that stopped for this reason stopped where those of refusals do.
    #[must_use]
    pub fn stops_like_bad(&self, stuck: &str) -> bool {
        self.stuck.as_deref() == Some(stuck)
    }

    /// How sure it is that accepted and refused are told apart.
    #[must_use]
    pub fn confidence(&self) -> Confidence {
        let tells = |feature: &Feature| self.telling.contains(feature);
        if self.good.iter().all(|face| face.value(Feature::Leads) == "callback with a code") {
            Confidence::Certain
        } else if BY_ROUTE.iter().any(tells) {
            Confidence::High
        } else if tells(&Feature::Length) {
            Confidence::Low
        } else {
            Confidence::Fair
        }
    }

    /// The features by which they are told apart, in words.
    #[must_use]
    pub fn told_by(&self) -> Vec<String> {
        self.telling.iter().map(ToString::to_string).collect()
    }

    /// What an accepted request looks like, and a refused one.
    #[must_use]
    pub fn looks(&self) -> (String, String) {
        let described = |faces: &[Face]| {
            let looks: BTreeSet<String> = faces.iter().map(Face::described).collect();
            looks.into_iter().collect::<Vec<_>>().join(" or ")
        };
        (described(&self.good), described(&self.bad))
    }

    /// How many accepted and how many refused controls it was learned from.
    #[must_use]
    pub fn controls(&self) -> (usize, usize) {
        (self.good.len(), self.bad.len())
    }

    /// Which answers say nothing, in words.
    #[must_use]
    pub fn ambiguous(&self) -> &'static str {
        match self.confidence() {
            Confidence::Certain => {
                "an answer without a code that does not look like the refusal, unless it is a client error"
            }
            Confidence::High => {
                "an answer with another status or another way on, unless it is a client error that leads nowhere"
            }
            Confidence::Fair => "a page that says anything else, and any page once its texts change",
            Confidence::Low | Confidence::None => {
                "a page of any other length, and any page with something of the request in it"
            }
        }
    }

    /// Reads a face. One that is like neither still counts as a refusal if it is a client error
    /// (RFC 9110 section 15.5) that leads nowhere, where a good request is led on. A page that shows
    /// what keeps the server from answering, as no control did, says nothing.
    #[must_use]
    pub fn read(&self, face: &Face, status: u16) -> Reading {
        let like = |known: &[Face], feature: Feature| {
            known.iter().any(|known| known.value(feature) == face.value(feature))
        };
        let (good, bad) = (&self.good[..], &self.bad[..]);
        if face.obstacle.is_some() && !good.iter().chain(bad).any(|known| known.obstacle == face.obstacle) {
            return Reading::Unlike;
        }
        let routes_differ = BY_ROUTE.iter().any(|feature| {
            let (good, bad) = (seen(good, *feature), seen(bad, *feature));
            !good.iter().any(|value| bad.contains(value))
        });
        let all_agree = |known: &[Face], is_good: bool| {
            self.telling.iter().all(|feature| match feature {
                Feature::Words => self.words.fit(face, is_good),
                feature => like(known, *feature),
            })
        };
        let routes_agree = |known: &[Face]| BY_ROUTE.iter().all(|feature| like(known, *feature));
        let good_leads_nowhere = good.iter().any(Face::leads_nowhere);
        let led_on = routes_differ && !good_leads_nowhere;
        let like_good = all_agree(good, true) || led_on && routes_agree(good);
        // A page with a good status may be any page: then it has to be called the same.
        let named_alike = status >= 300 || like(bad, Feature::Title);
        let like_bad = all_agree(bad, false) || routes_differ && routes_agree(bad) && named_alike;
        let client_error = (400..500).contains(&status) && !matches!(status, 408 | 425 | 429);
        if like_good {
            Reading::LikeGood
        } else if like_bad || client_error && face.leads_nowhere() && !good_leads_nowhere {
            Reading::LikeBad
        } else {
            Reading::Unlike
        }
    }
}

/// The words that stand in the pages of one kind alone.
#[derive(Clone, Debug, Default)]
struct Words {
    /// In all accepted ones, and in no refused one.
    good: BTreeSet<String>,
    /// In all refused ones, and in no accepted one.
    bad: BTreeSet<String>,
    /// In all of both.
    common: BTreeSet<String>,
    /// In any of them.
    known: BTreeSet<String>,
    /// Whether every page has words of its own, so that a word nobody has seen says nothing.
    random: bool,
}

impl Words {
    fn of(good: &[Face], bad: &[Face]) -> Self {
        let everywhere = |faces: &[Face]| {
            let mut faces = faces.iter().map(|face| face.words.clone());
            let first = faces.next().unwrap_or_default();
            faces.fold(first, |kept, words| &kept & &words)
        };
        let anywhere =
            |faces: &[Face]| faces.iter().flat_map(|face| face.words.clone()).collect::<BTreeSet<_>>();
        let echoed =
            |word: &String| good.iter().chain(bad).any(|face| face.may_have(word) && !face.has(word));
        let own = |steady: BTreeSet<String>, others: &BTreeSet<String>| -> BTreeSet<String> {
            steady.into_iter().filter(|word| !others.contains(word) && !echoed(word)).collect()
        };
        let (all_good, all_bad) = (everywhere(good), everywhere(bad));
        let (any_good, any_bad) = (anywhere(good), anywhere(bad));
        let random = good.len() > 1
            && good.iter().all(|face| {
                let others = || good.iter().filter(|other| *other != face);
                face.words.iter().any(|word| others().all(|other| !other.words.contains(word)))
            });
        Self {
            common: &all_good & &all_bad,
            good: own(all_good, &any_bad),
            bad: own(all_bad, &any_good),
            known: &any_good | &any_bad,
            random,
        }
    }

    fn tell(&self) -> bool {
        !self.good.is_empty() || !self.bad.is_empty()
    }

    /// Whether a page has the words of one kind and none of the other. One that is to be like an
    /// accepted one says nothing else either.
    fn fit(&self, face: &Face, is_good: bool) -> bool {
        let (own, others) = if is_good { (&self.good, &self.bad) } else { (&self.bad, &self.good) };
        let strange = |word: &String| face.has(word) && !self.known.contains(word);
        own.iter().chain(&self.common).all(|word| face.may_have(word))
            && !others.iter().any(|word| face.has(word))
            && (!is_good || self.random || !face.words.iter().any(strange))
    }
}

/// The values of a feature, in the order of the faces.
fn seen(faces: &[Face], feature: Feature) -> Vec<&str> {
    faces.iter().map(|face| face.value(feature)).collect()
}

/// Whether values come back: one in two, or a few in many.
fn comes_back(values: &[&str]) -> bool {
    let different: BTreeSet<&str> = values.iter().copied().collect();
    different.len() <= (values.len() / 2).max(1)
}
