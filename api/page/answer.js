// An answer on the page: the cited text, the positions, the disagreements, what else was read.

import { make } from "./dom.js";
import { day, words } from "./words.js";

const MANY = 3;
const REAL = new Set(["contradiction", "update", "assessment"]);

/** The finished answer; `openSource(citation, button)` is called when a citation is chosen. */
export function answerView(answer, openSource) {
  const numbered = new Map(answer.citations.map((citation) => [citation.number, citation]));
  const cite = (number) => {
    const citation = numbered.get(number);
    const onclick = (event) => openSource(citation, event.currentTarget);
    return citationButton(citation, { "aria-controls": "panel", onclick });
  };
  const view = { answer, numbered, cite };
  return make(
    "div",
    { class: "answer" },
    citedText(view),
    ...disagreementCards(view),
    positionList(view),
    sourceList(view),
    consultedList(answer),
    colophon(answer),
  );
}

/** A claim found while the answer is still being written. */
export function claimView({ answer, speaker, citation }) {
  return make(
    "li",
    {},
    make("q", {}, answer),
    " ",
    make("span", { class: "byline" }, [speaker, origin(citation)].filter(Boolean).join(" · ")),
  );
}

/** A citation's number as a button; `attributes` are added to its own. */
export function citationButton(citation, attributes) {
  const { number, document_title: title, copy_of: original } = citation;
  const about = original ? `${title} (${words().sameText(original)})` : title;
  return make(
    "button",
    {
      type: "button",
      class: original ? "citation copy" : "citation",
      "aria-label": words().labelled(words().citation(number), about),
      title: about,
      ...attributes,
    },
    String(number),
  );
}

function citedText({ answer, numbered, cite }) {
  const text = make("p", { class: "text", lang: answer.language });
  // Only brackets that hold numbers of this answer's citations are citations; quotes may hold others.
  for (const part of answer.answer.split(/(\s*\[\d+(?:, ?\d+)*\])/)) {
    const numbers = /^\s*\[\d/.test(part) ? part.match(/\d+/g).map(Number) : [];
    if (numbers.length > 0 && numbers.every((number) => numbered.has(number))) {
      // A word joiner keeps a citation on the line of the word it follows.
      text.append(make("span", { class: "citations" }, "\u2060", ...numbers.map(cite)));
    } else {
      text.append(part);
    }
  }
  return text;
}

function disagreementCards(view) {
  const { disagreements, positions } = view.answer;
  if (disagreements.length === 0) {
    return positions.length === 0 ? [] : [make("p", { class: "note" }, words().noDisagreement)];
  }
  const real = disagreements.filter(({ kind }) => REAL.has(kind));
  const apparent = disagreements.filter(({ kind }) => !REAL.has(kind));
  return [
    ...cardGroup(view, real, words().disagreements(real.length), "real"),
    ...cardGroup(view, apparent, words().apparent(apparent.length), "apparent"),
  ];
}

function cardGroup(view, disagreements, title, look) {
  if (disagreements.length === 0) return [];
  const cards = disagreements.map((disagreement) => card(view, disagreement, look));
  // Real disagreements are never folded away; many apparent ones would bury what follows.
  if (look === "apparent" && cards.length > MANY) {
    return [fold(words().labelled(title, cards.length), "cards", cards)];
  }
  return [make("h3", { class: "label" }, title), ...cards];
}

function card(view, { kind, positions, explanation }, look) {
  return make(
    "section",
    { class: `disagreement ${look}`, "data-kind": kind },
    make("h4", {}, words().kinds[kind]),
    make("p", { class: "explanation", lang: view.answer.language }, explanation),
    make(
      "div",
      { class: "sides" },
      ...positions.map((index) => side(view, view.answer.positions[index])),
    ),
  );
}

function side(view, position) {
  return make(
    "div",
    { class: "side" },
    make("p", { class: "said" }, position.answer),
    positionContext(position),
    ...position.citations.map((number) => quotation(view, view.numbered.get(number))),
  );
}

function positionContext({ speaker, role, subject }) {
  const who = [speaker, role].filter(Boolean).join(", ");
  const parts = [who && words().according(who), subject].filter(Boolean);
  return parts.length > 0 ? make("p", { class: "byline" }, parts.join(" · ")) : null;
}

function quotation({ cite }, citation) {
  return make(
    "figure",
    { class: "quotation" },
    make("blockquote", {}, citation.quote),
    make("figcaption", { class: "byline" }, cite(citation.number), " ", sourceLine(citation)),
  );
}

function sourceLine(citation) {
  const { published_at: published, page, copy_of: original } = citation;
  const when = make("span", { class: "when" }, day(published));
  const where = [page && words().page(page), original && words().sameText(original)];
  const more = where.filter(Boolean).map((text) => ` · ${text}`);
  return make("span", {}, origin(citation), " · ", when, ...more);
}

function origin({ publisher, document_title: title }) {
  return publisher ? `${publisher}, ${title}` : title;
}

function positionList(view) {
  const { positions } = view.answer;
  if (positions.length === 0) return null;
  const items = positions.map((position) =>
    make(
      "li",
      {},
      make("span", { class: "said" }, position.answer),
      make("span", { class: "citations" }, "\u2060", ...position.citations.map(view.cite)),
      positionContext(position),
    ),
  );
  return make(
    "section",
    { class: "positions" },
    make("h3", { class: "label" }, words().positions),
    make("ul", {}, ...items),
  );
}

function sourceList(view) {
  const { citations } = view.answer;
  if (citations.length === 0) return null;
  return fold(
    words().sources(citations.length),
    "sources",
    [listOf(citations.map((citation) => quotation(view, citation)))],
  );
}

function consultedList({ consulted }) {
  if (consulted.length === 0) return null;
  return fold(
    words().consulted(consulted.length),
    "consulted",
    [listOf(consulted.map(({ document_title: title }) => title))],
  );
}

function listOf(items) {
  return make("ul", {}, ...items.map((item) => make("li", {}, item)));
}

function fold(title, name, content) {
  const summary = make("summary", { class: "label" }, title);
  return make("details", { class: name }, summary, ...content);
}

function colophon({ writer, timings_ms: timings, dropped_claims: dropped }) {
  const seconds = (timings.total / 1000).toLocaleString(document.documentElement.lang, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const written = `${words().writer(writer.name, writer.model)}, ${words().seconds(seconds)}.`;
  return make(
    "p",
    { class: "colophon" },
    written,
    dropped > 0 ? make("span", { class: "dropped" }, ` ${words().dropped(dropped)}`) : null,
    writer.note ? make("span", { class: "note" }, " ", ...pieces(writer.note)) : null,
  );
}

/** The text in pieces, with what stands between backticks as code. */
function pieces(text) {
  return text.split("`").map((piece, i) => (i % 2 ? make("code", {}, piece) : piece));
}
