// What was typed while there was no connection, on this device only: it outlives a browser that is
// closed or crashes, and goes when the server has it or its person signs out.
const PREFIX = "selfassess-typed:";

function attempt(action) {
  try {
    return action();
  } catch {
    // Storage is full or switched off: what was typed is still on the page.
    return null;
  }
}

export function store(key, record) {
  attempt(() => localStorage.setItem(PREFIX + key, JSON.stringify(record)));
}

export function stored(key) {
  return attempt(() => JSON.parse(localStorage.getItem(PREFIX + key)));
}

export function forget(key) {
  attempt(() => localStorage.removeItem(PREFIX + key));
}

export function forgetAll() {
  attempt(() => {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX)) localStorage.removeItem(key);
    }
  });
}
