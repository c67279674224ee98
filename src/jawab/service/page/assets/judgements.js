// Judgements: every question's marks by judge, how far judges agree, and the gold set to download.

import * as api from "./api.js";
import { button, element, isolated, workButton } from "./dom.js";
import { currentJudge, forgetJudge, takeBack } from "./judging.js";
import { articleAddress, showAgain } from "./navigation.js";
import { problemCard } from "./problems.js";
import { number, percent, word } from "./words.js";

const PAGE = 50;

const view = document.querySelector("#judgements-view");
const questions = view.querySelector("#judged");
const more = view.querySelector("#more-judged");
const pairs = view.querySelector("#pairs");
const downloads = view.querySelector("#downloads");

export async function showJudgements(place, signal) {
  document.title = `${word("judgements")} · jawab`;
  const page = await api.listJudgements({ limit: PAGE }, signal);
  questions.replaceChildren();
  addQuestions(page, signal);
  view.querySelector("#no-judgements").hidden = page.items.length > 0;
  view.querySelector("#you-judge").replaceChildren(...judgeLine());
  const { pairs: found, judges } = await api.agreement(signal); // takes longer
  showAgreement(found);
  showDownloads(Object.keys(judges));
}

function judgeLine() {
  const judge = currentJudge();
  if (judge === null) return [];
  const forget = () => {
    forgetJudge();
    showAgain();
  };
  return [word("youJudge"), isolated(judge), " ", button(word("notYou"), forget)];
}

/** Adds a page of questions; gives the link of its first. */
function addQuestions({ items, next }, signal) {
  const added = items.map(questionItem);
  questions.append(...added);
  const query = { limit: PAGE, cursor: next };
  const showNext = async () => addQuestions(await api.listJudgements(query, signal), signal)?.focus();
  more.replaceChildren(...(next === null ? [] : [workButton(word("more"), showNext, showProblem)]));
  return added[0]?.querySelector("a");
}

function showProblem(problem) {
  if (problem.name !== "AbortError") more.replaceChildren(problemCard(problem));
}

function questionItem({ question, marks }) {
  const address = `/?${new URLSearchParams({ q: question })}`;
  return element(
    "li",
    {},
    element("a", { href: address, "data-navigate": true }, isolated(question)),
    element("ul", {}, ...marks.map(markItem)),
  );
}

function markItem(mark) {
  const { judge, verdict, text, article_id: id, revision } = mark;
  const place = text === null ? null : articleAddress({ id, revision }, mark, mark.question);
  return element(
    "li",
    {},
    isolated(judge),
    element("span", { class: `badge ${verdict}` }, word(`verdict_${verdict}`)),
    text === null ? null : element("a", { href: place, "data-navigate": true }, isolated(text, mark.language)),
    judge === currentJudge() ? undoButton(mark) : null,
  );
}

function undoButton(mark) {
  const undo = async () => {
    document.querySelector("#said").textContent = word(await takeBack(mark));
    await showAgain();
  };
  return button(word("undo"), () => undo().catch(showProblem));
}

function showAgreement(found) {
  view.querySelector("#agreement").hidden = !found.length;
  pairs.replaceChildren(...found.map(pairRow));
}

function pairRow({ judges: [one, other], questions: common, raw_agreement: raw, kappa }) {
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, isolated(one), element("br"), isolated(other)),
    element("td", {}, number(common)),
    element("td", {}, percent(raw)),
    element("td", {}, kappa === null ? "–" : number(kappa, { maximumFractionDigits: 2 })),
  );
}

function showDownloads(judges) {
  view.querySelector("#download").hidden = !judges.length;
  const all = button(word("downloadAll"), () => download(null), { class: null });
  const each = judges.length > 1 ? judges.map((judge) => button(isolated(judge), () => download(judge))) : [];
  downloads.replaceChildren(all, ...each);
}

/** Fetched rather than linked to, since the service may want a key. */
async function download(judge) {
  try {
    const address = URL.createObjectURL(await api.goldSet(judge));
    element("a", { href: address, download: "jawab-gold.json" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  } catch (problem) {
    showProblem(problem);
  }
}
