// A quote with its reference, ready to paste: plain, Markdown, BibTeX.

import { day, word } from "./words.js";

/** Each format's words, and how it writes `{article, sentence}` of the wire. */
export const FORMATS = [
  ["copyPlain", plain],
  ["copyMarkdown", markdown],
  ["copyBibtex", bibtex],
];

export function plain({ article, sentence }) {
  const reference = [article.title, article.source, dated(article), article.url].filter((part) => part !== null);
  return `«${sentence.text.trim()}»\n${reference.join(" · ")}`;
}

export function markdown({ article, sentence }) {
  const title = escaped(article.title ?? word("untitled"), /[\\`*_[\]<>#|]/g);
  const linked = isWebAddress(article.url) ? `[${title}](<${encodedOnce(article.url)}>)` : title;
  const source = article.source === null ? null : `*${escaped(article.source, /[\\`*_[\]<>#|]/g)}*`;
  const reference = [linked, source, dated(article)].filter((part) => part !== null);
  const quoted = escaped(sentence.text.trim(), /[\\`*_[\]<>#|]/g).replace(/\s*\n\s*/g, "\n> ");
  return `> ${quoted}\n>\n> — ${reference.join(", ")}`;
}

export function bibtex({ article, sentence }) {
  const fields = [
    ["title", inTex(article.title)],
    ["journal", inTex(article.source)],
    ["date", article.published],
    ["year", article.published?.slice(0, 4)],
    ["url", isWebAddress(article.url) ? article.url.replace(/[\\{}]/g, encodeURIComponent) : null], // read verbatim
    ["note", inTex(`«${sentence.text.trim()}»`)],
  ];
  const lines = fields.filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}},\n`);
  return `@article{${article.id},\n${lines.join("")}}\n`;
}

/** Only web addresses are links: a `javascript:` one would run. */
export const isWebAddress = (url) => url !== null && /^https?:\/\//i.test(url);

const dated = (article) => (article.published === null ? null : day(article.published));

const escaped = (text, special) => text.replace(special, "\\$&");

const inTex = (text) => text && escaped(text.replace(/[\\{}]/g, "").replace(/\s+/g, " "), /[&%$#_]/g);

/** What is encoded already stays as it is: "%2F" is not "/". */
const encodedOnce = (url) => encodeURI(url).replace(/%25([0-9a-f]{2})/gi, "%$1");

/** Puts `text` on the clipboard, also where the page was not loaded over HTTPS. */
export async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "unseen";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("the browser would not copy");
}
