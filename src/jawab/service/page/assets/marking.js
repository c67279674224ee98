// Marking the right answer: select it in the article, or type it as it stands there.

import { button, element, isolated } from "./dom.js";
import { give } from "./judging.js";
import { backAddress } from "./navigation.js";
import { problemText } from "./problems.js";
import { word } from "./words.js";

/** A bar that follows what is selected in `text`, the element that holds the article's text and nothing else. */
export function markingBar(article, question, text) {
  let span = null;
  const shown = element("output", { class: "selected" }, word("markNothing"));
  const said = element("p", { role: "status" });
  const save = button(word("markSave"), () => saveSpan(), { class: null, disabled: true });
  const typed = element("input", { id: "typed", name: "typed", dir: "auto", autocomplete: "off" });

  function choose(next) {
    span = next;
    save.disabled = span === null;
    const words = span === null ? word("markNothing") : isolated(article.text.slice(...span), article.language);
    shown.replaceChildren(words);
  }

  function find(event) {
    event.preventDefault();
    const wanted = typed.value.trim();
    const found = wanted ? asTyped(wanted).exec(article.text) : null;
    said.textContent = found === null ? word("markAbsent") : "";
    if (found === null) return choose(null);
    const next = [found.index, found.index + found[0].length];
    select(text, ...next);
    choose(next);
  }

  async function saveSpan() {
    try {
      if (!(await give(judgementOf(article, question, span)))) return;
      save.disabled = true;
      const back = element("a", { href: backAddress(question), "data-navigate": true }, word("back"));
      said.replaceChildren(word("saved"), " ", back);
      back.focus();
    } catch (problem) {
      said.replaceChildren(...problemText(problem));
    }
  }

  const onSelect = () => {
    if (!text.isConnected) return document.removeEventListener("selectionchange", onSelect);
    const next = selectedSpan(text, article.text);
    if (next !== null) choose(next);
  };
  document.addEventListener("selectionchange", onSelect);

  return element(
    "section",
    { class: "marking", "aria-label": word("markRight") },
    element("h2", {}, word("markHeading"), " ", isolated(question)),
    element("p", {}, shown),
    element(
      "form",
      { id: "typing", onsubmit: find },
      element("label", { for: "typed" }, word("markTyped")),
      typed,
      element("button", { class: "quiet" }, word("markFind")),
      save,
    ),
    said,
  );
}

/** What is selected within `text`, without the white space at its ends, as UTF-16 offsets; null where nothing is. */
function selectedSpan(text, content) {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(text)) return null;
  // A triple click on the last line, and "select all", end outside the text: what lies in it is meant.
  const { startContainer: first, endContainer: last } = range;
  let start = text.contains(first) ? offsetIn(text, first, range.startOffset) : 0;
  let end = text.contains(last) ? offsetIn(text, last, range.endOffset) : content.length;
  while (start < end && !content[start].trim()) start += 1;
  while (end > start && !content[end - 1].trim()) end -= 1;
  return start < end ? [start, end] : null;
}

/** Finds `typed` with any white space between its words and either apostrophe: keyboards have one of each. */
function asTyped(typed) {
  const literal = typed.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  return new RegExp(literal.replace(/\s+/g, "\\s+").replace(/['’]/g, "['’]"), "u");
}

function offsetIn(text, node, offset) {
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(node, offset);
  return before.toString().length;
}

function select(text, start, end) {
  const range = document.createRange();
  range.setStart(...placeIn(text, start));
  range.setEnd(...placeIn(text, end));
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  range.startContainer.parentElement.scrollIntoView({ block: "nearest" });
}

/** The text node and the offset in it at which `offset` of the whole text lies. */
function placeIn(text, offset) {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let node = walker.nextNode();
  while (offset > node.length) {
    offset -= node.length;
    node = walker.nextNode();
  }
  return [node, offset];
}

/** The judgement as the wire has it: offsets in code points. */
function judgementOf(article, question, [start, end]) {
  const { id, revision, generation, text } = article;
  const points = (offset) => Array.from(text.slice(0, offset)).length;
  return { question, verdict: "marked", generation, article_id: id, revision, start: points(start), end: points(end) };
}
