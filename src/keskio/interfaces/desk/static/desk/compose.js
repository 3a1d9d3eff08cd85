// Drafts stay on this device until they are sent; one press of Send sends once.
const drafts = document.querySelectorAll("textarea[data-draft]");

for (const text of drafts) {
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
}

for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => delete form.dataset.sent);
}

addEventListener("change", ({ target }) => {
  if (target.matches("select[data-submits]")) target.form.requestSubmit();
  if (!target.matches("input[type=file]")) return;
  const names = [...target.files].map((file) => file.name).join(", ");
  target.form.querySelector(".chosen-files").textContent = names;
});
