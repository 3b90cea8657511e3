// What the reader's device keeps: one entry for each key. Where it may keep nothing, a page still works.
const PREFIX = "perceptron:";
const store = () => { try { return window.localStorage; } catch { return null; } };

export const get = (key) => {
  try { return JSON.parse(store()?.getItem(PREFIX + key) ?? "null"); } catch { return null; }
};

export const set = (key, value) => {
  try {
    if (value === null || value === undefined) store()?.removeItem(PREFIX + key);
    else store()?.setItem(PREFIX + key, JSON.stringify(value));
  } catch { /* a full or a forbidden store keeps nothing */ }
};

export const all = () => {
  const keys = Object.keys(store() ?? {}).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));
  return Object.fromEntries(keys.toSorted().map((key) => [key, get(key)]));
};

export const clear = () => Object.keys(all()).forEach((key) => set(key, null));
