// The service's API, as the page uses it.

/** What the service said is wrong; `status` 0 when it did not answer at all. */
export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(0, "");
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Problem(response.status, body.detail ?? response.statusText);
  return body;
}

function post(path, body, signal) {
  const headers = { "Content-Type": "application/json" };
  return call(path, { method: "POST", headers, body: JSON.stringify(body), signal });
}

export const ask = (question, filters, signal) => post("/v1/ask", { question, filters }, signal);

export const search = (question, filters, k, signal) => post("/v1/search", { question, filters, k }, signal);

export const readArticle = (id, signal) => call(`/v1/articles/${encodeURIComponent(id)}`, { signal });

export const stats = () => call("/v1/stats");
