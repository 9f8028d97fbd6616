// The words of the interface, in both languages, and what depends on the language chosen.

const WORDS = {
  fr: {
    tagline: "Ce que disent les sources, mot pour mot",
    skip: "Aller à la question",
    documents: "Documents",
    interfaceLanguage: "Langue de l’interface",
    welcome: "Posez une question à vos documents. Chaque réponse renvoie à des citations exactes\u00a0; "
      + "là où les sources divergent, vous le verrez.",
    libraryEmpty: "La bibliothèque est vide\u00a0: ajoutez d’abord des documents.",
    libraryHolds: (n) => `${n} ${n === 1 ? "document est prêt" : "documents sont prêts"} à être interrogés.`,
    libraryHoldsMany: (n) => `Plus de ${n} documents sont prêts à être interrogés.`,
    yourQuestion: "Votre question",
    questionHelp: "Entrée pour demander, Maj+Entrée pour aller à la ligne",
    ask: "Demander",
    stop: "Arrêter",
    close: "Fermer",
    searching: "Recherche dans les documents…",
    reading: (passages, documents) => `Lecture de ${passages} ${passages === 1 ? "passage" : "passages"} `
      + `dans ${documents} ${documents === 1 ? "document" : "documents"}…`,
    claimsFound: (n) => `${n} ${n === 1 ? "citation vérifiée" : "citations vérifiées"}`,
    answerReady: "La réponse est prête.",
    stopped: "Arrêté avant la fin.",
    positions: "Positions",
    disagreements: (n) => (n === 1 ? "Désaccord" : "Désaccords"),
    apparent: (n) => (n === 1 ? "Désaccord apparent" : "Désaccords apparents"),
    noDisagreement: "Aucun désaccord trouvé entre les passages lus.",
    kinds: {
      contradiction: "Contradiction",
      update: "Mise à jour",
      assessment: "Appréciations divergentes",
      different_subject: "Pas le même sujet",
      scope: "Pas la même mesure",
      precision: "Pas la même précision",
    },
    sources: (n) => `${n} ${n === 1 ? "citation" : "citations"}`,
    consulted: (n) => `${n} ${n === 1 ? "document lu" : "documents lus"} sans réponse à la question`,
    dropped: (n) => (n === 1
      ? "1 affirmation écartée\u00a0: sa citation ne figure pas dans le document."
      : `${n} affirmations écartées\u00a0: leur citation ne figure pas dans le document.`),
    writer: (name, model) => (name === "quotes"
      ? "Rédigé à partir des citations, sans modèle"
      : `Rédigé avec ${model ?? name}`),
    seconds: (s) => `en ${s} s`,
    according: (name) => `selon ${name}`,
    labelled: (label, text) => `${label}\u00a0: ${text}`,
    citation: (n) => `Citation ${n}`,
    page: (n) => `p.\u00a0${n}`,
    pages: (n) => `${n} ${n === 1 ? "page" : "pages"}`,
    isCopy: "même texte qu’un autre document",
    sameText: (n) => `même texte que [${n}]`,
    source: "Source",
    loading: "Chargement…",
    changed: "Ce document a changé depuis la réponse\u00a0; la citation n’y est plus à sa place.",
    addTitle: "Ajouter des documents",
    drop: "Déposez des fichiers ici ou",
    choose: "choisissez des fichiers",
    adding: "Ajout en cours…",
    outcomes: { added: "ajouté", updated: "mis à jour", unchanged: "déjà présent, inchangé" },
    remove: "Retirer",
    removeAsk: (title) => `Retirer «\u00a0${title}\u00a0»\u00a0?`,
    removeYes: "Oui, retirer",
    removeNo: "Garder",
    removed: (title) => `«\u00a0${title}\u00a0» est retiré.`,
    more: "Afficher la suite",
    undated: "sans date",
    errors: {
      question_empty: "Écrivez d’abord une question.",
      question_too_long: "La question est trop longue.",
      starting: "Le service démarre encore.",
      writer_busy: "Le service est occupé.",
      too_large: "C’est trop à la fois.",
      unreadable_document: "Un document n’a pas pu être lu\u00a0; aucun n’a été ajouté.",
      unknown_document: "Ce document n’existe plus.",
      unreachable: "Le service ne répond pas.",
    },
    errorOther: "La demande a échoué.",
    unreachableHint: "Vérifiez qu’il tourne toujours, puis réessayez.",
    retry: "Réessayer",
  },
  en: {
    tagline: "What the sources say, word for word",
    skip: "Skip to the question",
    documents: "Documents",
    interfaceLanguage: "Interface language",
    welcome: "Ask your documents a question. Every answer points to verbatim quotes; "
      + "where the sources differ, you will see it.",
    libraryEmpty: "The library is empty: add documents first.",
    libraryHolds: (n) => `${n} ${n === 1 ? "document is" : "documents are"} ready to be asked.`,
    libraryHoldsMany: (n) => `More than ${n} documents are ready to be asked.`,
    yourQuestion: "Your question",
    questionHelp: "Enter to ask, Shift+Enter for a new line",
    ask: "Ask",
    stop: "Stop",
    close: "Close",
    searching: "Searching the documents…",
    reading: (passages, documents) => `Reading ${passages} ${passages === 1 ? "passage" : "passages"} `
      + `in ${documents} ${documents === 1 ? "document" : "documents"}…`,
    claimsFound: (n) => `${n} verified ${n === 1 ? "quote" : "quotes"}`,
    answerReady: "The answer is ready.",
    stopped: "Stopped before the end.",
    positions: "Positions",
    disagreements: (n) => (n === 1 ? "Disagreement" : "Disagreements"),
    apparent: (n) => (n === 1 ? "Apparent disagreement" : "Apparent disagreements"),
    noDisagreement: "No disagreement was found among the passages read.",
    kinds: {
      contradiction: "Contradiction",
      update: "Update",
      assessment: "Differing assessments",
      different_subject: "Not the same subject",
      scope: "Not the same measure",
      precision: "Not the same precision",
    },
    sources: (n) => `${n} ${n === 1 ? "quote" : "quotes"}`,
    consulted: (n) => `${n} ${n === 1 ? "document" : "documents"} read, silent on the question`,
    dropped: (n) => (n === 1
      ? "1 claim dropped: its quote is not in the document."
      : `${n} claims dropped: their quotes are not in the documents.`),
    writer: (name, model) => (name === "quotes"
      ? "Written from quotes, without a model"
      : `Written with ${model ?? name}`),
    seconds: (s) => `in ${s} s`,
    according: (name) => `according to ${name}`,
    labelled: (label, text) => `${label}: ${text}`,
    citation: (n) => `Citation ${n}`,
    page: (n) => `p.\u00a0${n}`,
    pages: (n) => `${n} ${n === 1 ? "page" : "pages"}`,
    isCopy: "same text as another document",
    sameText: (n) => `same text as [${n}]`,
    source: "Source",
    loading: "Loading…",
    changed: "This document has changed since the answer; the quote is no longer in its place.",
    addTitle: "Add documents",
    drop: "Drop files here or",
    choose: "choose files",
    adding: "Adding…",
    outcomes: { added: "added", updated: "updated", unchanged: "already there, unchanged" },
    remove: "Remove",
    removeAsk: (title) => `Remove “${title}”?`,
    removeYes: "Yes, remove",
    removeNo: "Keep",
    removed: (title) => `“${title}” is removed.`,
    more: "Show more",
    undated: "undated",
    errors: {
      question_empty: "Write a question first.",
      question_too_long: "The question is too long.",
      starting: "The service is still starting.",
      writer_busy: "The service is busy.",
      too_large: "That is too much at once.",
      unreadable_document: "A document could not be read; none was added.",
      unknown_document: "This document no longer exists.",
      unreachable: "The service does not answer.",
    },
    errorOther: "The request failed.",
    unreachableHint: "Check that it is still running, then try again.",
    retry: "Try again",
  },
};

// Day before month in both languages, as answers write dates.
const DATES = { fr: "fr-FR", en: "en-GB" };
const STORED = "recoupe-language";
let current = remembered() ?? (navigator.language.toLowerCase().startsWith("fr") ? "fr" : "en");

/** The interface's language, "fr" or "en". */
export function language() {
  return current;
}

/** The words in the interface's language. */
export function words() {
  return WORDS[current];
}

/** Choose the interface's language and keep the choice for the next visit. */
export function chooseLanguage(chosen) {
  current = chosen;
  try {
    localStorage.setItem(STORED, chosen);
  } catch {
    // A browser that stores nothing keeps the choice for this visit only.
  }
}

function remembered() {
  try {
    const stored = localStorage.getItem(STORED);
    return stored in WORDS ? stored : null;
  } catch {
    return null;
  }
}

/** Put the words of the interface into every element under `root` that asks for some. */
export function fillWords(root) {
  for (const element of root.querySelectorAll("[data-text]")) {
    element.textContent = words()[element.dataset.text];
  }
  for (const element of root.querySelectorAll("[data-placeholder]")) {
    element.placeholder = words()[element.dataset.placeholder];
  }
  for (const element of root.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", words()[element.dataset.label]);
  }
}

/** A day, with its hour when there is one, as people write it: "16 octobre 2025, 18:05". */
export function day(iso) {
  if (!iso) return words().undated;
  const [, year, month, date, hour] = /^(\d+)-(\d+)-(\d+)(?:T(\d\d:\d\d))?/.exec(iso);
  const shown = new Intl.DateTimeFormat(DATES[current], { dateStyle: "long", timeZone: "UTC" })
    .format(Date.UTC(year, month - 1, date));
  return hour ? `${shown}, ${hour}` : shown;
}

/** The last part of a path or address: what tells files apart without saying where they lie. */
export function fileName(source) {
  return source.split("/").filter(Boolean).at(-1) ?? source;
}
