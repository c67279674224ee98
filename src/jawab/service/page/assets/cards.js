// What comes back for a question, as cards: answers, a plain abstention with passages to read, or a problem.

import { element, isolated, marked } from "./dom.js";
import { day, percent, word } from "./words.js";

const LIKELY = 0.75;
const POSSIBLE = 0.5;

export const articleLink = (article, slice) =>
  `/?${new URLSearchParams({ article: article.id, start: slice.start_utf16, end: slice.end_utf16 })}`;

export function dated(article) {
  if (article.published === null) return element("span", {}, word("undated"));
  return element("time", { datetime: article.published }, day(article.published));
}

export function answerCard(answer) {
  return element(
    "article",
    { class: "card" },
    element("h2", { lang: answer.language, dir: "auto" }, answer.text),
    confidenceLine(answer.confidence),
    element("ul", { class: "quotes" }, ...answer.quotes.map(quoteItem)),
  );
}

function confidenceLine(confidence) {
  const level = confidence >= LIKELY ? "likely" : confidence >= POSSIBLE ? "possible" : "unsure";
  return element(
    "p",
    { class: "confidence" },
    element("meter", { min: "0", max: "1", value: String(confidence), "aria-hidden": "true" }),
    element("span", {}, element("span", { class: "unseen" }, word("confidence")), word(level)),
    isolated(percent(confidence)),
  );
}

function quoteItem(quote) {
  const { article, sentence, answer } = quote;
  const start = answer.start_utf16 - sentence.start_utf16;
  const end = answer.end_utf16 - sentence.start_utf16;
  return element(
    "li",
    {},
    element(
      "blockquote",
      { lang: article.language, dir: "auto" },
      element("p", {}, ...marked(sentence.text, start, end)),
    ),
    reference(article, answer, copyButton(quote)),
  );
}

function reference(article, slice, ...more) {
  return element(
    "p",
    { class: "reference" },
    article.source === null ? null : isolated(article.source),
    dated(article),
    element(
      "a",
      { href: articleLink(article, slice), "data-navigate": true },
      word("open"),
      isolated(article.title ?? word("untitled"), article.language),
    ),
    ...more,
  );
}

function copyButton({ article, sentence }) {
  const from = [article.source, article.title, article.published, article.url].filter((part) => part !== null);
  const text = `«${sentence.text}»\n${from.join(" · ")}`;
  const copy = async (event) => {
    await navigator.clipboard.writeText(text);
    event.target.textContent = word("copied");
  };
  return element("button", { type: "button", class: "quiet", onclick: copy }, word("copy"));
}

/** Says plainly that there is no answer; `hits` are offered as reading. */
export function abstention(hits) {
  const said = element(
    "article",
    { class: "card silence" },
    element("h2", {}, word("silence")),
    element("p", {}, word(hits.length ? "silenceWhy" : "nothing")),
  );
  if (!hits.length) return [said];
  return [said, element("h2", {}, word("nearest")), ...hits.map(passageCard)];
}

function passageCard({ article, passage }) {
  return element(
    "article",
    { class: "card" },
    element(
      "blockquote",
      { lang: article.language, dir: "auto" },
      element("p", {}, passage.text),
    ),
    reference(article, passage),
  );
}

export function problemCard(problem) {
  const says = { 0: "unreachable", 404: "missing", 503: "notReady" }[problem.status];
  return element(
    "article",
    { class: "card problem", role: "alert" },
    element("h2", {}, word("problem")),
    element("p", {}, says ? word(says) : isolated(problem.message, "en")),
  );
}
