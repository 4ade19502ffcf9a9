// The PM's page: lines that grow, Enter for the next one, who should do what by when, and how saving stands in words.
// Without this file the page still writes, saves and submits. Suggestions: offers.js.

const form = document.querySelector("[data-editor]");
let dirty = false;

const newId = () => {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
};

const fieldsOf = (item) => [...item.querySelectorAll("input")];
const linesOf = (list) => [...list.querySelectorAll("li:not(.offer) textarea")];

// With this file one empty line a heading is enough. What the server knows of stays: an emptied line is a removed one.
const tidy = () => {
  const known = form.elements.bases?.value ?? "";
  document.querySelectorAll("[data-lines]").forEach((list) => {
    const spare = linesOf(list).filter(
      (area) =>
        !area.value && !known.includes(area.id.replace("line-", "")) && !fieldsOf(area.closest("li")).some((field) => field.value),
    );
    spare.slice(1).forEach((area) => area.closest("li").remove());
    if (spare.length) spare[0].placeholder = form.dataset.addLine;
  });
};
if (form) tidy();

// One empty line is always there: writing in the last one makes another.
const addLine = (list) => {
  const last = linesOf(list).at(-1);
  const item = last.closest("li").cloneNode(true);
  const area = item.querySelector("textarea");
  const [old, id] = [last.id.replace("line-", ""), newId()];
  item.removeAttribute("data-invalid");
  item.querySelectorAll(".error").forEach((error) => error.remove());
  for (const part of item.querySelectorAll("*")) {
    for (const name of ["id", "name", "for"]) {
      if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name).replace(old, id));
    }
    for (const name of ["aria-invalid", "aria-describedby", "open"]) part.removeAttribute(name);
  }
  for (const field of [area, ...fieldsOf(item)]) field.value = "";
  const numbered = (words) => words.replace(/\d+(?=\D*$)/, linesOf(list).length + 1);
  area.setAttribute("aria-label", numbered(area.getAttribute("aria-label")));
  item.querySelectorAll("label > span").forEach((words) => (words.textContent = numbered(words.textContent)));
  last.removeAttribute("placeholder");
  area.placeholder = form.dataset.addLine;
  last.closest("li").after(item);
  return area;
};

form?.addEventListener("input", (event) => {
  const list = event.target.closest("[data-lines]");
  if (!list || event.target.tagName !== "TEXTAREA") return;
  if (linesOf(list).at(-1) === event.target && event.target.value.trim()) addLine(list);
});

form?.addEventListener("keydown", (event) => {
  const field = event.target;
  const list = field.closest?.("[data-lines]");
  if (!list || event.isComposing) return;
  if (field.matches("textarea")) inLine(event, field, list);
  else if (field.matches("input") && event.key === "Enter" && !event.ctrlKey && !event.metaKey) inAsk(event, field, list);
});

const inLine = (event, area, list) => {
  const lines = linesOf(list);
  const at = lines.indexOf(area);
  if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    (lines[at + 1] ?? addLine(list)).focus();
  } else if (event.key === "Backspace" && !area.value && at > 0) {
    event.preventDefault();
    lines[at - 1].focus();
  }
};

// From who to by when, and on to the next line.
const inAsk = (event, field, list) => {
  event.preventDefault();
  const item = field.closest("li");
  const fields = fieldsOf(item);
  const lines = linesOf(list);
  const next = lines[lines.indexOf(item.querySelector("textarea")) + 1];
  (fields[fields.indexOf(field) + 1] ?? next ?? addLine(list)).focus();
};
form?.addEventListener("toggle", ({ target }) => {
  if (target.open && target.contains(document.activeElement)) target.querySelector("input")?.focus();
}, true);

// A name is saved when it is there, not letter by letter: nobody is called "Le".
form?.addEventListener("input", (event) => {
  if (!event.target.name?.startsWith("who-")) return;
  event.stopPropagation();
  dirty = true;
}, true);

// What was typed while the answer was on its way is put back into the lines that came.
const areas = () => [...form.querySelectorAll("[data-lines] :is(textarea, input)")];
let sent = new Map();
let kept = [];
let caret;
document.addEventListener("htmx:beforeRequest", (event) => {
  if (form?.contains(event.detail.elt)) sent = new Map(areas().map((area) => [area.id, area.value]));
});
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id !== "lines") return;
  const { activeElement: active } = document;
  caret = active.matches("textarea, input") ? { id: active.id, start: active.selectionStart, end: active.selectionEnd } : null;
  kept = areas()
    .filter((area) => area.value !== (sent.get(area.id) ?? ""))
    .map((area) => ({ id: area.id, value: area.value, heading: area.closest("[data-lines]").dataset.lines }));
});
const putBack = ({ id, value, heading }) => {
  const list = document.querySelector(`[data-lines="${heading}"]`);
  const there = document.getElementById(id);
  if (id.includes(".") && !there) return; // who or when of a line that is gone
  const area = there ?? linesOf(list).find((line) => !line.value) ?? addLine(list);
  area.closest("details")?.setAttribute("open", "");
  if (caret?.id === id) caret.id = area.id;
  area.value = value;
  if (linesOf(list).at(-1) === area && value.trim()) addLine(list);
};

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "lines") return; // htmx tells of every node that came, this one is the lines themselves
  tidy();
  kept.forEach(putBack);
  if (kept.length) form.dispatchEvent(new CustomEvent("save"));
  const writing = caret && document.getElementById(caret.id);
  writing?.focus();
  if (writing?.matches("textarea, [type=text], input:not([type])")) writing.setSelectionRange(caret.start, caret.end);
});

// htmx sends a form to the `formaction` of the button that was clicked last. A save goes to the form's own address.
document.addEventListener("htmx:configRequest", (event) => {
  if (form && event.detail.elt === form) event.detail.path = form.getAttribute("hx-post");
});

// Saving, said in words. A failed save is tried again until it works.
let again;
const saved = () => document.getElementById("saved");
const words = (text, state) => {
  const region = saved();
  if (!region) return;
  region.dataset.state = state;
  const said = [...region.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
  if (said) said.textContent = ` ${text} `;
};
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt === form) words(saved()?.dataset.saving ?? "", "saving");
});
for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(failure, (event) => {
    const status = event.detail.xhr?.status ?? 0;
    if (event.detail.elt !== form || status === 409 || status === 422) return;
    words(saved()?.dataset.offline ?? "", "failed");
    clearTimeout(again);
    again = setTimeout(() => form.dispatchEvent(new CustomEvent("save")), 5000);
  });
}

// Leaving with something typed and not saved yet: the last words go out with the page.
form?.addEventListener("input", () => (dirty = true));
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt === form && event.detail.successful) dirty = false;
});

// Submitting waits for a save or an answer that is on its way: what comes back says what the next one is based on.
let busy = false;
let waiting;
document.addEventListener("htmx:beforeRequest", (event) => (busy ||= Boolean(form?.contains(event.detail.elt))));
document.addEventListener("htmx:afterRequest", (event) => {
  if (!form?.contains(event.detail.elt)) return;
  busy = false;
  goOn();
});
const goOn = () => {
  if (busy || "answering" in form.dataset || waiting === undefined) return;
  const submitter = waiting;
  waiting = undefined;
  setTimeout(() => form.requestSubmit(submitter));
};
form?.addEventListener("answered", goOn);
form?.addEventListener("submit", (event) => {
  if (busy || "answering" in form.dataset) {
    event.preventDefault();
    waiting = event.submitter;
  } else dirty = false;
});
addEventListener("pagehide", () => {
  if (!dirty) return;
  const last = new FormData(form);
  last.set("quiet", "1");
  navigator.sendBeacon(form.action, last);
});
