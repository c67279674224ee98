// The interface's language: its words, plurals, dates and numbers.

import ar from "./words/ar.js";
import en from "./words/en.js";
import fr from "./words/fr.js";
import { read, write } from "./storage.js";

const WORDS = { ar, fr, en };
const RIGHT_TO_LEFT = new Set(["ar"]);
const DEFAULT_LOCALES = { ar: "ar-MA", fr: "fr-FR", en: "en-GB" };
const STORED = "tongue";

let tongue = chosen() ?? preferred();

function chosen() {
  const stored = read(STORED, null);
  return Object.hasOwn(WORDS, stored ?? "") ? stored : null;
}

function preferred() {
  const tags = navigator.languages.map((tag) => tag.split("-")[0]);
  return tags.find((tag) => Object.hasOwn(WORDS, tag)) ?? "en";
}

/** The reader's own locale of the interface's language, so that months and digits are theirs. */
function locale() {
  return navigator.languages.find((tag) => tag.startsWith(`${tongue}-`)) ?? DEFAULT_LOCALES[tongue];
}

export const currentTongue = () => tongue;

export function setTongue(next) {
  tongue = next;
  write(STORED, next);
}

export const hasWord = (key) => Object.hasOwn(WORDS[tongue], key);

/** The word for `key`, with `{name}` places filled in; a plural takes the form that `places.count` asks for. */
export function word(key, places = {}) {
  const entry = WORDS[tongue][key];
  const form = typeof entry === "string" ? entry : entry[pluralForm(places.count)];
  return form.replace(/\{(\w+)\}/g, (_, name) => shown(places[name]));
}

const pluralForm = (count) => new Intl.PluralRules(locale()).select(count);

const shown = (value) => (typeof value === "number" ? number(value) : value);

export const number = (value, options = {}) => new Intl.NumberFormat(locale(), options).format(value);

export const percent = (value) => number(value, { style: "percent" });

/** An ISO date as the reader's locale writes it. */
export function day(iso, style = "long") {
  return new Intl.DateTimeFormat(locale(), { dateStyle: style, timeZone: "UTC" }).format(new Date(`${iso}T00:00Z`));
}

/** Today, with the day of the week, as a newspaper's head gives it. */
export const today = () => new Intl.DateTimeFormat(locale(), { dateStyle: "full" }).format(new Date());

/** Puts the interface's words and direction on the page. */
export function translate() {
  const root = document.documentElement;
  root.lang = tongue;
  root.dir = RIGHT_TO_LEFT.has(tongue) ? "rtl" : "ltr";
  for (const place of root.querySelectorAll("[data-word]")) place.textContent = word(place.dataset.word);
  for (const place of root.querySelectorAll("[data-label]")) place.setAttribute("aria-label", word(place.dataset.label));
}
