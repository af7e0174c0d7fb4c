//! `redirect/no-redirect-on-combined-error`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/no-redirect-on-combined-error",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(6749), "4.1.2.1"), Cite(Document::OAuth21, "4.1.2.1")],
    demands: "A second error beside a bad redirect URI does not turn the refusal into a redirect.",
    about: &["redirect_uri.second_error"],
    tier: Tier::Gentle,
    ask: Ask::Mutations { ids: &["flow-error-unvalidated"], judge: super::judge::stays },
    flaw: r#"[redirect_uri]
second_error = "redirected""#,
    umbrellas: &["redirect/exact-match"],
};
