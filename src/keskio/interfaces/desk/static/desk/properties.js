// What a case carries: the list of tags is narrowed while one types; the bell's list is fetched when opened.
import { open } from "./dialogs.js";

addEventListener("input", ({ target }) => {
  if (!target.dataset?.narrows) return;
  const wanted = target.value.trim().toLocaleLowerCase();
  for (const label of document.getElementById(target.dataset.narrows).querySelectorAll("label")) {
    label.hidden = !label.textContent.toLocaleLowerCase().includes(wanted);
  }
});

// Enter in the search chooses what is left, when it is one.
addEventListener("keydown", (event) => {
  const list = event.key === "Enter" && document.getElementById(event.target.dataset?.narrows);
  if (!list || !event.target.value) return;
  event.preventDefault();
  const left = [...list.querySelectorAll("label:not([hidden]) input")];
  if (left.length !== 1) return;
  left[0].click();
  event.target.value = "";
  event.target.dispatchEvent(new Event("input", { bubbles: true }));
});

for (const popover of document.querySelectorAll("[data-fetches]")) {
  popover.addEventListener("toggle", async ({ newState }) => {
    if (newState !== "open") return;
    const answer = await fetch(popover.dataset.fetches, { headers: { Accept: "text/html" } }).catch(() => null);
    if (answer?.ok && !answer.redirected) popover.querySelector("[data-fetched]").innerHTML = await answer.text();
  });
}

open(document.querySelector("dialog[data-opened]"));
