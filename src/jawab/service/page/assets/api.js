// The service's API, as the page uses it.

import { askForKey, keyHeader } from "./key.js";

/** What the service said is wrong; `status` 0 when it did not answer at all, `retryAfter` in seconds where it says. */
export class Problem extends Error {
  constructor(status, detail, retryAfter = null) {
    super(detail);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** One call; where the service wants a key, the reader is asked for it and the call is made again. */
async function call(path, options = {}) {
  const used = keyHeader();
  const response = await send(path, { ...options, headers: { ...options.headers, ...used } });
  if (response.ok) return response;
  const mayNot = response.status === 403 && "Authorization" in used;
  if ((response.status === 401 || mayNot) && (await askForKey(used, mayNot))) return call(path, options);
  const body = await response.json().catch(() => ({}));
  const seconds = Number(response.headers.get("Retry-After"));
  throw new Problem(response.status, body.detail ?? response.statusText, seconds || null);
}

async function send(path, options) {
  try {
    return await fetch(path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(0, "");
  }
}

const json = async (path, options) => (await call(path, options)).json();

function post(path, body, signal) {
  const headers = { "Content-Type": "application/json" };
  return json(path, { method: "POST", headers, body: JSON.stringify(body), signal });
}

const article = (id) => `/v1/articles/${encodeURIComponent(id)}`;

export const ask = (question, filters, signal) => post("/v1/ask", { question, filters }, signal);

export const search = (question, filters, k, signal) => post("/v1/search", { question, filters, k }, signal);

export const readArticle = (id, signal) => json(article(id), { signal });

export const stats = () => json("/v1/stats");

/** One page of articles; `query` holds `languages`, `sources`, `cursor`, `limit`. */
export const listArticles = (query, signal) => json(`/v1/articles?${new URLSearchParams(query)}`, { signal });

export const addArticle = (fields) => post("/v1/articles", fields);

export function addFiles(files) {
  const body = new FormData();
  for (const file of files) body.append("files", file, file.name);
  return json("/v1/articles", { method: "POST", body });
}

export const removeArticle = (id) => json(article(id), { method: "DELETE" });

export const judge = (judgement) => post("/v1/judgements", judgement);

export const withdraw = (id) => call(`/v1/judgements/${encodeURIComponent(id)}`, { method: "DELETE" });

export const listJudgements = (query, signal) => json(`/v1/judgements?${new URLSearchParams(query)}`, { signal });

export const agreement = (signal) => json("/v1/judgements/agreement", { signal });

/** The gold set of one judge, or of all, as a file. */
export async function goldSet(judge) {
  const query = judge === null ? "" : `?${new URLSearchParams({ judge })}`;
  return (await call(`/v1/judgements/gold${query}`)).blob();
}
