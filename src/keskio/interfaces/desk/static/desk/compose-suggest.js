// `/` offers canned responses, `@` colleagues in a note; Enter puts the chosen one in.
import { words } from "./compose-draft.js";
import { put } from "./compose-editor.js";
import { whenShown } from "./shown.js";

const MOST = 8;
const known = new Map();

const ask = (form) => {
  if (!known.has(form)) {
    const query = new URLSearchParams();
    for (const name of ["kind", "case", "inbox"]) {
      const field = form.elements.namedItem(name);
      if (field) query.set(name, field.value);
    }
    const asked = fetch(`${words.words}?${query}`).then((response) => (response.ok ? response.json() : Promise.reject()));
    known.set(form, asked);
    asked.catch(() => known.delete(form));
  }
  return known.get(form);
};

// What is being typed at the cursor: its sign at the start of a word, and what follows it.
const typed = (text, isNote) => {
  const before = text.value.slice(0, text.selectionStart);
  const canned = /(?:^|\s)(\/([\p{L}\p{N}_-]{0,40}))$/u.exec(before);
  if (canned) return { sign: "/", asked: canned[2], start: before.length - canned[1].length };
  const named = isNote && /(?:^|\s)(@([\p{L}\p{N} ._-]{0,40}))$/u.exec(before);
  return named ? { sign: "@", asked: named[2], start: before.length - named[1].length } : null;
};

const matching = (all, { sign, asked }) => {
  const low = asked.toLowerCase();
  if (sign === "@") {
    const fits = all.colleagues.filter((name) => name.toLowerCase().split(" ").some((part, place, parts) => parts.slice(place).join(" ").startsWith(low)));
    return fits.map((name) => ({ title: name, detail: "", value: `@${name} ` }));
  }
  const ranked = all.canned
    .map((one) => ({ one, starts: one.shortcut.startsWith(low), has: `${one.shortcut} ${one.name}`.toLowerCase().includes(low) }))
    .filter(({ has }) => has)
    .sort((a, b) => b.starts - a.starts);
  return ranked.map(({ one }) => ({ title: `/${one.shortcut}`, detail: one.name, value: one.text }));
};

whenShown((root) => root.querySelectorAll("[data-writing] textarea").forEach((text) => {
  const { form } = text;
  const list = text.closest("[data-writing]").querySelector(".suggested");
  const isNote = form.elements.namedItem("kind").value === "note";
  let shown = [];
  let chosen = 0;
  let start = 0;
  text.setAttribute("aria-autocomplete", "list");
  text.setAttribute("aria-controls", list.id);

  const hide = () => {
    shown = [];
    list.hidden = true;
    text.removeAttribute("aria-activedescendant");
  };
  const mark = () => {
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", place === chosen));
    text.setAttribute("aria-activedescendant", `${list.id}-${chosen}`);
    list.children[chosen]?.scrollIntoView({ block: "nearest" });
  };
  const take = (place) => {
    const { value } = shown[place];
    hide();
    put(text, value, start, text.selectionStart);
  };
  const show = async () => {
    const now = typed(text, isNote);
    if (!now) return hide();
    const all = await ask(form).catch(() => null);
    const still = typed(text, isNote);
    if (!all || !still || still.asked !== now.asked || still.sign !== now.sign) return;
    shown = matching(all, now).slice(0, MOST);
    if (!shown.length) return hide();
    [start, chosen] = [now.start, 0];
    list.replaceChildren(...shown.map(({ title, detail }, place) => {
      const item = document.createElement("li");
      item.setAttribute("role", "option");
      item.id = `${list.id}-${place}`;
      const name = document.createElement("b");
      name.textContent = title;
      const more = document.createElement("span");
      more.className = "faint clip";
      more.textContent = detail;
      item.append(name, more);
      item.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        take(place);
      });
      return item;
    }));
    list.hidden = false;
    mark();
  };
  text.addEventListener("input", show);
  text.addEventListener("blur", hide);
  text.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      chosen = (chosen + step + shown.length) % shown.length;
      mark();
    } else if (event.key === "Enter" || event.key === "Tab") take(chosen);
    else if (event.key === "Escape") hide();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });
}));
