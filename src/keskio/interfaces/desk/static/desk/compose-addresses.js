// To, Cc and Bcc offer customers and colleagues while one types; without it, addresses are typed whole.
import { words } from "./compose-draft.js";
import { whenShown } from "./shown.js";

const WAIT = 150;
const LEAST = 2;

// The address at the cursor: what stands between the commas around it.
const part = (input) => {
  const before = input.value.slice(0, input.selectionStart);
  const start = before.lastIndexOf(",") + 1;
  const comma = input.value.indexOf(",", input.selectionStart);
  return { start, end: comma < 0 ? input.value.length : comma, asked: before.slice(start).trim() };
};

const written = ({ name, address }) => {
  if (!name) return address;
  return /^[\p{L}\p{N} '-]+$/u.test(name) ? `${name} <${address}>` : `"${name.replace(/["\\]/g, "")}" <${address}>`;
};

const option = (one, id) => {
  const made = document.createElement("li");
  made.setAttribute("role", "option");
  made.id = id;
  const name = document.createElement("b");
  name.className = "clip";
  name.textContent = one.name || one.address;
  const more = document.createElement("span");
  more.className = "faint clip";
  more.textContent = [one.name && one.address, one.is_colleague && words.wordColleague].filter(Boolean).join(", ");
  made.append(name, more);
  return made;
};

const suggests = (input) => {
  const { form } = input;
  const list = document.createElement("ul");
  list.className = "suggested menu";
  list.id = `${input.id}-suggested`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.wordAddresses);
  input.after(list);
  const says = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(says)) input.setAttribute(name, value);
  let shown = [];
  let chosen = 0;
  let waiting;
  let asking;

  const hide = () => {
    clearTimeout(waiting);
    asking?.abort();
    shown = [];
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = () => {
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", place === chosen));
    input.setAttribute("aria-activedescendant", list.children[chosen].id);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  };
  const take = (place) => {
    const { start, end } = part(input);
    const before = input.value.slice(0, start).trimEnd();
    const after = input.value.slice(end).replace(/^[,\s]+/, "");
    const put = `${before && `${before} `}${written(shown[place])}, `;
    hide();
    input.value = put + after;
    input.setSelectionRange(put.length, put.length);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const show = (found) => {
    if (!found.length) return hide();
    shown = found;
    chosen = 0;
    list.replaceChildren(...found.map((one, place) => {
      const item = option(one, `${list.id}-${place}`);
      item.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        take(place);
      });
      return item;
    }));
    list.hidden = false;
    list.style.insetInlineStart = `${Math.max(Math.min(input.offsetLeft, list.offsetParent.clientWidth - list.offsetWidth), 0)}px`;
    input.setAttribute("aria-expanded", "true");
    mark();
  };
  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const query = new URLSearchParams({ q: part(input).asked });
    for (const name of ["kind", "case", "inbox"]) {
      const field = form.elements.namedItem(name);
      if (field) query.set(name, field.value);
    }
    try {
      const answer = await fetch(`${words.addresses}?${query}`, { signal: asking.signal });
      if (answer.ok && !answer.redirected && document.activeElement === input) show((await answer.json()).found);
    } catch (error) {
      if (error.name !== "AbortError") hide();
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    if (part(input).asked.length < LEAST) return hide();
    waiting = setTimeout(ask, WAIT);
  });
  input.addEventListener("blur", hide);
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      chosen = (chosen + step + shown.length) % shown.length;
      mark();
    } else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) take(chosen);
    else if (event.key === "Escape") hide();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
};

whenShown((root) => root.querySelectorAll("form[data-draft] .recipients:not(.one) input").forEach(suggests));
