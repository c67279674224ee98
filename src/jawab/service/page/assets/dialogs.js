// Dialogs that ask for something: the browser's own, which hold the focus and close on Escape.

/** Opens `dialog` and waits; gives its form's fields, or null when the reader cancelled. */
export function formDialog(dialog) {
  const form = dialog.querySelector("form");
  form.reset();
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    const close = () => resolve(dialog.returnValue === "proceed" ? new FormData(form) : null);
    dialog.addEventListener("close", close, { once: true });
  });
}
