// The collection: what it holds, adding and removing articles, and what was rejected and why.

import * as api from "./api.js";
import { forgetReplies, offer } from "./asking.js";
import { reference, titled } from "./cards.js";
import { button, element, isolated, isolatedText } from "./dom.js";
import { problemCard, problemText } from "./problems.js";
import { day, word } from "./words.js";

const PAGE = 50;
const FILES_AT_ONCE = 20;

const view = document.querySelector("#collection-view");
const list = view.querySelector("#articles");
const filters = view.querySelector("#list-filters");
const drop = view.querySelector("#drop");
const paste = view.querySelector("#paste");
const progress = view.querySelector("#progress");
const outcomes = view.querySelector("#outcomes");

let held = null;

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

async function listArticles(cursor, signal) {
  const chosen = new FormData(filters);
  const query = new URLSearchParams({ limit: PAGE });
  if (cursor !== null) query.set("cursor", cursor);
  if (chosen.get("language")) query.set("languages", chosen.get("language"));
  if (chosen.get("source")) query.set("sources", chosen.get("source"));
  const page = await api.listArticles(query, signal);
  const rows = page.items.map(articleRow);
  if (cursor === null) list.replaceChildren(...(rows.length ? rows : [nothing(chosen)]));
  else list.append(...rows);
  showMore(page.next);
}

const nothing = (chosen) =>
  element("li", {}, word(chosen.get("language") || chosen.get("source") ? "noneMatch" : "empty"));

function showMore(next) {
  const more = view.querySelector("#more");
  more.replaceChildren(...(next === null ? [] : [button(word("more"), () => listArticles(next).catch(showProblem))]));
}

const showProblem = (problem) => progress.replaceChildren(problemCard(problem));

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

async function remove(article, row) {
  await api.removeArticle(article.id);
  row.remove();
  progress.replaceChildren(word("removed"), titled(article));
  await changed();
}

/** Adds files, a handful a call so that progress shows. */
async function addFiles(files) {
  outcomes.replaceChildren();
  for (let done = 0; done < files.length; done += FILES_AT_ONCE) {
    progress.textContent = word("adding", { done, count: files.length });
    showOutcomes(await sendFiles(files.slice(done, done + FILES_AT_ONCE)));
  }
  progress.textContent = "";
  await changed();
}

/** The items of the reply; what is too large together is sent in halves, what is too large alone is rejected. */
async function sendFiles(files) {
  try {
    return (await api.addFiles(files)).items;
  } catch (problem) {
    if (problem.status !== 413) throw problem;
    if (files.length === 1) return [{ name: files[0].name, status: "rejected", reason: problem.message }];
    const middle = files.length >> 1;
    return [...(await sendFiles(files.slice(0, middle))), ...(await sendFiles(files.slice(middle)))];
  }
}

async function addPasted() {
  const fields = [...new FormData(paste)].filter(([, value]) => value.trim());
  outcomes.replaceChildren();
  progress.textContent = word("adding", { done: 0, count: 1 });
  const { items } = await api.addArticle(Object.fromEntries(fields));
  progress.textContent = "";
  showOutcomes(items);
  if (items.every((item) => item.status !== "rejected")) paste.reset();
  await changed();
}

async function changed() {
  forgetReplies();
  await Promise.all([loadCollection(), listArticles(null)]);
}

function showOutcomes(items) {
  if (!outcomes.children.length) outcomes.append(element("h3", {}, word("outcome")), element("ul", {}));
  outcomes.querySelector("ul").append(...items.map(outcomeRow));
}

function outcomeRow(item) {
  const { status, reason, article, controls_removed: controls } = item;
  const name = item.name ?? article?.title ?? item.id ?? word("untitled");
  return element(
    "li",
    { class: `outcome ${status}` },
    element("strong", {}, word(`status_${status}`)),
    " ",
    isolated(name),
    reason ? element("span", { class: "reason" }, isolated(reason, "en")) : null,
    controls ? element("span", { class: "reason" }, word("controls", { count: controls })) : null,
  );
}

/** Runs `work` with its button off; a problem is shown in place of the progress. */
async function busily(work) {
  view.setAttribute("aria-busy", "true");
  try {
    await work();
  } catch (problem) {
    progress.replaceChildren(...problemText(problem));
  } finally {
    view.removeAttribute("aria-busy");
  }
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
