// Elements built from text only: whatever an article holds, it is never parsed as markup.

const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";

/**
 * An element with attributes and children.
 * @param {string} tag
 * @param {Object<string, string|boolean|null|undefined|Function>} attributes `on…` functions listen; null ones are left out
 * @param {...(Node|string|null)} children strings become text nodes
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export const button = (label, onclick, attributes = {}) =>
  element("button", { type: "button", class: "quiet", onclick, ...attributes }, label);

/** A button that cannot be pressed while its `work` is under way; `failed` is told what went wrong with it. */
export function workButton(label, work, failed) {
  const made = button(label, async () => {
    made.disabled = true;
    try {
      await work();
    } catch (problem) {
      made.disabled = false;
      if (document.activeElement === document.body) made.focus({ preventScroll: true });
      failed(problem);
    }
  });
  return made;
}

/** Text of any origin that must not reorder what stands around it. */
export function isolated(text, language = null) {
  return element("bdi", { lang: language, dir: "auto" }, text);
}

/** The same for places that hold no elements: options, titles, labels. */
export const isolatedText = (text) => FIRST_STRONG_ISOLATE + text + POP_ISOLATE;

/** `text` in three pieces, the middle one in the element `tag`; offsets are UTF-16 units, as JavaScript counts. */
export function marked(text, start, end, tag = "mark", attributes = {}) {
  return [text.slice(0, start), element(tag, attributes, text.slice(start, end)), text.slice(end)];
}
