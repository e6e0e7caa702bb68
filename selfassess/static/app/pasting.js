// What is pasted into a box for light text: lists, links and tables of a word processor or a web page
// as text that our pages read as such. Undo takes it back, and the paste that follows is the plain one.
import { insert } from "./inserting.js";
import { lightText } from "./light-text.js";

// As the server has it in common/lighttext.py: bullets as word processors write them in plain text.
const MARK = /^([ \t]*)(?:[·\uf0b7\uf0a7][ \t\u00a0]+|[•▪‣§o][ \u00a0]*\t[ \t\u00a0]*)(?=\S)/gm;

function withBullets(text) {
  return text.replace(/\r\n?/g, "\n").replace(MARK, "$1- ");
}

/** The text to put in; nothing where the browser's own paste is right. */
function better(data) {
  const html = data.getData("text/html");
  const found = html && lightText(html);
  if (found) return found;
  const plain = data.getData("text/plain");
  const cleaned = withBullets(plain);
  return cleaned === plain.replace(/\r\n?/g, "\n") ? "" : cleaned;
}

function paste(event) {
  const box = event.target;
  if (!event.clipboardData || !box.matches("textarea[data-light-text]")) return;
  const text = better(event.clipboardData);
  if (!text) return;
  event.preventDefault();
  const before = box.value.slice(0, box.selectionStart);
  // A point of a list begins a line.
  const begins = /^- /.test(text) && before && !before.endsWith("\n");
  insert(box, begins ? `\n${text}` : text);
}

document.addEventListener("paste", paste);
