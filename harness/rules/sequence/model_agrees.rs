//! `introspect/model-agrees`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "introspect/model-agrees",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(7662), "2.2"),
        Cite(Document::Rfc(7662), "4"),
        Cite(Document::Rfc(7009), "2.1"),
        Cite(Document::Rfc(6749), "4.1.2"),
        Cite(Document::Rfc(6749), "6"),
    ],
    demands: "Whatever was redeemed, refreshed, replayed and revoked before: each code and token works exactly where it may.",
    about: &["introspection.authenticates", "refresh_token.rotation"],
    tier: Tier::Noisy,
    ask: Ask::Sequences { judge: super::judge::allowed },
    flaw: r"[refresh_token]
revives_access_tokens = true",
    umbrellas: &[],
};
