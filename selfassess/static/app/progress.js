// Reads the progress page again until publishing is over. Without script, the page reloads itself.
const WAIT = 2000;

async function look() {
  try {
    const response = await fetch(window.location.href);
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
  window.setTimeout(look, WAIT);
}

window.setTimeout(look, WAIT);
