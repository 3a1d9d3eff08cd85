// From case to case without a new page: a link in the line brings the middle and the right alone.
import { show } from "./shown.js";

const shown = document.getElementById("shown");
let asking = null;

const item = (pk) => document.querySelector(`#line [data-case="${pk}"]`);

export const mark = (pk) => {
  document.querySelector("#line [aria-current=true]")?.removeAttribute("aria-current");
  item(pk)?.setAttribute("aria-current", "true");
};

const put = (html, pk) => {
  dispatchEvent(new Event("leaving")); // what is being written is kept first
  shown.innerHTML = html;
  shown.dataset.case = pk;
  const title = shown.querySelector("[data-title]")?.dataset.title ?? "";
  document.title = `${title} · Keskiö`;
  document.getElementById("said").textContent = title;
  document.getElementById("show-case").checked = true;
  mark(pk);
  show(shown);
};

// What an address points to; a message that is not among the latest is there in the whole case.
const seek = (hash) => {
  const sought = document.getElementById(hash.slice(1));
  const earlier = document.querySelector("[data-earlier]");
  if (sought) sought.scrollIntoView();
  else if (hash.startsWith("#message-") && earlier) location.replace(earlier.href.replace(/#.*/, hash));
};

// Whatever is not a case as expected is opened as a page of its own: the server says what it is.
export const open = async (address, { push = true } = {}) => {
  asking?.abort();
  asking = new AbortController();
  const url = new URL(address, location.href);
  try {
    const answer = await fetch(url, { headers: { "X-Part": "case" }, signal: asking.signal, cache: "no-store" });
    const html = await answer.text();
    if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
    if (push) history.pushState({ shown: true }, "", url);
    put(html, url.pathname.split("/")[2]);
    seek(url.hash);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
  }
};

if (shown) {
  addEventListener("click", (event) => {
    const link = event.target.closest?.("#line a[data-case], #shown a[href^='/cases/']");
    const otherwise = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || otherwise || !/^\/cases\/\d+\/$/.test(link.pathname)) return;
    if (link.pathname === location.pathname && link.hash) return;
    event.preventDefault();
    open(link.href);
  });
  history.replaceState({ shown: true }, "");
  addEventListener("popstate", ({ state }) => state?.shown && open(location.href, { push: false }));
  item(shown.dataset.case)?.scrollIntoView({ block: "nearest" });
  seek(location.hash);
}
