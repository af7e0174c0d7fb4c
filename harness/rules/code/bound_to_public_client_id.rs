//! `code/bound-to-public-client-id`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "code/bound-to-public-client-id",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "4.1.3"), Cite(Document::OAuth21, "4.1.3")],
    demands: "A client without a secret redeems a code only by saying the client_id that it was issued to.",
    about: &["code.bound_to_client", "code.bound_to_public_client"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::by_public, judge: super::judge::bound_by_id },
    flaw: r"[code]
bound_to_public_client = false",
    umbrellas: &[],
};
