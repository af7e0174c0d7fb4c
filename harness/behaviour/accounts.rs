//! Accounts: whose data a token opens, and what the client's key beside it has to do with that.

use super::ErrorAnswer;
use serde::{Deserialize, Serialize};

/// The accounts behind clients and tokens.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Accounts {
    /// The query parameter in which a resource wants the id of the client beside a token; none if
    /// absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The answer to a key that is missing or nobody's; 401 and no error code if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bad_key: Option<ErrorAnswer>,
    /// What becomes of a token beside the key of another client than it was issued to; refused if
    /// absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub foreign_client: Option<ForeignClient>,
    /// Whether a token opens the account of the user who authorized it; else one user's token opens
    /// the account that the client belongs to, as every other does. It does if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_per_user: Option<bool>,
}

/// What becomes of a token beside the key of another client.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForeignClient {
    /// It works, and nothing warns.
    Accepted,
    /// It is refused as a bad token is.
    Refused,
}
