//! `authz/authenticate-before-redirect`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/authenticate-before-redirect",
    level: Level::Must,
    cites: &[Cite(Document::Rfc(9700), "4.11.2"), Cite(Document::OAuth21, "7.13.2")],
    demands: "Where a request in order meets a login, an error is not sent to the client before that login.",
    about: &["authorization.login"],
    tier: Tier::Gentle,
    ask: Ask::Flow { plan: super::plan::good_then_bad, judge: super::judge::login_before_error },
    flaw: r#"[authorization]
login = "after-checks""#,
    umbrellas: &[],
};
