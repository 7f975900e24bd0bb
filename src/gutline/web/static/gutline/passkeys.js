// Passkeys: what the server asks of the browser, and what the browser answers, as JSON.
//
// A form marked `data-passkey` is shown where the browser knows passkeys. Its button makes one
// ("create"), or uses one: for a known account ("get"), or for whoever it belongs to ("login").

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

function asked(options) {
  const key = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  if (key.user) key.user = { ...key.user, id: bytes(key.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (key[list]) key[list] = key[list].map((one) => ({ ...one, id: bytes(one.id) }));
  }
  return { publicKey: key };
}

function answered(credential) {
  const { response } = credential;
  const said = { clientDataJSON: text(response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) said[part] = text(response[part]);
  }
  if (response.getTransports) said.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: said,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function optionsFor(form) {
  if (form.dataset.passkey !== "login") {
    return JSON.parse(form.dataset.options);
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function made(form) {
  const options = await optionsFor(form);
  if (form.dataset.passkey !== "create") {
    return navigator.credentials.get(asked(options.request_options));
  }
  const wanted = asked(options.creation_options);
  wanted.publicKey.authenticatorSelection = {
    ...wanted.publicKey.authenticatorSelection,
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  };
  return navigator.credentials.create(wanted);
}

async function go(form) {
  const wrong = form.querySelector(".wrong[hidden], .wrong[data-shown]");
  try {
    form.elements.credential.value = JSON.stringify(answered(await made(form)));
    HTMLFormElement.prototype.submit.call(form);
  } catch {
    wrong.hidden = false;
    wrong.dataset.shown = "";
  }
}

if (window.isSecureContext && window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.querySelector("button[type=button]").addEventListener("click", () => void go(form));
    form.addEventListener("submit", (event) => event.preventDefault());
  }
}
