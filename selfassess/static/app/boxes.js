// Boxes grow with their text also where the browser's styles cannot make them.

function grow(box) {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
}

if (!CSS.supports("field-sizing", "content")) {
  const boxes = document.querySelectorAll(".govuk-textarea");
  for (const box of boxes) box.addEventListener("input", () => grow(box));
  // Also when it is unfolded, or becomes as wide as it is for the first time.
  const sized = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      if (target.dataset.width === `${contentRect.width}`) continue;
      target.dataset.width = `${contentRect.width}`;
      grow(target);
    }
  });
  for (const box of boxes) sized.observe(box);
}
