// `data-key="r"` on a control: the key presses or focuses it. Keys rest while one types.
const typing = ({ target }) => target.closest("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])");
const shown = (element) => element.checkVisibility?.({ visibilityProperty: true }) ?? element.offsetParent !== null;

const press = (control) => {
  if (control.matches("textarea, select, input:not([type=radio], [type=checkbox])")) control.focus();
  else control.click();
  const field = control.dataset.focuses && document.getElementById(control.dataset.focuses);
  if (field) field.focus();
};

const move = (step) => {
  const rows = [...document.querySelectorAll("[data-row]")];
  const here = rows.indexOf(document.activeElement);
  const next = rows[here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return Boolean(next);
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event)) return;
  const key = event.key.toLowerCase();
  const dialog = document.querySelector("dialog[open]");
  if (!dialog && (key === "j" || key === "k")) {
    if (move(key === "j" ? 1 : -1)) event.preventDefault();
    return;
  }
  const within = dialog ?? document;
  const control = [...within.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(
    (candidate) => dialog || !candidate.closest("dialog"),
  );
  if (!control || control.disabled || !(dialog || shown(control))) return;
  event.preventDefault();
  press(control);
});
