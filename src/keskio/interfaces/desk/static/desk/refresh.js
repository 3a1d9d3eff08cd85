// The line keeps itself up to date while the page is in front, politely: as long as somebody points
// into it or is in it, rows change where they stand, and none comes, goes or moves.
const EVERY = 20_000;
const line = document.getElementById("line");
let waiting = null;

const isTouched = () => line.querySelector(".line-items")?.matches(":hover, :focus-within") || line.querySelector(":popover-open");
const rowsIn = (root) => new Map([...root.querySelectorAll("[data-row]")].map((row) => [row.dataset.case, row]));

const inPlace = (fresh) => {
  const now = rowsIn(fresh);
  for (const [pk, row] of rowsIn(line)) {
    const newer = now.get(pk);
    row.toggleAttribute("data-gone", !newer);
    if (newer && row !== document.activeElement && !row.matches(":hover")) row.innerHTML = newer.innerHTML;
  }
};

const whole = (fresh) => {
  const scroll = line.querySelector(".scroll");
  const current = scroll.querySelector("[aria-current=true]");
  const before = current?.getBoundingClientRect().top;
  scroll.replaceChildren(...fresh.querySelector(".scroll").childNodes);
  const same = current && scroll.querySelector(`[data-case="${current.dataset.case}"]`);
  if (same) scroll.scrollTop += same.getBoundingClientRect().top - before;
};

const counts = (fresh) => {
  for (const tab of line.querySelectorAll("[data-tab]")) {
    const newer = fresh.querySelector(`[data-tab="${tab.dataset.tab}"]`);
    if (!newer || newer.textContent === tab.textContent) continue;
    tab.innerHTML = newer.innerHTML;
    if (tab.dataset.tab === "1") document.getElementById("said").textContent = tab.textContent.trim();
  }
};

const settle = () => {
  if (!waiting || isTouched()) return;
  whole(waiting);
  waiting = null;
};

const ask = async () => {
  if (document.visibilityState !== "visible") return;
  const address = `${line.dataset.now}&case=${document.getElementById("shown").dataset.case}`;
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const fresh = document.createElement("template");
  fresh.innerHTML = await answer.text();
  counts(fresh.content);
  inPlace(fresh.content);
  waiting = fresh.content;
  settle();
};

if (line) {
  setInterval(ask, EVERY);
  line.addEventListener("pointerleave", settle);
  line.addEventListener("focusout", () => setTimeout(settle));
  addEventListener("visibilitychange", ask);
}
