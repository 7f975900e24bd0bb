/* The player of practices and sessions: steps with a clock, told by words, sound, voice and touch.

   What it leads through stands on the page as a plain list, so the page works without it. It asks
   nobody for anything: it works without a network, and what is finished goes through the outbox. */

const TICK_MS = 100;
const BELL_FADES_MS = 3000;
const LONG_STEP_S = 15;
const CHIME_LAST_S = 3;
const ASK_AGAIN_MS = 20_000;
const PREFERRED = "gutline-player";
// The page says it in its language.
const WORDS = JSON.parse(document.getElementById("player-words").textContent);
const about = (words, what) => words.replace("%s", what);

// ---- steps: seconds from the page, the same as the server works them out

/* Breathing ends with a whole breath. */
function breathSteps(counts, seconds) {
  const whole = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const steps = [];
  for (let round = 0; round < Math.max(1, Math.floor(seconds / whole)); round += 1) {
    for (const [phase, count] of Object.entries(counts)) {
      if (count) steps.push({ say: WORDS[phase], seconds: count, phase });
    }
  }
  return steps;
}

function guidedSteps(items, seconds) {
  const whole = items.reduce((sum, item) => sum + Number(item.dataset.share), 0);
  let passed = 0;
  return items.map((item) => {
    const start = Math.round((seconds * passed) / whole);
    passed += Number(item.dataset.share);
    return { say: sayOf(item), seconds: Math.round((seconds * passed) / whole) - start, item };
  });
}

function sessionSteps(items) {
  return items.flatMap((item) => {
    const say = sayOf(item);
    const change = Number(item.dataset.change);
    const ready = { say: about(WORDS.ready, say), seconds: change, item, quiet: true };
    const step = { say, seconds: Number(item.dataset.seconds), item, sides: "sides" in item.dataset };
    return change ? [ready, step] : [step];
  });
}

const sayOf = (item) => item.querySelector(".say").textContent.trim();

function withStarts(steps) {
  let start = 0;
  for (const step of steps) {
    step.start = start;
    start += step.seconds;
  }
  return steps;
}

// ---- sound, voice, touch, and a screen that stays on: each may be missing

let audio = null;

function tone(frequency, seconds, loudness, to = frequency) {
  if (!audio) return;
  const at = audio.currentTime;
  const sound = audio.createOscillator();
  const gain = audio.createGain();
  sound.frequency.setValueAtTime(frequency, at);
  sound.frequency.linearRampToValueAtTime(to, at + seconds);
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(loudness, at + 0.03);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
  sound.connect(gain).connect(audio.destination);
  sound.start(at);
  sound.stop(at + seconds);
}

function bell() {
  for (const [frequency, loudness] of [[528, 0.16], [1056, 0.06], [1584, 0.025]]) tone(frequency, 2.8, loudness);
}

const BREATH_TONES = { in: [220, 294], hold: [294, 294], out: [294, 196], rest: [196, 196] };

function breathTone(phase, seconds) {
  const [from, to] = BREATH_TONES[phase];
  tone(from, Math.min(seconds, 4), phase === "in" || phase === "out" ? 0.07 : 0.03, to);
}

function wakeAudio() {
  const Audio = window.AudioContext || window.webkitAudioContext;
  if (Audio) audio ??= new Audio();
  void audio?.resume?.();
}

function speak(text) {
  if (!window.speechSynthesis) return;
  speechSynthesis.cancel();
  const said = new SpeechSynthesisUtterance(text);
  said.lang = document.documentElement.lang || "en-GB";
  said.rate = 0.9;
  speechSynthesis.speak(said);
}

const VIBRATION = { in: [200], hold: [60], out: [120, 80, 120], rest: [60] };

class Awake {
  lock = null;
  async hold() {
    try {
      this.lock = await navigator.wakeLock?.request("screen");
    } catch {
      this.lock = null;
    }
  }
  release() {
    void this.lock?.release().catch(() => {});
    this.lock = null;
  }
}

// ---- what a person likes to be led by, kept on this device; nothing of a diary

function preferences() {
  try {
    return JSON.parse(localStorage.getItem(PREFERRED)) ?? {};
  } catch {
    return {};
  }
}

function prefer(name, on) {
  try {
    localStorage.setItem(PREFERRED, JSON.stringify({ ...preferences(), [name]: on }));
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}

const stillWanted = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

const two = (number) => String(number).padStart(2, "0");

function clockText(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${two(whole % 60)}`;
}

function newId() {
  const drawn = crypto.getRandomValues(new Uint8Array(16));
  return "web-" + Array.from(drawn, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function wallTime(at) {
  const off = -at.getTimezoneOffset();
  const local = new Date(at.getTime() + off * 60000).toISOString().slice(0, 19);
  return `${local}${off < 0 ? "-" : "+"}${two(Math.trunc(Math.abs(off) / 60))}:${two(Math.abs(off) % 60)}`;
}

// ---- the player

class Player {
  constructor(box) {
    this.box = box;
    this.sort = box.dataset.player;
    this.form = document.getElementById(box.dataset.form);
    this.items = [...box.querySelectorAll(".steps > li")];
    this.awake = new Awake();
    this.state = "idle";
    this.ways = {};
    this.dress();
  }

  // -- before it begins

  dress() {
    this.box.querySelector(".needs-script").hidden = false;
    for (const button of this.box.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => this[button.dataset.do]());
    }
    const kept = preferences();
    for (const button of this.box.querySelectorAll("[data-way]")) {
      const name = button.dataset.way;
      const missing = (name === "voice" && !window.speechSynthesis) || (name === "vibration" && !navigator.vibrate);
      button.hidden = missing;
      this.setWay(button, !missing && (kept[name] ?? button.getAttribute("aria-pressed") === "true"));
      button.addEventListener("click", () => {
        this.setWay(button, !this.ways[name]);
        prefer(name, this.ways[name]);
      });
    }
    const before = this.box.querySelector("[data-rating=before]");
    before.addEventListener("change", () => { this.form.elements.before.value = before.value; });
  }

  setWay(button, on) {
    this.ways[button.dataset.way] = on;
    button.setAttribute("aria-pressed", String(on));
    if (button.dataset.way === "shape") this.box.querySelector(".breath")?.toggleAttribute("hidden", !on || stillWanted());
    if (button.dataset.way === "voice" && !on) window.speechSynthesis?.cancel();
  }

  counts() {
    const counts = {};
    for (const field of this.box.querySelectorAll("[data-count]")) {
      if (field.value === "" || !field.checkValidity()) {
        field.focus();
        return null;
      }
      counts[field.dataset.count] = Number(field.value);
    }
    return counts;
  }

  plan() {
    const seconds = Math.round(Number(this.box.querySelector("[data-set=minutes]")?.value ?? this.box.dataset.minutes) * 60);
    if (this.sort === "session") return sessionSteps(this.items);
    if (this.sort === "guide") return guidedSteps(this.items, seconds);
    const counts = this.counts();
    return counts && breathSteps(counts, seconds);
  }

  // -- running: time is what the clock says, however seldom the browser asks

  start() {
    const steps = this.plan();
    this.show("wrong", steps ? "" : WORDS.counts);
    if (!steps) return;
    this.steps = withStarts(steps);
    this.whole = steps.at(-1).start + steps.at(-1).seconds;
    this.began = new Date();
    this.offset = this.practised = this.asked = 0;
    this.step = null;
    wakeAudio();
    this.box.querySelector(".stage").hidden = false;
    this.box.querySelector(".keys").hidden = false;
    this.run();
    if (this.ways.sound) bell();
    this.button("pause").focus();
  }

  // -- what comes first: asked when it begins, now and then at a new step, and when somebody is back

  async ask() {
    const where = this.box.dataset.asks;
    if (!where || Date.now() - this.asked < ASK_AGAIN_MS) return;
    this.asked = Date.now();
    try {
      const answer = await fetch(where, { cache: "no-store" });
      if (answer.status === 200 && !answer.redirected) this.stop(await answer.text());
    } catch {
      // Without a network nobody can tell; what to stop for stands on the page.
    }
  }

  stop(told) {
    if (this.state === "idle") return;
    this.halt();
    window.speechSynthesis?.cancel();
    this.close(WORDS.stopped);
    this.fill();
    this.button("start").hidden = true;
    this.box.insertAdjacentHTML("beforebegin", told);
    const heading = this.box.previousElementSibling.querySelector("h2");
    heading.tabIndex = -1;
    heading.focus();
  }

  run() {
    this.state = "running";
    this.since = Date.now();
    this.timer = setInterval(() => this.tick(), TICK_MS);
    this.dressButtons();
    void this.awake.hold();
    this.tick();
    this.draw();
  }

  halt() {
    clearInterval(this.timer);
    const passed = this.state === "running" ? (Date.now() - this.since) / 1000 : 0;
    const done = Math.min(passed, Math.max(0, this.whole - this.offset));
    this.offset += done;
    this.practised += done;
    this.awake.release();
  }

  elapsed() {
    return this.offset + (this.state === "running" ? (Date.now() - this.since) / 1000 : 0);
  }

  pause() {
    if (this.state === "paused") {
      this.tell(WORDS.goesOn);
      return this.run();
    }
    this.halt();
    this.state = "paused";
    window.speechSynthesis?.cancel();
    this.tell(WORDS.paused);
    this.dressButtons();
  }

  next() { this.jump(1); }

  back() { this.jump(-1); }

  jump(by) {
    const here = this.steps.indexOf(this.step);
    const there = this.steps[Math.max(0, here + by)];
    const running = this.state === "running";
    this.halt();
    this.state = "paused";
    this.offset = there ? there.start : this.whole;
    if (running || !there) return this.run();
    this.enter(there, this.offset);
  }

  end() {
    this.halt();
    this.close(WORDS.ended);
    this.fill();
    this.form.closest("details").open = true;
    this.form.querySelector("button").focus();
  }

  tick() {
    const at = this.elapsed();
    if (at >= this.whole) return this.finish();
    const step = this.steps.findLast((one) => one.start <= at);
    if (step !== this.step) this.enter(step, at);
    const left = step.start + step.seconds - at;
    this.show("count", String(Math.ceil(left)));
    this.show("left", about(WORDS.left, clockText(this.whole - at)));
    if (step.sides && left <= step.seconds / 2) this.changeSides(step);
  }

  changeSides(step) {
    step.sides = false;
    this.show("now", `${step.say}: ${WORDS.other.toLowerCase()}`);
    this.tell(WORDS.other);
    this.sound(step);
    if (this.ways.voice) speak(WORDS.other);
  }

  enter(step, at) {
    this.step = step;
    const following = this.steps[this.steps.indexOf(step) + 1];
    this.show("now", step.say);
    this.show("next", following && !step.phase && !step.quiet ? about(WORDS.next, following.quiet ? sayOf(following.item) : following.say) : "");
    this.tell(step.say);
    for (const mark of this.box.querySelectorAll("[data-phase]")) mark.classList.toggle("on", mark.dataset.phase === step.phase);
    for (const item of this.items) item.classList.toggle("on", item === step.item);
    this.picture(step);
    if (at > 0 || step.phase) this.sound(step);
    if (this.ways.voice) speak(step.say);
    if (this.ways.vibration) navigator.vibrate?.(VIBRATION[step.phase] ?? [150]);
    void this.ask();
  }

  sound(step) {
    if (!this.ways.sound) return;
    if (step.phase) breathTone(step.phase, step.seconds);
    else tone(660, CHIME_LAST_S / 2, step.seconds >= LONG_STEP_S ? 0.08 : 0.05);
  }

  picture(step) {
    const drawn = step.item?.querySelector(".picture svg");
    const place = this.box.querySelector(".drawing");
    if (!drawn) return place.replaceChildren();
    const copy = drawn.cloneNode(true);
    copy.removeAttribute("aria-labelledby");
    copy.removeAttribute("role");
    copy.querySelectorAll("title, desc").forEach((words) => words.remove());
    place.replaceChildren(copy);
  }

  /* The circle grows with the breath in and shrinks with the breath out; never for who wants it still. */
  draw() {
    const air = this.box.querySelector(".air");
    if (!air || this.state !== "running" || !this.ways.shape || stillWanted()) return;
    const at = this.elapsed();
    const { phase, start, seconds } = this.step ?? {};
    const share = Math.min(1, Math.max(0, (at - start) / seconds));
    const eased = (1 - Math.cos(Math.PI * share)) / 2;
    const full = { in: eased, hold: 1, out: 1 - eased, rest: 0 }[phase] ?? 0;
    air.setAttribute("r", (22 + 30 * full).toFixed(1));
    requestAnimationFrame(() => this.draw());
  }

  // -- the end: it is logged by itself, after the bell has faded

  finish() {
    this.halt();
    this.offset = this.whole;
    this.close(WORDS.finished);
    if (this.ways.sound) bell();
    if (this.ways.voice) speak(WORDS.finished);
    if (this.ways.vibration) navigator.vibrate?.([300, 150, 300]);
    this.fill();
    this.form.closest("details").open = true;
    setTimeout(() => this.form.requestSubmit(), BELL_FADES_MS);
  }

  close(words) {
    this.state = "idle";
    this.step = null;
    this.show("now", words);
    for (const name of ["count", "next", "left"]) this.show(name, "");
    for (const on of this.box.querySelectorAll(".on")) on.classList.remove("on");
    this.box.querySelector(".drawing").replaceChildren();
    this.tell(words);
    this.dressButtons();
  }

  /* The same id as long as the page stands: rating it afterwards changes the entry, and adds none. */
  fill() {
    const { id, at, value } = this.form.elements;
    id.value = newId();
    at.value = wallTime(this.began);
    value.value = String(Math.max(0.5, Math.round((this.practised / 60) * 2) / 2));
    const token = document.cookie.split("; ").find((part) => part.startsWith("gutline_csrf="));
    if (!this.form.elements.csrfmiddlewaretoken && token) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = "csrfmiddlewaretoken";
      field.value = token.slice("gutline_csrf=".length);
      this.form.append(field);
    }
  }

  // -- showing

  button(name) {
    return this.box.querySelector(`[data-do=${name}]`);
  }

  dressButtons() {
    const idle = this.state === "idle";
    this.button("start").hidden = !idle;
    for (const name of ["pause", "back", "next", "end"]) this.button(name).hidden = idle;
    this.button("pause").textContent = this.state === "paused" ? WORDS.goOn : WORDS.pause;
    this.box.querySelector(".choices").hidden = !idle;
  }

  show(name, words) {
    const place = this.box.querySelector(`[data-shows=${name}]`);
    if (!place) return;
    if (place.textContent !== words) place.textContent = words;
    if (name === "wrong") place.hidden = !words;
  }

  tell(words) {
    this.show("said", words);
  }

  key(event) {
    const does = { " ": "pause", ArrowRight: "next", ArrowLeft: "back", Escape: "end" }[event.key];
    if (!does || this.state === "idle" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this[does]();
  }
}

// ---- the page

const players = [...document.querySelectorAll("[data-player]")].map((box) => new Player(box));

document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, select, textarea") || (event.key === " " && event.target.closest("button, a, summary"))) return;
  for (const player of players) player.key(event);
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") return;
  for (const player of players) {
    if (player.state === "running") void player.awake.hold();
    if (player.state !== "idle") void player.ask();
  }
});
window.addEventListener("pagehide", () => window.speechSynthesis?.cancel());

/* What an address stood for that could not be reached: a practice, or a session of some minutes. */
function askedAddress() {
  const session = location.pathname.match(/^\/session\/(?:(\d+)\/)?$/);
  if (!session) return location.pathname.match(/^\/practice\/([\w-]+)\/$/)?.[1];
  return `session-${session[1] ?? new URLSearchParams(location.search).get("minutes") ?? 10}`;
}

/* On the page that holds all practices only the one that was asked for is open. */
function openAsked() {
  const all = [...document.querySelectorAll(".one-practice")];
  if (!all.length) return;
  const named = location.hash.slice(1) || askedAddress();
  for (const one of all) one.hidden = one.id !== named;
}

window.addEventListener("hashchange", openAsked);
openAsked();
