//! `redirect/no-redirect-on-mismatch`.

use crate::{
    budget::Tier,
    rules::{Ask, Cite, Level, Rule},
    scenario::Document,
};

pub(super) static RULE: Rule = Rule {
    id: "redirect/no-redirect-on-mismatch",
    level: Level::Must,
    cites: &[
        Cite(Document::Rfc(6749), "3.1.2.4"),
        Cite(Document::Rfc(6749), "4.1.2.1"),
        Cite(Document::Rfc(9700), "4.11.2"),
        Cite(Document::OAuth21, "4.1.2.1"),
    ],
    demands: "A refusal of a redirect URI does not send the browser there, not even with an error.",
    about: &["redirect_uri.mismatch.at_authorization"],
    tier: Tier::Gentle,
    ask: Ask::Mutations {
        ids: &[
            "ctl-unrelated",
            "ctl-random-path",
            "path-slash-add",
            "path-extra-segment",
            "scheme-downgrade",
            "host-subdomain",
            "query-added",
        ],
        judge: super::judge::stays,
    },
    flaw: r#"[redirect_uri]
mismatch.at_authorization = { answer = "redirect", error = "invalid_request" }"#,
    umbrellas: &["redirect/exact-match", "redirect/no-redirect-on-combined-error"],
};
