// Opening an item of the inbox marks it as read, on the way to where it leads. Without a script there is the button.
const opened = (event) => {
  const link = event.target instanceof Element && event.target.closest("a[data-reads]");
  const form = link && document.getElementById(link.dataset.reads);
  if (form) fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true, redirect: "manual" });
};
document.addEventListener("click", opened);
document.addEventListener("auxclick", opened);

// The bell follows what was marked here.
document.addEventListener("htmx:afterSwap", () => document.dispatchEvent(new Event("inbox:read")));
