// The questions asked last, remembered by this browser only.

import { button, element, isolated } from "./dom.js";
import { read, write } from "./storage.js";
import { word } from "./words.js";

const KEPT = 8;
const STORED = "recent";

const place = document.querySelector("#recent");
const suggestions = document.querySelector("#asked-before");

const questions = () => read(STORED, []);

export function remember(question) {
  write(STORED, [question, ...questions().filter((other) => other !== question)].slice(0, KEPT));
}

/** Lists them under the box, and suggests them while typing. */
export function showRecent(listed) {
  suggestions.replaceChildren(...questions().map((question) => element("option", { value: question })));
  place.hidden = !listed || !questions().length;
  if (place.hidden) return;
  const forget = () => {
    write(STORED, []);
    showRecent(listed);
    document.querySelector("#question").focus();
  };
  const head = element("h2", {}, word("recent"));
  place.replaceChildren(head, element("ul", {}, ...questions().map(questionItem)), button(word("forget"), forget));
}

const questionItem = (question) =>
  element(
    "li",
    {},
    element("a", { href: `/?${new URLSearchParams({ q: question })}`, "data-navigate": true }, isolated(question)),
  );
