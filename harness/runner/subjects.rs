//! Which client each kind of probe is about: looked up once, since every tenant of a target has
//! the same clients.

use crate::{
    mutation::{Kind, Registered},
    target::{Client, Tenant},
};
use std::collections::BTreeMap;

/// The place of a client, and its registered URI, by kind.
pub(super) struct Subjects(BTreeMap<Kind, (usize, Registered)>);

impl Subjects {
    pub(super) fn in_tenant(tenant: &Tenant) -> Self {
        let found = Kind::ALL.into_iter().filter_map(|kind| {
            let (client, registered) = tenant.subject(kind)?;
            let place = tenant.clients.iter().position(|other| other.id == client.id)?;
            Some((kind, (place, registered)))
        });
        Self(found.collect())
    }

    /// The client of a tenant that a kind of probe is about.
    ///
    /// # Errors
    /// With the reason, if there is none.
    pub(super) fn of<'t>(&self, kind: Kind, tenant: &'t Tenant) -> Result<(&'t Client, Registered), String> {
        let found = self
            .0
            .get(&kind)
            .and_then(|(place, registered)| Some((tenant.clients.get(*place)?, registered.clone())));
        found.ok_or_else(|| format!("no client has {kind}"))
    }

    /// The kind whose controls stand beside probes of this kind: the first with the same client
    /// and URI. A client with nothing registered has no request that must be accepted; beside it
    /// stand those of the client under test, which show that the server still decides.
    pub(super) fn controlled_by(&self, kind: Kind) -> Kind {
        if kind == Kind::Nothing {
            return Kind::Any;
        }
        let own = self.0.get(&kind);
        let same = self.0.iter().find(|(_, subject)| Some(*subject) == own);
        same.map_or(kind, |(first, _)| *first)
    }
}
