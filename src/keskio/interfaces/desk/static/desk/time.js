// Active time on a case: the page in front, in focus, and somebody there within the last minute.
import { whenShown } from "./shown.js";

const IDLE_AFTER = 60_000;
const TELL_EVERY = 30;
let clock = null;
let seconds = 0;
let told = 0;
let seen = Date.now();

const tell = () => {
  if (!clock || seconds === told) return;
  told = seconds;
  const { url, visit, token } = clock.dataset;
  const body = new URLSearchParams({ visit, seconds, csrfmiddlewaretoken: token });
  fetch(url, { method: "POST", body, keepalive: true }).catch(() => (told = 0));
};
const tick = () => {
  const active = document.visibilityState === "visible" && document.hasFocus() && Date.now() - seen < IDLE_AFTER;
  if (!clock || !active) return;
  seconds += 1;
  clock.textContent = Math.floor((Number(clock.dataset.before) + seconds) / 60);
  if (seconds - told >= TELL_EVERY) tell();
};

whenShown((root) => {
  tell();
  clock = root.querySelector("[data-time]");
  seconds = told = 0;
});
for (const sign of ["pointermove", "pointerdown", "keydown", "wheel", "touchstart"]) {
  addEventListener(sign, () => (seen = Date.now()), { passive: true });
}
addEventListener("visibilitychange", () => document.visibilityState === "hidden" && tell());
addEventListener("pagehide", tell);
setInterval(tick, 1000);
