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
}
