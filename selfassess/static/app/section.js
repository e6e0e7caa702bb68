// The page of a section: rows that open where a link leads, what is not saved said in each row and
// in the list, and the way to what was just saved.

const rows = Array.from(document.querySelectorAll(".app-part"));

/** Opens what a link within the page leads to, or leads into. */
function reveal(hash) {
  const target = document.getElementById(decodeURIComponent(hash.slice(1)));
  const details = target?.closest("details") ?? target?.querySelector("details");
  if (details) details.open = true;
  return target;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#p"]');
  if (link) reveal(link.hash);
});
// What was just saved says so in its row, open or not. Only once the browser has gone where the
// address leads, and has put its own focus there.
window.addEventListener("pageshow", () => {
  const told = document.querySelector("[data-told]");
  if (told) told.focus();
  else if (window.location.hash) reveal(window.location.hash)?.scrollIntoView();
});

const all = document.querySelector("[data-open-all]");
const button = all.querySelector("button");

function showWhetherAllAreOpen() {
  const areOpen = rows.every((row) => row.querySelector("details").open);
  button.textContent = areOpen ? "Close all provisions" : "Open all provisions";
  button.setAttribute("aria-expanded", String(areOpen));
}

function openAll(open) {
  for (const row of rows) row.querySelector("details").open = open;
}

all.hidden = false;
button.addEventListener("click", () => openAll(button.getAttribute("aria-expanded") !== "true"));
for (const row of rows) row.querySelector("details").addEventListener("toggle", showWhetherAllAreOpen);
window.addEventListener("beforeprint", () => openAll(true));
showWhetherAllAreOpen();

function countUnsaved() {
  for (const row of rows) {
    const tags = document.querySelectorAll(`[data-unsaved-tag="${CSS.escape(row.id)}"]`);
    for (const tag of tags) tag.hidden = !("unsaved" in row.dataset);
  }
  const number = rows.filter((row) => "unsaved" in row.dataset).length;
  const line = document.querySelector("[data-unsaved-count]");
  const provisions = number === 1 ? "1 provision has" : `${number} provisions have`;
  const text = number ? `${provisions} unsaved changes.` : "";
  if (line && line.textContent !== text) line.textContent = text;
}

document.addEventListener("unsaved", countUnsaved);
countUnsaved();
