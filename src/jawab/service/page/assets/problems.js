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

const DETAILED = [415, 422]; // what is wrong with a request is only known in English

export function problemText(problem) {
  const key = `because_${problem.status}`;
  const detail = isolated(problem.message, "en");
  if (!hasWord(key)) return [detail];
  const said = word(key, { seconds: problem.retryAfter ?? 1 });
  return DETAILED.includes(problem.status) ? [`${said} `, detail] : [said];
}
