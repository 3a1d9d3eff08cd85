// A toast leaves by itself, but not while somebody points at it or is in it; it never carries a failure.
const READ_AFTER = 8000;
const UNDONE_WITHIN = 10_000;

for (const toast of document.querySelectorAll("[data-toast]")) {
  const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, 1000) : toast.remove());
  setTimeout(leave, toast.querySelector("[data-undo], button") ? UNDONE_WITHIN : READ_AFTER);
}
