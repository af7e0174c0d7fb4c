// What a person sees of the page that can be filled or pressed.
const shown = e => {
  const box = e.getBoundingClientRect(), style = getComputedStyle(e);
  return box.width > 0 && box.height > 0 && style.visibility !== "hidden";
};
const text = e => ((e && e.innerText) || "").trim().slice(0, 200);
const label = e => {
  const by = (e.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean);
  const labels = [...(e.labels || []), ...by.map(id => document.getElementById(id))];
  return labels.map(text).filter(Boolean).join(" ") || e.getAttribute("aria-label") || "";
};
const fields = [], buttons = [], forms = [];
let challenge = false;
const about = (e, more) => {
  const form = e.form || e.closest("form");
  if (form && !forms.includes(form)) forms.push(form);
  return {
    element: e, name: e.getAttribute("name") || "", id: e.id || "", value: String(e.value || ""),
    form: form ? forms.indexOf(form) : null, disabled: !!e.disabled || e.getAttribute("aria-disabled") === "true", ...more,
  };
};
const look = root => {
  for (const e of root.querySelectorAll("*")) {
    if (e.shadowRoot) look(e.shadowRoot);
    const tag = e.localName, type = (e.getAttribute("type") || "").toLowerCase();
    const hint = (e.getAttribute("src") || "") + " " + (e.getAttribute("class") || "") + " " + (e.getAttribute("name") || "") + " " + e.id;
    if (/captcha|turnstile|arkoselabs/i.test(hint) && (shown(e) || tag === "iframe")) challenge = true;
    if (tag === "input" && ["submit", "image", "button"].includes(type)) {
      if (shown(e)) buttons.push(about(e, { label: e.value || label(e), sends: type !== "button", link: false }));
    } else if (tag === "button" || e.getAttribute("role") === "button") {
      if (shown(e)) buttons.push(about(e, { label: text(e) || label(e) || e.title || "", sends: tag === "button" && (type || "submit") === "submit", link: false }));
    } else if (tag === "a" && e.hasAttribute("href")) {
      if (shown(e)) buttons.push(about(e, { label: text(e) || label(e), value: "", sends: false, link: true }));
    } else if (["input", "select", "textarea"].includes(tag) && !["hidden", "reset", "file"].includes(type)) {
      const ticks = ["checkbox", "radio"].includes(type);
      if (shown(e) || ticks && [...(e.labels || [])].some(shown)) {
        fields.push(about(e, {
          label: label(e), hint: e.getAttribute("placeholder") || "",
          kind: tag === "input" ? type || "text" : tag, ticked: !!e.checked,
        }));
      }
    }
  }
};
look(document);
const says = [...document.querySelectorAll("[role=alert],.error,.alert,.alert-danger,.invalid-feedback,.kc-feedback-text")];
return {
  ready: document.readyState === "complete", url: location.href, title: document.title, fields, buttons, challenge,
  text: (document.body ? document.body.innerText : "").trim().slice(0, 2000),
  says: says.filter(shown).map(text).filter(Boolean)[0] || "", size: document.documentElement.outerHTML.length,
};
