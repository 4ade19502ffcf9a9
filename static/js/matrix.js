// The RACI matrix from the keyboard: arrow keys move, Enter edits, a r c i set a letter, Backspace clears.
// Without this file every cell is an ordinary link to its editor. What is on the screen is always the server's answer:
// a key sends the change and the row comes back.

const table = document.querySelector("table[data-matrix]");
const PAUSE = 1000; // "g r" goes somewhere: the r that follows a g is not for the cell
const cells = () => [...table.querySelectorAll("a.letters")];
const single = () => document.documentElement.dataset.shortcuts !== "off";

// One stop for the Tab key, the cell that was last used; the arrows do the rest.
let last = "";
const settle = () => {
  const all = cells();
  const current = all.find((cell) => cell.id === last) ?? all[0];
  for (const cell of all) cell.tabIndex = cell === current ? 0 : -1;
};

const step = (cell, down, right) => {
  let place = cell.closest("td");
  do {
    const row = down ? (down > 0 ? place.parentElement.nextElementSibling : place.parentElement.previousElementSibling) : place.parentElement;
    place = row?.cells[place.cellIndex + right];
  } while (place?.tagName === "TD" && !place.querySelector("a.letters"));
  return place?.querySelector("a.letters");
};
const edge = (cell, end) => {
  const row = [...cell.closest("tr").querySelectorAll("a.letters")];
  return end ? row.at(-1) : row[0];
};
const ARROWS = {
  ArrowDown: (cell) => step(cell, 1, 0),
  ArrowUp: (cell) => step(cell, -1, 0),
  ArrowRight: (cell) => step(cell, 0, 1),
  ArrowLeft: (cell) => step(cell, 0, -1),
  Home: (cell) => edge(cell, false),
  End: (cell) => edge(cell, true),
};

// A and R can stand together: A on an R (or R on an A) makes both, the same letter again leaves it alone.
const chosen = (held, letter) => {
  if (letter === "" || "CI".includes(letter)) return letter;
  const other = letter === "A" ? "R" : "A";
  return held === other ? "AR" : letter;
};

// One after the other: the second change of a row must carry the version that the first one made.
let queue = Promise.resolve();
const send = (id, letter) => {
  queue = queue.then(() => {
    const cell = document.getElementById(id);
    const row = cell?.closest("tr");
    if (!row) return undefined; // an editor opened in it meanwhile
    const letters = chosen(cell.dataset.letters, letter);
    if (letters === cell.dataset.letters) return undefined;
    const values = { letters, version: row.dataset.version };
    return window.htmx.ajax("POST", cell.getAttribute("href"), { source: cell, target: row, swap: "outerHTML", values });
  }).catch(() => undefined); // the frame says that the server could not answer
};

let before = { key: "", at: 0 };
const onKey = (event) => {
  const target = event.target;
  if (event.key === "Escape" && target.closest("form.cell-editor")) {
    event.preventDefault();
    target.closest("form").querySelector("[data-cancel]").click();
    return;
  }
  const cell = target.closest("a.letters");
  if (!cell || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (ARROWS[event.key]) {
    event.preventDefault();
    const next = ARROWS[event.key](cell);
    next?.focus();
    next?.scrollIntoView({ block: "nearest", inline: "nearest" });
    return;
  }
  const previous = before;
  before = { key: event.key.toLowerCase(), at: event.timeStamp };
  if (previous.key === "g" && event.timeStamp - previous.at < PAUSE) return;
  const clears = event.key === "Backspace" || event.key === "Delete";
  const letter = clears ? "" : event.key.toUpperCase();
  if (!("letters" in cell.dataset) || !(clears || (single() && ["A", "R", "C", "I"].includes(letter)))) return;
  event.preventDefault();
  if (!event.repeat) send(cell.id, letter);
};

// After a swap the focus goes where the eye is: into the editor, or back to its cell.
let used = "";
const remember = (event) => {
  const control = event.target instanceof Element && event.target.closest("form[data-cell], a.letters, [data-cancel]");
  used = control?.dataset.cell ?? control?.closest("form[data-cell]")?.dataset.cell ?? control?.id ?? used;
};
const afterSwap = () => {
  settle();
  const active = document.activeElement;
  if (active && active !== document.body && active.isConnected) return;
  const editor = table.querySelector("form.cell-editor select");
  (editor ?? document.getElementById(used))?.focus();
  editor?.form.scrollIntoView({ block: "nearest", inline: "nearest" });
};

// Only a row may replace a row: a refusal (the right was taken away meanwhile) is said above the page instead.
const refused = (event) => {
  if (event.detail.xhr.status !== 403) return;
  event.detail.target = document.getElementById("message");
  event.detail.swapOverride = "innerHTML";
};

if (table) {
  table.setAttribute("role", "grid");
  table.addEventListener("keydown", onKey);
  table.addEventListener("focusin", (event) => {
    const cell = event.target.closest("a.letters");
    if (!cell) return;
    last = cell.id;
    settle();
  });
  table.addEventListener("htmx:beforeRequest", remember);
  table.addEventListener("htmx:beforeSwap", refused);
  document.addEventListener("htmx:afterSettle", afterSwap);
  settle();
}
