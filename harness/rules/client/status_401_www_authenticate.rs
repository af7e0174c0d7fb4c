//! `client/401-www-authenticate`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "client/401-www-authenticate",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "5.2"), Cite(Document::OAuth21, "3.2.4")],
    demands: "A client that failed to authenticate by header gets 401 and a WWW-Authenticate.",
    about: &["token.errors"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::wrong_secret, judge: super::judge::challenged },
    flaw: r"[token.errors]
wrong_secret = { status = 400 }
unknown_client = { status = 400 }",
    umbrellas: &[],
};
