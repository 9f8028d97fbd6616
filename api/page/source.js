// A source document in the side panel, with the cited quote marked in its place.

import { citationButton } from "./answer.js";
import { byId, make } from "./dom.js";
import { errorView } from "./error.js";
import { openPanel } from "./panel.js";
import { readDocument } from "./service.js";
import { day, fileName, words } from "./words.js";

let asked = 0;

/** Show `citation` in its document; `all` are the answer's citations, to walk through. */
export async function showSource(citation, from, all) {
  const ticket = ++asked;
  const walk = [citationWalk(citation, from, all)];
  openPanel(words().source, from, [make("p", { class: "note" }, words().loading)], walk);
  byId("panel").focus({ preventScroll: true });
  let body;
  try {
    body = documentView(await readDocument(citation.document_id), citation);
  } catch (error) {
    body = [errorView(error)];
  }
  // A slow document must not replace one that was asked for later.
  if (ticket !== asked || byId("panel").hidden) return;
  openPanel(citation.document_title, from, body, walk);
  const mark = byId("panel-body").querySelector("mark");
  if (mark) scrollTo(mark, byId("panel-body"));
}

function scrollTo(mark, scrolled) {
  mark.focus({ preventScroll: true });
  // Only the panel moves (scrollIntoView would move the page too), to leave a third above the mark.
  const above = mark.getBoundingClientRect().top - scrolled.getBoundingClientRect().top;
  scrolled.scrollTop += above - scrolled.clientHeight / 3;
}

function citationWalk(current, from, all) {
  const buttons = all.map((citation) =>
    citationButton(citation, {
      "aria-current": citation.number === current.number ? "true" : null,
      onclick: () => showSource(citation, from, all),
    }),
  );
  return make("nav", { class: "walk", "aria-label": words().sources(all.length) }, ...buttons);
}

function documentView(stored, citation) {
  const { publisher, published_at: published, source, page, copy_of: original } = citation;
  const known = [
    publisher,
    day(published),
    fileName(source),
    page && words().page(page),
    original && words().sameText(original),
  ];
  const about = make("p", { class: "byline" }, known.filter(Boolean).join(" · "));
  const at = (points) => unitsAt(stored.text, points);
  const quote = { start: at(citation.start), end: at(citation.end) };
  const found = stored.text.slice(quote.start, quote.end) === citation.quote;
  const changed = found ? null : make("p", { class: "error" }, words().changed);
  const body = { start: at(stored.body_start), end: at(stored.body_end) };
  const text = textView(stored.text, body, found ? quote : null);
  return [about, changed, make("article", { class: "document", lang: stored.language }, ...text)]
    .filter(Boolean);
}

/** All of `text`: the quote marked, and what stands around the body (front matter, menus) faint. */
function textView(text, body, quote) {
  const isWithinQuote = (cut) => quote && cut > quote.start && cut < quote.end;
  const cuts = [0, body.start, body.end, quote?.start ?? 0, quote?.end ?? 0, text.length]
    .filter((cut) => !isWithinQuote(cut))
    .sort((a, b) => a - b);
  return cuts.slice(1).map((end, index) => {
    const start = cuts[index];
    const piece = text.slice(start, end);
    if (piece === "") return null;
    if (quote && start >= quote.start && end <= quote.end) {
      return make("mark", { tabindex: "-1" }, piece);
    }
    const inBody = start >= body.start && end <= body.end;
    return inBody ? piece : make("span", { class: "around" }, piece);
  });
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
