//! What tokens look like and say of themselves, read off every answer that brought some.

use super::ages::said;
use crate::{
    behaviour::TokenFormat,
    evidence::{Happened, Observation, Sort, Spread},
    probe::Service,
    profile::{Measured, Promised},
    target::Tenant,
};
use std::collections::{BTreeMap, BTreeSet};

/// What was read.
#[derive(Default)]
pub(super) struct Forms {
    formats: BTreeSet<&'static str>,
    format: Option<TokenFormat>,
    /// The names of the claims that each JWT has, the first to come first.
    claims: Vec<Vec<String>>,
    pub(super) promised: Promised,
    /// The scheme in which a resource took a token.
    pub(super) scheme: Option<String>,
    /// How much those of one observation differ, of each sort: where most of them came.
    pub(super) spreads: BTreeMap<Sort, Spread>,
}

impl Forms {
    /// Reads the tokens that codes brought. What differs from one to the next is not told.
    pub(super) fn of<'a>(observations: impl Iterator<Item = &'a Observation>, tenant: &Tenant) -> Self {
        let mut forms = Self::default();
        for observation in observations {
            for sort in Sort::ALL {
                let spread = observation.spread(sort);
                let known = forms.spreads.entry(sort).or_default();
                if spread.values > known.values {
                    *known = spread;
                }
            }
            forms.scheme = forms.scheme.or_else(|| scheme(observation));
            let tokens = observation.redeemed().into_iter().flatten();
            for token in tokens.filter_map(|answer| answer.access_token.as_ref()) {
                let Some(shape) = observation.shape(token) else { continue };
                forms.formats.insert(shape.format.as_str());
                forms.format = Some(shape.format);
                if let Some(claims) = shape.jwt {
                    let redaction = tenant.redaction_for(observation);
                    forms.claims.push(claims.names.iter().map(|name| redaction.apply(name)).collect());
                    forms.promised.claims = forms.promised.claims.or(claims.lifetime);
                }
            }
            let says = || said(observation).map(|said| said.as_secs());
            forms.promised.expires_in = forms.promised.expires_in.or_else(says);
        }
        forms
    }

    /// The names of claims that every JWT has; nothing where some tokens are none.
    pub(super) fn claims(&self) -> Option<Vec<String>> {
        let (first, further) = self.claims.split_first().filter(|_| self.formats.len() == 1)?;
        let everywhere = |name: &&String| further.iter().all(|names| names.contains(name));
        Some(first.iter().filter(everywhere).cloned().collect())
    }

    /// What all of them are; the error says that they differ.
    pub(super) fn format(&self) -> Result<Option<TokenFormat>, String> {
        if self.formats.len() > 1 {
            let all: Vec<&str> = self.formats.iter().copied().collect();
            return Err(format!("some are {}", all.join(", others ")));
        }
        Ok(self.format)
    }

    /// Takes over what is wanted of it.
    pub(super) fn take(self, wanted: impl Fn(&str) -> bool, measured: &mut Measured) {
        let claims = self.claims();
        if wanted("access_token.format") {
            measured.access_token.format = measured.note("access_token.format", self.format());
            measured.access_token.claims = claims;
        }
        if wanted("access_token.lifetime") {
            measured.access_token.promised = self.promised;
        }
        if wanted("access_token.scheme") {
            measured.access_token.scheme = self.scheme;
        }
    }
}

/// The scheme of the first token that a resource took in a header.
fn scheme(observation: &Observation) -> Option<String> {
    observation.happened.iter().find_map(|happened| {
        let Happened::Called(Service::Resource, exchange, _) = happened else { return None };
        let (_, value) = exchange.sent.headers.iter().find(|(name, _)| *name == "authorization")?;
        let (scheme, _) = value.split_once(' ')?;
        (happened.liveness() == Some(true)).then(|| scheme.to_owned())
    })
}
