//! The questions: each a probe with its control, and what its answers say.

use super::{Question, extra_parameters, shape};
use crate::{
    behaviour::{ErrorAnswer, ForeignClient, Unregistered},
    budget::Tier,
    evidence::{Observation, Outcome, TokenAnswer},
    mutation::{self, Edit, Kind},
    probe::{
        Authorize, Call, Change, CodeRef, Credentials, Issued, Presents, Probe, Redeem, Rewording, Service,
        Step, Who,
    },
    protocol::ErrorCode,
    stand_in::SECOND_URI,
    target::Tenant,
};
use toml::Value;

pub(super) static QUESTIONS: [Question; 8] = [
    Question {
        topics: &["authorization.callback"],
        tier: Tier::Gentle,
        fits: |_| true,
        probe: |_| Probe::of("beyond/callback", vec![Step::authorize()]),
        read: |observation, tenant| {
            let extra = extra_parameters(observation, tenant);
            (!extra.is_empty()).then_some(("authorization.callback", Value::Table(extra)))
        },
    },
    Question {
        topics: &["data_centres.foreign_code"],
        tier: Tier::Noisy,
        fits: |tenant| tenant.further.elsewhere.is_some() && tenant.token.is_some(),
        probe: |_| {
            let code = Presents::Code(CodeRef::Latest);
            let there = Call::to(Service::Token).presenting(code).elsewhere();
            Probe::of(
                "beyond/foreign-code",
                vec![Step::authorize(), there.into(), Step::authorize(), Step::redeem()],
            )
        },
        read: |observation, _| {
            let (there, control) = (observation.answer(1)?, observation.answer(3)?);
            let refused = control.succeeded() && there.refused();
            refused.then(|| stated("data_centres.foreign_code", &shape(there, &[there])))?
        },
    },
    Question {
        topics: &["data_centres.foreign_token"],
        tier: Tier::Noisy,
        fits: |tenant| {
            let there = tenant.further.elsewhere.as_ref();
            tenant.token.is_some() && there.is_some_and(|there| there.resource.is_some())
        },
        probe: |_| {
            let steps = vec![Step::authorize(), Step::redeem(), opens().into(), opens().elsewhere().into()];
            Probe::of("beyond/foreign-token", steps)
        },
        read: |observation, _| {
            let (here, there) = (observation.answer(2)?, observation.answer(3)?);
            let refused = is_open(here) && matches!(there.status, 400..=403);
            let error = there.error.clone().or_else(|| challenged(observation, 3));
            let answer = ErrorAnswer { status: Some(there.status), error, ..ErrorAnswer::default() };
            refused.then(|| stated("data_centres.foreign_token", &answer))?
        },
    },
    Question {
        topics: &["accounts.foreign_client"],
        tier: Tier::Noisy,
        fits: |tenant| {
            let (key, token) = (&tenant.further.key, &tenant.token);
            key.is_some() && token.is_some() && tenant.further.resource.is_some() && has_others(tenant)
        },
        probe: |_| {
            let others = opens().by(Who::Other);
            let steps = vec![Step::authorize(), Step::redeem(), opens().into(), others.into()];
            Probe::of("beyond/foreign-key", steps)
        },
        read: |observation, _| {
            let (own, other) = (observation.answer(2)?, observation.answer(3)?);
            let said = match other.status {
                _ if !is_open(own) => return None,
                200..=299 => ForeignClient::Accepted,
                400..=403 => ForeignClient::Refused,
                _ => return None,
            };
            stated("accounts.foreign_client", &said)
        },
    },
    Question {
        topics: &["accounts.token_per_user"],
        tier: Tier::Gentle,
        // At a real server it is whoever logs in, whatever a request says.
        fits: |tenant| tenant.clock.is_some() && tenant.token.is_some() && tenant.further.resource.is_some(),
        probe: |_| {
            let of = |user| Step::authorize_with(vec![Change::set("login_hint", user)]);
            let one = |user| [of(user), Step::redeem(), Step::from(opens())];
            Probe::of("beyond/two-users", [one("litmus-ada"), one("litmus-bob")].concat())
        },
        read: |observation, _| {
            let (first, second) = (observation.answer(2)?, observation.answer(5)?);
            let told = is_open(first) && is_open(second) && first.json.is_some() && second.json.is_some();
            told.then(|| stated("accounts.token_per_user", &(first.json != second.json)))?
        },
    },
    Question {
        topics: &["client.trims_credentials"],
        tier: Tier::Noisy,
        fits: |tenant| {
            let subject = tenant.subject(Kind::Any);
            tenant.token.is_some() && subject.is_some_and(|(client, _)| client.secret.is_some())
        },
        probe: |_| {
            let padded =
                |name, padding: &str| vec![Change::reword(name, Rewording::Padded(padding.to_owned()))];
            let redeem = |changes| {
                Step::Redeem(Redeem { credentials: Credentials::InBody, changes, ..Redeem::default() })
            };
            let tried = [padded("client_id", "\n"), padded("client_secret", " "), Vec::new()];
            let steps = tried.into_iter().flat_map(|changes| [Step::authorize(), redeem(changes)]);
            Probe::of("beyond/padded-credentials", steps.collect())
        },
        read: |observation, _| {
            let [id, secret, control] = [1, 3, 5].map(|step| observation.answer(step));
            let (id, secret) = (id?, secret?);
            let told = control?.succeeded()
                && (id.refused() && secret.refused() || id.succeeded() && secret.succeeded());
            told.then(|| stated("client.trims_credentials", &id.succeeded()))?
        },
    },
    Question {
        topics: &["client.unregistered"],
        tier: Tier::Gentle,
        fits: |tenant| tenant.subject(Kind::Nothing).is_some(),
        probe: |_| {
            let with = |id| {
                let edits =
                    mutation::by_id(id).map(|mutation| Edit { mutation, form: 0 }).into_iter().collect();
                Step::Authorize(Authorize { edits, ..Authorize::default() })
            };
            let steps = vec![with("ctl-unrelated"), with("param-omitted-single")];
            Probe { needs: Kind::Nothing, ..Probe::of("beyond/unregistered", steps) }
        },
        read: |observation, _| {
            let outcomes: Vec<Outcome> = observation.authorizations().map(|answer| answer.outcome).collect();
            let mismatch = outcomes.len() == 2 && outcomes.iter().all(|outcome| *outcome == Outcome::Refused);
            mismatch.then(|| stated("client.unregistered", &Unregistered::Mismatch))?
        },
    },
    Question {
        topics: &["client.redirect_uris"],
        tier: Tier::Gentle,
        // Only of a stand-in it is known what was given to be registered, and not only what is.
        fits: |tenant| {
            tenant.clock.is_some() && tenant.clients.iter().any(|client| client.id == SECOND_URI.0)
        },
        probe: |_| {
            let (client, uri) = SECOND_URI;
            let asked = vec![Change::set("client_id", client), Change::set("redirect_uri", uri)];
            Probe::of("beyond/second-uri", vec![Step::authorize_with(asked)])
        },
        read: |observation, tenant| {
            let refused = observation.authorized()?.outcome == Outcome::Refused;
            let most = tenant.clients.iter().map(|client| client.redirect_uris.len()).max()?;
            refused.then(|| stated("client.redirect_uris", &most))?
        },
    },
];

/// The resource, asked with the token that came last.
fn opens() -> Call {
    Call::to(Service::Resource).presenting(Presents::Access(Issued::latest()))
}

fn is_open(answer: &TokenAnswer) -> bool {
    (200..300).contains(&answer.status)
}

fn has_others(tenant: &Tenant) -> bool {
    tenant.subject(Kind::Any).is_some_and(|(client, _)| tenant.other_than(client).is_some())
}

/// The error in the challenge at that step.
fn challenged(observation: &Observation, step: usize) -> Option<ErrorCode> {
    let received = observation.exchange(step)?.received.as_ref().ok()?;
    let challenge = received.header("www-authenticate")?;
    let (_, rest) = challenge.split_once("error=\"")?;
    rest.split('"').next().map(ErrorCode::from)
}

fn stated<V: serde::Serialize>(topic: &'static str, value: &V) -> Option<(&'static str, Value)> {
    Value::try_from(value).ok().map(|value| (topic, value))
}
