// A light editor over a plain textarea: marks by button and key, clean paste, preview.
import { whenShown } from "./shown.js";
import { words } from "./compose-draft.js";
import { fromHtml } from "./compose-paste.js";

// Through the browser's own editing, so that Ctrl Z takes it back.
export const put = (text, value, start = text.selectionStart, end = text.selectionEnd) => {
  text.focus();
  text.setSelectionRange(start, end);
  const done = value ? document.execCommand("insertText", false, value) : document.execCommand("delete");
  if (!done) {
    text.setRangeText(value, start, end, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
};

const around = (mark) => (text) => {
  const { selectionStart: start, selectionEnd: end, value } = text;
  const chosen = value.slice(start, end);
  const on = value.slice(start - mark.length, start) === mark && value.slice(end, end + mark.length) === mark;
  if (on) {
    put(text, chosen, start - mark.length, end + mark.length);
    text.setSelectionRange(start - mark.length, end - mark.length);
  } else {
    put(text, mark + chosen + mark);
    text.setSelectionRange(start + mark.length, end + mark.length);
  }
};

const lines = (text, change) => {
  const { value } = text;
  const start = value.lastIndexOf("\n", text.selectionStart - 1) + 1;
  const after = value.indexOf("\n", text.selectionEnd);
  const end = after < 0 ? value.length : after;
  const before = value.slice(start, end).split("\n");
  const changed = change(before).join("\n");
  put(text, changed, start, end);
  text.setSelectionRange(before.length > 1 ? start : start + changed.length, start + changed.length);
};

const prefix = (is, strip, add) => (text) =>
  lines(text, (all) => (all.every((line) => is.test(line)) ? all.map((line) => line.replace(strip, "")) : all.map(add)));

const link = (text) => {
  const { selectionStart: start, selectionEnd: end, value } = text;
  const chosen = value.slice(start, end);
  const is = /^https?:\/\/\S+$/.test(chosen);
  put(text, is ? `[](${chosen})` : `[${chosen}](https://)`);
  if (is) text.setSelectionRange(start + 1, start + 1);
  else if (!chosen) text.setSelectionRange(start + 1, start + 1);
  else text.setSelectionRange(start + chosen.length + 3, start + chosen.length + 11);
};

const MARKS = {
  bold: around("**"),
  italic: around("*"),
  link,
  list: prefix(/^- /, /^- /, (line) => `- ${line.replace(/^\d+\. /, "")}`),
  numbers: prefix(/^\d+\. /, /^\d+\. /, (line, place) => `${place + 1}. ${line.replace(/^- /, "")}`),
  quote: prefix(/^> ?/, /^> ?/, (line) => `> ${line}`),
};
const KEYS = { b: "bold", i: "italic", k: "link" };
const SHIFTED = { Digit7: "numbers", Digit8: "list", Digit9: "quote" };

// Enter goes on with a list or a quote, and ends it where there is nothing in it.
const goOn = (event, text) => {
  const { selectionStart: at, selectionEnd: end, value } = text;
  if (at !== end || event.shiftKey) return;
  const start = value.lastIndexOf("\n", at - 1) + 1;
  const found = /^(\s*)(- |> |(\d+)\. )(.*)$/.exec(value.slice(start, at));
  if (!found) return;
  event.preventDefault();
  const [, space, mark, number, said] = found;
  if (!said.trim()) put(text, "", start, at);
  else put(text, `\n${space}${number ? `${Number(number) + 1}. ` : mark}`);
};

whenShown((root) => root.querySelectorAll("[data-writing]").forEach((writing) => {
  const text = writing.querySelector("textarea");
  writing.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-mark]");
    if (button) MARKS[button.dataset.mark](text);
  });
  text.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) return goOn(event, text);
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const mark = event.shiftKey ? SHIFTED[event.code] : KEYS[event.key.toLowerCase()];
    if (!mark) return;
    event.preventDefault();
    event.stopPropagation();
    MARKS[mark](text);
  });
  text.addEventListener("paste", (event) => {
    const { clipboardData: board } = event;
    if (event.defaultPrevented || board.files.length) return;
    const plain = board.getData("text/plain");
    const { selectionStart: start, selectionEnd: end, value } = text;
    if (start !== end && /^https?:\/\/\S+$/.test(plain.trim())) {
      event.preventDefault();
      put(text, `[${value.slice(start, end)}](${plain.trim()})`);
      return;
    }
    const html = board.getData("text/html");
    const clean = html ? fromHtml(html) : null;
    if (!clean) return;
    event.preventDefault();
    const apart = /\n|^- /.test(clean) && start > 0 && value[start - 1] !== "\n";
    put(text, apart ? `\n\n${clean}` : clean);
  });
  preview(writing, text);
}));

function preview(writing, text) {
  const button = writing.querySelector("[data-shows-preview]");
  const shown = writing.querySelector(".preview");
  let timer;
  let asked = 0;
  const show = async () => {
    const mine = (asked += 1);
    const data = new FormData(text.form);
    data.delete("attached");
    const response = await fetch(words.preview, { method: "POST", body: data }).catch(() => null);
    if (response?.ok && mine === asked) shown.innerHTML = await response.text(); // sanitised by the server
  };
  button.addEventListener("click", () => {
    shown.hidden = !shown.hidden;
    button.setAttribute("aria-pressed", !shown.hidden);
    if (!shown.hidden) show();
    else text.focus();
  });
  text.addEventListener("input", () => {
    if (shown.hidden) return;
    clearTimeout(timer);
    timer = setTimeout(show, 300);
  });
}
