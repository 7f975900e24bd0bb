/* The shell without a network: style, scripts, and two pages that hold nothing of a diary.
   What it is made of comes in SHELL, put before this file by the server. */
"use strict";

const CACHE = "gutline-shell-" + SHELL.version;

// Asked for without cookies, so that what is kept is what a stranger would see.
const anonymous = (url) => new Request(url, { credentials: "omit", cache: "reload" });

async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll([SHELL.page, SHELL.practices, ...SHELL.files].map(anonymous));
  await self.skipWaiting();
}

async function tidy() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("gutline-shell-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

// Practices work without a network; for anything else there is the page that logs one thing.
function standIn(request) {
  const { pathname } = new URL(request.url);
  return /^\/(library|practice|session|offline\/practices)\//.test(pathname) ? SHELL.practices : SHELL.page;
}

async function page(request) {
  try {
    return await fetch(request);
  } catch (error) {
    // A form that was on its way is not lost here: the page kept it before it was sent.
    const kept = await caches.match(standIn(request), { cacheName: CACHE });
    if (kept) return kept;
    throw error;
  }
}

async function file(request) {
  const kept = await caches.match(request, { cacheName: CACHE });
  return kept || fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && event.request.method === "GET") {
    event.respondWith(page(event.request));
  } else if (SHELL.files.includes(url.pathname)) {
    event.respondWith(file(event.request));
  }
});
