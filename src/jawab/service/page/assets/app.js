// The page: the address says what is shown, a question or an article; everything follows from it.

import * as api from "./api.js";
import { articleElements } from "./article.js";
import { abstention, answerCard, problemCard } from "./cards.js";
import { element } from "./dom.js";
import { currentTongue, number, setTongue, translate, word } from "./words.js";

const NEAREST = 3;
const FILTERS = ["language", "source", "from", "to"];

const form = document.querySelector("#ask-form");
const answers = document.querySelector("#answers");
const status = document.querySelector("#status");
const askView = document.querySelector("#ask-view");
const articleView = document.querySelector("#article-view");
const replies = new Map(); // by address, so that going back asks nothing again

let request = new AbortController();
let lastAsked = "/";
let collection = null;

/** Shows what the address names. */
async function show() {
  request.abort();
  request = new AbortController();
  const place = new URLSearchParams(location.search);
  const reading = place.has("article");
  askView.hidden = reading;
  articleView.hidden = !reading;
  try {
    await (reading ? showArticle(place, request.signal) : showQuestion(place, request.signal));
  } catch (error) {
    if (error.name === "AbortError") return;
    (reading ? articleView : answers).replaceChildren(problemCard(error));
    status.textContent = "";
  }
}

async function showQuestion(place, signal) {
  lastAsked = location.pathname + location.search;
  fillForm(place);
  const question = (place.get("q") ?? "").trim();
  document.title = question ? `${question} · jawab` : "jawab · جواب";
  if (!question) return say("", []);
  if (!replies.has(lastAsked)) {
    say(word("searching"), []);
    replies.set(lastAsked, await askWithReading(question, apiFilters(place), signal));
  }
  const { reply, hits } = replies.get(lastAsked);
  if (reply.abstained) say("", abstention(hits));
  else say(word("answers", { count: number(reply.answers.length) }), reply.answers.map(answerCard));
}

/** The reply, and for an abstention the nearest passages. */
async function askWithReading(question, filters, signal) {
  const reply = await api.ask(question, filters, signal);
  if (!reply.abstained) return { reply, hits: [] };
  const found = await api.search(question, filters, NEAREST, signal);
  return { reply, hits: found.items };
}

async function showArticle(place, signal) {
  articleView.replaceChildren(element("p", { role: "status" }, word("searching")));
  const article = await api.readArticle(place.get("article"), signal);
  const asked = lastAsked !== "/";
  const back = element("a", { href: lastAsked, "data-navigate": true }, word(asked ? "back" : "backHome"));
  const [start, end] = [Number(place.get("start")), Number(place.get("end"))];
  articleView.replaceChildren(...articleElements(article, start, end, back));
  document.title = `${article.title ?? word("untitled")} · jawab`;
  const mark = document.querySelector("#place");
  mark?.focus({ preventScroll: true });
  mark?.scrollIntoView({ block: "center" });
}

function say(line, cards) {
  status.textContent = line;
  answers.replaceChildren(...cards);
}

function fillForm(place) {
  form.elements.q.value = place.get("q") ?? "";
  for (const name of FILTERS) {
    const value = place.get(name) ?? "";
    const field = form.elements[name];
    if (field.tagName === "SELECT" && value && ![...field.options].some((option) => option.value === value))
      field.append(element("option", { value }, value));
    field.value = value;
  }
  countFilters();
}

function countFilters() {
  const set = FILTERS.filter((name) => form.elements[name].value).length;
  document.querySelector("#filters-set").textContent = set ? `(${number(set)})` : "";
}

function apiFilters(place) {
  const one = (name) => (place.get(name) ? [place.get(name)] : []);
  return {
    languages: one("language"),
    sources: one("source"),
    published_from: place.get("from") || null,
    published_to: place.get("to") || null,
  };
}

function go(address) {
  history.pushState(null, "", address);
  show().then(() => articleView.hidden && scrollTo(0, 0));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const place = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value.trim()) place.set(name, value.trim());
  replies.delete(`/?${place}`); // asked anew, it is answered anew
  go(`/?${place}`);
});

form.addEventListener("change", countFilters);
form.addEventListener("reset", (event) => {
  event.preventDefault();
  for (const name of FILTERS) form.elements[name].value = "";
  countFilters();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-navigate]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.getAttribute("href"));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.closest("input, select, textarea") || askView.hidden) return;
  event.preventDefault();
  form.elements.q.focus();
});

addEventListener("popstate", show);

const tongue = document.querySelector("#tongue");
tongue.value = currentTongue();
tongue.addEventListener("change", () => {
  setTongue(tongue.value);
  translate();
  describeCollection();
  const typed = form.elements.q.value;
  show();
  form.elements.q.value = typed;
});

function describeCollection() {
  if (collection === null) return;
  const counts = { articles: number(collection.articles), passages: number(collection.passages) };
  document.querySelector("#collection").textContent = word("collection", counts);
}

async function loadCollection() {
  collection = await api.stats();
  const field = form.elements.source;
  const known = new Set([...field.options].map((option) => option.value));
  for (const source of Object.keys(collection.sources).sort((a, b) => a.localeCompare(b)))
    if (!known.has(source)) field.append(element("option", { value: source }, source));
  describeCollection();
}

translate();
loadCollection().catch(() => {}); // an unready service shows itself at the first question
show();
if (!location.search) form.elements.q.focus();
