// `data-key="r"` on a control: the key presses or focuses it. Keys rest while one types.
import { onItsWay } from "./dialogs.js";
import { open } from "./panes.js";

const PLACE = "keskio:place";
const typing = ({ target }) => target.closest("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])");
const isShown = (element) => element.checkVisibility?.({ visibilityProperty: true }) ?? element.offsetParent !== null;
const isDialog = () => document.querySelector("dialog[open]");

export const press = (control) => {
  if (control.matches("textarea, select, input:not([type=radio], [type=checkbox])")) control.focus();
  else control.click();
  const field = control.dataset.focuses && document.getElementById(control.dataset.focuses);
  if (field) field.focus();
};

// What a control does, in the words a screen reader has for it.
export const nameOf = (control) => {
  const label = control.getAttribute("aria-label");
  const copy = (control.labels?.[0] ?? control).cloneNode(true);
  for (const more of copy.querySelectorAll("kbd, .phone-only")) more.remove();
  return (label ?? copy.textContent).replace(/\s+/g, " ").trim();
};

export const controls = () =>
  [...document.querySelectorAll("[data-key]")].filter(
    (control) => !control.closest("dialog") && !control.disabled && nameOf(control),
  );

// Beside a case the next row is opened as well; what was open may have left the list meanwhile.
const move = (step) => {
  const rows = [...document.querySelectorAll("[data-row]")].filter(isShown);
  const inLine = document.getElementById("shown");
  const here = rows.findIndex((row) => (inLine ? row.hasAttribute("aria-current") : row === document.activeElement));
  const left = inLine && here < 0 ? Number(sessionStorage.getItem(PLACE) ?? -1) : -1;
  const first = left >= 0 ? left + (step > 0 ? 0 : -1) : step > 0 ? 0 : rows.length - 1;
  const place = here < 0 ? first : here + step;
  const next = rows[place];
  if (!next) return false;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  if (inLine) {
    sessionStorage.setItem(PLACE, place);
    open(next.href);
  }
  return true;
};

const control = (key) => {
  const dialog = isDialog();
  const found = [...(dialog ?? document).querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
  return found.find((one) => (dialog || (!one.closest("dialog") && isShown(one))) && !one.disabled);
};

// A key that was pressed before its dialog had come: pressed, typed or entered there.
const pressAgain = (key) => {
  const field = document.activeElement;
  const into = typing({ target: field }) ? field : null;
  const pressed = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  if (!(into ?? document.body).dispatchEvent(pressed)) return;
  if (key === "Enter") isDialog()?.querySelector("form")?.requestSubmit();
  else if (into && key.length === 1) document.execCommand("insertText", false, key);
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event)) return;
  if (onItsWay()) {
    event.preventDefault();
    onItsWay().then(() => setTimeout(pressAgain, 0, event.key)); // once it is open
    return;
  }
  const key = event.key.toLowerCase();
  if (!isDialog() && (key === "j" || key === "k")) {
    if (move(key === "j" ? 1 : -1)) event.preventDefault();
    return;
  }
  const found = control(key);
  if (!found) return;
  event.preventDefault();
  press(found);
});

// The list of keys is made of the controls themselves, each time it is opened.
const here = document.querySelector("[data-keys-here]");
document.getElementById("keys")?.addEventListener("opening", () => {
  const known = new Set();
  here.replaceChildren(
    ...controls()
      .filter(({ dataset }) => !known.has(dataset.key) && known.add(dataset.key))
      .map((one) => {
        const [row, term, key, said] = ["div", "dt", "kbd", "dd"].map((name) => document.createElement(name));
        key.className = "key";
        key.textContent = one.dataset.key.toUpperCase();
        said.textContent = nameOf(one);
        term.append(key);
        row.append(term, said);
        return row;
      }),
  );
});
const place = [...document.querySelectorAll("#line [data-row]")].findIndex((row) => row.hasAttribute("aria-current"));
if (place >= 0) sessionStorage.setItem(PLACE, place);
