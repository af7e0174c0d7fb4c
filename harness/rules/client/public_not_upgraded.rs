//! `client/public-not-upgraded`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "client/public-not-upgraded",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "2.3"),
        Cite(Document::Rfc(6749), "4.4"),
        Cite(Document::OAuth21, "4.2"),
    ],
    demands: "A client without a secret gets no token in its own name for giving its id.",
    about: &["token.grants", "token.client_credentials.public_clients"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::public_on_its_own, judge: super::judge::own_token_refused },
    flaw: r"[token.client_credentials]
public_clients = true",
    umbrellas: &["token/cc-confidential-only"],
};
