// `data-opens="id"` opens a native dialog; so does an address that ends in #id. A case's own are
// fetched when the first of them is opened. Whoever fills a dialog hears `opening` before it is seen,
// with what opened it as its detail.
import { show } from "./shown.js";

let coming = null;

export const open = (dialog, opener = null) => {
  if (!dialog || dialog.open) return;
  dialog.dispatchEvent(new CustomEvent("opening", { detail: opener }));
  dialog.showModal();
  dialog.querySelector("[autofocus]")?.focus();
};

// Keys pressed meanwhile are meant for the dialog that is on its way.
export const onItsWay = () => coming;

const fetchInto = async (holder) => {
  try {
    const answer = await fetch(holder.dataset.dialogs, { cache: "no-store" });
    if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
    holder.innerHTML = await answer.text();
    show(holder);
  } catch {
    location.reload(); // the server, or the browser, says what is wrong; what was written is kept
  }
};

const openNamed = async (id, opener) => {
  const holder = document.querySelector("[data-dialogs]");
  if (!document.getElementById(id) && holder && !holder.childElementCount) {
    coming ??= fetchInto(holder);
    await coming;
    coming = null;
  }
  open(document.getElementById(id), opener);
};

addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    event.preventDefault();
    openNamed(opener.dataset.opens, opener);
  }
  if (event.target.closest("[data-closes]")) event.target.closest("dialog").close();
});

const name = location.hash.slice(1);
const named = document.getElementById(name);
if (name && !name.startsWith("message-") && (named ? named.matches("dialog") : document.querySelector("[data-dialogs]"))) {
  history.replaceState(null, "", location.pathname + location.search);
  openNamed(name);
}
