// What went wrong, in the reader's language where it is a known kind.

import { button, element, isolated } from "./dom.js";
import { hasWord, word } from "./words.js";

/** A problem as a card; `again` tries once more. */
export function problemCard(problem, again = null) {
  return element(
    "article",
    { class: "card problem", role: "alert" },
    element("h2", {}, word("problem")),
    element("p", {}, ...problemText(problem)),
    again === null ? null : button(word("again"), again),
  );
}

export function problemText(problem) {
  const key = `because_${problem.status}`;
  if (!hasWord(key)) return [isolated(problem.message, "en")];
  return [word(key, { seconds: problem.retryAfter ?? 1 })];
}
