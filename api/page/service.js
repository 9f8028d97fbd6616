// The service as the page sees it: JSON in and out, streams of events, one kind of error.

/** What went wrong, in the service's one error shape; `code` is "unreachable" without an answer. */
export class ServiceError extends Error {
  constructor({ code, message, hint }) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

async function request(path, options = {}) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ServiceError({ code: "unreachable", message: "", hint: "" });
  }
  if (!response.ok) throw new ServiceError(await errorIn(response));
  return response;
}

async function errorIn(response) {
  try {
    return (await response.json()).error;
  } catch {
    return { code: "unreachable", message: `HTTP ${response.status}`, hint: "" };
  }
}

/** One page of the library: `{documents, next}`. */
export async function listDocuments(after, limit = 50) {
  const query = new URLSearchParams({ limit });
  if (after) query.set("after", after);
  return (await request(`/v1/documents?${query}`)).json();
}

/** One document with its text. */
export async function readDocument(id) {
  return (await request(`/v1/documents/${encodeURIComponent(id)}`)).json();
}

/** Remove one document. */
export async function removeDocument(id) {
  await request(`/v1/documents/${encodeURIComponent(id)}`, { method: "DELETE" });
}

/** Add files, all or none; what became of each. */
export async function addFiles(files) {
  const form = new FormData();
  for (const file of files) form.append("files", file);
  return (await request("/v1/documents", { method: "POST", body: form })).json();
}

/** Ask, and yield the events of the answer as they come; an `error` event is thrown. */
export async function* ask(question, signal) {
  const response = await request("/v1/ask", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify({ question }),
    signal,
  });
  for await (const [event, data] of events(response.body)) {
    if (event === "error") throw new ServiceError(data.error);
    yield data;
  }
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let pending = "";
  for (;;) {
    const { done, value } = await reader.read().catch(connectionLost);
    if (done) return;
    pending += value;
    const blocks = pending.split("\n\n");
    pending = blocks.pop();
    for (const block of blocks) {
      const fields = fieldsOf(block);
      if (fields.data) yield [fields.event, JSON.parse(fields.data)];
    }
  }
}

function connectionLost(error) {
  if (error.name === "AbortError") throw error;
  throw new ServiceError({ code: "unreachable", message: "", hint: "" });
}

function fieldsOf(block) {
  const fields = { event: "message", data: "" };
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon);
    if (name in fields) fields[name] = line.slice(colon + 1).trimStart();
  }
  return fields;
}
