/**
 * Replaces the selection with text, as if it had been typed: it can be undone, and listeners for
 * input are told.
 */
export function insert(box, text) {
  // The only way that a browser's own undo knows of, though it is called obsolete.
  if (text && document.execCommand("insertText", false, text)) return;
  box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}
