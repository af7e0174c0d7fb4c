//! What a person decides on the page that asks for consent, where a probe says it: pure.

use super::{
    login::{Filled, Login},
    outgoing::{Action, Outgoing},
};
use crate::{
    evidence::{Button, Form, Page},
    mutation::ATTACKER,
    probe::{Alteration, Decision},
    protocol::{Parameters, Secret},
};
use url::Url;

/// Words on buttons and links by which a person says no to a client.
const REFUSING: [&str; 10] =
    ["abort", "cancel", "decline", "deny", "disagree", "disallow", "no", "refuse", "reject", "denied"];

/// Pieces of the names of hidden fields that only the server's own page can have the values of.
const UNGUESSABLE: [&str; 8] =
    ["csrf", "xsrf", "authenticity", "token", "nonce", "transaction", "challenge", "execution"];

/// A decision under way.
pub(super) struct Deciding {
    pub(super) decision: Decision,
    /// Another request of the same browser, which is left waiting.
    pub(super) other: Option<Outgoing>,
    pub(super) done: bool,
    /// Why it could not be done.
    pub(super) unable: Option<String>,
}

/// What is sent instead of a form as a person who agrees would send it.
pub(super) enum Decided {
    /// This.
    Sent(Outgoing),
    /// The form as it is: it is no page on which this is decided.
    NotHere,
    /// Nothing: it cannot be decided so, for this reason.
    Unable(String),
}

impl Deciding {
    pub(super) const fn new(decision: Decision, other: Option<Outgoing>) -> Self {
        Self { decision, other, done: false, unable: None }
    }

    /// Whether what follows the decision is looked at as it is: no form of it is filled.
    pub(super) const fn is_final(&self) -> bool {
        self.done && matches!(self.decision, Decision::Deny | Decision::Forged | Decision::Elsewhere)
    }

    /// What is sent at this page, where `filled` is what a person would send who agrees.
    pub(super) fn at(&self, login: &Login, page: &Page, at: &Url, filled: &Filled) -> Decided {
        if filled.asks_password || page.forms.iter().any(|form| form.asks_password) {
            return Decided::NotHere;
        }
        match self.decision {
            Decision::Usual => Decided::NotHere,
            Decision::Allow | Decision::Interleaved => Decided::Sent(filled.outgoing.clone()),
            Decision::Deny => refused(login, page, at),
            Decision::Forged => forged(page, filled.outgoing.clone()),
            Decision::Elsewhere => {
                let mut outgoing = filled.outgoing.clone();
                let uri = format!("https://{ATTACKER}/callback");
                match &mut outgoing.action {
                    Action::Form(form) => form.set("redirect_uri", &uri),
                    _ => outgoing.query.set("redirect_uri", &uri),
                }
                Decided::Sent(outgoing)
            }
        }
    }
}

/// A person says no: by a button of a form, or by a link.
fn refused(login: &Login, page: &Page, at: &Url) -> Decided {
    let button = |form: &'_ Form| -> Option<Button> { form.buttons.iter().find(|one| says_no(one)).cloned() };
    if let Some((form, button)) = page.forms.iter().find_map(|form| Some((form, button(form)?))) {
        return Decided::Sent(login.pressed(form, &button, at).outgoing);
    }
    let link = page.links.iter().find(|(_, text)| is_refusal(text)).and_then(|(href, _)| at.join(href).ok());
    match link {
        Some(mut endpoint) => {
            endpoint.set_fragment(None);
            Decided::Sent(Outgoing::to(endpoint))
        }
        None => Decided::NotHere,
    }
}

fn says_no(button: &Button) -> bool {
    refuses(&format!("{} {} {}", button.name, button.value, button.label))
}

/// Whether a link does nothing but say no: "No account yet?" does not.
fn is_refusal(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.clone().count() == 1 && words.clone().all(|word| !word.eq_ignore_ascii_case("no")) && refuses(text)
}

fn refuses(text: &str) -> bool {
    let text = text.to_lowercase();
    text.split(|c: char| !c.is_alphanumeric()).any(|word| REFUSING.contains(&word))
}

/// The form as a page of another site would send it: it does not know what only the server's own
/// page knows, and says where it comes from.
fn forged(page: &Page, mut outgoing: Outgoing) -> Decided {
    let hidden = |name: &str| {
        let name = name.to_ascii_lowercase();
        UNGUESSABLE.iter().any(|piece| name.contains(piece))
            && page.forms.iter().all(|form| !form.fillable.contains(&name))
    };
    let mut altered = 0;
    let mut alter = |parameters: &Parameters| -> Parameters {
        let mut changed = Parameters::default();
        for parameter in parameters.iter() {
            let (name, value) = (parameter.decoded_name(), parameter.decoded_value());
            if hidden(&name) && !value.is_empty() {
                altered += 1;
                changed.push(&name, &Alteration::Changed.apply(&value));
            } else {
                changed.push(&name, &value);
            }
        }
        changed
    };
    match &mut outgoing.action {
        Action::Form(form) => *form = alter(form),
        _ => outgoing.query = alter(&outgoing.query),
    }
    if altered == 0 && is_unguessable(&outgoing.endpoint) {
        return Decided::Unable("nobody else can guess where the form of the consent is sent".to_owned());
    }
    outgoing.headers.retain(|(name, _)| !matches!(*name, "origin" | "referer"));
    outgoing.headers.push(("origin", Secret::new(format!("https://{ATTACKER}"))));
    Decided::Sent(outgoing)
}

/// Whether a piece of an address looks like one that was made for this request.
fn is_unguessable(url: &Url) -> bool {
    let text = format!("{}?{}", url.path(), url.query().unwrap_or_default());
    text.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'))
        .any(|piece| piece.len() >= 16 && piece.chars().any(|c| c.is_ascii_digit() || c.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::{Decided, Deciding, is_unguessable};
    use crate::{
        evidence::Page,
        probe::Decision,
        target::{Action, Login, Outgoing},
    };
    use url::Url;

    const PAGE: &str = "<form method=post action=/consent><input type=hidden name=csrf value=abcdef>\
        <button name=d value=yes>Allow</button><button name=d value=no>Deny</button></form>";

    fn sent(page: &str, decision: Decision) -> Option<Outgoing> {
        let (page, at) = (Page::read(page), Url::parse("https://auth.example/ask").expect("a URL"));
        let login = Login::default();
        let filled = login.fill(&page, &at).expect("a way").expect("a form");
        match Deciding::new(decision, None).at(&login, &page, &at, &filled) {
            Decided::Sent(outgoing) => Some(outgoing),
            Decided::NotHere | Decided::Unable(_) => None,
        }
    }

    fn form(outgoing: &Outgoing) -> String {
        match &outgoing.action {
            Action::Form(form) => form.to_string(),
            _ => String::new(),
        }
    }

    #[test]
    fn each_decision_sends_another_form() {
        let said = |decision| form(&sent(PAGE, decision).expect("a decision"));
        assert_eq!(said(Decision::Allow), "csrf=abcdef&d=yes");
        assert_eq!(said(Decision::Deny), "csrf=abcdef&d=no");
        assert_eq!(said(Decision::Forged), "csrf=abcAef&d=yes");
        assert!(said(Decision::Elsewhere).ends_with("redirect_uri=https%3A%2F%2Fevil.example%2Fcallback"));
    }

    #[test]
    fn a_link_says_no_where_no_button_does() {
        let page = "<form method=post action=/go/k3J9dkfjP2l4mQ8x><button>Continue</button></form>\
                    <a href=/stop>[ Cancel ]</a>";
        let refused = sent(page, Decision::Deny).expect("a link");
        assert_eq!((refused.endpoint.path(), refused.action), ("/stop", Action::Get));
        assert!(sent(page, Decision::Forged).is_none(), "its address is a secret of its own");
    }

    #[test]
    fn an_address_made_for_one_request_is_told_from_a_word() {
        let url = |path: &str| Url::parse(&format!("https://auth.example{path}")).expect("a URL");
        assert!(is_unguessable(&url("/interaction/k3J9dkfjP2l4mQ8x/confirm")));
        assert!(!is_unguessable(&url("/interaction/authorization-consent")));
    }
}
