// One article with the quoted place marked, where the right answer can be selected.

import * as api from "./api.js";
import { reference, titled } from "./cards.js";
import { isWebAddress } from "./citing.js";
import { element, isolatedText, marked } from "./dom.js";
import { markingBar } from "./marking.js";
import { backAddress } from "./navigation.js";
import { word } from "./words.js";

const view = document.querySelector("#article-view");

/** Shows the article that `place` names and scrolls to the marked place. */
export async function showArticle(place, signal) {
  view.replaceChildren(element("p", { role: "status" }, word("searching")));
  const article = await api.readArticle(place.get("article"), signal);
  const question = place.get("q") ?? "";
  const same = !place.has("revision") || place.get("revision") === article.revision;
  const text = articleText(article, same ? place : new URLSearchParams());
  view.replaceChildren(
    element("p", { class: "back" }, backLink(question)),
    element("h1", { tabindex: "-1" }, titled(article)),
    reference(article, originalLink(article)),
    ...(same ? [] : [element("p", { class: "lead" }, word("changedSince"))]),
    text,
  );
  if (question && place.has("mark")) view.append(markingBar(article, question, text));
  document.title = `${isolatedText(article.title ?? word("untitled"))} · jawab`;
  showPlace();
}

/** The text with the slice marked, unless its UTF-16 offsets name no place. */
function articleText(article, place) {
  const [start, end] = [Number(place.get("start")), Number(place.get("end"))];
  const stands = Number.isInteger(start) && start >= 0 && end > start && end <= article.text.length;
  const text = stands ? marked(article.text, start, end, "mark", { id: "place", tabindex: "-1" }) : [article.text];
  return element("div", { class: "text", lang: article.language, dir: "auto" }, ...text);
}

function showPlace() {
  const mark = view.querySelector("#place");
  mark?.focus({ preventScroll: true });
  mark?.scrollIntoView({ block: "center", behavior: "instant" });
}

function backLink(question) {
  const address = backAddress(question);
  return element("a", { href: address, "data-navigate": true }, word(address === "/" ? "backHome" : "back"));
}

function originalLink({ url }) {
  if (!isWebAddress(url)) return null;
  return element("a", { href: url, rel: "noopener noreferrer external" }, word("original"));
}
