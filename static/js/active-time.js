// How long somebody actively writes: the page is in front, and something was typed, clicked or scrolled in the last
// fifteen seconds. Goes out with every save as seconds; the server keeps the most it was told (rituals/active_time.py).

const field = document.querySelector("[data-active]");
const IDLE = 15_000;
let active = 0;
let counted = performance.now(); // until when
let last = counted; // when something was done; opening the page counts

const count = () => {
  const now = performance.now();
  const until = Math.min(now, last + IDLE);
  if (document.visibilityState === "visible" && document.hasFocus() && until > counted) active += until - counted;
  counted = now;
  field.value = Math.round(active / 1000);
};
if (field) {
  for (const sign of ["keydown", "pointerdown", "pointermove", "wheel", "input"]) {
    document.addEventListener(sign, () => {
      count();
      last = counted;
    }, { passive: true, capture: true });
  }
  for (const change of ["focus", "blur", "visibilitychange"]) addEventListener(change, count);
  setInterval(count, 500);
}
