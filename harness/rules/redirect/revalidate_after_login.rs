//! `redirect/revalidate-after-login`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/revalidate-after-login",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "3.1.2.3"), Cite(Document::OAuth21, "2.3.1")],
    demands: "A redirect URI in the form of the consent changes nothing about where the browser goes.",
    about: &["authorization.unchecked"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: crate::rules::authz::elsewhere, judge: crate::rules::authz::not_sent_elsewhere },
    flaw: r#"[authorization]
unchecked = ["consent-redirect-uri"]"#,
    umbrellas: &[],
};
