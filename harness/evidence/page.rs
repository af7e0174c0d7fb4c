//! What can be read off an HTML page: its title, its text, its forms, where it sends the browser.

use super::form::{Form, FormReader};
use html5gum::{Token, Tokenizer};
use std::collections::BTreeMap;

/// A page, as far as it matters here.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Page {
    /// The content of `<title>`.
    pub title: Option<String>,
    /// The visible text, scripts and styles left out.
    pub text: String,
    /// Its forms.
    pub forms: Vec<Form>,
    /// Its links: where each leads, and what is written on it.
    pub links: Vec<(String, String)>,
    /// The URL of a `<meta http-equiv="refresh">`.
    pub refresh: Option<String>,
    /// Where a script sends the browser, if it sets `location` to a literal.
    pub script_target: Option<String>,
    /// What it loads by itself: scripts, styles, pictures, frames and the like.
    pub loads: Vec<String>,
    /// Whether it says by a `<meta name="referrer">` what its address is told to.
    pub referrer: Option<String>,
    /// Whether it has any script.
    pub scripted: bool,
    /// Whether a script or an `onload` submits a form by itself.
    pub submits_itself: bool,
}

/// The attributes of an element.
pub(super) type Attributes = BTreeMap<String, String>;

impl Page {
    /// Reads a page; anything can be read, a page or not.
    #[must_use]
    pub fn read(html: &str) -> Self {
        let mut page = Self::default();
        let mut forms = FormReader::default();
        let mut inside = String::new();
        let mut in_link = false;
        for token in Tokenizer::new(html) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => {
                    let name = lossy(&tag.name);
                    let attributes: Attributes = tag
                        .attributes
                        .iter()
                        .map(|(name, value)| (lossy(name), lossy(&value.value)))
                        .collect();
                    page.open(&name, &attributes);
                    forms.open(&name, &attributes);
                    in_link |= name == "a" && attributes.contains_key("href");
                    if matches!(name.as_str(), "title" | "script" | "style") {
                        inside = name;
                    }
                }
                Token::EndTag(tag) => {
                    let name = lossy(&tag.name);
                    forms.close(&name);
                    in_link &= name != "a";
                    inside.clear();
                }
                Token::String(text) => {
                    let text = lossy(&text.value);
                    forms.text(&text);
                    if let Some((_, label)) = page.links.last_mut().filter(|_| in_link) {
                        label.push_str(&text);
                    }
                    page.add_text(&inside, &text);
                }
                _ => {}
            }
        }
        page.forms = forms.finish();
        page
    }

    /// What a person sees of it that can be filled or pressed, in words.
    #[must_use]
    pub fn described(&self) -> String {
        let listed = |what: &str, names: Vec<&str>| {
            let quoted: Vec<String> = names.iter().map(|name| format!("`{}`", name.trim())).collect();
            (!quoted.is_empty()).then(|| format!("{what} {}", quoted.join(", ")))
        };
        let fields = self.forms.iter().flat_map(|form| form.fillable.iter().map(String::as_str)).collect();
        let buttons =
            self.forms.iter().flat_map(|form| form.buttons.iter().map(|button| button.label.as_str()));
        let parts = [listed("fields", fields), listed("buttons", buttons.collect())];
        let parts = parts.into_iter().flatten().collect::<Vec<_>>().join("; ");
        let title = self.title.clone().unwrap_or_default();
        if parts.is_empty() { format!("`{title}`") } else { format!("`{title}` ({parts})") }
    }

    /// What keeps a server from answering for itself, if the page shows it: a test whether a person
    /// is there, an account that is locked, a throttle.
    #[must_use]
    pub fn obstacle(&self) -> Option<&'static str> {
        let names = self
            .forms
            .iter()
            .flat_map(|form| form.fillable.iter().chain(form.fields.iter().map(|(name, _)| name)));
        let title = self.title.as_deref().unwrap_or_default();
        let said = |words: &[&str]| mentions(title, words) || mentions(&self.text, words);
        if names.chain(&self.loads).any(|name| mentions(name, &CAPTCHAS)) || said(&CAPTCHAS) {
            Some("the server wants to see a person (CAPTCHA)")
        } else if said(&LOCKS) {
            Some("the server says that the account is locked")
        } else if said(&THROTTLES) {
            Some("the server throttles us, as its page says")
        } else {
            None
        }
    }

    fn open(&mut self, name: &str, attributes: &Attributes) {
        let attribute = |name: &str| attributes.get(name).map(String::as_str).unwrap_or_default();
        self.scripted |= name == "script" && !attribute("type").contains("json")
            || attributes.keys().any(|name| name.starts_with("on"));
        match name {
            "meta" if attribute("http-equiv").eq_ignore_ascii_case("refresh") => {
                self.refresh = refresh_url(attribute("content"));
            }
            "meta" if attribute("name").eq_ignore_ascii_case("referrer") => {
                self.referrer = Some(attribute("content").to_owned());
            }
            "script" | "img" | "iframe" | "embed" | "audio" | "video" | "source"
                if !attribute("src").is_empty() =>
            {
                self.loads.push(attribute("src").to_owned());
            }
            "a" if attributes.contains_key("href") => {
                self.links.push((attribute("href").to_owned(), String::new()));
            }
            "link" if is_loaded(attribute("rel")) => self.loads.push(attribute("href").to_owned()),
            "body" if attribute("onload").contains("submit") => self.submits_itself = true,
            _ => {}
        }
    }

    fn add_text(&mut self, inside: &str, text: &str) {
        match inside {
            "title" => self.title = Some(self.title.take().unwrap_or_default() + text.trim()),
            "script" => {
                self.submits_itself |= text.contains(".submit(");
                self.script_target = self.script_target.take().or_else(|| script_target(text));
            }
            "style" => {}
            _ => {
                self.text.push_str(text);
                self.text.push(' ');
            }
        }
    }
}

/// What tests whether a person is there, by the names of their fields, scripts and marks.
const CAPTCHAS: [&str; 4] = ["captcha", "cf-turnstile", "turnstile/v0", "are you a robot"];

/// What a page says whose account is locked.
const LOCKS: [&str; 4] =
    ["account is locked", "account has been locked", "account is disabled", "account locked"];

/// What a page says that puts us off.
const THROTTLES: [&str; 5] =
    ["too many requests", "too many attempts", "rate limit", "unusual traffic", "slow down"];

/// Whether one of these stands in a text, in any letter case.
fn mentions(text: &str, words: &[&str]) -> bool {
    let text = text.to_ascii_lowercase();
    words.iter().any(|word| text.contains(word))
}

/// Whether a browser fetches by itself what a `<link>` of that relation names.
fn is_loaded(relation: &str) -> bool {
    let loaded = ["stylesheet", "icon", "preload", "modulepreload", "prefetch", "apple-touch-icon"];
    relation.split_whitespace().any(|word| loaded.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

/// The URL in the value of a `Refresh` header or meta element: `0; url=...`.
pub(super) fn refresh_url(value: &str) -> Option<String> {
    let (_, rest) = value.split_once([';', ','])?;
    let rest = rest.trim_start();
    let url = match rest.get(..3) {
        Some(name) if name.eq_ignore_ascii_case("url") => rest[3..].trim_start().strip_prefix('=')?,
        _ => rest,
    };
    Some(url.trim().trim_matches(['"', '\'']).to_owned())
}

/// The literal that a script assigns to `location`, or hands to its `assign` or `replace`.
fn script_target(script: &str) -> Option<String> {
    script.match_indices("location").find_map(|(at, name)| {
        let mut rest = script[at + name.len()..].trim_start();
        for method in [".href", ".assign", ".replace"] {
            rest = rest.strip_prefix(method).unwrap_or(rest).trim_start();
        }
        let rest = rest.strip_prefix(['=', '('])?.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
        let literal = rest[1..].split(quote).next()?;
        Some(literal.replace("\\/", "/").replace("\\u0026", "&").replace("&amp;", "&"))
    })
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{Page, refresh_url};

    #[test]
    fn a_self_posting_form_is_read_with_its_inputs() {
        let page = Page::read(
            "<title>Submit</title><body onload='document.forms[0].submit()'>\
             <form method=post action='https://app.example/cb?a&amp;b'><input type=hidden name=code value='x&quot;y'></form>",
        );
        assert_eq!(page.title.as_deref(), Some("Submit"));
        assert!(page.submits_itself);
        assert_eq!(page.forms[0].action, "https://app.example/cb?a&b");
        assert_eq!(page.forms[0].fields, [("code".to_owned(), "x\"y".to_owned())]);
    }

    #[test]
    fn a_script_that_sets_the_location_is_an_exit() {
        for script in [
            r#"window.location.href = "https:\/\/evil.example\/x?a\u0026b""#,
            "location.replace('https://evil.example/x?a&b')",
        ] {
            let page = Page::read(&format!("<script>if (top == self) {{ {script}; }}</script>"));
            assert_eq!(page.script_target.as_deref(), Some("https://evil.example/x?a&b"), "{script}");
        }
        assert_eq!(Page::read("<script>if (location == x) {}</script>").script_target, None);
    }

    #[test]
    fn a_refresh_names_its_url_in_several_ways() {
        for value in ["0; url=https://a.example/", "0;URL='https://a.example/'", "5, https://a.example/"] {
            assert_eq!(refresh_url(value).as_deref(), Some("https://a.example/"), "{value}");
        }
        assert_eq!(refresh_url("5"), None);
    }
}
