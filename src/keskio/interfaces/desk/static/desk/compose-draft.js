// Drafts are kept on the server while one types, and found again on any device.
import { whenShown } from "./shown.js";

const SAVE_AFTER = 800;
const ASK_EVERY = 10_000;
const composer = () => document.querySelector(".composer");
const forms = () => [...document.querySelectorAll("form[data-draft]")];
const words = new Proxy({}, { get: (_, name) => composer()?.dataset[name] });
const field = (form, name) => form.elements.namedItem(name);
let wroteAt = 0;

const body = (form) => {
  const data = new FormData(form);
  data.delete("attached");
  return data;
};

const say = (form, text, ...buttons) => {
  const state = form.querySelector(".draft-state");
  state.replaceChildren(text, ...buttons);
};

const button = (text, does) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button-text";
  made.textContent = text;
  made.addEventListener("click", does);
  return made;
};

const learn = (form, { version, draft_id: id }) => {
  field(form, "version").value = version;
  field(form, "draft_id").value = id ?? "";
};

const changedElsewhere = (form, now) => {
  form.dataset.stopped = "yes";
  const settle = () => {
    delete form.dataset.stopped;
    learn(form, now);
  };
  const takeOther = button(words.wordTakeOther, () => {
    settle();
    field(form, "text").value = now.text;
    say(form, "");
  });
  const keepMine = button(words.wordKeepMine, () => {
    settle();
    save(form);
  });
  say(form, `${words.wordChanged} `, takeOther, " ", keepMine);
};

async function save(form) {
  if (form.dataset.sent || form.dataset.stopped) return;
  if (form.saving) {
    form.again = true;
    return;
  }
  form.unsaved = false;
  form.saving = fetch(words.save, { method: "POST", body: body(form) })
    .then(async (response) => {
      if (response.status === 409) {
        const now = await response.json();
        if (now.text !== field(form, "text").value) return changedElsewhere(form, now);
        return learn(form, now);
      }
      if (!response.ok) throw new Error(response.status);
      learn(form, await response.json());
      say(form, field(form, "draft_id").value ? words.wordSaved : "");
    })
    .catch(() => {
      form.unsaved = true;
      say(form, words.wordUnsaved);
    });
  await form.saving;
  form.saving = null;
  if (form.again) {
    form.again = false;
    await save(form);
  }
}

// Answers come in the order asked: what uploads waits for what is being kept, and the other way.
export const settled = async (form) => form.saving;
export { learn, words };

whenShown((root) => root.querySelectorAll("form[data-draft]").forEach((form) => {
  let timer;
  form.addEventListener("input", ({ target }) => {
    if (!target.matches("textarea, .recipients input")) return;
    wroteAt = Date.now();
    form.unsaved = true;
    clearTimeout(timer);
    timer = setTimeout(() => save(form), SAVE_AFTER);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!form.saving) return;
    event.preventDefault();
    const { submitter } = event;
    form.saving.then(() => form.requestSubmit(submitter));
  }, { capture: true });
  field(form, "text").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector(event.shiftKey ? "[data-send-resolve]" : "[data-send]"));
  });
}));

// Who reloads at once may be quicker than the server: the words stand here meanwhile.
const place = (form) => `draft:${location.pathname}:${field(form, "kind").value}`;
const findAgain = (form) => {
  const words = sessionStorage.getItem(place(form));
  sessionStorage.removeItem(place(form));
  const text = field(form, "text");
  if (!words || text.value) return;
  text.value = words;
  text.dispatchEvent(new Event("input", { bubbles: true }));
  save(form);
};
whenShown((root) => root.querySelectorAll("form[data-draft]").forEach(findAgain));

const leave = () => {
  for (const form of forms()) {
    if (!form.unsaved || form.dataset.sent || form.dataset.stopped) continue;
    form.unsaved = false;
    sessionStorage.setItem(place(form), field(form, "text").value);
    fetch(words.save, { method: "POST", body: body(form), keepalive: true }).catch(() => {});
  }
};
addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
addEventListener("pagehide", leave);
addEventListener("leaving", leave);

// Who else is answering, and what has come since: asked while the page is in sight.
{
  const tell = (name, text) => {
    const line = composer().querySelector(`[${name}]`);
    line.hidden = !text;
    const place = line.querySelector("span");
    if (place.textContent !== text) place.textContent = text;
  };
  const ask = async () => {
    if (!words.presence || document.visibilityState !== "visible") return;
    const data = new FormData();
    data.set("csrfmiddlewaretoken", field(forms()[0], "csrfmiddlewaretoken").value);
    data.set("last_seen", words.lastSeen);
    if (Date.now() - wroteAt < 2 * ASK_EVERY) data.set("writing", "1");
    const response = await fetch(words.presence, { method: "POST", body: data }).catch(() => null);
    if (!response?.ok) return;
    const { writers, came } = await response.json();
    tell("data-writers", writers);
    tell("data-came", came);
  };
  setInterval(ask, ASK_EVERY);
}

addEventListener("click", ({ target }) => {
  const all = target.closest("[data-others]");
  if (all) {
    const cc = field(all.form, "cc");
    const on = all.getAttribute("aria-pressed") !== "true";
    cc.value = on ? all.dataset.others : "";
    all.setAttribute("aria-pressed", on);
    cc.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const bcc = target.closest("[data-shows-bcc]");
  if (bcc) {
    const line = bcc.closest(".recipients").querySelector(".recipients-bcc");
    line.hidden = false;
    bcc.hidden = true;
    line.querySelector("input").focus();
  }
});
