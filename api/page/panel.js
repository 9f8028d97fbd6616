// The side panel: one place beside the answers, for a source document or for the library.
// On a narrow screen it covers the page, which is out of reach until it closes.

import { byId } from "./dom.js";

const narrow = matchMedia("(max-width: 60rem)");
let opener = null;

/**
 * Open the panel; `from` is the button that gets the focus back, `tools` stand under the title and
 * do not scroll away with the body.
 */
export function openPanel(title, from, body, tools = []) {
  if (opener !== from) opener?.setAttribute("aria-expanded", "false");
  opener = from;
  opener?.setAttribute("aria-expanded", "true");
  byId("panel-title").textContent = title;
  byId("panel-body").replaceChildren(...body);
  byId("panel-tools").replaceChildren(...tools);
  byId("panel").hidden = false;
  document.body.classList.add("with-panel");
  keepPageOutOfReach();
}

/** Close the panel and give the focus back. */
export function closePanel() {
  if (byId("panel").hidden) return;
  byId("panel").hidden = true;
  document.body.classList.remove("with-panel");
  keepPageOutOfReach();
  opener?.setAttribute("aria-expanded", "false");
  (opener?.isConnected ? opener : byId("question")).focus();
  opener = null;
}

/** Make the panel's buttons and the Escape key work. */
export function startPanel() {
  byId("close-panel").addEventListener("click", closePanel);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closePanel();
  });
  narrow.addEventListener("change", keepPageOutOfReach);
}

function keepPageOutOfReach() {
  const covered = narrow.matches && !byId("panel").hidden;
  document.querySelector("main").inert = covered;
  document.querySelector("header").inert = covered;
}
