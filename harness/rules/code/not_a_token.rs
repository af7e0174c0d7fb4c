//! `code/not-a-token`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "code/not-a-token",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "6"),
        Cite(Document::Rfc(6750), "3.1"),
        Cite(Document::OAuth21, "4.3.1"),
        Cite(Document::OAuth21, "5.3.2"),
    ],
    demands: "A code is refused as an access token and as a refresh token.",
    about: &["code.works_as"],
    tier: Tier::Noisy,
    ask: Ask::Flow { plan: super::plan::as_tokens, judge: super::tokens::no_token },
    flaw: r#"[code]
works_as = ["access-token", "refresh-token"]"#,
    umbrellas: &[],
};
