//! `authz/no-5xx`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "authz/no-5xx",
    level: Level::Report,
    cites: &[Cite(Document::Rfc(6749), "4.1.2.1"), Cite(Document::OAuth21, "4.1.2.1")],
    demands: "No redirect URI, however odd, makes the server fail with a 5xx.",
    about: &["redirect_uri.mismatch.at_authorization"],
    tier: Tier::Gentle,
    ask: Ask::EverySingle { judge: super::judge::no_failure },
    flaw: r#"[redirect_uri.mismatch]
at_authorization = { answer = "page", status = 500 }"#,
    umbrellas: &[],
};
