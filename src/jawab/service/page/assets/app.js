// The page: the address says what is shown; everything follows from it.

import { showArticle } from "./article.js";
import { say, showQuestion } from "./asking.js";
import { describeCollection, ensureCollection, showCollection } from "./collection.js";
import { showJudgements } from "./judgements.js";
import { backAddress, go, showAgain, start } from "./navigation.js";
import { problemCard } from "./problems.js";
import { read, write } from "./storage.js";
import { currentTongue, setTongue, today, translate } from "./words.js";

const SECTIONS = { ask: showQuestion, article: showArticle, collection: showCollection, judgements: showJudgements };

let request = new AbortController();

const sectionOf = (place) => {
  if (place.has("article")) return "article";
  const view = place.get("view");
  return Object.hasOwn(SECTIONS, view ?? "") ? view : "ask";
};

/** Shows the section that the address names; what the one before was waiting for is given up. */
async function show(place) {
  request.abort();
  request = new AbortController();
  const section = sectionOf(place);
  for (const name of Object.keys(SECTIONS)) document.querySelector(`#${name}-view`).hidden = name !== section;
  for (const link of document.querySelectorAll("[data-section]"))
    if (link.dataset.section === section) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  document.querySelector("#trouble").replaceChildren();
  try {
    await SECTIONS[section](place, request.signal);
    if (place.toString()) learnCollection(); // an empty box has asked nothing, and must not ask for a key
  } catch (error) {
    if (error.name === "AbortError") return;
    if (section === "ask") say("", []);
    if (section === "article") document.querySelector("#article-view").replaceChildren();
    document.querySelector("#trouble").replaceChildren(problemCard(error, showAgain));
  }
}

/** An unready service shows itself at the first question. */
const learnCollection = () => ensureCollection().catch(() => {});

function onKey(event) {
  const open = document.querySelector("dialog[open]");
  if (open) return;
  const isK = event.code === "KeyK" || event.key?.toLowerCase() === "k"; // by its place too: Arabic keyboards have no k
  if (isK && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    focusBox();
  }
  if (event.key === "Escape" && !document.querySelector("#article-view").hidden)
    go(backAddress(new URLSearchParams(location.search).get("q") ?? ""));
}

async function focusBox() {
  const box = document.querySelector("#question");
  if (document.querySelector("#ask-view").hidden) await go("/");
  box.focus();
  box.select();
}

function translateAll() {
  translate();
  document.querySelector("#today").textContent = today();
  describeCollection();
}

function onTongue(event) {
  setTongue(event.target.value);
  translateAll();
  const box = document.querySelector("#question");
  const typed = box.value;
  showAgain();
  box.value = typed;
  event.target.focus();
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  write("theme", theme);
}

const tongue = document.querySelector("#tongue");
const theme = document.querySelector("#theme");
tongue.value = currentTongue();
theme.value = read("theme", "auto");
setTheme(theme.value || "auto");
tongue.addEventListener("change", onTongue);
theme.addEventListener("change", () => setTheme(theme.value));
document.addEventListener("keydown", onKey);
for (const kind of ["dragover", "drop"])
  addEventListener(kind, (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault(); // else the browser leaves for the file
  });

translateAll();
document.documentElement.dataset.ready = "";
learnCollection();
start(show);
