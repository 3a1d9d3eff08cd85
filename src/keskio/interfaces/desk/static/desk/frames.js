// A mail shown as it was designed is as tall as it is. No script runs inside the frame.
import { whenShown } from "./shown.js";

const fit = (frame) => {
  const page = frame.contentDocument?.documentElement;
  if (page) frame.height = Math.min(page.scrollHeight + 8, 4000);
};

whenShown((root) => {
  for (const frame of root.querySelectorAll(".mail-frame")) {
    frame.addEventListener("load", () => fit(frame));
    frame.closest("details")?.addEventListener("toggle", ({ target }) => {
      if (!target.open) return;
      if (!frame.src) frame.src = frame.dataset.src;
      fit(frame);
    });
  }
});
addEventListener("click", ({ target }) => {
  const button = target.closest("[data-shows-images]");
  if (!button) return;
  document.getElementById(button.dataset.showsImages).src = button.value;
  button.remove();
});
