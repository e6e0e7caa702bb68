// A whole form that is pasted for the import: the clipboard's web page, which still knows cells and
// lists, is sent beside the text that everyone sees. It counts as long as the text is what was
// pasted; once the text has been changed, the text counts. Without script the text does.
import { parsed } from "./light-text.js";

const MOST = 2_000_000;
// What plain text loses. An editor's lines have none of it, and are read better as they are.
const LAID_OUT = "table, h1, h2, h3, h4, h5, h6, li, dt, p";

const box = document.getElementById("id_text");
const page = document.getElementById("id_pasted");
const status = document.querySelector("[data-pasted]");
// The text for which the page stands, and the page. Both of several pastes, one below the other.
let text = page.value ? box.value : "";
let html = page.value;
let isKnown = Boolean(html);
// A paste that the browser is about to put into the box.
let coming = null;

function plural(count, word) {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

function found() {
  const tables = [...parsed(html).querySelectorAll("table")].filter((one) => !one.parentElement.closest("table"));
  if (!tables.length) return "You pasted text with its layout. We will read the layout too.";
  const rows = tables.reduce((sum, table) => sum + table.rows.length, 0);
  const many = tables.length === 1 ? "a table" : plural(tables.length, "table");
  return `You pasted ${many} with ${plural(rows, "row")}. We will read each row and cell.`;
}

function say(words) {
  if (status.textContent === words) return;
  status.textContent = words;
  status.classList.toggle("govuk-inset-text", Boolean(words));
}

function tell() {
  if (!isKnown || !box.value.trim()) {
    page.value = "";
    say("");
  } else if (box.value !== text) {
    page.value = "";
    say(
      "You have changed the text, so we will read it as it is in the box. To have us read rows and cells, " +
        "delete all the text and paste the form again.",
    );
  } else if (html.length > MOST) {
    page.value = "";
    say(
      "What you pasted is too large for us to read its rows and cells, so we will read the text in the box. " +
        "If you have the file, upload it instead.",
    );
  } else {
    page.value = html;
    say(`${found()} If you change the text, we will read the text in the box instead.`);
  }
}

box.addEventListener("paste", (event) => {
  const given = event.clipboardData?.getData("text/html") ?? "";
  const isLaidOut = parsed(given).querySelector(LAID_OUT);
  const isAll = box.selectionStart === 0 && box.selectionEnd === box.value.length;
  const isBelow = box.selectionStart === box.value.length && isKnown && box.value === text;
  coming = { html: isLaidOut ? given : "", isAll, isBelow };
});

box.addEventListener("input", () => {
  if (coming) {
    if (coming.isAll) {
      isKnown = Boolean(coming.html);
      html = coming.html;
      text = box.value;
    } else if (coming.isBelow && coming.html) {
      html += `\n${coming.html}`;
      text = box.value;
    }
    coming = null;
  }
  tell();
});
// Going back, the browser puts the text in again after this has run.
window.addEventListener("pageshow", () => {
  if (page.value && !isKnown) {
    [text, html, isKnown] = [box.value, page.value, true];
  }
  tell();
});
tell();
