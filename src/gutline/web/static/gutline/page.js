// What a page does beyond its forms and links; without this everything works all the same.

const UNDO_SHOWN_MS = 10_000;

// The bar that offers to take something back goes away by itself, unless it is being used or says
// what to mind: that stays until it is closed.
function hideLater() {
  for (const bar of document.querySelectorAll(".said:not([data-timed])")) {
    bar.dataset.timed = "";
    const close = bar.querySelector("[data-close]");
    close?.removeAttribute("hidden");
    close?.addEventListener("click", () => bar.classList.add("gone"));
    if ("stays" in bar.dataset) continue;
    const hide = () => {
      if (bar.matches(":hover, :focus-within")) setTimeout(hide, UNDO_SHOWN_MS);
      else bar.classList.add("gone");
    };
    setTimeout(hide, UNDO_SHOWN_MS);
  }
}

// A tap on the drawing ticks the box of that site, and a tick is shown on the drawing.
function joinBodies() {
  const bodies = document.querySelector(".bodies");
  if (!bodies || bodies.classList.contains("draws")) return;
  bodies.classList.add("draws");
  const box = (id) => document.querySelector(`input[name=sites][value=${CSS.escape(id)}]`);
  const show = (shape) => shape.classList.toggle("on", box(shape.dataset.site).checked);
  for (const shape of bodies.querySelectorAll("[data-site]")) {
    show(shape);
    shape.addEventListener("click", () => {
      box(shape.dataset.site).checked = !box(shape.dataset.site).checked;
      show(shape);
    });
    box(shape.dataset.site).addEventListener("change", () => show(shape));
  }
}

// Understanding comes while typing, so the button for it is needed only without this script.
function tidyMealBox() {
  document.getElementById("look")?.setAttribute("hidden", "");
}

function settle() {
  hideLater();
  joinBodies();
  tidyMealBox();
}

// What is typed in one form stays when another one is kept, which shows the page anew.
let typed = [];
document.addEventListener("htmx:beforeSwap", ({ detail: { target, requestConfig } }) => {
  if (target?.id !== "main") return;
  const sent = requestConfig?.elt?.closest("form");
  const fields = target.querySelectorAll("textarea[id], input[id]:not([type=hidden])");
  typed = [...fields].filter((field) => field.form !== sent && field.value !== field.defaultValue);
});
function typeAgain() {
  for (const before of typed.splice(0)) {
    const field = document.getElementById(before.id);
    if (!field || field.value) continue;
    field.value = before.value;
    field.closest("details")?.setAttribute("open", "");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  settle();
  if (detail.target?.id === "main" || detail.elt?.id === "main") typeAgain();
});
// Of two taps in quick succession the second is answered when what it was to replace is gone: show
// the page anew. Looked at when the answer arrives, since every answer replaces its own target.
document.addEventListener("htmx:beforeSend", (event) => {
  const { xhr, target } = event.detail;
  if (target?.id !== "main") return;
  xhr.addEventListener("readystatechange", () => {
    if (xhr.readyState !== XMLHttpRequest.DONE || xhr.status !== 200 || target.isConnected) return;
    if (document.getElementById("text")?.value) return;
    window.htmx.ajax("GET", location.href, { target: "#main", select: "#main", swap: "outerHTML show:none" });
  });
});
// What waited for a network has arrived: show it, unless something is being typed.
document.addEventListener("gutline:sent", () => {
  if (document.querySelector(".lines, .columns") && !document.getElementById("text")?.value) location.reload();
});
// A form in flight is not sent twice.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "1";
  setTimeout(() => delete event.target.dataset.sent, 1500);
});
settle();
