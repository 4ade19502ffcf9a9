// Keys that a page declares on its controls:
//
//   <a data-key="c" data-key-label="Create">      one key
//   <a data-key="g h">                            one after the other
//   <button data-key="mod+enter">                 with Ctrl or Cmd; works while typing, too
//
// The key does what a click does; in a text field it moves the focus there. Single keys are silent while typing and
// when <html data-shortcuts="off">. "?" opens the sheet #keys, whose list is made from what the page declares. Keys that
// a script of its own listens to are declared for the sheet alone: <template data-key="a" data-key-label="Accountable">.

const PAUSE = 1000; // how long the second key of "g h" may take
const MAC = /Mac|iP(hone|ad)/.test(navigator.platform);
const FIELDS = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";

const enabled = () => document.documentElement.dataset.shortcuts !== "off";
const declared = () => [...document.querySelectorAll("[data-key]")].filter((one) => !one.closest("[hidden], :disabled, dialog:not([open])"));
const controls = () => declared().filter((one) => one.localName !== "template");

let first = "";
let firstAt = 0;

const spell = (event) => {
  const key = event.key.toLowerCase();
  return event.ctrlKey || event.metaKey ? `mod+${key}` : key;
};

const use = (control) => {
  if (control.matches(FIELDS)) {
    control.focus();
    control.select?.();
  } else {
    control.click();
  }
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey || event.repeat) return;
  const key = spell(event);
  const typing = event.target instanceof Element && event.target.closest(FIELDS);
  const single = !key.startsWith("mod+");
  if (single && (typing || !enabled() || (document.querySelector("dialog[open]") && key !== "escape"))) return;

  const now = Date.now();
  const pair = first && now - firstAt < PAUSE ? `${first} ${key}` : "";
  [first, firstAt] = [single ? key : "", now];

  const all = controls();
  // A key may stand on several controls (one per row): the one nearest to the focus counts.
  const near = (wanted) => {
    const holders = all.filter((one) => one.dataset.key === wanted);
    const scope = document.activeElement?.closest("[data-keys-scope]");
    return holders.find((one) => scope?.contains(one)) ?? holders.find((one) => !one.closest("[data-keys-scope]"));
  };
  const control = (pair && near(pair)) || near(key);
  if (!control) return;
  event.preventDefault();
  first = "";
  use(control);
});

// The sheet ---------------------------------------------------------------------------------------------------------

const NAMES = { mod: MAC ? "⌘" : "Ctrl", enter: "↵", escape: "Esc", arrowup: "↑", arrowdown: "↓", arrowleft: "←", arrowright: "→", backspace: "⌫", " ": "Space" };

const row = (label, keys) => {
  const line = document.createElement("div");
  const term = document.createElement("dt");
  const detail = document.createElement("dd");
  term.textContent = label;
  for (const part of keys.split(/[ +]/)) {
    const key = document.createElement("kbd");
    key.textContent = NAMES[part] ?? part;
    detail.append(key);
  }
  line.append(term, detail);
  return line;
};

const list = document.querySelector("[data-keys]");
const sheet = list?.closest("dialog");
const fill = () => {
  const shown = new Map();
  for (const control of declared()) {
    const label = control.dataset.keyLabel ?? control.textContent.trim();
    if (!enabled() && !control.dataset.key.startsWith("mod+")) continue;
    if (label && !shown.has(control.dataset.key)) shown.set(control.dataset.key, label);
  }
  list.replaceChildren(...[...shown].map(([key, label]) => row(label, key)));
};
document.addEventListener("click", (event) => {
  if (sheet && event.target instanceof Element && event.target.closest(`[data-dialog="${sheet.id}"]`)) fill();
}, { capture: true });
