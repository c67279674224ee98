// Asking: the box, the filters, and what comes back.

import * as api from "./api.js";
import { abstention, answerCards, copyButton } from "./cards.js";
import { element, isolatedText } from "./dom.js";
import { go, rememberAnswers, showAgain } from "./navigation.js";
import { remember, showRecent } from "./recent.js";
import { number, word } from "./words.js";

const NEAREST = 3;
const FILTERS = ["language", "source", "from", "to"];

const form = document.querySelector("#ask-form");
const answers = document.querySelector("#answers");
const status = document.querySelector("#status");
const replies = new Map(); // by address, so that going back asks nothing again

/** Shows the question that `place` holds with its answers, or an empty box. */
export async function showQuestion(place, signal) {
  rememberAnswers();
  fillForm(place);
  const question = (place.get("q") ?? "").trim();
  document.title = question ? `${isolatedText(question)} · jawab` : "jawab · جواب";
  showRecent(!question);
  say("", []);
  if (!question) return form.elements.q.focus({ preventScroll: true });
  remember(question);
  const address = place.toString();
  if (!replies.has(address)) {
    say(word("searching"), []);
    answers.setAttribute("aria-busy", "true");
    replies.set(address, await askWithReading(question, apiFilters(place), signal));
  }
  showReply(replies.get(address));
}

/** The reply, and for an abstention the nearest passages. */
async function askWithReading(question, filters, signal) {
  const reply = await api.ask(question, filters, signal);
  const filtered = Object.values(filters).some((filter) => filter?.length);
  if (!reply.abstained) return { reply, filtered, hits: [] };
  const found = await api.search(question, filters, NEAREST, signal).catch((problem) => {
    if (problem.name === "AbortError") throw problem;
    return { items: [] }; // the answer is there without them
  });
  return { reply, filtered, hits: found.items };
}

function showReply({ reply, filtered, hits }) {
  if (reply.abstained) {
    say("", abstention(reply, filtered, hits));
    document.querySelector("#said").textContent = word("silence");
  } else say(word("answerCount", { count: reply.answers.length }), answerCards(reply, filtered));
  answers.append(element("p", { class: "share" }, copyButton(word("link"), () => location.href)));
}

export function say(line, cards) {
  status.textContent = line;
  answers.removeAttribute("aria-busy");
  answers.replaceChildren(...cards);
}

/** Replies are asked for anew: the collection has changed. */
export const forgetReplies = () => replies.clear();

function fillForm(place) {
  form.elements.q.value = place.get("q") ?? "";
  for (const name of FILTERS) {
    const value = place.get(name) ?? "";
    const field = form.elements[name];
    if (field.tagName === "SELECT") offer(field, value);
    field.value = value;
  }
  countFilters();
}

/** Adds `value` to the choices of `field` where it is not one of them. */
export function offer(field, value) {
  if ([...field.options].some((option) => option.value === value)) return;
  field.append(element("option", { value }, isolatedText(value)));
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

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const place = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value.trim()) place.set(name, value.trim());
  replies.delete(place.toString()); // asked anew, it is answered anew
  if (`?${place}` === location.search) showAgain();
  else go(`/?${place}`);
});

form.addEventListener("change", countFilters);
form.addEventListener("reset", (event) => {
  event.preventDefault();
  for (const name of FILTERS) form.elements[name].value = "";
  countFilters();
});
