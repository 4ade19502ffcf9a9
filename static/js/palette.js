// The command palette: mod+k opens it anywhere, arrows walk through the answers while the field keeps the focus, Enter
// takes the one that is marked, Escape closes. Without this file /palette/ is a page like any other.

const dialog = document.getElementById("palette");
const input = dialog?.querySelector("input[name=q]");
const results = document.getElementById("palette-results");
let taking = false; // Enter came before the answers to what was typed

const options = () => [...results.querySelectorAll("[role=option]")];
const marked = () => results.querySelector('[aria-selected="true"]');
const mark = (option) => {
  marked()?.setAttribute("aria-selected", "false");
  input.setAttribute("aria-expanded", String(Boolean(option)));
  if (!option) return input.removeAttribute("aria-activedescendant");
  option.setAttribute("aria-selected", "true");
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
};
const take = () => marked()?.click();
const answered = () => (results.querySelector("[data-looked]")?.dataset.looked ?? results.querySelector("[data-nothing]")?.dataset.nothing) === input.value.trim().replace(/\s+/g, " ");

document.addEventListener(
  "keydown",
  (event) => {
    if (!dialog?.open || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    dialog.close();
  },
  { capture: true },
);

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  if (event.target.closest('[data-dialog="palette"]')) {
    input.value = "";
    results.replaceChildren();
    input.dispatchEvent(new Event("ask"));
  } else if (event.target.closest("#palette-results .pick")) dialog.close();
});

input?.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Enter") {
    event.preventDefault();
    if (answered()) take();
    else taking = true;
    return;
  }
  taking = false;
  const all = options();
  const at = all.indexOf(marked());
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: event.ctrlKey ? 0 : null, End: event.ctrlKey ? all.length - 1 : null }[event.key];
  if (!all.length || to === undefined || to === null) return;
  event.preventDefault();
  mark(all[(to + all.length) % all.length]);
});

results?.addEventListener("htmx:afterSwap", () => {
  options().forEach((option, number) => (option.id = `palette-option-${number}`));
  mark(options()[0]);
  if (taking && answered()) take();
  taking = false;
});
dialog?.addEventListener("close", () => (taking = false));
