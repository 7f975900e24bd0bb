/* Entries made without a network: kept here encrypted, sent exactly once, shown until they are.

   A form marked `data-outbox` logs one thing. Before it is sent it gets an id and a time; when the
   network fails it is kept under that id, and whatever way it reaches the diary, it is kept once.
   One marked `data-outbox="replay"` is kept as it is and sent to its own address later: the server
   knows it by its `nonce`. One marked `data-outbox="always"` is kept first, whatever the network. */

const RETRY_MS = 20000;
const PATIENCE_MS = 15000;
const DOUBLE_MS = 800;
const SOON_MS = 1500;
const SAID_MS = 8000;
// In English, as JSON; a page in another language brings its own. Of two forms the first is for one.
const ENGLISH = {
  "waiting": ["%d entry waits to be sent.", "%d entries wait to be sent."],
  "other": ["%d entry waits for another diary.", "%d entries wait for another diary."],
  "sent": ["%d entry was sent.", "%d entries were sent."],
  "kept": "Kept on this device. It is sent when there is a network.",
  "signIn": "Sign in to send what waits.",
  "refused": "This was not taken into the diary:",
  "again": "Try again",
  "discard": "Discard",
  "leave": "Signing out deletes what waits. Sign out all the same?",
  "insecure": "Everything works here but offline use, which needs https.",
  "full": "This could not be kept on this device. Write it down, and log it when there is a network."
};
const brought = document.getElementById("outbox-words")?.textContent ?? document.getElementById("outbox-state")?.dataset.words;
const SAID = { ...ENGLISH, ...JSON.parse(brought ?? "{}") };
const count = (forms, n) => forms[n === 1 ? 0 : 1].replace("%d", String(n));
const WORDS = {
  ...SAID,
  waiting: (n) => count(SAID.waiting, n),
  other: (n) => count(SAID.other, n),
  sent: (n) => count(SAID.sent, n),
  leave: (n) => `${WORDS.waiting(n)} ${SAID.leave}`,
};

// ---- keeping: IndexedDB, every entry encrypted by a key that cannot leave this browser

const possible = Boolean(window.isSecureContext && window.indexedDB && window.crypto?.subtle);

const asked = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function database() {
  const opening = indexedDB.open("gutline-outbox", 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("entries", { keyPath: "id" });
    opening.result.createObjectStore("own");
  };
  return asked(opening);
}

async function within(store, mode, work) {
  const base = await database();
  try {
    const transaction = base.transaction(store, mode, { durability: "strict" });
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
    const answer = await asked(work(transaction.objectStore(store)));
    await done;
    return answer;
  } finally {
    base.close();
  }
}

const own = (name) => within("own", "readonly", (store) => store.get(name));
const setOwn = (name, value) => within("own", "readwrite", (store) => store.put(value, name));

async function key() {
  const known = await own("key");
  if (known) return known;
  const drawn = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  // Another tab may have been quicker: the first key stays.
  await within("own", "readwrite", (store) => store.add(drawn, "key")).catch(() => {});
  return own("key");
}

async function keep(item) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(item));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), text);
  await within("entries", "readwrite", (store) => store.put({ id: item.entry.id, made: item.made, iv, sealed }));
}

async function opened({ iv, sealed }) {
  const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await key(), sealed);
  return JSON.parse(new TextDecoder().decode(text));
}

async function waiting() {
  const kept = await within("entries", "readonly", (store) => store.getAll());
  kept.sort((one, other) => one.made - other.made);
  return Promise.all(kept.map(opened));
}

const forget = (id) => within("entries", "readwrite", (store) => store.delete(id));

// ---- reading a form

const two = (number) => String(Math.abs(number)).padStart(2, "0");

function now() {
  const at = new Date();
  const off = -at.getTimezoneOffset();
  const local = new Date(at.getTime() + off * 60000).toISOString().slice(0, 19);
  return `${local}${off < 0 ? "-" : "+"}${two(Math.trunc(off / 60))}:${two(off % 60)}`;
}

function zone() {
  const named = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  return named.includes("/") ? named : "";
}

function newId() {
  const drawn = crypto.getRandomValues(new Uint8Array(16));
  return "web-" + Array.from(drawn, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function entryOf(fields) {
  const entry = {};
  for (const name of ["id", "kind", "name", "unit", "note", "at", "zone", "source"]) {
    const said = String(fields.get(name) ?? "").trim();
    if (said) entry[name] = said;
  }
  const value = String(fields.get("value") ?? "").trim();
  if (value) entry.value = Number(value);
  const sites = fields.getAll("sites").filter(Boolean);
  const stiffness = String(fields.get("stiffness_min") ?? "").trim();
  if (sites.length || stiffness) entry.detail = {};
  if (sites.length) entry.detail.sites = sites;
  if (stiffness) entry.detail.stiffness_min = Number(stiffness);
  return entry;
}

function setField(form, name, value) {
  let field = form.querySelector(`input[type="hidden"][name="${name}"]`);
  if (!field) {
    if (form.elements[name]) return;
    field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.dataset.given = "";
    form.append(field);
  }
  if (field.value === "" || "given" in field.dataset) {
    field.dataset.given = "";
    field.value = value;
  }
}

function prepare(form) {
  setField(form, "id", newId());
  const timed = form.elements.at && form.elements.at.type !== "hidden" && form.elements.at.value;
  if (timed) return;
  setField(form, "at", now());
  setField(form, "zone", zone());
}

function itemOf(form, submitter) {
  const fields = new FormData(form, submitter);
  const made = Date.now();
  if (form.dataset.outbox !== "replay") return { entry: entryOf(fields), made };
  const said = [...fields].filter(([name]) => name !== "csrfmiddlewaretoken");
  const shown = { id: fields.get("id"), name: fields.get("text") || submitter?.textContent.trim(), at: fields.get("at") };
  return { entry: shown, replay: { to: form.action, said }, made };
}

async function keepForm(form, submitter) {
  const item = itemOf(form, submitter);
  try {
    await keep({ ...item, person: (await own("person")) ?? null });
    say(WORDS.kept);
    if (form.dataset.outbox === "always") form.reset();
  } catch {
    say(WORDS.full);
  }
  await show();
}

// ---- sending

const cookie = (name) =>
  document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";

const call = (path, more = {}) =>
  fetch(path, { credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE_MS), ...more });

async function session() {
  const answer = await call("/api/session");
  if (!answer.ok) return null;
  const { person } = await answer.json();
  await setOwn("person", person);
  return person;
}

const post = (entry) =>
  call("/api/entries", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "Idempotency-Key": entry.id,
      "X-CSRFToken": cookie("gutline_csrf"),
    },
    body: JSON.stringify(entry),
  });

const replay = ({ to, said }) =>
  call(to, {
    method: "POST",
    redirect: "manual",
    headers: { "X-CSRFToken": cookie("gutline_csrf") },
    body: new URLSearchParams(said),
  });

/* Sends one entry: "sent", "refused" (it stays, and is shown) or "later". */
async function send(item) {
  const answer = await (item.replay ? replay(item.replay) : post(item.entry));
  if (answer.ok || answer.type === "opaqueredirect") {
    await forget(item.entry.id);
    return "sent";
  }
  if (![400, 404, 409, 413, 422].includes(answer.status)) return "later";
  const told = await answer.json().catch(() => ({}));
  await keep({ ...item, problem: told.detail || String(answer.status) });
  return "refused";
}

async function sendAll() {
  const due = (await waiting()).filter((item) => !item.problem);
  if (!due.length) return;
  const person = await session();
  if (person === null) return say(WORDS.signIn);
  let sent = 0;
  for (const item of due) {
    if (item.person !== null && item.person !== person) continue;
    const how = await send(item);
    if (how === "later") break;
    if (how === "sent") sent += 1;
  }
  if (sent) {
    say(WORDS.sent(sent));
    document.dispatchEvent(new CustomEvent("gutline:sent", { detail: sent }));
  }
}

let busy = null;

/* One at a time, in all tabs; ids make sure that even two at a time would do no harm. */
function flush() {
  busy ??= (navigator.locks ? navigator.locks.request("gutline-outbox", sendAll) : sendAll())
    .catch(() => {})
    .finally(() => {
      busy = null;
      return show();
    });
  return busy;
}

const soon = () => setTimeout(flush, SOON_MS);

// ---- showing

const state = document.getElementById("outbox-state");
const list = document.createElement("ul");
list.className = "outbox plain";
list.hidden = true;
state?.after(list);
let lately = "";
let forgetting = 0;

/* Said for a while, beside what is shown as long as it is so. */
function say(words) {
  lately = words;
  clearTimeout(forgetting);
  forgetting = setTimeout(() => {
    lately = "";
    void show();
  }, SAID_MS);
}

function button(words, work) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "quiet";
  made.textContent = words;
  made.addEventListener("click", work);
  return made;
}

function refusedItem(item) {
  const row = document.createElement("li");
  row.className = "wrong";
  const { entry, problem } = item;
  const what = [entry.kind, entry.name, entry.value, entry.at].filter((part) => part !== undefined).join(" · ");
  const text = document.createElement("p");
  text.textContent = `${WORDS.refused} ${what}. ${problem}`;
  const again = async () => {
    // A new id, since the old one may stand for something else; a meal keeps the id of its form.
    await forget(entry.id);
    await keep({ ...item, entry: { ...entry, id: newId() }, problem: undefined });
    await flush();
  };
  const discard = async () => {
    await forget(entry.id);
    await show();
  };
  row.append(text, button(WORDS.again, again), button(WORDS.discard, discard));
  return row;
}

async function show() {
  if (!state) return;
  const items = await waiting();
  const person = (await own("person")) ?? null;
  const due = items.filter((item) => !item.problem);
  const mine = due.filter((item) => item.person === null || item.person === person);
  const parts = [lately];
  if (mine.length) parts.push(WORDS.waiting(mine.length));
  if (due.length > mine.length) parts.push(WORDS.other(due.length - mine.length));
  state.textContent = parts.filter(Boolean).join(" ");
  state.hidden = !state.textContent;
  state.dataset.waiting = String(due.length);
  list.replaceChildren(...items.filter((item) => item.problem).map(refusedItem));
  list.hidden = !list.childElementCount;
}

// ---- listening

async function byFetch(form, submitter) {
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form, submitter) });
    if (answer.redirected) return location.assign(answer.url);
    // Something was wrong with it: sent again under the same id, so that the browser shows what.
    form.dataset.outbox = "plain";
    form.requestSubmit(submitter);
  } catch {
    await keepForm(form, submitter);
    soon();
  }
}

const pressed = new WeakMap();

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function onSubmit(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !("outbox" in form.dataset)) return;
  if (form.dataset.outbox === "plain") return;
  if (Date.now() - (pressed.get(form) ?? 0) < DOUBLE_MS) return stop(event);
  pressed.set(form, Date.now());
  prepare(form);
  const byHtmx = window.htmx && (form.hasAttribute("hx-post") || form.closest('[hx-boost="true"]'));
  const offline = form.dataset.outbox === "always" || !navigator.onLine;
  if (byHtmx && !offline) return;
  stop(event);
  if (offline) void keepForm(form, event.submitter).then(flush);
  else void byFetch(form, event.submitter);
}

function onFailure(event) {
  const form = event.detail.elt?.closest?.("form[data-outbox]");
  if (form) void keepForm(form, event.detail.requestConfig?.triggeringEvent?.submitter ?? null).then(soon);
}

async function onLeave(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !("signOut" in form.dataset)) return;
  event.preventDefault();
  const left = await waiting().catch(() => []);
  if (!left.length || window.confirm(WORDS.leave(left.length))) {
    HTMLFormElement.prototype.submit.call(form);
  }
}

function begin() {
  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("submit", (event) => void onLeave(event), true);
  document.addEventListener("htmx:sendError", onFailure);
  document.addEventListener("htmx:timeout", onFailure);
  window.addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
  setInterval(() => Number(state?.dataset.waiting) && flush(), RETRY_MS);
  void show().then(() => session().catch(() => {})).then(flush);
  navigator.serviceWorker?.register("/service-worker.js").catch(() => {});
}

function tellInsecure() {
  if (!state || window.isSecureContext) return;
  state.textContent = WORDS.insecure;
  state.classList.add("soft", "small");
  state.hidden = false;
}

if (possible) begin();
else tellInsecure();
