// Judging: what a reader says of an answer goes to the gold set on the server, kept apart by judge.

import * as api from "./api.js";
import { formDialog } from "./dialogs.js";
import { button, element } from "./dom.js";
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

/** Under all answers, or none: that the collection does not say. */
export function silenceRow(reply) {
  return element(
    "div",
    { class: "judging", role: "group", "aria-label": word("notSaid") },
    element("span", {}, word("notSaid")),
    verdictButton("unanswerable", {}, reply),
  );
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
async function toggle(pressed, judgement) {
  const mark = markOf(judgement.question);
  const row = pressed.closest(".judging");
  try {
    if (same(mark, judgement)) await takeBack(mark);
    else if (!(await give(judgement))) return;
    say(row, word(same(markOf(judgement.question), judgement) ? "saved" : "undone"));
  } catch (problem) {
    say(row, ...problemText(problem));
  }
  for (const other of document.querySelectorAll(".verdict"))
    other.setAttribute("aria-pressed", String(same(markOf(other.judgement.question), other.judgement)));
}

function say(row, ...words) {
  document.querySelectorAll(".judging output").forEach((output) => output.remove());
  row.append(element("output", {}, ...words));
}

/** Sends one judgement; false when the reader would not say who judges. */
export async function give(judgement) {
  const judge = await judgeName();
  if (judge === null) return false;
  const { id } = await api.judge({ ...judgement, judge });
  const others = read("marks", []).filter((mark) => mark.question !== judgement.question);
  write("marks", [{ ...judgement, id }, ...others].slice(0, KEPT));
  return true;
}

async function takeBack(mark) {
  await api.withdraw(mark.id).catch((problem) => {
    if (problem.status !== 404) throw problem; // taken back already
  });
  write("marks", read("marks", []).filter((other) => other.id !== mark.id));
}

/** What this browser's judge last said of `question`, or undefined. */
export const markOf = (question) => read("marks", []).find((mark) => mark.question === question);

const same = (mark, judgement) =>
  mark !== undefined &&
  ["verdict", "article_id", "start", "end"].every((field) => mark[field] === judgement[field]);

export const currentJudge = () => read("judge", null);

/** The next judge starts afresh: what this one said stays on the server. */
export function forgetJudge() {
  write("judge", null);
  write("marks", []);
}

async function judgeName() {
  const known = currentJudge();
  if (known !== null) return known;
  const given = (await formDialog(dialog))?.get("judge").trim() ?? "";
  if (!given) return null;
  write("judge", given);
  return given;
}
