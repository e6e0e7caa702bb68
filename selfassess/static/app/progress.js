// Reads the progress page again until the work is over: soon at first, for most of it takes a second.
// Without script, the page reloads itself.
const MOST = 1000;
let wait = 400;

async function look() {
  try {
    // A page that takes long to make answers without content once the work is over.
    const response = await fetch(window.location.href, { headers: { "X-Progress": "asked" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const now = page.getElementById("progress");
    if (!now) {
      window.location.reload();
      return;
    }
    const shown = document.getElementById("progress");
    if (shown.textContent !== now.textContent) shown.textContent = now.textContent;
  } catch {
    // No connection for the moment: asked again below.
  }
  wait = Math.min(wait * 1.5, MOST);
  window.setTimeout(look, wait);
}

window.setTimeout(look, wait);
