// Selecting cases in the list: by pointer, by X, with Shift from the last one on.
const bulk = document.getElementById("bulk");
const boxes = () => [...document.querySelectorAll("tbody input[name=case]")];
let last = null;

const tell = () => {
  const chosen = boxes().filter((box) => box.checked).length;
  const all = document.querySelector("[data-selects-all]");
  bulk.querySelector("[data-selected]").textContent = chosen;
  all.checked = chosen > 0 && chosen === boxes().length;
  all.indeterminate = chosen > 0 && !all.checked;
};

// The box has its new value by now; with Shift, so have those between it and the last.
const select = (box, isRange) => {
  if (isRange && last) {
    const [from, to] = [boxes().indexOf(last), boxes().indexOf(box)].sort((one, other) => one - other);
    for (const between of boxes().slice(from, to + 1)) between.checked = box.checked;
  }
  last = box;
  tell();
};

if (bulk) {
  addEventListener("click", ({ target, shiftKey }) => {
    if (target.matches("tbody input[name=case]")) select(target, shiftKey);
    if (target.matches("[data-selects-all]")) {
      for (const box of boxes()) box.checked = target.checked;
      tell();
    }
    if (target.closest("[data-selects-none]")) {
      for (const box of boxes()) box.checked = false;
      tell();
    }
  });
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "x" || event.ctrlKey || event.metaKey || event.altKey) return;
    const box = document.activeElement?.closest("tr")?.querySelector("input[name=case]");
    if (!box || document.querySelector("dialog[open]") || document.activeElement === box) return;
    event.preventDefault();
    box.checked = !box.checked;
    select(box, event.shiftKey);
  });
  for (const field of document.querySelectorAll("dialog [form=bulk]:not(button)")) {
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      field.closest("dialog").querySelector("[data-confirms]").click();
    });
  }
  addEventListener("pageshow", tell);
  tell();
}
