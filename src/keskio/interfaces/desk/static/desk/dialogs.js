// `data-opens="id"` opens a native dialog; so does an address that ends in #id.
// Whoever fills a dialog hears `opening` before it is seen.
export const open = (dialog) => {
  if (!dialog || dialog.open) return;
  dialog.dispatchEvent(new Event("opening"));
  dialog.showModal();
  dialog.querySelector("[autofocus]")?.focus();
};

addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    event.preventDefault();
    open(document.getElementById(opener.dataset.opens));
  }
  if (event.target.closest("[data-closes]")) event.target.closest("dialog").close();
});

const named = document.getElementById(location.hash.slice(1));
if (named?.matches("dialog")) {
  history.replaceState(null, "", location.pathname + location.search);
  open(named);
}
