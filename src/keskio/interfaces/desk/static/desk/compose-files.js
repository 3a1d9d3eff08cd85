// Files are brought along at once, by button, drag or paste, each with its progress.
import { learn, settled, words } from "./compose-draft.js";
import { put } from "./compose-editor.js";
import { whenShown } from "./shown.js";

const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
const uploads = new WeakMap();

const row = (form, file) => {
  const made = document.createElement("li");
  made.className = "attachment";
  made.innerHTML = '<span class="clip"></span> <span class="faint"></span><progress max="1" value="0"></progress><button type="button" aria-label=""></button>';
  made.querySelector(".clip").textContent = file.name;
  made.querySelector(".faint").textContent = size(file.size);
  const remove = made.querySelector("button");
  remove.setAttribute("aria-label", `${words.wordRemove} ${file.name}`);
  remove.textContent = "×";
  form.querySelector(".draft-files").append(made);
  return made;
};

const fail = (made, why) => {
  made.classList.add("failed");
  made.querySelector("progress")?.remove();
  made.querySelector(".faint").textContent = why;
};

const busy = (form, change) => {
  const now = (uploads.get(form) ?? 0) + change;
  uploads.set(form, now);
  for (const send of form.querySelectorAll("footer .button[data-send], [data-send-resolve], #later button")) send.disabled = now > 0;
};

async function bring(form, file, inline) {
  const made = row(form, file);
  const remove = made.querySelector("button");
  if (file.size > Number(words.maxBytes)) {
    remove.addEventListener("click", () => made.remove());
    return fail(made, words.wordTooLarge);
  }
  busy(form, 1);
  form.dispatchEvent(new Event("input"));
  await settled(form);
  const request = new XMLHttpRequest();
  const bar = made.querySelector("progress");
  request.upload.addEventListener("progress", ({ loaded, total }) => (bar.value = loaded / total));
  const ended = new Promise((done) => {
    request.addEventListener("loadend", done);
  });
  const stop = () => {
    request.abort();
    made.remove();
  };
  remove.addEventListener("click", stop);
  const data = new FormData();
  for (const name of ["csrfmiddlewaretoken", "kind", "case", "inbox"]) {
    const field = form.elements.namedItem(name);
    if (field) data.set(name, field.value);
  }
  data.set("inline", inline ? "1" : "0");
  data.set("file", file, file.name);
  request.open("POST", words.files);
  request.responseType = "json";
  form.saving = ended; // what is kept meanwhile waits: the first to come makes the draft
  request.send(data);
  await ended;
  form.saving = null;
  busy(form, -1);
  if (request.status === 200) return arrived(form, made, stop, request.response);
  if (request.status || made.isConnected) fail(made, request.response?.refusal ?? (request.status === 413 ? words.wordTooLarge : words.wordFailed));
}

const arrived = (form, made, stop, file) => {
  learn(form, file);
  made.querySelector("progress").remove();
  made.dataset.contentId = file.content_id;
  const remove = made.querySelector("button");
  remove.removeEventListener("click", stop);
  remove.dataset.remove = file.remove;
  if (file.is_picture) {
    const picture = document.createElement("img");
    picture.src = file.address;
    picture.alt = "";
    made.prepend(picture);
  }
  if (file.inline) {
    const text = form.elements.namedItem("text");
    const name = file.name.replace(/[[\]\n]/g, "");
    put(text, `![${name}](cid:${file.content_id})`);
  }
};

const bringAll = async (form, files, inline) => {
  for (const file of files) await bring(form, file, inline && file.type.startsWith("image/"));
};

whenShown((root) => root.querySelectorAll("form[data-draft]").forEach((form) => {
  const chooser = form.elements.namedItem("attached");
  if (!chooser) return;
  chooser.addEventListener("change", () => {
    const files = [...chooser.files];
    chooser.value = "";
    bringAll(form, files, false);
  });
  form.addEventListener("paste", (event) => {
    const { files } = event.clipboardData;
    const wordsToo = event.clipboardData.getData("text/plain").trim();
    if (!files.length || wordsToo) return; // a word processor adds a picture of its text
    event.preventDefault();
    bringAll(form, [...files], true);
  }, { capture: true });
  form.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-remove]");
    if (!button) return;
    button.disabled = true;
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
    const response = await fetch(button.dataset.remove, { method: "POST", body: data }).catch(() => null);
    if (!response?.ok) return (button.disabled = false);
    const gone = button.closest("li");
    const text = form.elements.namedItem("text");
    const shown = new RegExp(`!\\[[^\\]]*\\]\\(cid:${RegExp.escape?.(gone.dataset.contentId) ?? gone.dataset.contentId.replace(/[.@]/g, "\\$&")}\\)`, "g");
    if (shown.test(text.value)) {
      text.value = text.value.replace(shown, "");
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
    gone.remove();
  });
}));

// Dropped anywhere on the composer; onto the words a picture goes inside them.
const carries = (event) => event.dataTransfer?.types.includes("Files");
const formInSight = () => [...document.querySelectorAll("form[data-draft]")].find((form) => form.elements.namedItem("attached") && form.checkVisibility());

{
  const over = (on) => document.querySelector(".composer")?.classList.toggle("dropping", on);
  addEventListener("dragover", (event) => {
    if (!carries(event) || !formInSight()) return;
    event.preventDefault();
    over(true);
  });
  addEventListener("dragleave", (event) => event.relatedTarget || over(false));
  addEventListener("drop", (event) => {
    const form = formInSight();
    if (!carries(event) || !form) return;
    event.preventDefault();
    over(false);
    bringAll(form, [...event.dataTransfer.files], event.target.matches("textarea"));
  });
}
