//! `redirect/no-redirect-unknown-client`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/no-redirect-unknown-client",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "4.1.2.1"), Cite(Document::OAuth21, "4.1.2.1")],
    demands: "A request of a client that nobody knows does not send the browser to the URI it names.",
    about: &["authorization.unknown_client_redirects"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::unknown_client, judge: super::judge::unknown_client_stays },
    flaw: r"[authorization]
unknown_client_redirects = true",
    umbrellas: &["redirect/exact-match", "redirect/no-redirect-on-combined-error"],
};
