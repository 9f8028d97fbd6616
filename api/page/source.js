// A source document in the side panel, with the cited quote marked in its place.

import { byId, make } from "./dom.js";
import { errorView } from "./error.js";
import { openPanel } from "./panel.js";
import { readDocument } from "./service.js";
import { day, words } from "./words.js";

let asked = 0;

/** Show `citation` in its document; `all` are the answer's citations, to walk through. */
export async function showSource(citation, from, all) {
  const ticket = ++asked;
  const walk = citationWalk(citation, from, all);
  openPanel(words().source, from, walk, make("p", { class: "note" }, words().loading));
  byId("panel").focus({ preventScroll: true });
  let body;
  try {
    body = documentView(await readDocument(citation.document_id), citation);
  } catch (error) {
    body = [errorView(error)];
  }
  // A slow document must not replace one that was asked for later.
  if (ticket !== asked || byId("panel").hidden) return;
  openPanel(citation.document_title, from, walk, ...body);
  const mark = byId("panel-body").querySelector("mark");
  mark?.focus({ preventScroll: true });
  mark?.scrollIntoView({ block: "center" });
}

function citationWalk(current, from, all) {
  const buttons = all.map((citation) =>
    make(
      "button",
      {
        type: "button",
        class: "citation",
        "aria-label": words().citation(citation.number, citation.document_title),
        "aria-current": citation.number === current.number ? "true" : null,
        onclick: () => showSource(citation, from, all),
      },
      String(citation.number),
    ),
  );
  return make("nav", { class: "walk", "aria-label": words().sources(all.length) }, ...buttons);
}

function documentView(stored, citation) {
  const known = [citation.publisher, day(citation.published_at), citation.source].filter(Boolean);
  const about = make("p", { class: "byline" }, known.join(" · "));
  const start = unitsAt(stored.text, citation.start);
  const end = unitsAt(stored.text, citation.end);
  const quote = stored.text.slice(start, end);
  if (quote !== citation.quote) {
    const changed = make("p", { class: "error" }, words().changed);
    return [about, changed, articleOf(stored.language, stored.text)];
  }
  const mark = make("mark", { tabindex: "-1" }, quote);
  const [before, after] = [stored.text.slice(0, start), stored.text.slice(end)];
  return [about, articleOf(stored.language, before, mark, after)];
}

function articleOf(language, ...content) {
  return make("article", { class: "document", lang: language }, ...content);
}

/**
 * How many UTF-16 units the first `points` code points of `text` take: the service counts code
 * points, JavaScript's strings count units, and an emoji is one of the former and two of the latter.
 */
function unitsAt(text, points) {
  let units = 0;
  for (let passed = 0; passed < points && units < text.length; passed += 1) {
    units += text.codePointAt(units) > 0xffff ? 2 : 1;
  }
  return units;
}
