/**
 * Puts text in the place of what is selected, as if it were typed: it can be undone, and whoever
 * listens for input hears of it.
 */
export function insert(box, text) {
  // The only way that a browser's own undo knows of, though it is called obsolete.
  if (text && document.execCommand("insertText", false, text)) return;
  box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}
