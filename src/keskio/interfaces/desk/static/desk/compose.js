// One press of Send sends once; what helps to write lives in the modules beside this one.
import "./compose-addresses.js";
import "./compose-draft.js";
import "./compose-editor.js";
import "./compose-files.js";
import "./compose-suggest.js";
import { whenShown } from "./shown.js";

whenShown((root) => root.querySelectorAll("form[data-once]").forEach((form) => {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => delete form.dataset.sent);
}));

// A phone shows all of the composer once one begins to write. Never by the press of a button, which
// would move away from under the finger.
const FIELDS = "textarea, input:not([type=radio], [type=checkbox], [type=file])";
addEventListener("focusin", ({ target }) => {
  if (target.matches(FIELDS)) target.closest(".composer")?.classList.add("is-open");
});

addEventListener("change", ({ target }) => {
  if (target.matches("select[data-submits]")) target.form.requestSubmit();
});

// An answer that has not left yet: how long it can be taken back.
whenShown((root) => root.querySelectorAll("[data-held]").forEach((held) => {
  const undo = held.parentElement.querySelector("[data-held-undo]");
  const leaves = Number(held.dataset.held) * 1000;
  const key = undo?.querySelector(".key");
  const tick = () => {
    const left = Math.ceil((leaves - Date.now()) / 1000);
    if (left <= 0) undo?.remove();
    else {
      if (key) key.textContent = `Z · ${left} s`;
      setTimeout(tick, 500);
    }
  };
  tick();
}));
