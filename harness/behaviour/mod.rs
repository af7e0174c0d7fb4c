//! The behaviour of an authorization server as data: a scenario states it, a stand-in executes
//! it, learning recovers it.
//!
//! | part | says |
//! |---|---|
//! | [`RedirectUriPolicy`] | which redirect URIs are admitted, and how a mismatch is answered |
//! | [`CodePolicy`] | how long and how often a code lives, and to whom it is bound |
//! | [`PkcePolicy`] | what becomes of a challenge and its verifier |
//! | [`TokenPolicy`] | the shapes of token answers and token errors |
//! | [`AuthenticationPolicy`] | how clients show who they are |
//! | [`AuthorizationPolicy`], [`StatePolicy`] | what comes back on the callback |
//! | [`ScopePolicy`] | which scopes are granted, and what is told about it |
//! | [`AccessTokenPolicy`], [`RefreshPolicy`] | how long tokens live, and what their use does |
//! | [`RevocationPolicy`], [`IntrospectionPolicy`], [`ResourcePolicy`], [`MetadataPolicy`] | the endpoints that take tokens, and the document about them |
//! | [`ClientPolicy`], [`Accounts`], [`DataCentres`], [`ThrottlePolicy`] | who is served where, and how much |
//! | [`RegistrationPolicy`] | how clients are registered by request |
//!
//! Everything is optional: a value nobody knows is absent. A stand-in is then as strict as the
//! standards allow, and a survey of it says "unknown" instead of asking.

mod access_token;
mod accounts;
mod answer;
mod authentication;
mod authorization;
mod branch;
mod client;
mod code;
mod components;
mod data_centres;
mod failing;
mod gate;
mod host;
mod introspection;
mod layout;
mod matching;
mod metadata;
pub mod normalise;
mod parser;
mod path;
mod pattern;
mod pkce;
mod presented;
mod query;
mod redirect;
mod refresh;
mod registration;
mod resource;
mod response;
mod revocation;
mod scope;
mod span;
mod throttle;
mod token;
mod token_request;
mod topic;
mod whole;
mod wire_value;

pub use access_token::{AccessTokenPolicy, TokenFormat};
pub use accounts::{Accounts, ForeignClient};
pub use answer::{AnswerKind, ErrorAnswer, Mismatch, MismatchAnswer};
pub use authentication::{
    AuthenticationGap, AuthenticationPolicy, ClientChallenge, SecretPlace, UnreadSecret,
};
pub use authorization::{AuthorizationPolicy, IssuerSent, OfSeveral, StateEcho, StatePolicy};
pub use branch::{Branch, Guarded, Match};
pub use client::{AuthenticationMethod, ClientPolicy, Unregistered};
pub use code::{CodeCompare, CodePolicy, CodeUse, CodeValues, Descendant, PkceCheck, UseJudged, Wrong};
pub use components::{Components, FragmentMatch, PortMatch, SchemeMatch, UserinfoMatch};
pub(crate) use components::{Part, Split};
pub use data_centres::DataCentres;
pub use failing::{Failing, FailsAt, Unfit};
pub use gate::Gate;
pub use host::HostMatch;
pub use introspection::{ActiveForm, IntrospectionPolicy, UncheckedToken};
pub use layout::{BodyShape, Place, ScopeSeparator, TokenBody};
pub use matching::{Admission, Requested, same_but_loopback_port};
pub use metadata::MetadataPolicy;
pub use normalise::Normalisation;
pub use parser::Parser;
pub use path::PathMatch;
pub use pkce::{ClientType, HashText, PkceGap, PkceMethod, PkcePolicy};
pub use presented::{DeadToken, HintUse, TokenSort};
pub use query::QueryMatch;
pub use redirect::{
    AtToken, Checked, Duplicates, Emission, Exception, LoopbackPort, Missing, NoneRegistered,
    RedirectUriPolicy, SecondError,
};
pub use refresh::{
    FailedRefresh, Narrowed, OmittedScope, RefreshCheck, RefreshIssued, RefreshPolicy, RefreshReuse,
};
pub use registration::{RegistrationGap, RegistrationPolicy};
pub use resource::{ErrorPlace, ResourcePolicy};
pub use response::{AuthorizationErrors, AuthorizationHeaders, Login, Mistake, Oddity, Refused, Unchecked};
pub use revocation::RevocationPolicy;
pub use scope::{MissingScope, ScopeCheck, ScopeOrder, ScopePolicy, ScopeReported, UnknownScope};
pub use span::Lifetime;
pub use throttle::{Allowance, Counted, NotAnAllowance, ThrottlePolicy};
pub use token::{Cors, ExpiresIn, TokenErrors, TokenPolicy};
pub use token_request::{
    AccessTokenMember, BodyType, ClientCredentials, EmptyParameters, GrantType, JudgedFirst, LetterCase,
    Taken, UnknownParameters,
};
pub use topic::{TOPICS, Topic, stated};
pub use whole::Whole;

use serde::{Deserialize, Serialize};

/// All that is known of what one authorization server does.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Behaviour {
    /// The authorization endpoint in general.
    #[serde(skip_serializing_if = "is_default")]
    pub authorization: AuthorizationPolicy,
    /// Which redirect URIs are admitted.
    #[serde(skip_serializing_if = "is_default")]
    pub redirect_uri: RedirectUriPolicy,
    /// Scopes.
    #[serde(skip_serializing_if = "is_default")]
    pub scope: ScopePolicy,
    /// What comes back as `state`.
    #[serde(skip_serializing_if = "is_default")]
    pub state: StatePolicy,
    /// Authorization codes.
    #[serde(skip_serializing_if = "is_default")]
    pub code: CodePolicy,
    /// Challenges and verifiers.
    #[serde(skip_serializing_if = "is_default")]
    pub pkce: PkcePolicy,
    /// Token answers and token errors.
    #[serde(skip_serializing_if = "is_default")]
    pub token: TokenPolicy,
    /// Clients that show who they are.
    #[serde(skip_serializing_if = "is_default")]
    pub authentication: AuthenticationPolicy,
    /// Access tokens.
    #[serde(skip_serializing_if = "is_default")]
    pub access_token: AccessTokenPolicy,
    /// Refresh tokens.
    #[serde(skip_serializing_if = "is_default")]
    pub refresh_token: RefreshPolicy,
    /// The revocation endpoint.
    #[serde(skip_serializing_if = "is_default")]
    pub revocation: RevocationPolicy,
    /// The introspection endpoint.
    #[serde(skip_serializing_if = "is_default")]
    pub introspection: IntrospectionPolicy,
    /// The resource that wants access tokens.
    #[serde(skip_serializing_if = "is_default")]
    pub resource: ResourcePolicy,
    /// The metadata document.
    #[serde(skip_serializing_if = "is_default")]
    pub metadata: MetadataPolicy,
    /// Clients that are registered by request.
    #[serde(skip_serializing_if = "is_default")]
    pub registration: RegistrationPolicy,
    /// Clients and their credentials.
    #[serde(skip_serializing_if = "is_default")]
    pub client: ClientPolicy,
    /// Data centres.
    #[serde(skip_serializing_if = "is_default")]
    pub data_centres: DataCentres,
    /// Accounts.
    #[serde(skip_serializing_if = "is_default")]
    pub accounts: Accounts,
    /// How much a client gets in what time.
    #[serde(skip_serializing_if = "is_default")]
    pub throttle: ThrottlePolicy,
}

pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
