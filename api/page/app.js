// The chat page: puts its parts together. The history lives on the page and nowhere else.

import { byId } from "./dom.js";
import { Exchange } from "./exchange.js";
import { addToLibrary, openLibrary, showLibraryState } from "./library.js";
import { closePanel, startPanel } from "./panel.js";
import { chooseLanguage, fillWords, language, words } from "./words.js";

const exchanges = [];

function draw() {
  document.documentElement.lang = language();
  fillWords(document);
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language()));
  }
  for (const exchange of exchanges) exchange.draw();
}

async function ask(question) {
  if (isRunning()) return;
  const exchange = new Exchange(question, ask);
  exchanges.push(exchange);
  byId("welcome").hidden = true;
  byId("exchanges").append(exchange.element);
  exchange.element.scrollIntoView({ block: "start" });
  showRunning(true);
  await exchange.run();
  showRunning(false);
}

function showRunning(running) {
  byId("send").hidden = running;
  byId("stop").hidden = !running;
  // The button that had the focus may be the one that is now hidden.
  if (document.activeElement === document.body) byId("question").focus();
}

function isRunning() {
  return exchanges.some((exchange) => exchange.running);
}

function startComposer() {
  const box = byId("question");
  byId("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    if (isRunning()) return;
    box.setCustomValidity(box.value.trim() === "" ? words().errors.question_empty : "");
    if (!box.reportValidity()) return;
    ask(box.value.trim());
    box.value = "";
  });
  box.addEventListener("input", () => box.setCustomValidity(""));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    byId("ask").requestSubmit();
  });
  byId("stop").addEventListener("click", () => exchanges.at(-1).stop());
}

function startLanguages() {
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => {
      chooseLanguage(button.dataset.language);
      closePanel();
      draw();
      showLibraryState();
      button.focus();
    });
  }
}

function startDropping() {
  const hasFiles = (event) => event.dataTransfer.types.includes("Files");
  addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    document.body.classList.add("dragging");
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) document.body.classList.remove("dragging");
  });
  addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    document.body.classList.remove("dragging");
    addToLibrary([...event.dataTransfer.files]);
  });
}

function startPrinting() {
  // What is folded on the screen stands open on paper.
  addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("details")) fold.open = true;
  });
}

draw();
startComposer();
startLanguages();
startPanel();
startDropping();
startPrinting();
byId("open-library").addEventListener("click", openLibrary);
showLibraryState();
byId("question").focus();
