//! Proof Key for Code Exchange, RFC 7636.

use super::secret::Secret;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

/// A verifier and the S256 challenge made from it (RFC 7636 sections 4.1 and 4.2).
#[derive(Clone, Debug)]
pub struct Pkce {
    /// The `code_verifier`: 43 characters of base64url.
    pub verifier: Secret,
    /// The `code_challenge` for the method `S256`.
    pub challenge: String,
}

impl Pkce {
    /// Derives a pair from `seed`, the same one each time.
    #[must_use]
    pub fn from_seed(seed: &str) -> Self {
        let verifier = URL_SAFE_NO_PAD.encode(Sha256::digest(seed.as_bytes()));
        Self { challenge: Self::challenge_of(&verifier), verifier: Secret::new(verifier) }
    }

    /// The S256 challenge of a verifier.
    ///
    /// ```
    /// use oauth_litmus::protocol::Pkce; // the pair of RFC 7636 appendix B
    /// assert_eq!(Pkce::challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
    ///            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    /// ```
    #[must_use]
    pub fn challenge_of(verifier: &str) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
    }
}
