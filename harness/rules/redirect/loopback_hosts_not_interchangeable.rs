//! `redirect/loopback-hosts-not-interchangeable`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/loopback-hosts-not-interchangeable",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(8252), "7.3"),
        Cite(Document::Rfc(8252), "8.3"),
        Cite(Document::Rfc(3986), "6.2.1"),
        Cite(Document::Rfc(6749), "3.1.2.3"),
        Cite(Document::Rfc(9700), "4.1.3"),
        Cite(Document::OAuth21, "4.1.1"),
    ],
    demands: "127.0.0.1, [::1] and localhost do not stand for each other.",
    about: &["redirect_uri.match", "redirect_uri.loopback_port"],
    tier: Tier::Gentle,
    ask: Ask::Mutations { ids: &["lb-host-swap"], judge: super::judge::refused },
    flaw: r#"[redirect_uri]
match = ["exact", { loopback_only = true, host = "any-loopback", port = "any" }]"#,
    umbrellas: &["redirect/exact-match"],
};
