//! `pkce/method-defaults-plain`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "pkce/method-defaults-plain",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(7636), "4.3")],
    demands: "A challenge without a method is plain: it is refused, or compared as it is.",
    about: &["pkce.default_method"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::no_method, judge: super::judge::never_redeemed },
    flaw: r#"[pkce]
default_method = "S256""#,
    umbrellas: &[],
};
