//! `client/wrong-secret`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "client/wrong-secret",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "3.2.1"),
        Cite(Document::Rfc(6749), "4.1.3"),
        Cite(Document::OAuth21, "3.2.2"),
    ],
    demands: "A confidential client with a wrong secret gets no token.",
    about: &["token.checks_secret"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::wrong_secret, judge: super::judge::refused_confidential },
    flaw: r"[token]
checks_secret = false",
    umbrellas: &[
        "client/auth-required",
        "client/altered-secret",
        "client/empty-secret",
        "refresh/auth-required",
    ],
};
