// What pages do beyond plain HTML. Everything works without it.
import { initAll } from "../vendor/govuk-frontend/govuk-frontend.min.js";
import { forgetAll } from "./typed-store.js";

/**
 * Shows an element with data-show-when="name:value,value" while one of those radios is chosen.
 * What is hidden keeps its text and is still sent: changing one's mind loses nothing.
 */
function showWhenChosen(element) {
  const [name, values] = element.dataset.showWhen.split(":");
  const wanted = values.split(",");
  const form = element.closest("form");
  const update = () => {
    const chosen = form.querySelector(`input[name="${CSS.escape(name)}"]:checked`);
    element.hidden = !(chosen && wanted.includes(chosen.value));
  };
  form.addEventListener("change", update);
  // Going back, the browser puts the choice in again after this has run.
  window.addEventListener("pageshow", update);
  update();
}

for (const element of document.querySelectorAll("form [data-show-when]")) {
  // A field with an error is always shown: its error link has to land.
  if (!element.querySelector(".govuk-error-message")) showWhenChosen(element);
}
// Whoever uses this device next finds nothing of what was typed.
document.querySelector('form[action$="/logout/"]')?.addEventListener("submit", forgetAll);
initAll();
