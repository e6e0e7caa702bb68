// Keeps what is typed into an element with data-draft: on the server as its person's unsaved text, and
// without a connection on this device. While there is none, Save waits until the server has the text.
import { forget, isStored, store, stored } from "./typed-store.js";

const PAUSE = 1000;
const LONGEST_PAUSE = 5000;
const PATIENCE = 8000;
// How long a page that is being left may take to give up its name.
const MOMENT = 3000;
const WAITS = [2000, 4000, 8000, 15000, 30000];
// What a page may still send when it is left.
const MOST_AT_THE_END = 60000;
// A note that is shared stands in the form of an answer, and is kept on its own.
const NOT_TYPED =
  /^(csrfmiddlewaretoken|typist|receipt|draft|window|version|base|shown|go|chosen|provision|copy_from|keep_.+|.+_is_right|shared_.+)$/;
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

/** Sends a record to be kept as a draft; what the server answers, and whether it did. */
async function sendRecord(url, form, record, last = false) {
  const body = new URLSearchParams(JSON.parse(record.typed));
  for (const name of ["version", "draft", "window"]) body.set(name, record[name]);
  body.set("typist", form.elements.typist.value);
  body.set("csrfmiddlewaretoken", currentToken(form));
  let response;
  try {
    response = await fetch(url, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      keepalive: last && body.toString().length < MOST_AT_THE_END,
      signal: AbortSignal.timeout(PATIENCE),
    });
    return { status: response.status, ...(await response.json()) };
  } catch {
    // No connection, or no answer that is ours.
    return { status: response?.status };
  }
}

let drafts = [];

class Draft {
  constructor(root) {
    this.root = root;
    this.form = root.closest("form");
    this.url = root.dataset.draft;
    this.prefix = root.dataset.prefix ?? "";
    this.keys = `${this.form.elements.typist.value}:${this.url}:`;
    this.status = root.querySelector("[data-draft-status]");
    this.typedAt = 0;
    this.tries = 0;
    // What the page came with is saved or kept, unless it says that it is not.
    this.kept = "unkept" in root.dataset ? "" : this.typed(true);
    this.input("window").value = randomName();
    this.releases = [];
    this.wasUnsaved = "unsaved" in root.dataset;
    this.hold(this.input("window").value);
    root.addEventListener("input", () => {
      // Still here: the person stayed on the page after all.
      this.leaving = false;
      this.changed();
    });
    root.addEventListener("change", () => this.changed());
    root.addEventListener("focusout", (event) => {
      // On the way to a button the person is about to save, which is better than keeping.
      if (event.relatedTarget?.type !== "submit") this.keep();
    });
    root.addEventListener("keydown", (event) => this.pressed(event));
    this.bringBack();
  }

  /** Enter in a box of one line saves what it belongs to, not what comes first on the page. */
  pressed(event) {
    const save = this.root.querySelector("[data-save]");
    if (event.key !== "Enter" || event.isComposing || !save) return;
    if (!event.target.matches('input[type="text"], input[type="radio"]')) return;
    event.preventDefault();
    this.form.requestSubmit(save);
  }

  get key() {
    return this.keys + this.input("window").value;
  }

  input(name) {
    return this.form.elements.namedItem(this.prefix + name);
  }

  /** What the fields hold, or what the page came with, as one text to compare. */
  typed(asLoaded = false) {
    const pairs = [];
    for (const field of this.root.querySelectorAll("input, textarea, select")) {
      const name = field.name.slice(this.prefix.length);
      if (!name || NOT_TYPED.test(name)) continue;
      if (field.type === "radio" || field.type === "checkbox") {
        if (asLoaded ? field.defaultChecked : field.checked) pairs.push([name, field.value]);
      } else {
        const text = asLoaded ? field.defaultValue ?? field.value : field.value;
        pairs.push([name, text.replace(/\r\n?/g, "\n")]);
      }
    }
    return JSON.stringify(pairs);
  }

  get unsent() {
    return !this.leaving && this.typed() !== this.kept;
  }

  /** All that it takes to keep it. A page that shows a conflict names the version it began with. */
  record() {
    return {
      typed: this.typed(),
      version: (this.input("base") ?? this.input("version")).value,
      draft: this.input("draft").value,
      window: this.input("window").value,
      typedAt: this.typedAt,
    };
  }

  changed() {
    this.typedAt = Date.now();
    this.root.toggleAttribute("data-unsaved", this.wasUnsaved || this.typed() !== this.typed(true));
    this.root.dispatchEvent(new CustomEvent("unsaved", { bubbles: true }));
    this.unfold();
    if (this.typed() === this.kept) return;
    this.since ??= Date.now();
    window.clearTimeout(this.timer);
    const left = Math.max(0, this.since + LONGEST_PAUSE - Date.now());
    this.timer = window.setTimeout(() => this.keep(), Math.min(PAUSE, left));
    warnIfUnsent();
  }

  /** What came back into a folded box is seen. */
  unfold() {
    const box = this.root.closest("[data-unfolds]") ?? this.root.querySelector(":scope > [data-unfolds]");
    if (box && this.typed() !== this.typed(true)) box.open = true;
  }

  /** Has the server keep it; `always`: also what it has already, to see that it is there. */
  async keep({ always = false, last = false } = {}) {
    window.clearTimeout(this.timer);
    // One at a time, or an older text might arrive after a newer one.
    while (this.sending) await this.sending;
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
    const record = this.record();
    this.since = null;
    const answer = await sendRecord(this.url, this.form, record, last);
    if (answer.kept) return this.wasKept(record, answer);
    this.putAside();
    if (answer.status < 500 && answer.message) {
      this.say(`Unsaved changes not kept. ${answer.message}`);
      return REFUSED;
    }
    this.sayLost(answer.status ? "the service is busy" : "there is no connection");
    return LOST;
  }

  wasKept(record, answer) {
    this.kept = record.typed;
    this.input("draft").value = answer.revision;
    if (this.typed() === this.kept) forget(this.key);
    this.say(answer.at ? "Unsaved changes kept" : "", answer.at ? `at ${answer.at}` : "");
    return KEPT;
  }

  sayLost(why) {
    this.say(
      this.wanted
        ? `Not saved because ${why}. What you typed is still on this page. We will save it when we can.`
        : `Unsaved changes not kept because ${why}. They are still on this page.`,
    );
  }

  /** The time stands outside of what is read out: it would be read every minute. */
  say(text, time = "") {
    const [line, when] = this.status.children;
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
    // Not under someone's fingers: saving leads away from what is being typed.
    if (Date.now() - this.typedAt < PAUSE) {
      this.again = window.setTimeout(() => this.tryAgain(), PAUSE);
      return null;
    }
    return this.save();
  }

  /** A button was pressed while there may be no connection: the save waits. */
  wait(button) {
    const first = !this.wanted;
    this.wanted = { button };
    // A draft that is on its way (clicking Save leaves the field) must not arrive after the save.
    if (first || !this.sending) this.save({ always: !this.sending });
  }

  /** Saves, but only once the server has the text. */
  async save({ always = true } = {}) {
    if (this.saving) return;
    this.saving = true;
    const outcome = await this.keep({ always });
    // What is typed beside it is sent along: no older draft of that must arrive later, either.
    for (const draft of drafts) while (draft.sending) await draft.sending;
    this.saving = false;
    if (outcome === LOST) return;
    const { button } = this.wanted;
    handOver(this.form);
    this.form.requestSubmit(button);
  }

  /**
   * The browser may have put in again what was typed when this place in its history was first
   * seen, into a page that is newer than that: a save has to name the version of then.
   */
  begun() {
    const versions = history.state?.versions ?? {};
    const isPutBack = !this.wasFilled && this.typed() !== this.typed(true);
    if (isPutBack && versions[this.url]) this.input("version").value = versions[this.url];
    else history.replaceState({ versions: { ...versions, [this.url]: this.input("version").value } }, "");
    this.changed();
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
    this.releases = [];
    this.hold(this.input("window").value);
    this.changed();
  }

  /** On this device, until the server says that it has it; `receipt`: what it will say. */
  putAside(receipt = "") {
    return store(this.key, { ...this.record(), receipt });
  }

  /**
   * Puts back into the form what this device holds and the server may not. It never overwrites
   * what has been saved since: the text then becomes unsaved changes, with a link to both texts.
   */
  async bringBack() {
    // Not on a page that shows what was just sent, or two texts side by side.
    if ("posted" in this.root.dataset || this.input("base")) return;
    const shown = this.typed();
    for (const [key, record] of stored(this.keys)) {
      // It was typed in another tab, which is still open and has it.
      if (!(await this.hold(record.window)) || !isStored(key)) continue;
      if (record.typed === shown) forget(key);
      else if (record.version !== this.input("version").value) await this.makeDraft(key, record);
      else if (this.typed() === shown) {
        this.fill(record);
        return;
      }
    }
  }

  fill(record) {
    this.wasFilled = true;
    for (const [name, value] of JSON.parse(record.typed)) {
      const field = this.input(name);
      if (field) field.value = value;
    }
    for (const name of ["draft", "window"]) this.input(name).value = record[name];
    this.root.dispatchEvent(new Event("change", { bubbles: true }));
    this.say("We have put back what you typed while you were offline. It has not been saved yet.");
  }

  async makeDraft(key, record) {
    const answer = await sendRecord(this.url, this.form, record);
    if (!answer.kept) {
      const why = answer.message ?? "The service is busy.";
      this.say(`This device still has something you typed earlier. ${why}`);
      return;
    }
    forget(key);
    // Without a time, the same text has already been saved.
    if (answer.at) this.root.querySelector("[data-draft-stale]").hidden = false;
  }

  /** Takes the name of a window, which belongs to one open page; whether it could be had. */
  hold(name) {
    if (!navigator.locks) return Promise.resolve(true);
    return new Promise((resolve) => {
      navigator.locks
        .request(`selfassess-typed:${name}`, { signal: AbortSignal.timeout(MOMENT) }, () => {
          resolve(true);
          return new Promise((release) => this.releases.push(release));
        })
        .catch(() => resolve(false));
    });
  }
}

/** The form is sent now. Should the line break in this very moment, this device has the text. */
function handOver(form) {
  const receipt = randomName();
  form.elements.receipt.value = receipt;
  form.elements.csrfmiddlewaretoken.value = currentToken(form);
  for (const draft of drafts.filter((one) => one.form === form)) {
    draft.wasPutAside = draft.putAside(receipt);
    draft.leave();
  }
}

/** Someone has gone back to a page as they left it. Parts answered since are out of date. */
function goneBackTo() {
  const answered = drafts.some((draft) => draft.wasPutAside && !isStored(draft.key));
  if (answered && !drafts.some((draft) => "posted" in draft.root.dataset)) window.location.reload();
  else drafts.forEach((draft) => draft.returned());
}

function submitted(event) {
  const form = event.target;
  const those = drafts.filter((draft) => draft.form === form);
  const pressed = those.find((draft) => draft.root.contains(event.submitter)) ?? those[0];
  if (pressed.leaving) return;
  if (navigator.onLine && !those.some((draft) => draft.tries || draft.sending)) {
    handOver(form);
    return;
  }
  event.preventDefault();
  pressed.wait(event.submitter);
}

function warn(event) {
  event.preventDefault();
}

/** The browser asks before it closes the page, only while something is typed and not kept. */
function warnIfUnsent() {
  if (drafts.some((draft) => draft.unsent)) window.addEventListener("beforeunload", warn);
  else window.removeEventListener("beforeunload", warn);
}

drafts = Array.from(document.querySelectorAll("[data-draft]"), (root) => new Draft(root));
for (const form of new Set(drafts.map((draft) => draft.form))) {
  form.addEventListener("submit", submitted);
}
window.addEventListener("online", () => drafts.forEach((draft) => draft.lineIsBack()));
window.addEventListener("pageshow", (event) => {
  if (event.persisted) goneBackTo();
  else drafts.forEach((draft) => draft.begun());
});
window.addEventListener("pagehide", () => {
  for (const draft of drafts) draft.releases.forEach((release) => release());
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden") return;
  for (const draft of drafts.filter((one) => one.unsent)) {
    draft.putAside();
    draft.keep({ last: true });
  }
});
