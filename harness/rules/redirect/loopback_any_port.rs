//! `redirect/loopback-any-port`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/loopback-any-port",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(8252), "7.3"),
        Cite(Document::Rfc(9700), "4.1.3"),
        Cite(Document::OAuth21, "8.4.2"),
    ],
    demands: "For an http redirect URI on a loopback IP literal every port is accepted.",
    about: &["redirect_uri.loopback_port"],
    tier: Tier::Gentle,
    ask: Ask::Mutations { ids: &["lb-port-any"], judge: super::judge::accepted },
    flaw: r#"[redirect_uri]
loopback_port = "exact""#,
    umbrellas: &[],
};
