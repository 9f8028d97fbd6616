// One question and its answer on the page, from the first event to the last.

import { answerView, claimView } from "./answer.js";
import { announce, make } from "./dom.js";
import { errorView } from "./error.js";
import { ask, ServiceError } from "./service.js";
import { showSource } from "./source.js";
import { words } from "./words.js";

/** A question on the page; `run()` asks it, `stop()` ends it early, `draw()` shows its state. */
export class Exchange {
  constructor(question, askAgain) {
    this.question = question;
    this.askAgain = askAgain;
    this.hits = null;
    this.claims = [];
    this.text = "";
    this.answer = null;
    this.error = null;
    this.running = true;
    this.stopped = false;
    this.abort = new AbortController();
    this.body = make("div");
    this.element = make(
      "article",
      { class: "exchange" },
      make("h2", { class: "question", tabindex: "-1" }, question),
      this.body,
    );
    this.draw();
  }

  async run() {
    announce(words().searching);
    try {
      for await (const event of ask(this.question, this.abort.signal)) this.take(event);
      if (!this.answer) throw new ServiceError({ code: "unreachable", message: "", hint: "" });
      announce(words().answerReady);
    } catch (error) {
      if (error.name === "AbortError") this.stopped = true;
      else this.error = error;
    }
    this.running = false;
    this.draw();
  }

  stop() {
    this.abort.abort();
  }

  take(event) {
    if (event.event === "hits") this.hits = event.hits;
    if (event.event === "claim") this.claims.push(event);
    if (event.event === "text") this.text += event.delta;
    if (event.event === "answer") this.answer = event.answer;
    if (event.event === "claim") announce(words().claimsFound(this.claims.length));
    this.draw();
  }

  draw() {
    this.element.setAttribute("aria-busy", String(this.running));
    this.body.replaceChildren(...this.content());
  }

  content() {
    if (this.answer) {
      const { citations } = this.answer;
      const openSource = (citation, from) => showSource(citation, from, citations);
      return [answerView(this.answer, openSource)];
    }
    const parts = [];
    if (this.running) parts.push(make("p", { class: "progress" }, this.progress()));
    if (this.text) parts.push(make("p", { class: "text" }, this.text));
    if (this.claims.length > 0) {
      parts.push(make("ul", { class: "claims" }, ...this.claims.map(claimView)));
    }
    if (this.stopped) parts.push(make("p", { class: "note" }, words().stopped));
    if (this.error) parts.push(errorView(this.error, () => this.askAgain(this.question)));
    return parts;
  }

  progress() {
    if (this.claims.length > 0) return words().claimsFound(this.claims.length);
    if (!this.hits) return words().searching;
    const documents = new Set(this.hits.map((hit) => hit.document_id));
    return words().reading(this.hits.length, documents.size);
  }
}
