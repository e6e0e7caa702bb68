// An earlier year's text: its button puts it into the field beside it, and F8 into the empty box
// that is being typed in. The key does nothing anywhere else.

/** Below what is typed there, which stays; a line that says something already stays as it is. */
function use(field, text) {
  const typed = field.value;
  if (!typed.trim()) field.value = text;
  else if (field.matches("textarea") && !typed.includes(text)) field.value = `${typed.trimEnd()}\n\n${text}`;
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function sourceOf(form, name) {
  return form?.querySelector(`[data-earlier="${CSS.escape(name)}"]`)?.dataset.text;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest('button[name="use"]');
  const text = button && sourceOf(button.form, button.value);
  if (!text) return;
  event.preventDefault();
  use(button.form.elements.namedItem(button.value), text);
});

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "F8" || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (!field.matches("textarea, input") || field.value.trim()) return;
  const text = sourceOf(field.form, field.name);
  if (!text) return;
  event.preventDefault();
  use(field, text);
});

for (const hint of document.querySelectorAll("[data-earlier-key]")) hint.hidden = false;
