// The reader's choice of light or dark, before anything is painted; without one the system decides.
const root = document.documentElement;
root.dataset.theme = localStorage.getItem("theme") ?? "";

addEventListener("click", ({ target }) => {
  if (!target.closest("[data-theme-toggle]")) return;
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  root.dataset.theme = (root.dataset.theme || system) === "dark" ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
});
