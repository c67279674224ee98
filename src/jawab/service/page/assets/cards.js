// What comes back for a question, as cards: answers, a plain abstention with passages to read, or a problem.

import { FORMATS, copy } from "./citing.js";
import { button, element, isolated, marked } from "./dom.js";
import { judgingRow, markedRow, silenceRow } from "./judging.js";
import { articleAddress } from "./navigation.js";
import { day, hasWord, percent, word } from "./words.js";

const LEVELS = [
  [0.9, "levelSure"],
  [0.75, "levelLikely"],
  [0.5, "levelPossible"],
  [0, "levelUnsure"],
];

const SAID_FOR = 2000; // milliseconds

function dated(article) {
  if (article.published === null) return element("span", {}, word("undated"));
  return element("time", { datetime: article.published }, day(article.published));
}

/** The answers of a reply, best first, and a way to say that none of them is right unless they were `filtered`. */
export function answerCards(reply, filtered) {
  const [first, ...others] = reply.answers.map((answer) => answerCard(answer, reply));
  first.classList.add("best");
  const heading = element("h2", { class: "unseen" }, word("answerCount", { count: reply.answers.length }));
  const below = others.length ? element("h2", { class: "section" }, word("others")) : null;
  const cards = [heading, markedRow(reply), first, below, ...others, silenceRow(reply, filtered)];
  return cards.filter((part) => part !== null);
}

function answerCard(answer, reply) {
  return element(
    "article",
    { class: "card answer" },
    confidenceLine(answer.confidence),
    element("h3", { lang: answer.language, dir: "auto", tabindex: "-1" }, answer.text),
    element("ul", { class: "quotes" }, ...answer.quotes.map((quote) => quoteItem(quote, reply))),
    judgingRow(answer, reply),
  );
}

function confidenceLine(confidence) {
  const [, level] = LEVELS.find(([least]) => confidence >= least);
  return element(
    "p",
    { class: "confidence" },
    element("span", { class: "unseen" }, word("confidence")),
    element("strong", {}, word(level)),
    element("meter", { min: "0", max: "1", value: String(confidence), "aria-hidden": "true" }),
    isolated(percent(confidence)),
  );
}

function quoteItem(quote, reply) {
  const { article, sentence, answer } = quote;
  const start = answer.start_utf16 - sentence.start_utf16;
  const end = answer.end_utf16 - sentence.start_utf16;
  return element(
    "li",
    {},
    element("blockquote", { lang: article.language, dir: "auto" }, ...marked(sentence.text, start, end)),
    reference(article),
    element("div", { class: "actions" }, openLink(article, answer, reply.question), copyMenu(quote)),
  );
}

/** Outlet and date, and what else is said of an article. */
export function reference(article, ...more) {
  const source = article.source === null ? null : element("cite", {}, isolated(article.source));
  return element("p", { class: "reference" }, source, dated(article), ...more);
}

function openLink(article, slice, question) {
  const address = articleAddress(article, slice, question);
  return element("a", { href: address, "data-navigate": true }, word("open"), titled(article));
}

export const titled = (article) => isolated(article.title ?? word("untitled"), article.title && article.language);

function copyMenu(quote) {
  const choices = FORMATS.map(([key, format]) => copyButton(word(key), () => format(quote)));
  return element("details", { class: "menu" }, element("summary", {}, word("copy")), element("div", {}, ...choices));
}

/** A button that copies what `text()` gives, and says for a while whether it did. */
export function copyButton(label, text) {
  const made = button(label, async () => {
    const outcome = await copy(text()).then(
      () => word("copied"),
      () => word("notCopied"),
    );
    made.textContent = outcome;
    document.querySelector("#said").textContent = outcome;
    setTimeout(() => (made.textContent = label), SAID_FOR);
  });
  return made;
}

/** Says plainly that there is no answer and why; `hits` are offered as reading. */
export function abstention(reply, filtered, hits) {
  const because = `because_${reply.abstained_because ?? "unsure"}`;
  const said = element(
    "article",
    { class: "card silence" },
    element("h2", {}, word("silence")),
    element("p", {}, word(hasWord(because) ? because : "because_unsure")),
  );
  const reading = hits.map((hit) => passageCard(hit, reply.question));
  const heading = hits.length ? element("h2", { class: "section" }, word("nearest")) : null;
  const cards = [said, markedRow(reply), silenceRow(reply, filtered), heading, ...reading];
  return cards.filter((part) => part !== null);
}

function passageCard({ article, passage }, question) {
  const marking = articleAddress(article, passage, question, true);
  return element(
    "article",
    { class: "card passage" },
    element("blockquote", { lang: article.language, dir: "auto" }, passage.text),
    reference(article),
    element(
      "div",
      { class: "actions" },
      openLink(article, passage, question),
      element("a", { href: marking, "data-navigate": true }, word("markHere")),
    ),
  );
}
