// Suggestions on the PM's page, answered one after the other without waiting: y accepts, e accepts and edits, n
// dismisses the one that has the focus, or the first. The keys are declared on the buttons (shortcuts.js presses them).
//
// Every answer brings all lines anew. So answers are sent one at a time; what is pressed meanwhile waits in `queue`.
// Loaded before editor.js, which submits when nothing waits here any more (<form data-answering>).

const form = document.querySelector("[data-editor]");
const KINDS = ["[data-accept]", "[data-edit]", "[data-dismiss-offer]"];
const offers = () => [...document.querySelectorAll("[data-offer]:not([aria-busy])")];
const offerOf = (source) => document.querySelector(`[data-offer="${CSS.escape(source)}"]`);

let sent = null; // the answer that is on its way, until the lines that it brought work: { source, kind }
let queue = [];
let resumed = false; // this click is one that waited
const edits = new Map(); // what is typed into a suggestion before its line is there: source -> text
let editing = null; // the one that is typed into now

const show = () => {
  for (const offer of document.querySelectorAll("[data-offer]")) {
    offer.tabIndex = 0;
    const answered = [sent, ...queue].some((answer) => answer?.source === offer.dataset.offer);
    if (answered) offer.setAttribute("aria-busy", "true");
    else offer.removeAttribute("aria-busy");
  }
  form.toggleAttribute("data-answering", Boolean(sent || queue.length));
};
if (form) show();

// Where the focus goes: the suggestion after this place, else the first that is left, else what is still to be said.
const goOn = (place) => {
  const left = offers();
  const after = left.find((offer) => place.compareDocumentPosition(offer) & Node.DOCUMENT_POSITION_FOLLOWING);
  const health = form.querySelector("[name=health]:checked") ? null : form.querySelector("[name=health]");
  (after ?? left[0] ?? health ?? form.querySelector("[data-submit]"))?.focus();
};

form?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-offer] button");
  const offer = button?.closest("[data-offer]");
  if (!offer) return;
  if (resumed) return;
  const answer = { source: offer.dataset.offer, kind: KINDS.find((kind) => button.matches(kind)) };
  const answered = offer.hasAttribute("aria-busy");
  if (sent || answered) {
    event.preventDefault();
    event.stopPropagation();
    if (answered) return;
    queue.push(answer);
  } else sent = answer;
  if (answer.kind === "[data-edit]") {
    edits.set(answer.source, "");
    editing = answer.source;
  }
  show();
  if (!editing) goOn(offer);
}, true);

// The keys belong to the suggestion that has the focus; without one, to the first (`near` in shortcuts.js).
const scope = (here) => {
  for (const offer of document.querySelectorAll("[data-offer]")) offer.toggleAttribute("data-keys-scope", offer === here);
};
form?.addEventListener("focusin", (event) => scope(event.target.closest("[data-offer]")));
form?.addEventListener("focusout", () => scope(null));

// What is typed between "e" and the line being there belongs into the line; Enter ends it.
document.addEventListener("keydown", (event) => {
  if (!editing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const typed = edits.get(editing);
  if (event.key.length === 1) edits.set(editing, typed + event.key);
  else if (event.key === "Backspace") edits.set(editing, typed.slice(0, -1));
  else if (event.key === "Enter") {
    const here = offerOf(editing);
    editing = null;
    goOn(here ?? form);
  } else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

// Enter after editing leads to the next suggestion, where there is one.
form?.addEventListener("keydown", (event) => {
  const line = event.target;
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing || !("edited" in line.dataset)) return;
  if (!offers().length && form.querySelector("[name=health]:checked")) return;
  event.preventDefault();
  event.stopPropagation();
  delete line.dataset.edited;
  goOn(line);
}, true);

const write = (line, typed) => {
  line.value += typed;
  if (typed) line.dispatchEvent(new Event("input", { bubbles: true }));
};
const edit = (line) => {
  line.dataset.edited = "";
  line.focus();
  line.setSelectionRange(line.value.length, line.value.length);
};

let had; // which suggestion had the focus
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id === "lines") had = document.activeElement?.closest("[data-offer]")?.dataset.offer;
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "lines" || !sent) return;
  const made = document.getElementById(`line-${event.target.dataset.focus}`);
  show();
  if (made && edits.has(sent.source)) write(made, edits.get(sent.source));
  edits.delete(sent.source);
  if (editing === sent.source) {
    editing = null;
    if (made) edit(made);
  } else if (had && !editing) {
    if (offerOf(had)) offerOf(had).focus();
    else goOn(event.target);
  }
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "lines" && sent) next();
});
const next = () => {
  sent = queue.shift() ?? null;
  show();
  if (!sent) return form.dispatchEvent(new CustomEvent("answered"));
  const button = offerOf(sent.source)?.querySelector(sent.kind);
  if (!button) return next(); // gone meanwhile: the lines say it
  resumed = true;
  button.click();
  resumed = false;
};

// An answer that brought no lines (no connection, a conflict to settle first): all can be answered again.
document.addEventListener("htmx:afterRequest", (event) => {
  if (!sent || event.detail.elt.closest?.("[data-offer]")?.dataset.offer !== sent.source) return;
  editing = null;
  edits.clear();
  queue = [];
  next();
});
