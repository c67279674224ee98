// The collection: what it holds, adding and removing articles, and what was rejected and why.

import * as api from "./api.js";
import { forgetReplies, offer } from "./asking.js";
import { reference, titled } from "./cards.js";
import { button, element, isolated, isolatedText, workButton } from "./dom.js";
import { problemCard, problemText } from "./problems.js";
import { day, hasWord, word } from "./words.js";

const PAGE = 50;
const FILES_AT_ONCE = 20;
const BUSY = [429, 503];
const RETRIES = 3;
const LONGEST_WAIT = 30; // seconds

const view = document.querySelector("#collection-view");
const list = view.querySelector("#articles");
const filters = view.querySelector("#list-filters");
const drop = view.querySelector("#drop");
const paste = view.querySelector("#paste");
const progress = view.querySelector("#progress");
const outcomes = view.querySelector("#outcomes");

const works = []; // what is being added, and what waits for its turn

let held = null;
let loading = null;
let listing = new AbortController();

export async function showCollection(place, signal) {
  document.title = `${word("collection")} · jawab`;
  try {
    await listArticles(null, signal);
  } catch (problem) {
    if (problem.status !== 503) throw problem;
    list.replaceChildren(element("li", {}, word("empty"))); // no index yet: the first article makes one
  }
}

/** Counts and outlets, for the head of the page and for every choice of an outlet. */
export async function loadCollection() {
  held = await api.stats();
  for (const field of document.querySelectorAll('select[name="source"]'))
    for (const source of Object.keys(held.sources).sort((a, b) => a.localeCompare(b))) offer(field, source);
  describeCollection();
}

/** The same where it is not known yet: a key, or the index, may have come since the page was opened. */
export async function ensureCollection() {
  if (held !== null) return;
  loading ??= loadCollection().finally(() => (loading = null));
  await loading;
}

export function describeCollection() {
  if (held === null) return;
  const { articles, passages, sources, published_from: from, published_to: to } = held;
  const parts = [
    word("articleCount", { count: articles }),
    word("passageCount", { count: passages }),
    word("sourceCount", { count: Object.keys(sources).length }),
  ];
  document.querySelector("#held").textContent = parts[0];
  if (from !== null) parts.push(word("datesBetween", { from: day(from), to: day(to) }));
  view.querySelector("#described").textContent = parts.join(" · ");
}

/** Lists from `cursor` on, or anew; what the list was waiting for is given up, so that the last choice holds. */
async function listArticles(cursor, signal = null) {
  listing.abort();
  const mine = (listing = new AbortController());
  signal?.addEventListener("abort", () => mine.abort());
  if (cursor === null) showMore(null); // it would go on with the list of before
  const chosen = new FormData(filters);
  const query = new URLSearchParams({ limit: PAGE });
  if (cursor !== null) query.set("cursor", cursor);
  if (chosen.get("language")) query.set("languages", chosen.get("language"));
  if (chosen.get("source")) query.set("sources", chosen.get("source"));
  const page = await api.listArticles(query, mine.signal);
  const rows = page.items.map(articleRow);
  if (cursor === null) list.replaceChildren(...(rows.length ? rows : [nothing(chosen)]));
  else list.append(...rows);
  showMore(page.next);
  return rows[0];
}

const nothing = (chosen) =>
  element("li", {}, word(chosen.get("language") || chosen.get("source") ? "noneMatch" : "empty"));

function showMore(next) {
  const more = view.querySelector("#more");
  const showNext = async () => focusRow(await listArticles(next));
  more.replaceChildren(...(next === null ? [] : [workButton(word("more"), showNext, showProblem)]));
}

/** What had the focus is gone: `row` is what follows it, if there is one. */
const focusRow = (row) => (row?.querySelector("a") ?? view.querySelector("h1")).focus();

function showProblem(problem) {
  if (problem.name !== "AbortError") progress.replaceChildren(problemCard(problem));
}

function articleRow(article) {
  const address = `/?${new URLSearchParams({ article: article.id })}`;
  const row = element(
    "li",
    {},
    element("a", { href: address, "data-navigate": true }, titled(article)),
    reference(article),
  );
  row.append(removal(article, row));
  return row;
}

/** A button that asks once more before it removes. */
function removal(article, row) {
  const label = `${word("remove")} ${isolatedText(article.title ?? article.id)}`;
  const asked = button(word("remove"), () => asked.replaceWith(sure()), { "aria-label": label });
  const keep = (question) => {
    question.replaceWith(asked);
    asked.focus();
  };
  function sure() {
    const yes = button(word("remove"), () => remove(article, row).catch(showProblem), { class: "danger" });
    const no = button(word("keep"), () => keep(question));
    const question = element("span", { class: "sure", role: "group" }, word("removeSure"), " ", yes, no);
    queueMicrotask(() => no.focus());
    return question;
  }
  return asked;
}

/** The list stays as far as it was shown, unless nothing is left of it, or `row` is of an earlier one. */
async function remove(article, row) {
  await api.removeArticle(article.id);
  const next = row.nextElementSibling ?? row.previousElementSibling;
  const listed = row.isConnected;
  row.remove();
  progress.replaceChildren(word("removed"), titled(article));
  forgetReplies();
  if (listed) focusRow(next);
  await loadCollection();
  if (!listed || !list.children.length) await listArticles(null);
}

/** Adds files, a handful a call so that progress shows; those that could not be sent are named. */
async function addFiles(files) {
  const waiting = new Set(files);
  try {
    for (let done = 0; done < files.length; done += FILES_AT_ONCE) {
      progress.textContent = word("adding", { done, count: files.length });
      const readable = await rejectUnreadable(files.slice(done, done + FILES_AT_ONCE), waiting);
      if (readable.length) await sendFiles(readable, waiting);
    }
  } finally {
    showOutcomes([...waiting].map(({ name }) => ({ name, status: "unsent" })));
  }
}

/** Those of `files` that can be read: a folder, or a file that is gone, would fail the call for all of them. */
async function rejectUnreadable(files, waiting) {
  const readable = [];
  for (const file of files) {
    const problem = await readingProblem(file);
    if (problem === null) readable.push(file);
    else reject(file, "unreadable", problem, waiting);
  }
  return readable;
}

async function readingProblem(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
    return null;
  } catch (problem) {
    return problem;
  }
}

function reject(file, code, problem, waiting) {
  showOutcomes([{ name: file.name, status: "rejected", code, reason: problem.message }]);
  waiting.delete(file);
}

/** What was sent leaves `waiting`; what is too large together goes in halves, what is too large alone is rejected. */
async function sendFiles(files, waiting) {
  try {
    showOutcomes((await patiently(() => api.addFiles(files))).items);
  } catch (problem) {
    if (problem.status !== 413) throw problem;
    if (files.length > 1) {
      const middle = files.length >> 1;
      await sendFiles(files.slice(0, middle), waiting);
      return sendFiles(files.slice(middle), waiting);
    }
    return reject(files[0], "too_large", problem, waiting);
  }
  files.forEach((file) => waiting.delete(file));
}

/** What `send` gives; where the service is busy, after the wait that it asks for, a few times. */
async function patiently(send, retries = RETRIES) {
  try {
    return await send();
  } catch (problem) {
    if (!BUSY.includes(problem.status) || !retries) throw problem;
    const seconds = Math.min(problem.retryAfter ?? 1, LONGEST_WAIT);
    const before = progress.textContent;
    progress.textContent = word("sendingAgain", { seconds });
    await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
    progress.textContent = before;
    return patiently(send, retries - 1);
  }
}

async function addPasted() {
  const fields = [...new FormData(paste)].filter(([, value]) => value.trim());
  progress.textContent = word("adding", { done: 0, count: 1 });
  const { items } = await patiently(() => api.addArticle(Object.fromEntries(fields)));
  showOutcomes(items);
  if (items.every((item) => item.status !== "rejected")) paste.reset();
}

async function changed() {
  forgetReplies();
  await Promise.all([loadCollection(), listArticles(null)]);
}

function showOutcomes(items) {
  if (!items.length) return;
  if (!outcomes.children.length) outcomes.append(element("h3", {}, word("outcome")), element("ul", {}));
  outcomes.querySelector("ul").append(...items.map(outcomeRow));
}

function outcomeRow(item) {
  const { status, code, reason, article, controls_removed: controls } = item;
  const name = item.name ?? article?.title ?? item.id ?? word("untitled");
  const kind = hasWord(`reason_${code}`) ? `reason_${code}` : "reason_unreadable";
  return element(
    "li",
    { class: `outcome ${status}` },
    element("strong", {}, word(`status_${status}`)),
    " ",
    isolated(name),
    reason ? element("span", { class: "reason" }, `${word(kind)} `, isolated(`(${reason})`, "en")) : null,
    controls ? element("span", { class: "reason" }, word("controls", { count: controls })) : null,
  );
}

/** Runs `work`, after what is being added already; a problem is shown in place of the progress. */
async function busily(work) {
  works.push(work);
  if (view.hasAttribute("aria-busy")) return; // its turn comes
  const focused = document.activeElement;
  setBusy(true);
  outcomes.replaceChildren();
  let trouble = null;
  while (works.length) {
    await works.shift()().catch((problem) => (trouble = problem));
    progress.replaceChildren(...(trouble === null ? [] : problemText(trouble)));
    await changed().catch(() => {}); // what became of the articles is told; a service that is gone shows itself later
  }
  setBusy(false);
  if (document.activeElement === document.body) focused.focus({ preventScroll: true });
}

function setBusy(busy) {
  if (busy) view.setAttribute("aria-busy", "true");
  else view.removeAttribute("aria-busy");
  for (const field of view.querySelectorAll("#drop input, #paste button")) field.disabled = busy;
}

filters.addEventListener("change", () => listArticles(null).catch(showProblem));

paste.addEventListener("submit", (event) => {
  event.preventDefault();
  busily(addPasted);
});

drop.querySelector("input").addEventListener("change", (event) => {
  const files = [...event.target.files];
  event.target.value = "";
  busily(() => addFiles(files));
});

for (const kind of ["dragenter", "dragover", "dragleave", "drop"])
  drop.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", kind === "dragenter" || kind === "dragover");
    if (kind === "drop" && event.dataTransfer.files.length) busily(() => addFiles([...event.dataTransfer.files]));
  });
