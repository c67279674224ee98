// Judging: what a reader says of an answer goes to the gold set on the server, kept apart by judge.

import * as api from "./api.js";
import { formDialog } from "./dialogs.js";
import { button, element, isolated } from "./dom.js";
import { articleAddress } from "./navigation.js";
import { problemText } from "./problems.js";
import { read, write } from "./storage.js";
import { word } from "./words.js";

const KEPT = 500;
const dialog = document.querySelector("#judge-dialog");

/** Under an answer: right, partly, wrong, or where the right one stands. */
export function judgingRow(answer, reply) {
  const [{ article, answer: slice }] = answer.quotes;
  const target = { article_id: article.id, revision: article.revision, start: slice.start, end: slice.end };
  const marking = articleAddress(article, slice, reply.question, true);
  return element(
    "div",
    { class: "judging", role: "group", "aria-label": word("judgeThis") },
    element("span", {}, word("judgeThis")),
    ...["right", "partly", "wrong"].map((verdict) => verdictButton(verdict, target, reply)),
    element("a", { href: marking, "data-navigate": true }, word("markRight")),
  );
}

/** Under all answers, or none: that the collection does not say. A judgement knows no filters, so not under them. */
export function silenceRow(reply, filtered) {
  if (filtered) return element("p", { class: "judging" }, word("notSaidFiltered"));
  return element(
    "div",
    { class: "judging", role: "group", "aria-label": word("notSaid") },
    element("span", {}, word("notSaid")),
    verdictButton("unanswerable", {}, reply),
  );
}

/** The answer that the judge has marked, with a way to take it back; null where none is. */
export function markedRow({ question }) {
  const mark = markOf(question);
  if (mark?.verdict !== "marked") return null;
  const place = articleAddress({ id: mark.article_id, revision: mark.revision }, mark, question);
  const link = element("a", { href: place, "data-navigate": true }, isolated(mark.text, mark.language));
  const undo = button(word("undo"), () => judgeIn(row, () => takeBack(mark)));
  const shown = element("span", { class: "own" }, `${word("marked")} `, link, " ", undo);
  shown.question = question;
  const row = element("div", { class: "judging", role: "group", "aria-label": word("marked"), tabindex: "-1" }, shown);
  return row;
}

function verdictButton(verdict, target, { question, generation }) {
  const judgement = { question, verdict, generation, ...target };
  const pressed = same(markOf(question), judgement);
  const attributes = { class: `quiet verdict ${verdict}`, "aria-pressed": String(pressed) };
  const made = button(word(verdict), () => toggle(made, judgement), attributes);
  made.judgement = judgement;
  return made;
}

/** A pressed verdict is taken back; any other is given, in place of the judge's earlier one. */
function toggle(pressed, judgement) {
  const mark = markOf(judgement.question);
  return judgeIn(pressed.closest(".judging"), () => (same(mark, judgement) ? takeBack(mark) : give(judgement)));
}

/** Does `work` and says in `row` what became of it: "saved", "undone", or null where the reader would not. */
async function judgeIn(row, work) {
  try {
    const outcome = await work();
    if (outcome !== null) say(row, word(outcome));
  } catch (problem) {
    say(row, ...problemText(problem));
  }
  showMarks();
}

/** Shows what the judge says now; a marked answer that was taken back or replaced is not shown any more. */
function showMarks() {
  for (const made of document.querySelectorAll(".verdict"))
    made.setAttribute("aria-pressed", String(same(markOf(made.judgement.question), made.judgement)));
  const own = document.querySelector(".judging .own");
  if (own === null || markOf(own.question)?.verdict === "marked") return;
  const row = own.parentElement;
  const wasFocused = own.contains(document.activeElement);
  own.remove();
  if (wasFocused) row.focus();
  if (!row.children.length) row.remove();
}

function say(row, ...words) {
  document.querySelectorAll(".judging output").forEach((output) => output.remove());
  row.append(element("output", {}, ...words));
}

/** Sends one judgement: "saved", or null when the reader would not say who judges. */
export async function give(judgement) {
  const given = currentJudge() ?? (await askForName());
  if (!given) return null;
  const { judge, id, text, language, start_utf16, end_utf16 } = await api.judge({ ...judgement, judge: given });
  write("judge", judge); // as the service stores it; a name that it refused is asked for again
  const others = read("marks", []).filter((mark) => mark.question !== judgement.question);
  write("marks", [{ ...judgement, id, text, language, start_utf16, end_utf16 }, ...others].slice(0, KEPT));
  return "saved";
}

/** Withdraws a mark: "undone". */
export async function takeBack(mark) {
  await api.withdraw(mark.id).catch((problem) => {
    if (problem.status !== 404) throw problem; // taken back already
  });
  write("marks", read("marks", []).filter((other) => other.id !== mark.id));
  return "undone";
}

/** What this browser's judge last said of `question`, or undefined. */
export const markOf = (question) => read("marks", []).find((mark) => mark.question === question);

const same = (mark, judgement) =>
  mark !== undefined &&
  ["verdict", "article_id", "revision", "start", "end"].every((field) => mark[field] === judgement[field]);

export const currentJudge = () => read("judge", null);

/** The next judge starts afresh: what this one said stays on the server. */
export function forgetJudge() {
  write("judge", null);
  write("marks", []);
}

const askForName = async () => (await formDialog(dialog))?.get("judge").trim() ?? "";
