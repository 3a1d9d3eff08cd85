// Ctrl K: what one can do here, and whatever the server finds by the words typed so far.
import { open } from "./dialogs.js";
import { controls, nameOf, press } from "./keys.js";

const WAIT = 90;
const MOST = 6;
const palette = document.getElementById("palette");
const field = palette?.querySelector("input");
const found = document.getElementById("palette-found");
const said = palette?.querySelector("[data-palette-said]");
let asking = null;
let waiting = 0;

const options = () => [...found.querySelectorAll("[role=option]")];
const choose = (option) => {
  for (const one of options()) one.removeAttribute("aria-selected");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
};

const action = (control) => {
  const option = document.createElement("button");
  const key = document.createElement("kbd");
  option.type = "button";
  option.tabIndex = -1;
  option.setAttribute("role", "option");
  option.textContent = nameOf(control);
  key.className = "key";
  key.textContent = control.dataset.key.toUpperCase();
  option.append(key);
  option.addEventListener("click", () => {
    palette.close();
    press(control);
  });
  return option;
};

const actions = (words) => {
  const matching = controls().filter(
    (one) => one.dataset.opens !== "palette" && nameOf(one).toLowerCase().includes(words),
  );
  if (!matching.length) return [];
  const group = document.createElement("div");
  const head = document.createElement("h3");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", found.dataset.do);
  head.setAttribute("aria-hidden", "true");
  head.textContent = found.dataset.do;
  group.append(head, ...matching.slice(0, words ? MOST : 2 * MOST).map(action));
  return [group];
};

const arrange = (html) => {
  const words = field.value.trim().toLowerCase();
  const before = options().find((one) => one.ariaSelected === "true")?.textContent;
  const fromServer = document.createElement("template");
  fromServer.innerHTML = html;
  const groups = [...fromServer.content.children];
  const own = actions(words);
  found.replaceChildren(...(words ? [...groups, ...own] : [...own, ...groups]));
  options().forEach((option, number) => (option.id = `found-${number}`));
  choose(options().find((one) => one.textContent === before) ?? options()[0]);
  said.textContent = options().length ? "" : said.dataset.none;
};

const ask = async () => {
  asking?.abort();
  asking = new AbortController();
  try {
    const address = `${palette.dataset.url}?q=${encodeURIComponent(field.value.trim())}`;
    const answer = await fetch(address, { signal: asking.signal });
    if (answer.ok && !answer.redirected) arrange(await answer.text());
  } catch (error) {
    if (error.name !== "AbortError") arrange("");
  }
};

if (palette) {
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    document.querySelector("dialog[open]")?.close();
    open(palette);
  });
  palette.addEventListener("opening", () => {
    field.value = "";
    arrange("");
    ask();
  });
  palette.addEventListener("click", ({ target }) => target === palette && palette.close());
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, WAIT);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") palette.close(); // the field itself would only be emptied
    const all = options();
    const here = all.findIndex((one) => one.ariaSelected === "true");
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && all.length) choose(all[(here + steps[event.key] + all.length) % all.length]);
    else if (event.key === "Enter" && all[here]) all[here].click();
    else return;
    event.preventDefault();
  });
}
