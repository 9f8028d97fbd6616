// The library in the side panel: the documents, adding files, removing one.

import { announce, byId, make } from "./dom.js";
import { errorView } from "./error.js";
import { openPanel } from "./panel.js";
import { addFiles, listDocuments, removeDocument } from "./service.js";
import { day, fileName, words } from "./words.js";

// How soon to look again whether a service that is starting has started.
const STARTING_MS = 1000;

// What the file picker offers; whether a file can be read is for the service to say.
const READABLE =
  ".txt,.md,.markdown,.html,.htm,.xhtml,.pdf,.docx,.eml,.csv,.tsv,.jsonl,.ndjson,.zip";

const parts = {};

/** Open the library in the panel. */
export async function openLibrary() {
  parts.outcome = make("div", { class: "outcome" });
  parts.list = make("ul", { class: "documents" });
  parts.more = make("div");
  const body = [dropZone(), parts.outcome, parts.list, parts.more];
  openPanel(words().documents, byId("open-library"), body);
  byId("panel").focus({ preventScroll: true });
  await refresh();
}

/** Add files to the library and say what became of each. */
export async function addToLibrary(files) {
  if (!parts.list?.isConnected) await openLibrary();
  parts.outcome.replaceChildren(make("p", { class: "note" }, words().adding));
  try {
    const stored = await addFiles(files);
    const lines = stored.map(({ title, outcome }) =>
      words().labelled(title, words().outcomes[outcome]),
    );
    parts.outcome.replaceChildren(...lines.map((line) => make("p", { class: "note" }, line)));
    announce(lines.join(". "));
  } catch (error) {
    parts.outcome.replaceChildren(errorView(error));
  }
  await refresh();
}

/** Say under the welcome how many documents there are. */
export async function showLibraryState() {
  const state = byId("library-state");
  try {
    const limit = 100;
    const { documents, next } = await listDocuments(null, limit);
    if (documents.length === 0) state.textContent = words().libraryEmpty;
    else if (next) state.textContent = words().libraryHoldsMany(limit);
    else state.textContent = words().libraryHolds(documents.length);
  } catch (error) {
    if (error.code === "starting") {
      state.textContent = words().errors.starting;
      setTimeout(showLibraryState, STARTING_MS);
    } else {
      state.replaceChildren(errorView(error, showLibraryState));
    }
  }
}

async function refresh() {
  parts.list.replaceChildren();
  await showPage(null);
  await showLibraryState();
}

async function showPage(after) {
  const { list, more } = parts;
  try {
    const { documents, next } = await listDocuments(after);
    list.append(...documents.map(row));
    if (list.childElementCount === 0) {
      more.replaceChildren(make("p", { class: "note" }, words().libraryEmpty));
    } else {
      more.replaceChildren(...(next ? [moreButton(next)] : []));
    }
  } catch (error) {
    more.replaceChildren(errorView(error, () => showPage(after)));
  }
}

function moreButton(next) {
  const attributes = { type: "button", class: "plain", onclick: () => showPage(next) };
  return make("button", attributes, words().more);
}

function row(stored) {
  const { title, publisher, published_at: published, source, pages, copy_of: original } = stored;
  const known = [
    publisher,
    day(published),
    fileName(source),
    pages && words().pages(pages),
    original && words().isCopy,
  ];
  const about = known.filter(Boolean).join(" · ");
  const item = make("li", { "data-id": stored.id });
  const remove = make(
    "button",
    {
      type: "button",
      class: "quiet",
      "aria-label": words().labelled(words().remove, title),
      onclick: () => askToRemove(stored, item, remove),
    },
    words().remove,
  );
  item.append(
    make("div", {}, make("p", { class: "title" }, title), make("p", { class: "byline" }, about)),
    remove,
  );
  return item;
}

function askToRemove(stored, item, remove) {
  const keep = () => {
    question.remove();
    remove.hidden = false;
    remove.focus();
  };
  const no = make("button", { type: "button", class: "plain", onclick: keep }, words().removeNo);
  const yes = make(
    "button",
    { type: "button", class: "plain danger", onclick: () => removeForGood(stored, question) },
    words().removeYes,
  );
  const question = make(
    "div",
    { class: "confirm", role: "group", "aria-label": words().removeAsk(stored.title) },
    make("p", {}, words().removeAsk(stored.title)),
    yes,
    no,
  );
  remove.hidden = true;
  item.append(question);
  no.focus();
}

async function removeForGood({ id, title }, question) {
  try {
    await removeDocument(id);
  } catch (error) {
    question.replaceChildren(errorView(error));
    return;
  }
  announce(words().removed(title));
  await refresh();
  byId("panel").focus({ preventScroll: true });
}

function dropZone() {
  const input = make("input", {
    type: "file",
    multiple: true,
    accept: READABLE,
    id: "files",
    class: "unseen",
  });
  input.addEventListener("change", async () => {
    await addToLibrary([...input.files]);
    input.value = "";
  });
  return make(
    "div",
    { class: "drop", role: "group", "aria-label": words().addTitle },
    make("span", {}, `${words().drop} `),
    input,
    make("label", { for: "files" }, words().choose),
  );
}
