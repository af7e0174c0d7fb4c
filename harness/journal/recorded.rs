//! A target that is only remembered: nothing is sent to it.

use super::Header;
use crate::{
    scenario::{Scenario, ScenarioError},
    target::{CourierSettings, Target, TargetError, Tenant},
};

/// A target as a journal tells of it.
#[derive(Clone, Debug)]
pub struct Recorded {
    scenario: Scenario,
    tenant: Tenant,
    live: bool,
}

/// A header that tells of no target.
#[derive(Debug, thiserror::Error)]
pub enum RecordedError {
    /// Its scenario cannot be read.
    #[error("the scenario in the header of the journal cannot be read: {0}")]
    Scenario(#[from] ScenarioError),
    /// An endpoint is no URL.
    #[error("an endpoint in the header of the journal is no URL: {0}")]
    Endpoint(#[from] url::ParseError),
}

impl Recorded {
    /// The target of a journal, as its own scenario describes it.
    ///
    /// # Errors
    /// If the scenario in the header is none to this version, or an endpoint no URL.
    pub fn of(header: &Header) -> Result<Self, RecordedError> {
        Ok(Self { scenario: header.scenario()?, tenant: header.tenant()?, live: header.live })
    }

    /// The same, judged by another version of its scenario.
    #[must_use]
    pub fn described_by(self, scenario: Scenario) -> Self {
        Self { scenario, ..self }
    }
}

impl Target for Recorded {
    fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    fn is_live(&self) -> bool {
        self.live
    }

    async fn enrol(&self) -> Result<Tenant, TargetError> {
        Ok(self.tenant.clone())
    }

    fn courier_settings(&self) -> CourierSettings {
        CourierSettings { limit: Some(0), ..CourierSettings::default() }
    }
}
