//! Stand-ins: servers that behave as a scenario says.
//!
//! [`decide`] is pure: (behaviour, state, request, moment) to reply. [`decide_asking`] is too, and
//! lets a person log in and consent before a code is given. [`StandIn`] hosts the first on
//! wiremock, many tenants on one server, each with its own clients, codes and clock. [`Listener`]
//! hosts either on hyper, for programs of any language and for a person with a browser.

mod account;
mod asked;
mod authorize;
mod callback;
mod consent;
mod decide;
mod direct;
mod dress;
mod enrolment;
mod introspect;
mod issuer;
mod layout;
mod listen;
mod metadata;
mod order;
mod pages;
mod pkce;
mod redeem;
mod refresh;
mod refusal;
mod register;
mod reply;
mod request;
mod resource;
mod revoke;
mod routes;
mod scope;
mod serve;
mod state;
mod throttle;
mod token;
mod token_value;
mod tokens;
mod visits;
mod winding;

pub use consent::decide_asking;
pub use decide::{Decide, decide};
pub use enrolment::{SECOND_URI, usual_clients};
pub use listen::{Listener, Service};
pub use reply::Reply;
pub use request::{Endpoint, Request};
pub use serve::{StandIn, StandInError, usual_scope};
pub use state::{RegisteredClient, ServerState};
