//! Random behaviours of everything behind the redirect: drawn from the vocabulary of scenarios.

use oauth_litmus::behaviour::{
    AccessTokenPolicy, ActiveForm, AuthenticationGap, AuthenticationPolicy, Behaviour, ClientType,
    CodePolicy, DeadToken, Descendant, EmptyParameters, ErrorAnswer, ExpiresIn, FailedRefresh, HintUse,
    IntrospectionPolicy, JudgedFirst, LetterCase, Lifetime, Narrowed, PkceCheck, PkceGap, PkceMethod,
    PkcePolicy, RefreshCheck, RefreshIssued, RefreshPolicy, RefreshReuse, RevocationPolicy, SecretPlace,
    Taken, TokenErrors, TokenPolicy, TokenSort, UncheckedToken, UnknownParameters, Wrong,
};
use proptest::{
    option::weighted,
    prelude::Strategy,
    sample::{select, subsequence},
    strategy::ValueTree as _,
    test_runner::TestRunner,
};
use std::{fmt::Debug, time::Duration};

/// The first `count` behaviours of a fixed sequence.
pub(crate) fn drawn(count: usize) -> Vec<Behaviour> {
    let mut runner = TestRunner::deterministic();
    (0..count).map(|_| behaviour().new_tree(&mut runner).expect("a behaviour").current()).collect()
}

/// Any behaviour of the token, revocation and introspection endpoints.
pub(crate) fn behaviour() -> impl Strategy<Value = Behaviour> {
    let codes = (code(), pkce(), token(), authentication());
    let tokens = (refresh(), revocation(), introspection(), maybe(0.5, &[600, 3_600, 86_400]));
    (codes, tokens).prop_map(
        |((code, pkce, token, authentication), (refresh_token, revocation, introspection, lifetime))| {
            Behaviour {
                code,
                pkce,
                token,
                authentication,
                access_token: AccessTokenPolicy { lifetime: lifetime.map(seconds), ..Default::default() },
                refresh_token,
                revocation,
                introspection,
                ..Behaviour::default()
            }
        },
    )
}

fn seconds(seconds: u64) -> Lifetime {
    Lifetime::Ends(Duration::from_secs(seconds))
}

/// One of these, at times.
fn maybe<T: Clone + Debug + 'static>(often: f64, values: &[T]) -> impl Strategy<Value = Option<T>> + use<T> {
    weighted(often, select(values.to_vec()))
}

/// Some of these, at times.
fn some<T: Clone + Debug + 'static>(
    often: f64,
    values: &[T],
) -> impl Strategy<Value = Option<Vec<T>>> + use<T> {
    weighted(often, subsequence(values.to_vec(), 1..=2.min(values.len())))
}

const YES_NO: [bool; 2] = [true, false];

fn code() -> impl Strategy<Value = CodePolicy> {
    let replayed = (
        maybe(0.5, &YES_NO),
        some(0.3, &[Descendant::AccessToken, Descendant::RefreshToken, Descendant::Refreshed]),
        some(0.2, &[Wrong::Client, Wrong::Secret, Wrong::RedirectUri, Wrong::Verifier]),
    );
    let policy = (
        select(vec![30_u64, 120, 600]),
        maybe(0.2, &[10_u64, 60]),
        maybe(0.4, &YES_NO),
        maybe(0.3, &YES_NO),
        maybe(0.3, &[PkceCheck::Enforced, PkceCheck::Optional, PkceCheck::Ignored]),
        maybe(0.2, &YES_NO),
    );
    (policy, replayed).prop_map(
        |((lifetime, grace, burnt, bound, pkce, scope), (revokes_tokens, spares, revokes_if_wrong))| {
            CodePolicy {
                lifetime: Some(seconds(lifetime)),
                uses: Some(1),
                grace: grace.map(seconds),
                burnt_by_failure: burnt,
                bound_to_client: bound,
                pkce,
                reads_scope: scope,
                replayed: Some(ErrorAnswer {
                    revokes_tokens,
                    spares,
                    revokes_if_wrong,
                    ..Default::default()
                }),
                ..CodePolicy::default()
            }
        },
    )
}

fn pkce() -> impl Strategy<Value = PkcePolicy> {
    let gaps = [
        PkceGap::VerifierMinLength,
        PkceGap::MethodBinding,
        PkceGap::EmptyChallenge,
        PkceGap::VerifierWithoutChallenge,
        PkceGap::DuplicateChallenge,
    ];
    (
        maybe(0.4, &[vec![PkceMethod::S256], vec![PkceMethod::S256, PkceMethod::Plain]]),
        some(0.3, &[ClientType::Public, ClientType::Confidential]),
        some(0.3, &gaps),
        maybe(0.3, &[1_u32, 2, 3]),
    )
        .prop_map(|(methods, required_for, unchecked, tries)| PkcePolicy {
            methods,
            required_for,
            unchecked,
            tries,
            ..PkcePolicy::default()
        })
}

fn token() -> impl Strategy<Value = TokenPolicy> {
    let told = (
        maybe(0.4, &[ExpiresIn::Number, ExpiresIn::String, ExpiresIn::Absent]),
        maybe(0.3, &["bearer".to_owned(), "Token".to_owned(), String::new()]),
        maybe(0.2, &[201_u16]),
        maybe(0.2, &["no-cache".to_owned(), String::new()]),
        maybe(0.2, &[60_u64, 7_200]),
    );
    let several = [None, Some(false), Some(true)].map(|taken| (taken, None));
    let several = several
        .into_iter()
        .chain([Taken::Last, Taken::Joined, Taken::None].map(|taken| (Some(true), Some(taken))));
    let read = (
        maybe(0.3, &YES_NO),
        maybe(0.3, &YES_NO),
        select(several.collect::<Vec<_>>()),
        some(0.2, &[LetterCase::ParameterNames, LetterCase::GrantType]),
        maybe(0.2, &[UnknownParameters::Refused]),
        maybe(0.2, &[EmptyParameters::Given]),
        maybe(0.2, &[JudgedFirst::Grant]),
        maybe(0.1, &[false]),
    );
    (told, read, errors()).prop_map(
        |((expires_in, token_type, status, cache_control, promised), read, errors)| {
            let (
                reads_query,
                answers_get,
                (accepts_duplicates, of_several),
                any_case,
                unknown,
                empty,
                first,
                secret,
            ) = read;
            TokenPolicy {
                expires_in,
                token_type,
                status,
                cache_control,
                promised_lifetime: promised.map(seconds),
                reads_query,
                answers_get,
                accepts_duplicates,
                of_several,
                any_case,
                unknown_parameters: unknown,
                empty_parameters: empty,
                judges_first: first,
                checks_secret: secret,
                errors,
                ..TokenPolicy::default()
            }
        },
    )
}

fn errors() -> impl Strategy<Value = TokenErrors> {
    let all = maybe(0.3, &[200_u16, 401, 403]);
    let error = |often| {
        (maybe(often, &["bad_thing", "invalid_request", "oops"]), maybe(0.3, &[400_u16, 401, 422]))
            .prop_map(|(error, status)| error.map(|error| ErrorAnswer { status, ..ErrorAnswer::code(error) }))
    };
    (all, error(0.3), error(0.3), error(0.3), error(0.2), error(0.2)).prop_map(
        |(all, secret, foreign, verifier, client, grant_type)| TokenErrors {
            all: all.map(|status| ErrorAnswer { status: Some(status), ..ErrorAnswer::default() }),
            wrong_secret: secret,
            foreign_code: foreign,
            wrong_verifier: verifier,
            unknown_client: client,
            unsupported_grant_type: grant_type,
            ..TokenErrors::default()
        },
    )
}

fn authentication() -> impl Strategy<Value = AuthenticationPolicy> {
    let gaps = [
        AuthenticationGap::MissingSecret,
        AuthenticationGap::EmptySecret,
        AuthenticationGap::SecretCase,
        AuthenticationGap::SecondMethod,
        AuthenticationGap::BodyId,
    ];
    (maybe(0.3, &[vec![SecretPlace::Basic]]), some(0.3, &gaps)).prop_map(|(methods, unchecked)| {
        AuthenticationPolicy { methods, unchecked, ..AuthenticationPolicy::default() }
    })
}

fn refresh() -> impl Strategy<Value = RefreshPolicy> {
    let checks = [
        RefreshCheck::Client,
        RefreshCheck::Authentication,
        RefreshCheck::ClientId,
        RefreshCheck::Scope,
        RefreshCheck::SecondHalf,
        RefreshCheck::Kind,
    ];
    let failures = [FailedRefresh::ForeignClient, FailedRefresh::Authentication, FailedRefresh::Scope];
    let reuse = [
        RefreshReuse::Refused,
        RefreshReuse::Accepted,
        RefreshReuse::RevokesFamily,
        RefreshReuse::RevokesRefreshTokens,
        RefreshReuse::RevokesEveryFamily,
    ];
    let used = (maybe(0.6, &YES_NO), maybe(0.7, &reuse), maybe(0.2, &[5_u64, 60]), some(0.3, &checks));
    let scoped = (
        some(0.3, &failures),
        maybe(0.3, &[Narrowed::Once, Narrowed::Ignored, Narrowed::ForGood]),
        maybe(0.5, &[7_200_u64, 2_592_000]),
        maybe(0.15, &[RefreshIssued::Never, RefreshIssued::OnRequest]),
        maybe(0.2, &["invalid_token", "bad_refresh"]),
    );
    (used, scoped).prop_map(
        |((rotation, reuse, grace, unchecked), (ended_by, narrowed, lifetime, issued, revoked))| {
            RefreshPolicy {
                issued,
                rotation,
                reuse,
                grace: grace.map(seconds),
                unchecked,
                ended_by,
                narrowed,
                lifetime: lifetime.map(seconds),
                revoked: revoked.map(ErrorAnswer::code),
                ..RefreshPolicy::default()
            }
        },
    )
}

fn dead() -> impl Strategy<Value = Option<Vec<DeadToken>>> {
    some(0.3, &[DeadToken::Unknown, DeadToken::Revoked, DeadToken::Replaced])
}

fn hint() -> impl Strategy<Value = Option<HintUse>> {
    maybe(0.4, &[HintUse::Advice, HintUse::Trusted, HintUse::KnownOnly])
}

fn revocation() -> impl Strategy<Value = RevocationPolicy> {
    let ends = (maybe(0.4, &YES_NO), maybe(0.4, &YES_NO), maybe(0.2, &YES_NO), maybe(0.2, &YES_NO));
    let asks = (
        maybe(0.3, &YES_NO),
        maybe(0.3, &YES_NO),
        maybe(0.2, &[vec![TokenSort::AccessToken], vec![TokenSort::RefreshToken]]),
        dead(),
        hint(),
        maybe(0.1, &[60_u64]),
    );
    (ends, asks).prop_map(
        |((access, refresh, others, spares), (authenticates, bound, revokes, refuses, hint, delay))| {
            RevocationPolicy {
                authenticates,
                bound_to_client: bound,
                revokes,
                refuses,
                hint,
                delay: delay.map(seconds),
                ends_access_tokens: access,
                ends_refresh_tokens: refresh,
                ends_other_grants: others,
                spares_refresh_tokens: spares,
                ..RevocationPolicy::default()
            }
        },
    )
}

fn introspection() -> impl Strategy<Value = IntrospectionPolicy> {
    let gaps = [
        UncheckedToken::Expiry,
        UncheckedToken::Revocation,
        UncheckedToken::Client,
        UncheckedToken::Signature,
    ];
    (some(0.3, &gaps), dead(), hint(), maybe(0.1, &[ActiveForm::String]), maybe(0.2, &YES_NO)).prop_map(
        |(unchecked, refuses, hint, active, authenticates)| IntrospectionPolicy {
            authenticates,
            unchecked,
            refuses,
            hint,
            active,
            ..IntrospectionPolicy::default()
        },
    )
}
