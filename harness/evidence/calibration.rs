//! Calibration: learning on known requests how this server says yes and how it says no.

use super::face::{Face, Feature};

/// What the server's answers to known good and known bad requests look like.
#[derive(Clone, Debug)]
pub struct Calibration {
    good: Face,
    bad: Face,
    telling: Vec<Feature>,
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

impl Calibration {
    /// Learns from at least one answer of each kind; a feature tells if it is steady within
    /// both kinds and differs between them.
    ///
    /// # Errors
    /// If no feature tells.
    ///
    /// # Panics
    /// If either list is empty.
    pub fn learn(good: &[Face], bad: &[Face]) -> Result<Self, Untellable> {
        let steady = |faces: &[Face], feature| faces.windows(2).all(|pair| pair[0].agrees(&pair[1], feature));
        let telling: Vec<Feature> = good[0]
            .features()
            .filter(|feature| {
                steady(good, *feature) && steady(bad, *feature) && !good[0].agrees(&bad[0], *feature)
            })
            .collect();
        if telling.is_empty() {
            return Err(Untellable);
        }
        Ok(Self { good: good[0].clone(), bad: bad[0].clone(), telling, stuck: None })
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

    /// Reads a face. One that is like neither still counts as a refusal if it is a client error
    /// (RFC 9110 section 15.5) that leads nowhere, where a good request is led on.
    #[must_use]
    pub fn read(&self, face: &Face, status: u16) -> Reading {
        let by_route = [Feature::Status, Feature::Leads];
        let routes_differ = by_route.iter().any(|feature| !self.good.agrees(&self.bad, *feature));
        let all_agree = |known: &Face| self.telling.iter().all(|feature| face.agrees(known, *feature));
        let routes_agree = |known: &Face| by_route.iter().all(|feature| face.agrees(known, *feature));
        let led_on = routes_differ && !self.good.leads_nowhere();
        let like_good = all_agree(&self.good) || led_on && routes_agree(&self.good);
        // A page with a good status may be any page: then it has to be called the same.
        let named_alike = status >= 300 || face.agrees(&self.bad, Feature::Title);
        let like_bad = all_agree(&self.bad) || routes_differ && routes_agree(&self.bad) && named_alike;
        let client_error = (400..500).contains(&status) && !matches!(status, 408 | 425 | 429);
        if like_good {
            Reading::LikeGood
        } else if like_bad || client_error && face.leads_nowhere() && !self.good.leads_nowhere() {
            Reading::LikeBad
        } else {
            Reading::Unlike
        }
    }
}
