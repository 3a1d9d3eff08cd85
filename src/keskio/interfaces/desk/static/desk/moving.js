// Dialogs that search while one types, and a message's menu beside its button.
import { whenShown } from "./shown.js";

const WAIT_MS = 150;

const find = async (input) => {
  const into = document.getElementById(input.dataset.into);
  const answer = await fetch(`${input.dataset.finds}?${new URLSearchParams({ q: input.value })}`);
  const found = answer.ok ? await answer.text() : "";
  if (input.dataset.asked === input.value) into.innerHTML = found; // else a later question is on its way
};

const asks = (input) => {
  let waiting;
  const ask = () => {
    input.dataset.asked = input.value;
    find(input);
  };
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, WAIT_MS);
  });
  input.closest("dialog").addEventListener("toggle", ({ newState }) => newState === "open" && ask());
  input.addEventListener("focus", () => input.dataset.asked === undefined && ask());
};

const chooses = (input) => {
  input.addEventListener("input", () => {
    const choice = input.form.querySelector(`input[type=radio][value="${input.dataset.chooses}"]`);
    choice.checked = true;
  });
};

const moves = (dialog) => {
  dialog.addEventListener("opening", ({ detail }) => (dialog.querySelector("form").action = detail.dataset.address));
};

// A menu that many buttons open stands beside the one that did, and acts on what that one names.
let opener = null;
addEventListener("click", ({ target }) => (opener = target.closest("[popovertarget]") ?? opener), true);

const stands = (menu) => {
  menu.addEventListener("beforetoggle", ({ newState }) => {
    if (newState !== "open") return;
    for (const button of menu.querySelectorAll("[data-from]")) {
      const address = opener.dataset[button.dataset.from];
      if (button.form) button.formAction = address;
      else button.dataset.address = address;
    }
  });
  menu.addEventListener("toggle", ({ newState }) => {
    if (newState !== "open") return;
    const button = opener.getBoundingClientRect();
    const room = innerHeight - button.bottom > menu.offsetHeight;
    menu.style.inset = "auto";
    menu.style.top = `${room ? button.bottom + 4 : Math.max(button.top - menu.offsetHeight - 4, 4)}px`;
    menu.style.left = `${Math.max(Math.min(button.right, innerWidth - 8) - menu.offsetWidth, 8)}px`;
  });
};

whenShown((root) => {
  root.querySelectorAll("dialog [data-finds]").forEach(asks);
  root.querySelectorAll("[data-chooses]").forEach(chooses);
  root.querySelectorAll("dialog#move").forEach(moves);
  root.querySelectorAll(".menu.moving").forEach(stands);
});
