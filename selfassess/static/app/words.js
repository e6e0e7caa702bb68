// How many words there are, under boxes for answers that are best short. Not read out while typing.

for (const line of document.querySelectorAll("[data-words]")) {
  const box = line.parentElement.querySelector("textarea");
  const count = () => {
    const words = box.value.split(/\s+/).filter(Boolean).length;
    line.textContent = !words ? "" : words === 1 ? "1 word" : `${words} words`;
  };
  box.addEventListener("input", count);
  count();
}
