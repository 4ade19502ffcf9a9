// Typing # in a line shows what can be referred to; arrows choose, Enter or Tab takes it, Escape leaves it.
// Without this file the key is typed by hand.

const form = document.querySelector("[data-references]");
const WORD = /(?:^|[^\w&/#])#([\p{L}\d][\p{L}\d-]*)$/u;
let open = null; // { area, from, list }
let asked = 0;

const close = () => {
  if (!open) return;
  open.area.removeAttribute("aria-activedescendant");
  open.area.removeAttribute("aria-controls");
  open.list.remove();
  open = null;
};

const choose = (step) => {
  const options = [...open.list.children];
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const next = options[(at + step + options.length) % options.length];
  options.forEach((option) => option.setAttribute("aria-selected", String(option === next)));
  open.area.setAttribute("aria-activedescendant", next.id);
};

const take = (option) => {
  const { area, from } = open;
  const after = area.value.slice(area.selectionStart);
  const key = `#${option.dataset.key}`;
  area.value = area.value.slice(0, from) + key + (after.startsWith(" ") ? after : ` ${after}`);
  area.selectionStart = area.selectionEnd = from + key.length + 1;
  close();
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
};

const ask = async (area) => {
  const word = WORD.exec(area.value.slice(0, area.selectionStart));
  if (!word) return close();
  const mine = ++asked;
  const answer = await fetch(`${form.dataset.references}?q=${encodeURIComponent(word[1])}`).catch(() => null);
  if (!answer?.ok || mine !== asked || document.activeElement !== area) return;
  close();
  const holder = document.createElement("template");
  holder.innerHTML = await answer.text();
  const list = holder.content.querySelector("#references");
  const exact = list?.children.length === 1 && list.firstElementChild.dataset.key.toLowerCase() === word[1].toLowerCase();
  if (!list?.children.length || exact || mine !== asked) return;
  area.after(list);
  open = { area, list, from: area.selectionStart - word[1].length - 1 };
  area.setAttribute("aria-controls", list.id);
  choose(1);
};

let waiting;
form?.addEventListener("input", (event) => {
  if (event.target.tagName !== "TEXTAREA") return;
  clearTimeout(waiting);
  waiting = setTimeout(ask, 120, event.target);
});
form?.addEventListener("focusout", () => setTimeout(() => open && document.activeElement !== open.area && close(), 150));
form?.addEventListener("mousedown", (event) => {
  const option = event.target.closest?.("#references > li");
  if (!option) return;
  event.preventDefault();
  take(option);
});

// Before the editor's own keys, which would go to the next line.
form?.addEventListener(
  "keydown",
  (event) => {
    if (!open || event.target !== open.area || event.isComposing) return;
    const act = {
      ArrowDown: () => choose(1),
      ArrowUp: () => choose(-1),
      Enter: () => take(open.list.querySelector('[aria-selected="true"]')),
      Tab: () => take(open.list.querySelector('[aria-selected="true"]')),
      Escape: close,
    }[event.key];
    if (!act || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act();
  },
  true,
);
