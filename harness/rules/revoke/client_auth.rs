//! `revoke/client-auth`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "revoke/client-auth",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7009), "2.1")],
    demands: "A client with a secret cannot revoke a token without it.",
    about: &["revocation.authenticates"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::credentials, judge: super::judge::credentials_wanted },
    flaw: r"[revocation]
authenticates = false",
    umbrellas: &[],
};
