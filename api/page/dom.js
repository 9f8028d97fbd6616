// Building elements. Texts of documents enter the page as text nodes and nothing else.

/** A new element: `make("p", { class: "note" }, "text", child)`; null children are left out. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

/** The element of that id. */
export function byId(id) {
  return document.getElementById(id);
}

let saying;

/** Say something to screen readers without moving the focus. */
export function announce(text) {
  clearTimeout(saying);
  // A pause lets quick successions pass unsaid, so that only the last state is read out.
  saying = setTimeout(() => {
    byId("live").textContent = text;
  }, 300);
}
