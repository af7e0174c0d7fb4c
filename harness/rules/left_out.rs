//! What is known to be demanded and is not asked, each with the reason.

/// A demand that no rule asks.
#[derive(Clone, Copy, Debug)]
pub struct LeftOut {
    /// The id that a rule about it would have.
    pub id: &'static str,
    /// What is demanded, and where.
    pub demands: &'static str,
    /// Why it is not asked, and what can be done instead.
    pub because: &'static str,
}

const fn left_out(id: &'static str, demands: &'static str, because: &'static str) -> LeftOut {
    LeftOut { id, demands, because }
}

/// An assertion of a client: what all of those rules would need.
const ASSERTIONS: &str = "it takes a client that is registered for assertions (RFC 7523), with a key of its own; \
    the clients here have a secret or none";

/// Another document than those of which a standard is made up.
const OPENID: &str = "it is demanded by OpenID Connect, which is part of no standard here";

/// A support for resource indicators, which nothing announces.
const RESOURCES: &str = "whether a server supports resource indicators (RFC 8707) is announced nowhere, and one that \
    does not passes the parameter over, as it should: its answer would be the same as a violation";

/// Everything that is left out, by group.
pub const LEFT_OUT: &[LeftOut] = &[
    left_out(
        "authz/consent-public-repeat",
        "A repeated request of a public client is not granted without asking (SHOULD NOT; RFC 6749 10.2, RFC 8252 8.6).",
        "it takes a browser in which somebody is logged in and agreed before; on a server that asks nobody, which is what \
         most tests are run against, every answer would be a violation",
    ),
    left_out(
        "authz/endpoint-query-retained",
        "A query of the endpoint's own address is kept when parameters are added (MUST; RFC 6749 3.1).",
        "whoever adds the parameters keeps it, and that is the client; where a scenario states an address with a query, \
         every request is made with it",
    ),
    left_out(
        "authz/get",
        "A request by GET is answered (MUST; RFC 6749 3.1).",
        "every control is a GET; a server that does not answer it is reported as one that cannot be asked, which ends the run",
    ),
    left_out(
        "authz/no-open-redirector",
        "No other endpoint forwards to an address out of the query (MUST NOT; RFC 9700 4.11).",
        "which other endpoints a server has, and what their parameters are called, is not known; logouts are asked by the \
         mutation `flow-post-logout`",
    ),
    left_out(
        "authz/response-mode-client-limited",
        "Only the response modes that a client needs are honoured (SHOULD; ASVS 10.4.12).",
        "no standard here asks for it, and what a client needs is registered nowhere",
    ),
    left_out(
        "authz/response-type-order",
        "The order of the words of a response type does not matter (MUST; RFC 6749 3.1.1).",
        "only extensions define response types of several words; a server of the code grant refuses them in any order",
    ),
    left_out(
        "authz/trusted-redirect-only",
        "The browser is redirected by itself only to a URI that the server trusts (SHOULD; RFC 9700 4.11.2).",
        "whom a server trusts is its own affair, and does not show in its answers",
    ),
    left_out(
        "client/asymmetric",
        "Authentication by asymmetric keys is offered (RECOMMENDED; RFC 9700 2.5).",
        ASSERTIONS,
    ),
    left_out(
        "client/brute-force",
        "Guessing of secrets is throttled (MUST; RFC 6749 2.3.1, 10.10).",
        "no number of guesses that goes through shows that the next one would too, and trying locks out the client, perhaps \
         for everybody; whether a server throttles us is told in the progress of a run",
    ),
    left_out("client/jwt-aud", "An assertion for another server is refused (MUST; RFC 7523 3).", ASSERTIONS),
    left_out(
        "client/jwt-error",
        "A bad assertion is answered invalid_client (MUST; RFC 7523 3.2).",
        ASSERTIONS,
    ),
    left_out("client/jwt-exp", "An expired assertion is refused (MUST; RFC 7523 3).", ASSERTIONS),
    left_out("client/jwt-iat", "An assertion from long ago may be refused (MAY; RFC 7523 3).", ASSERTIONS),
    left_out("client/jwt-iss", "An assertion of another issuer is refused (MUST; RFC 7523 3).", ASSERTIONS),
    left_out("client/jwt-nbf", "An assertion of the future is refused (MUST; RFC 7523 3).", ASSERTIONS),
    left_out("client/jwt-none", "An assertion without signature is refused (MUST; RFC 7523 3).", ASSERTIONS),
    left_out("client/jwt-replay", "An assertion used twice may be refused (MAY; RFC 7523 3).", ASSERTIONS),
    left_out(
        "client/jwt-signature",
        "An assertion with a bad signature is refused (MUST; RFC 7523 3).",
        ASSERTIONS,
    ),
    left_out("client/jwt-single", "Several assertions are refused (MUST NOT; RFC 7523 2.2).", ASSERTIONS),
    left_out(
        "client/jwt-sub",
        "An assertion about another client is refused (MUST; RFC 7523 3).",
        ASSERTIONS,
    ),
    left_out(
        "code/concurrent-multi-node",
        "A code works once, whichever of a host's addresses is asked (MUST; RFC 6749 4.1.2).",
        "it takes a host with several addresses, and a client that picks among them; `code/concurrent-single-use` races \
         at one address, behind which there may be several nodes",
    ),
    left_out(
        "code/lifetime-60s",
        "A code lives 60 s at most (MUST; FAPI 2.0 5.3.2.2, ASVS 10.4.3).",
        "no standard here asks for it; `code.lifetime` in a profile says how long a code lives, and \
         `code/lifetime-10min` judges it",
    ),
    left_out(
        "http/certificate",
        "The certificate of the server is valid (MUST; RFC 6749 10.9).",
        "every request checks it, so that a server with another one is not asked at all: the run ends with that error",
    ),
    left_out(
        "http/tls-modern",
        "Old versions of TLS are off (MUST; RFC 6749 1.6, RFC 9325 3.1.1).",
        "the TLS library here speaks 1.2 and 1.3 only, so that it cannot offer an older one; servers without either are \
         not asked at all",
    ),
    left_out(
        "metadata/jwks",
        "The key set is at an https address and holds public keys only (MUST; RFC 8414 2, RFC 7517 5).",
        "keys are for signed tokens and assertions, which a server of opaque tokens has none of; that jwks_uri is a text \
         is asked by `metadata/types`",
    ),
    left_out(
        "metadata/two-documents-agree",
        "The documents of OAuth 2.0 and of OpenID Connect do not contradict each other (MUST; RFC 8414 5).",
        "a server without OpenID Connect has one of them only, and a scenario names one address",
    ),
    left_out(
        "pkce/constant-challenge",
        "A challenge that comes again is noticed (encouraged; RFC 9700 2.1.1).",
        "it is encouraged and no more, and no number says from which repetition on; either answer is as good as the other",
    ),
    left_out(
        "pkce/s256",
        "The method S256 is implemented (MUST; RFC 7636 4.2).",
        "`pkce/supported` asks it: a code for an S256 challenge is redeemed with its verifier; a server that refuses such \
         requests is reported as one that cannot be asked",
    ),
    left_out(
        "redirect/fragment-fix",
        "A redirect carries a fragment, lest browsers attach the one before (MAY; RFC 9700 4.1.3).",
        "it is a permission: either answer is as good as the other",
    ),
    left_out(
        "redirect/query-ok",
        "A registered URI with a query works (MUST; RFC 6749 3.1.2).",
        "it is the control beside every mutation of such a URI: where it fails, they say nothing, and `check --live` says why",
    ),
    left_out(
        "redirect/required-oidc",
        "With openid, redirect_uri has to be there (MUST; Core 3.1.2.1).",
        OPENID,
    ),
    left_out(
        "refresh/absolute-expiry",
        "All refresh tokens of a grant end on a day (ASVS 10.4.8).",
        "no standard here asks for it, and it is measured in months; `refresh_token.lifetime` in a profile says how long one lives",
    ),
    left_out(
        "refresh/oidc-same-sub",
        "An ID token of a refresh is about the same user (MUST; Core 12.2).",
        OPENID,
    ),
    left_out(
        "refresh/resource-bound",
        "A refresh reaches no resource outside the grant (MUST; RFC 9700 4.14.2, RFC 8707 2.2).",
        RESOURCES,
    ),
    left_out("resource/absolute", "A resource is an absolute URI (MUST; RFC 8707 2).", RESOURCES),
    left_out(
        "resource/audience",
        "A token is for the resource that was named (SHOULD; RFC 8707 2).",
        RESOURCES,
    ),
    left_out("resource/multiple", "Several resources may be named (MAY; RFC 8707 2).", RESOURCES),
    left_out(
        "resource/narrow",
        "A token request names resources of the grant only (MUST; RFC 8707 2.2).",
        RESOURCES,
    ),
    left_out("resource/unknown", "An unknown resource is answered invalid_target (RFC 8707 2).", RESOURCES),
    left_out(
        "scope/consent-subset",
        "A token has no scope that the user did not grant (MUST; RFC 6749 3.3).",
        "it takes a page on which a user unticks some of the scopes, and no two servers have it in the same way; \
         `scope/granted-reported` and `code/scope-frozen` ask what is granted and kept",
    ),
    left_out(
        "state/inside-vs-outside-jar",
        "With a request object, only the state in it counts (MUST; RFC 9101 6.3).",
        "it takes a client with a key to sign request objects with; unsigned ones are what few servers take",
    ),
    left_out(
        "token/audience-restricted",
        "A token is good for some resource servers only (SHOULD; RFC 9700 2.3).",
        "it takes two resource servers of one authorization server; that a token names no audience does not show that it is \
         good everywhere",
    ),
    left_out(
        "token/sender-constrained",
        "A token is of no use to others than its client (SHOULD; RFC 9700 2.2.1).",
        "it takes a client with a key or a certificate (RFC 8705, RFC 9449); without one there are bearer tokens only, \
         which say so in token_type",
    ),
];

/// What is left out under that id.
#[must_use]
pub fn left_out_by_id(id: &str) -> Option<&'static LeftOut> {
    LEFT_OUT.iter().find(|left| left.id == id)
}
