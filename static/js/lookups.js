// What was looked up, so that the portal learns what is asked and what is missing: an answer that was chosen, and a
// text that rested for a moment and found nothing. Answers say which text they are for with data-looked, each link
// which thing it is with data-found; "nothing found" is marked with data-nothing.

const RESTED = 1200;
const address = "/find/lookups/";
const token = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";

const tell = (text, key) => {
  const facts = new FormData();
  facts.set("csrfmiddlewaretoken", token());
  facts.set("text", text);
  facts.set("key", key);
  facts.set("quiet", "1");
  navigator.sendBeacon(address, facts);
};

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("[data-looked] a[data-found]");
  if (link) tell(link.closest("[data-looked]").dataset.looked, link.dataset.found);
});

const told = new Set(); // on this page
const tellMissing = (nothing) => {
  const text = nothing?.dataset.nothing.trim();
  if (!text || told.has(text)) return;
  told.add(text);
  tell(text, "");
};

let resting;
document.addEventListener("input", () => clearTimeout(resting));
document.addEventListener("htmx:afterSwap", (event) => {
  const nothing = event.detail.target.querySelector("[data-nothing]");
  clearTimeout(resting);
  if (nothing) resting = setTimeout(() => nothing.isConnected && tellMissing(nothing), RESTED);
});
tellMissing(document.querySelector("main [data-nothing]"));
