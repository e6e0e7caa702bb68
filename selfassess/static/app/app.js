// What pages do beyond plain HTML. Everything works without it.
import { CharacterCount, initAll } from "../vendor/govuk-frontend/govuk-frontend.min.js";
import { forgetAll } from "./typed-store.js";
import "./dates.js";
import "./pasting.js";

/**
 * Shows an element with data-show-when="name:value,value" while one of those radios is chosen.
 * What is typed in it is saved and published whatever is chosen, so it is hidden only while empty:
 * changing one's mind loses nothing, and nobody publishes what they do not see.
 */
function showWhenChosen(element) {
  const [name, values] = element.dataset.showWhen.split(":");
  const wanted = values.split(",");
  const form = element.closest("form");
  const holdsText = () =>
    [...element.querySelectorAll('textarea, input[type="text"]')].some((box) => box.value.trim());
  const triggers = wanted.map((value) =>
    form.querySelector(`input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`),
  );
  const update = () => {
    const chosen = form.querySelector(`input[name="${CSS.escape(name)}"]:checked`);
    const isWanted = Boolean(chosen && wanted.includes(chosen.value));
    element.hidden = !isWanted && !holdsText();
    for (const radio of triggers) radio.setAttribute("aria-expanded", String(radio === chosen));
    if (isWanted && "belowChosen" in element.dataset) chosen.closest(".govuk-radios__item").after(element);
  };
  for (const radio of triggers) if (element.id) radio.setAttribute("aria-controls", element.id);
  form.addEventListener("change", (event) => {
    // Not on a change of the text: what someone has just emptied must not vanish under them.
    // What is brought back into the whole form tells of no box of its own.
    if (event.target.name === name || !event.target.matches("input, textarea")) update();
  });
  // Going back, the browser puts the choice in again after this has run.
  window.addEventListener("pageshow", update);
  update();
}

for (const element of document.querySelectorAll("form [data-show-when]")) {
  // A field with an error is always shown: its error link has to land.
  if (!element.querySelector(".govuk-error-message")) showWhenChosen(element);
}
// Where the page is one column, last year's answer would stand between the requirement and the form.
if (window.matchMedia("(max-width: 48em)").matches) {
  for (const details of document.querySelectorAll("[data-closed-when-narrow]")) details.open = false;
}
// JavaScript's own length takes an emoji for two characters; the server takes it for one. A count
// that says "too long" of what may be saved would be wrong.
CharacterCount.prototype.updateCount = function () {
  this.count = Array.from(this.$textarea.value).length;
};
document.querySelector('form[action$="/logout/"]')?.addEventListener("submit", forgetAll);
initAll();
