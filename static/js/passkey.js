// Asks the browser for a passkey. A form with data-passkey, "get" or "create",
// is shown where the browser can do it. Pressing its button fetches from
// data-begin what to ask for, puts the answer into the field with data-answer, and
// sends the form as any other is sent. It needs nothing else and keeps nothing.
(() => {
  "use strict";
  const key = window.PublicKeyCredential;
  if (!key || !key.parseRequestOptionsFromJSON || !key.parseCreationOptionsFromJSON) return;

  const ask = async (form) => {
    const reply = await fetch(form.dataset.begin, {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      redirect: "manual",
    });
    if (reply.type === "opaqueredirect") return null; // signed out meanwhile, or asked for the password again
    if (!reply.ok) throw new Error();
    const options = await reply.json();
    return form.dataset.passkey === "create"
      ? navigator.credentials.create({ publicKey: key.parseCreationOptionsFromJSON(options) })
      : navigator.credentials.get({ publicKey: key.parseRequestOptionsFromJSON(options) });
  };

  const press = async (event) => {
    event.preventDefault();
    const form = event.target;
    const wrong = form.querySelector("[role=alert]");
    const button = form.querySelector("button");
    wrong.hidden = true;
    button.disabled = true;
    try {
      const answer = await ask(form);
      if (answer) {
        form.querySelector("[data-answer]").value = JSON.stringify(answer);
        form.submit();
        return;
      }
      location.reload();
    } catch {
      wrong.hidden = false;
      button.disabled = false;
    }
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", press);
    form.hidden = false;
    for (const other of document.querySelectorAll("[data-without-passkey]")) other.hidden = true;
  }
})();
