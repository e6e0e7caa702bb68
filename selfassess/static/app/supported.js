// Runs before the page is painted, so that nothing jumps: the styles of enhanced components wait
// for these classes. Without JavaScript every field is simply there.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
