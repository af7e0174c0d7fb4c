//! The pages on which a person is asked: plain HTML forms that need no script.

use super::{
    authorize::Pending,
    reply::{Reply, escape},
    routes::{CONSENT, LOGIN},
};
use crate::protocol::inert;

/// Asks who is there; `notice` says what was wrong before, if anything was.
pub(super) fn login(
    status: u16,
    provider: &str,
    transaction: &str,
    pending: &Pending,
    notice: &str,
) -> Reply {
    let notice = match notice {
        "" => String::new(),
        notice => format!("<p role=\"alert\">{}</p>\n", escape(notice)),
    };
    let home = escape(&pending.home());
    let method = if pending.forms_by_get() { "get" } else { "post" };
    let body = format!(
        "{}{notice}<form method=\"{method}\" action=\"{home}{LOGIN}\">\n{}\
         <label for=\"username\">Name</label>\n\
         <input id=\"username\" name=\"username\" autocomplete=\"username\" required>\n\
         <label for=\"password\">Password</label>\n\
         <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\" aria-describedby=\"hint\">\n\
         <p id=\"hint\">Any name and any password will do.</p>\n\
         <button>Log in</button>\n</form>\n",
        wish(pending),
        hidden(transaction)
    );
    page(status, provider, "Log in", &body)
}

/// Asks whether the client may.
pub(super) fn consent(provider: &str, transaction: &str, pending: &Pending, user: &str) -> Reply {
    let home = escape(&pending.home());
    let body = format!(
        "<p>You are logged in as <bdi>{}</bdi>.</p>\n{}<form method=\"post\" action=\"{home}{CONSENT}\">\n{}\
         <button name=\"decision\" value=\"allow\">Allow</button>\n\
         <button name=\"decision\" value=\"deny\" class=\"second\">Deny</button>\n</form>\n",
        escape(user),
        wish(pending),
        hidden(transaction)
    );
    page(200, provider, "Allow access?", &body)
}

/// No request waits under that id.
pub(super) fn lost() -> Reply {
    Reply::page(
        400,
        "Nothing to answer",
        "No authorization request waits for this form: it was answered already, or never made. Start again at the client.",
    )
}

/// The browser's session is not the one that was asked.
pub(super) fn not_logged_in() -> Reply {
    Reply::page(
        400,
        "Not logged in",
        "This browser has no session here that was asked this question. Start again at the client, with cookies allowed.",
    )
}

/// Neither button was pressed.
pub(super) fn undecided() -> Reply {
    Reply::page(400, "No decision", "The form says neither allow nor deny.")
}

fn hidden(transaction: &str) -> String {
    format!("<input type=\"hidden\" name=\"transaction\" value=\"{}\">\n", escape(transaction))
}

/// What is asked for, by whom, and where the browser goes then.
fn wish(pending: &Pending) -> String {
    let shown = |text: &str| escape(&inert(text));
    let scope = match pending.scope() {
        Some(scope) if !scope.is_empty() => format!("<code>{}</code>", shown(&scope)),
        _ => "none named".to_owned(),
    };
    format!(
        "<dl>\n<dt>Client</dt>\n<dd><code>{}</code></dd>\n<dt>Scope</dt>\n<dd>{scope}</dd>\n\
         <dt>Then your browser goes to</dt>\n<dd><code>{}</code></dd>\n</dl>\n",
        shown(&pending.client),
        shown(&pending.emitted)
    )
}

fn page(status: u16, provider: &str, title: &str, body: &str) -> Reply {
    let provider = escape(provider);
    let body = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title} - stand-in of {provider}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <p class=\"note\">This is a stand-in of {provider}, run by oauth-litmus for tests. It is not {provider}.</p>\n\
         <h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n"
    );
    let headers = vec![("content-type", "text/html; charset=utf-8".to_owned())];
    Reply { headers, body, ..Reply::empty(status) }
        .with("cache-control", "no-store")
        .with("content-security-policy", POLICY)
}

/// No script, nothing from elsewhere, no frame around it (RFC 6749 section 10.13). Where forms
/// go is left open: browsers hold the redirect that follows a form against it too.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

const STYLE: &str = "
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 28rem; margin: 5vh auto; padding: 0 1rem; }
.note { padding: .5rem .75rem; border-left: .25rem solid #c80; background: #c802; }
dt { font-size: .875rem; opacity: .75; }
dd { margin: 0 0 .5rem; overflow-wrap: anywhere; }
label { display: block; margin-top: .75rem; }
input { box-sizing: border-box; width: 100%; padding: .5rem; font: inherit; }
button { margin: .75rem .5rem 0 0; padding: .5rem 1.25rem; font: inherit; color: #fff; background: #15c; border: 1px solid #15c; border-radius: .25rem; }
button.second { color: inherit; background: none; border-color: currentColor; }
#hint { margin: .25rem 0 0; font-size: .875rem; opacity: .75; }
[role=alert] { color: #c00; }
";
