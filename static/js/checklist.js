// The checklist of a release. j and k walk through its items (x, d and Enter are declared on them), ticking several
// shows the bar for many at once, and a file that is too large is said before it is sent. Without this file every act is
// a page of its own.

const FIELDS = "input:not([type=checkbox]), textarea, select, [contenteditable]";
const items = () => [...document.querySelectorAll("#checklist a[data-item]")].filter((link) => link.offsetParent);

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  const step = { j: 1, k: -1 }[event.key];
  if (!step || document.documentElement.dataset.shortcuts === "off") return;
  if (event.target instanceof Element && event.target.closest(FIELDS)) return;
  if (document.querySelector("dialog[open]")) return;
  const all = items();
  if (!all.length) return;
  event.preventDefault();
  const here = document.activeElement?.closest("#checklist li");
  const at = here ? all.findIndex((link) => here.contains(link)) : -1;
  const to = at < 0 ? all[step > 0 ? 0 : all.length - 1] : all[Math.max(0, Math.min(at + step, all.length - 1))];
  to.focus();
  to.closest("li").scrollIntoView({ block: "nearest" });
});

// How many are picked, and what can be done with all of them.
const boxes = () => [...document.querySelectorAll("#checklist input.tickbox")];
const picked = () => {
  const chosen = boxes().filter((box) => box.checked);
  const count = document.querySelector("[data-picked]");
  if (!count) return;
  count.textContent = chosen.length;
  for (const button of document.querySelectorAll("#picked [data-for]")) {
    button.hidden = !chosen.every((box) => box.dataset.may.split(" ").includes(button.dataset.for));
  }
  document.getElementById("together")?.replaceChildren(); // it spoke of another choice
};
document.addEventListener("change", (event) => event.target instanceof Element && event.target.matches("input.tickbox") && picked());
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open], details[data-closes][open]")) return;
  if (event.target instanceof Element && event.target.closest(FIELDS)) return;
  if (boxes().some((box) => box.checked)) document.getElementById("picked").reset();
});
document.addEventListener("reset", (event) => event.target.id === "picked" && setTimeout(picked));
document.addEventListener("click", (event) => {
  const all = event.target instanceof Element && event.target.closest("[data-select-all]");
  if (!all) return;
  const here = [...all.closest("section").querySelectorAll("input.tickbox")];
  const every = here.every((box) => box.checked);
  for (const box of here) box.checked = !every;
  picked();
});
document.addEventListener("htmx:afterSwap", (event) => event.detail.target.id !== "together" && picked());
picked(); // what was ticked before this file had come

// An opened line or bar is there to be filled in: the focus goes to its first field.
document.addEventListener("htmx:afterSettle", (event) => {
  const here = event.detail.elt;
  if (!(here instanceof Element) || !here.matches("#together, #checklist li.opened")) return;
  if (here.querySelector("[autofocus]")) return;
  here.querySelector(".panel .input, .panel .textarea, form .input, form .textarea")?.focus({ preventScroll: true });
});

// A file that would be refused need not travel first.
document.addEventListener("change", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || !field.dataset.largest) return;
  const large = [...field.files].some((file) => file.size > Number(field.dataset.largest));
  field.setCustomValidity(large ? field.dataset.tooLarge : "");
  if (large) {
    field.reportValidity();
    field.value = "";
  }
});

// An address such as PAY-31/#item-12 leads to that line, also in a gate that is folded.
const named = /^#item-\d+$/.test(location.hash) && document.querySelector(`${location.hash} a[data-item]`);
if (named) {
  const gate = named.closest("details");
  if (gate && !gate.open) {
    gate.open = true;
    named.scrollIntoView({ block: "center" });
  }
  named.focus({ preventScroll: true });
}
