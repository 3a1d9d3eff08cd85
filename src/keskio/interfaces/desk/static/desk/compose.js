// Drafts stay on this device until they are sent; one press of Send sends once.
import { whenShown } from "./shown.js";

const keepDraft = (text) => {
  const name = `draft:${text.dataset.draft}`;
  const keep = () => (text.value ? localStorage.setItem(name, text.value) : localStorage.removeItem(name));
  if (text.value) keep(); // shown again because it was not taken
  else text.value = localStorage.getItem(name) ?? "";
  text.addEventListener("input", keep);
  text.form.addEventListener("submit", () => localStorage.removeItem(name));
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    text.form.requestSubmit(text.form.querySelector(event.shiftKey ? "[data-send-resolve]" : "[data-send]"));
  });
};

const sendOnce = (form) => {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => delete form.dataset.sent);
};

whenShown((root) => {
  root.querySelectorAll("textarea[data-draft]").forEach(keepDraft);
  root.querySelectorAll("form[data-once]").forEach(sendOnce);
});

addEventListener("change", ({ target }) => {
  if (target.matches("select[data-submits]")) target.form.requestSubmit();
  if (!target.matches("input[type=file]")) return;
  const names = [...target.files].map((file) => file.name).join(", ");
  target.form.querySelector(".chosen-files").textContent = names;
});
