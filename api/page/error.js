// An error where it happened: what it means in the reader's language, then the service's own words.

import { make } from "./dom.js";
import { words } from "./words.js";

/** The error on the page; with `retry`, a button that calls it. */
export function errorView(error, retry = null) {
  const unreachable = error.code === "unreachable";
  const hint = unreachable ? words().unreachableHint : error.hint;
  // What is no answer of the service is a fault of the page: its text stays in the console.
  if (error.code === undefined) console.error(error);
  const details = error.code === undefined ? "" : [error.message, hint].filter(Boolean).join(" ");
  return make(
    "div",
    { class: "error", role: "alert", "data-code": error.code },
    make("p", { class: "error-title" }, words().errors[error.code] ?? words().errorOther),
    details ? make("p", { class: "error-details", lang: unreachable ? null : "en" }, details) : null,
    retry ? make("button", { type: "button", class: "plain", onclick: retry }, words().retry) : null,
  );
}
