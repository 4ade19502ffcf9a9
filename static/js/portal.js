// Small behaviours of the frame. Every one of them improves something that already works without it.

const closest = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);

// Menus close on Escape and when the click or the focus goes elsewhere.
const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details[data-closes][open]")) {
    if (!except || !menu.contains(except)) menu.open = false;
  }
};
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("focusin", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details[data-closes][open]");
  if (!menu) return;
  menu.open = false;
  if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
});

// Messages: close them, and say so when the server gave no answer that could be shown.
document.addEventListener("click", (event) => closest(event, "[data-dismiss]")?.closest(".message")?.remove());
const say = (id) => {
  const words = document.getElementById(id);
  const area = document.getElementById("message");
  if (words && area) area.replaceChildren(words.content.cloneNode(true));
};
document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  say(status === 404 || status === 410 ? "message-gone" : "message-failed");
});
document.addEventListener("htmx:sendError", () => say(navigator.onLine ? "message-failed" : "message-offline"));
document.addEventListener("htmx:timeout", () => say("message-failed"));

// Dialogs: a control with data-dialog="id" opens that dialog; what htmx swaps into #dialog opens it.
const outside = ({ clientX: x, clientY: y }, dialog) => {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return x < left || x > right || y < top || y > bottom;
};
const show = (dialog) => dialog && !dialog.open && dialog.showModal();
document.addEventListener("click", (event) => {
  const opener = closest(event, "[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog) {
    event.preventDefault();
    closeMenus();
    show(dialog);
    return;
  }
  const open = closest(event, "dialog[open]");
  if (open && ((event.target === open && outside(event, open)) || closest(event, "[data-close]"))) {
    event.preventDefault();
    open.close();
  }
});
document.addEventListener("htmx:afterSwap", (event) => {
  const dialog = document.getElementById("dialog");
  if (event.detail.target !== dialog) return;
  if (dialog.childElementCount) show(dialog);
  else dialog.close();
});

// Filters apply as soon as they are chosen. The choice belongs to the address, so this is an ordinary request.
document.addEventListener("change", (event) => closest(event, "form[data-autosubmit]")?.requestSubmit());

// Keys are called what this keyboard calls them.
if (/Mac|iP(hone|ad)/.test(navigator.platform)) {
  for (const key of document.querySelectorAll("kbd[data-mac]")) key.textContent = key.dataset.mac;
}
