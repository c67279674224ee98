// One article with the quoted place marked.

import { dated } from "./cards.js";
import { element, isolated, marked } from "./dom.js";
import { word } from "./words.js";

/** The article as elements; `start` and `end` are UTF-16 offsets of the place to mark, which may be none. */
export function articleElements(article, start, end, backLink) {
  const place = end > start && end <= article.text.length;
  const text = place ? marked(article.text, start, end, "mark", { id: "place", tabindex: "-1" }) : [article.text];
  return [
    element("p", {}, backLink),
    element("h1", { lang: article.language, dir: "auto" }, article.title ?? word("untitled")),
    element(
      "p",
      { class: "reference" },
      article.source === null ? null : isolated(article.source),
      dated(article),
      originalLink(article.url),
    ),
    element("div", { class: "text", lang: article.language, dir: "auto" }, ...text),
  ];
}

/** Only web addresses become links: a `javascript:` one would run. */
function originalLink(url) {
  if (url === null || !/^https?:/i.test(url)) return null;
  return element("a", { href: url, rel: "noopener noreferrer external" }, word("original"));
}
