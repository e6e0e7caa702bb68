// Keeps what is typed into a form with data-draft: on the server as its person's draft, and without
// a connection on this device. While there is none, Save waits until the server has the text.
import { forget, store, stored } from "./typed-store.js";

const PAUSE = 1000;
const LONGEST_PAUSE = 5000;
const PATIENCE = 8000;
const WAITS = [2000, 4000, 8000, 15000, 30000];
// What a page may still send when it is left.
const MOST_AT_THE_END = 60000;
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "typist", "draft", "window", "version", "go"]);
const KEPT = "kept";
const REFUSED = "refused";
const LOST = "lost";

function randomName() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The token against forgery as it is now: signing in in another tab changes it. */
function currentToken(form) {
  const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return found ? found[1] : form.elements.csrfmiddlewaretoken.value;
}

let drafts = [];

class Draft {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.draft;
    this.key = `${form.elements.typist.value}:${this.url}`;
    this.status = form.querySelector("[data-draft-status]");
    this.typedAt = 0;
    this.tries = 0;
    this.kept = this.typed(true);
    form.elements.window.value = randomName();
    form.addEventListener("input", () => {
      // Still here: the way out was broken off.
      this.leaving = false;
      this.changed();
    });
    form.addEventListener("change", () => this.changed());
    form.addEventListener("focusout", (event) => {
      // Whoever goes to a button is about to save: that is the better keeping.
      if (event.relatedTarget?.type !== "submit") this.keep();
    });
    form.addEventListener("submit", (event) => this.submitted(event));
    this.bringBack();
  }

  /** What the fields hold, or what the page came with, as one text to compare. */
  typed(asLoaded = false) {
    const pairs = [];
    for (const field of this.form.elements) {
      if (!field.name || NOT_TYPED.has(field.name) || field.type === "submit") continue;
      if (field.type === "radio" || field.type === "checkbox") {
        if (asLoaded ? field.defaultChecked : field.checked) pairs.push([field.name, field.value]);
      } else {
        const text = asLoaded ? field.defaultValue ?? field.value : field.value;
        pairs.push([field.name, text.replace(/\r\n?/g, "\n")]);
      }
    }
    return JSON.stringify(pairs);
  }

  get unsent() {
    return !this.leaving && this.typed() !== this.kept;
  }

  changed() {
    this.typedAt = Date.now();
    if (this.typed() === this.kept) return;
    this.since ??= Date.now();
    window.clearTimeout(this.timer);
    const left = Math.max(0, this.since + LONGEST_PAUSE - Date.now());
    this.timer = window.setTimeout(() => this.keep(), Math.min(PAUSE, left));
    warnIfUnsent();
  }

  /** Has the server keep it; `always`: also what it has already, to see that it is there. */
  async keep({ always = false, last = false } = {}) {
    window.clearTimeout(this.timer);
    if (this.sending) await this.sending;
    if (this.leaving || (!always && this.typed() === this.kept)) return KEPT;
    this.sending = this.send(last);
    const outcome = await this.sending;
    this.sending = null;
    if (outcome === LOST) this.tryAgainLater();
    else {
      this.tries = 0;
      if (this.wanted && !this.saving) this.tryAgainLater();
    }
    warnIfUnsent();
    return outcome;
  }

  async send(last) {
    const typed = this.typed();
    this.since = null;
    const body = new URLSearchParams(new FormData(this.form));
    body.set("csrfmiddlewaretoken", currentToken(this.form));
    let response;
    let answer = {};
    try {
      response = await fetch(this.url, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        keepalive: last && body.toString().length < MOST_AT_THE_END,
        signal: AbortSignal.timeout(PATIENCE),
      });
      answer = await response.json();
    } catch {
      // No connection, or no answer that is ours.
    }
    if (answer.kept) return this.wasKept(typed, answer);
    if (response && response.status < 500 && answer.message) {
      this.say(`Draft not kept: ${answer.message}`);
      return REFUSED;
    }
    this.putAside();
    this.sayLost(response ? "the server cannot take it just now" : "no connection");
    return LOST;
  }

  wasKept(typed, answer) {
    this.kept = typed;
    this.form.elements.draft.value = answer.revision;
    forget(this.key);
    this.say(answer.at ? "Draft kept" : "", answer.at ? `at ${answer.at}` : "");
    return KEPT;
  }

  sayLost(why) {
    this.say(
      this.wanted
        ? `Not saved: ${why}. What you typed is still on this page, and will be saved as soon as it can be.`
        : `Draft not kept: ${why}. What you typed is still on this page.`,
    );
  }

  /** The time stands outside of what is read out: it would be read every minute. */
  say(text, time = "") {
    const [line, when] = this.status.children;
    this.status.hidden = !text;
    if (line.textContent !== text) line.textContent = text;
    when.textContent = time;
  }

  tryAgainLater() {
    window.clearTimeout(this.again);
    const wait = WAITS[Math.min(this.tries, WAITS.length - 1)];
    this.tries += 1;
    this.again = window.setTimeout(() => this.tryAgain(), wait);
  }

  lineIsBack() {
    if (!this.tries) return;
    this.tries = 0;
    this.tryAgain();
  }

  tryAgain() {
    window.clearTimeout(this.again);
    if (!this.wanted) return this.keep();
    // Not under somebody's fingers: saving leads away from what is being typed.
    if (Date.now() - this.typedAt < PAUSE) {
      this.again = window.setTimeout(() => this.tryAgain(), PAUSE);
      return null;
    }
    return this.save();
  }

  submitted(event) {
    if (this.leaving) return;
    if (event.submitter?.hasAttribute("data-keep-draft")) {
      this.leave();
      return;
    }
    if (navigator.onLine && !this.tries && !this.sending) {
      // Should the line break in this very moment, this device still has the text.
      if (this.unsent) this.putAside();
      this.form.elements.csrfmiddlewaretoken.value = currentToken(this.form);
      this.leave();
      return;
    }
    event.preventDefault();
    const first = !this.wanted;
    this.wanted = { button: event.submitter };
    // A draft that is on its way (clicking Save leaves the field) must not arrive after the save.
    if (first || !this.sending) this.save({ always: !this.sending });
  }

  /** Saves, but only once the server has the text. */
  async save({ always = true } = {}) {
    if (this.saving) return;
    this.saving = true;
    const outcome = await this.keep({ always });
    this.saving = false;
    if (outcome === LOST) return;
    if (outcome === KEPT) this.form.elements.csrfmiddlewaretoken.value = currentToken(this.form);
    const { button } = this.wanted;
    this.leave();
    this.form.requestSubmit(button);
  }

  leave() {
    this.leaving = true;
    window.clearTimeout(this.timer);
    window.clearTimeout(this.again);
    warnIfUnsent();
  }

  /** The page is shown once more, by going back. */
  returned() {
    this.leaving = false;
    this.wanted = null;
    this.changed();
  }

  putAside() {
    const { version, draft, window: name } = this.form.elements;
    store(this.key, {
      typed: this.typed(),
      version: version.value,
      draft: draft.value,
      window: name.value,
    });
  }

  /** What this device has of it and no server: into the form again. */
  bringBack() {
    const record = stored(this.key);
    if (!record || record.typed === this.typed()) {
      forget(this.key);
      return;
    }
    for (const [name, value] of JSON.parse(record.typed)) {
      const fields = this.form.elements.namedItem(name);
      if (fields) fields.value = value;
    }
    for (const name of ["version", "draft", "window"]) {
      this.form.elements[name].value = record[name];
    }
    this.form.dispatchEvent(new Event("change"));
    this.say("What you typed without a connection is in the form again. It is not saved yet.");
  }
}

function warn(event) {
  event.preventDefault();
}

/** The browser asks before it closes the page, only while something is typed and not kept. */
function warnIfUnsent() {
  if (drafts.some((draft) => draft.unsent)) window.addEventListener("beforeunload", warn);
  else window.removeEventListener("beforeunload", warn);
}

drafts = Array.from(document.querySelectorAll("form[data-draft]"), (form) => new Draft(form));
window.addEventListener("online", () => drafts.forEach((draft) => draft.lineIsBack()));
window.addEventListener("pageshow", (event) => {
  if (event.persisted) drafts.forEach((draft) => draft.returned());
  else drafts.forEach((draft) => draft.changed());
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") drafts.forEach((draft) => draft.keep({ last: true }));
});
