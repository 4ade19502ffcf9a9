// How many things in the inbox are new. Asked after the page is there, so that no page waits for it, and again when
// somebody comes back to an open page: a person does that, so an open page alone keeps nobody signed in.
const bell = document.querySelector("[data-unread]");
const PAUSE = 60_000;
let looked = 0;

const look = async () => {
  looked = Date.now();
  // Not htmx: when nobody is signed in any more, or nobody answers, this says nothing and leads nowhere.
  const answer = await fetch(bell.dataset.unread, { redirect: "manual" }).catch(() => null);
  if (!answer?.ok) return;
  const { number, words } = await answer.json();
  const count = bell.querySelector(".count");
  bell.setAttribute("aria-label", words);
  count.textContent = number > 99 ? "99+" : number;
  count.hidden = number === 0;
};

if (bell) {
  look();
  window.addEventListener("focus", () => Date.now() - looked > PAUSE && look());
  document.addEventListener("inbox:read", look);
}
