// A toast leaves by itself, but not while somebody points at it; it never carries a failure.
for (const toast of document.querySelectorAll("[data-toast]")) {
  const leave = () => (toast.matches(":hover") ? setTimeout(leave, 1000) : toast.remove());
  setTimeout(leave, 8000);
}
