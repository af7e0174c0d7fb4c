//! Gates: kinds of redirect URI that are refused whatever is registered.

use super::{components::comparison_list, parser::grammar};
use crate::protocol::{Parameters, UriParts, decode_percent};

/// Parameters a response of the authorization endpoint may hold (RFC 6749 sections 4.1.2 and
/// 4.2.2, RFC 9207 section 2).
const RESPONSE_PARAMETERS: [&str; 9] = [
    "code",
    "state",
    "iss",
    "error",
    "error_description",
    "error_uri",
    "access_token",
    "id_token",
    "response",
];

/// Schemes that run what follows them.
const SCRIPT_SCHEMES: [&str; 3] = ["javascript", "data", "vbscript"];

comparison_list! {
    /// A kind of value that is refused whatever is registered.
    Gate {
        /// A fragment, even an empty one (RFC 6749 section 3.1.2).
        Fragment,
        /// A userinfo.
        Userinfo,
        /// A `.` or `..` segment, raw or escaped.
        DotSegments,
        /// A `.` or `..` segment that is not escaped: a guard that does not decode.
        RawDotSegments,
        /// A query parameter named like one of the response (RFC 6749 section 10.14).
        ResponseParameters,
        /// Anything but `http` and `https`.
        OtherSchemes,
        /// `javascript`, `data` and `vbscript`, in any case.
        ScriptSchemes,
        /// The same in lower case only: a list of forbidden texts.
        LowerCaseScriptSchemes,
        /// `http` on a host that is no loopback name (RFC 9700 section 2.6).
        PlainHttp,
        /// White space or a control character.
        Whitespace,
        /// A backslash.
        Backslash,
        /// What is no absolute URI by the grammar of RFC 3986.
        NotAbsolute,
        /// The same, but one line feed at the end passes: a regular expression whose `$` stands
        /// before it as well (oauthlib).
        NotAbsoluteLine,
    }
}

impl Gate {
    /// Whether it turns `requested` away.
    pub(crate) fn refuses(self, requested: &str) -> bool {
        let parts = || UriParts::split(requested);
        let scheme = |in_any_case: bool| {
            let scheme = parts().scheme.unwrap_or_default();
            SCRIPT_SCHEMES.contains(&if in_any_case { scheme.to_ascii_lowercase() } else { scheme }.as_str())
        };
        match self {
            Self::Fragment => requested.contains('#'),
            Self::Userinfo => parts().authority.is_some_and(|authority| authority.userinfo.is_some()),
            Self::DotSegments => has_dot_segment(&decode_percent(parts().path.as_bytes())),
            Self::RawDotSegments => has_dot_segment(parts().path.as_bytes()),
            Self::ResponseParameters => parts().query.is_some_and(|query| {
                let parameters = Parameters::parse(&query);
                parameters.iter().any(|parameter| {
                    RESPONSE_PARAMETERS.contains(&parameter.decoded_name().to_lowercase().as_str())
                })
            }),
            Self::OtherSchemes => !matches!(parts().scheme.as_deref(), Some("http" | "https")),
            Self::ScriptSchemes => scheme(true),
            Self::LowerCaseScriptSchemes => scheme(false),
            Self::PlainHttp => {
                let parts = parts();
                parts.scheme.as_deref() == Some("http")
                    && !matches!(parts.host(), "127.0.0.1" | "[::1]" | "localhost")
            }
            Self::Whitespace => requested.contains(|c: char| c.is_whitespace() || c.is_control()),
            Self::Backslash => requested.contains('\\'),
            Self::NotAbsolute => !grammar::is_absolute_uri(requested),
            Self::NotAbsoluteLine => {
                !grammar::is_absolute_uri(requested.strip_suffix('\n').unwrap_or(requested))
            }
        }
    }
}

fn has_dot_segment(path: &[u8]) -> bool {
    path.split(|byte| matches!(byte, b'/' | b'\\')).any(|segment| matches!(segment, b"." | b".."))
}
