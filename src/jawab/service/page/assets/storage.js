// What this browser remembers of its reader; storage may be forbidden, and then it holds for the visit.

const PREFIX = "jawab.";
const held = new Map();

/** The value under `key`, or `otherwise` where none (or none that is JSON) is stored. */
export function read(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key)) ?? otherwise;
  } catch {
    return held.get(key) ?? otherwise;
  }
}

export function write(key, value) {
  held.set(key, value);
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // `held` has it
  }
}
