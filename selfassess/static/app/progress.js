// Reads the progress page again until the work is over: soon at first, for most of it takes a second.
// Without script, the button does.
const MOST = 1000;
let wait = 400;
let timer = 0;
let isStopped = false;

async function look() {
  try {
    // A page that takes long to make answers without content once the work is over.
    const response = await fetch(window.location.href, { headers: { "X-Progress": "asked" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (isStopped) return;
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
  if (!isStopped) timer = window.setTimeout(look, wait);
}

const stop = document.querySelector("[data-stop-checking]");
stop.hidden = false;
stop.addEventListener("click", () => {
  isStopped = true;
  window.clearTimeout(timer);
  stop.hidden = true;
  // The focus must not be lost with the button.
  stop.previousElementSibling.focus();
});
timer = window.setTimeout(look, wait);
