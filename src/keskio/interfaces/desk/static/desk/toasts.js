// A toast leaves by itself, but not while somebody points at it; it never carries a failure.
for (const toast of document.querySelectorAll("[data-toast]")) {
  const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, 1000) : toast.remove());
  setTimeout(leave, toast.querySelector("button") ? 10_000 : 8000);
}
