// Keeps the choices of a form with data-keeps-choices as they are made, as its button "Save these
// choices" does: of each provision that was changed, without waiting for anyone to press it.
const PAUSE = 1000;
const PATIENCE = 8000;
// What a page may still send when it is left.
const MOST_AT_THE_END = 60000;

class Choices {
  constructor(form) {
    this.form = form;
    this.said = form.querySelector("[data-kept]");
    this.changed = new Set();
    form.addEventListener("input", (event) => this.note(event.target));
    form.addEventListener("change", (event) => this.note(event.target));
    form.addEventListener("submit", () => this.stop());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.send(true);
    });
  }

  note(field) {
    const entry = field.closest(".app-entry");
    if (!entry) return;
    this.changed.add(entry);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), PAUSE);
  }

  stop() {
    clearTimeout(this.timer);
    this.changed.clear();
  }

  /** What the changed provisions would send, and what says whose it is. */
  body() {
    const body = new URLSearchParams();
    const names = new Set(["csrfmiddlewaretoken", "typist"]);
    for (const entry of this.changed)
      for (const field of entry.querySelectorAll("[name]")) names.add(field.name);
    for (const [name, value] of new FormData(this.form)) if (names.has(name)) body.append(name, value);
    body.set("step", "keep");
    return body;
  }

  async send(last = false) {
    if (!this.changed.size) return;
    const body = this.body();
    const sent = [...this.changed];
    this.stop();
    try {
      const response = await fetch(this.form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        keepalive: last && body.toString().length < MOST_AT_THE_END,
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (response.status !== 204) throw new Error();
      this.say("Your choices are saved on this page");
    } catch {
      for (const entry of sent) this.changed.add(entry);
      this.say("We could not save your choices. Select “Save these choices” before you leave this page");
    }
  }

  say(words) {
    if (this.said.textContent !== words) this.said.textContent = words;
  }
}

for (const form of document.querySelectorAll("form[data-keeps-choices]")) new Choices(form);
