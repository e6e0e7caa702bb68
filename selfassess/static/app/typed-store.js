// What was typed and has perhaps not reached the server, on this device only: it outlives a browser
// that is closed or crashes, and goes when the server has it or its person signs out.
const PREFIX = "selfassess-typed:";
const RECEIPT = /(?:^|; )(received-([0-9a-f]+))=/g;

let isClosed = false;

function attempt(action) {
  try {
    return action();
  } catch {
    // Storage is full or switched off: what was typed is still on the page.
    return null;
  }
}

function keys(prefix = "") {
  return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX + prefix));
}

function read(key) {
  return attempt(() => JSON.parse(localStorage.getItem(key)));
}

/** Keeps a record; whether this device could. Not while its person signs out. */
export function store(key, record) {
  if (isClosed) return false;
  const text = JSON.stringify(record);
  return attempt(() => localStorage.setItem(PREFIX + key, text) === undefined) ?? false;
}

export function isStored(key) {
  return attempt(() => localStorage.getItem(PREFIX + key) !== null) ?? false;
}

/** The records whose keys begin so, by key, the one that was typed last first. */
export function stored(prefix) {
  const found = attempt(() => keys(prefix).map((key) => [key.slice(PREFIX.length), read(key)]));
  return (found ?? []).filter(([, record]) => record).sort((one, two) => two[1].typedAt - one[1].typedAt);
}

export function forget(key) {
  attempt(() => localStorage.removeItem(PREFIX + key));
}

/** The next person to use this device finds nothing that was typed. */
export function forgetAll() {
  isClosed = true;
  // Still typing: the person stayed on the page after all.
  document.addEventListener("input", () => (isClosed = false), { once: true, capture: true });
  attempt(() => keys().forEach((key) => localStorage.removeItem(key)));
}

/**
 * Forgets what the server has answered: its answer to a form brings a cookie that names the form's
 * receipt. What never arrived, or could not be taken, brings none, and stays.
 */
function forgetReceived() {
  for (const [, cookie, receipt] of document.cookie.matchAll(RECEIPT)) {
    attempt(() =>
      keys()
        .filter((key) => read(key)?.receipt === receipt)
        .forEach((key) => localStorage.removeItem(key)),
    );
    document.cookie = `${cookie}=; Max-Age=0; Path=/; SameSite=Lax`;
  }
}

// Before anything reads the store.
forgetReceived();
