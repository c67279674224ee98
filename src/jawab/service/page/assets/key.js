// The key that the service may ask for: entered once, kept until the tab is closed.

import { formDialog } from "./dialogs.js";
import { word } from "./words.js";

const STORED = "jawab.key";
const dialog = document.querySelector("#key-dialog");

let key = stored();
let asking = null;

function stored() {
  try {
    return sessionStorage.getItem(STORED);
  } catch {
    return null;
  }
}

export const keyHeader = () => (key === null ? {} : { Authorization: `Bearer ${key}` });

/**
 * Asks for a key, once for all calls that wait for it; false when the reader would rather not.
 * `used` is the header of the refused call: a key given since then is tried before asking again.
 */
export async function askForKey(used, mayNot) {
  if ((used.Authorization ?? null) !== (keyHeader().Authorization ?? null)) return true;
  asking ??= enterKey(mayNot).finally(() => (asking = null));
  return asking;
}

async function enterKey(mayNot) {
  dialog.querySelector("p").textContent = word(mayNot ? "keyWhyMore" : "keyWhy");
  const fields = await formDialog(dialog);
  const given = fields?.get("key").trim() ?? "";
  // A header holds Latin-1 only; nothing else can be a key.
  if (!/^[\x21-\x7e]+$/.test(given)) return false;
  key = given;
  try {
    sessionStorage.setItem(STORED, key);
  } catch {
    // it holds for this visit then
  }
  return true;
}
