// A date that is pasted or typed whole ("1.4.27", "1 April 2027") goes into its three boxes. The
// server reads it in the first box too, and alone decides whether it is a date.
import { insert } from "./inserting.js";

const WHOLE =
  /^\s*(\d{1,2})(?:st|nd|rd|th)?(?:\s*[./-]\s*|\s+(?:of\s+)?)(\d{1,2}|[a-z]{3,9}\.?)(?:\s*[./-]\s*|,?\s+)(\d{4}|\d{2})\s*$/i;
const ISO = /^\s*(\d{4})-(\d{2})-(\d{2})\s*$/;

function parts(text) {
  const iso = text.match(ISO);
  if (iso) return [iso[3], iso[2], iso[1]];
  const found = text.match(WHOLE);
  return found && [found[1], found[2], found[3].length === 2 ? `20${found[3]}` : found[3]];
}

function fill(group, found) {
  const boxes = [...group.querySelectorAll("input")];
  boxes.forEach((box, at) => {
    box.focus();
    box.select();
    insert(box, found[at]);
  });
}

for (const group of document.querySelectorAll(".govuk-date-input")) {
  const [day, ...others] = group.querySelectorAll("input");
  group.addEventListener("paste", (event) => {
    const found = parts(event.clipboardData.getData("text/plain"));
    if (!found) return;
    event.preventDefault();
    fill(group, found);
  });
  day.addEventListener("change", () => {
    const found = parts(day.value);
    if (!found || others.some((box) => box.value.trim())) return;
    // The person is leaving this box, so the focus must not be moved.
    [day, ...others].forEach((box, at) => {
      box.value = found[at];
      box.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
}
