// The finder's answers: arrow keys walk through them, Escape puts them away, a click elsewhere does too.

const form = document.querySelector("form[data-finder]");
const input = form?.querySelector("input[name=q]");
const results = form?.querySelector(".finder-results");

const links = () => [...results.querySelectorAll("a[href]")];
const away = () => results.replaceChildren();

form?.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    if (results.childElementCount) event.preventDefault();
    away();
    input.focus();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const all = links();
  if (!step || !all.length) return;
  event.preventDefault();
  const next = all.indexOf(document.activeElement) + step;
  if (next < 0) input.focus();
  else all[Math.min(next, all.length - 1)].focus();
});

// An empty field has no answers, whatever arrives late.
input?.addEventListener("input", () => input.value.trim() || away());
form?.addEventListener("htmx:beforeSwap", (event) => {
  if (!input.value.trim()) event.detail.shouldSwap = false;
});
document.addEventListener("click", (event) => form && !form.contains(event.target) && away());
form?.addEventListener("focusout", (event) => event.relatedTarget && !form.contains(event.relatedTarget) && away());
