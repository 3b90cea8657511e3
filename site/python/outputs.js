// What a cell shows, as worker.js tells it, on the page.

import { make } from "../../static/tools.js";

const lines = (kind, text) => make("pre", { class: kind, tabindex: 0 }, text.trimEnd());

/** Nodes of HTML in which nothing runs: it comes from a reader's code, or from what a device has kept. */
export function harmless(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const one of body.querySelectorAll("script, iframe, object, embed")) one.remove();
  for (const one of body.querySelectorAll("*")) {
    const acts = [...one.attributes].filter(({ name, value }) => name.startsWith("on") || /^\s*javascript:/i.test(value));
    for (const { name } of acts) one.removeAttribute(name);
  }
  return body.childNodes;
}

/** HTML of an output: links between notebooks lead to the pages made of them. */
function rich(html) {
  const element = make("div", { class: "html scroll", tabindex: 0, role: "group", "aria-label": "Result" });
  element.append(...harmless(html));
  for (const link of element.querySelectorAll('a[href$=".ipynb"]')) link.href = link.getAttribute("href").replace(/ipynb$/, "html");
  return element;
}

/** An error as a reader can use it: what is wrong, then the lines that led there. */
function trouble({ error, at }, cell) {
  const places = at.map((place) => make("li", {},
    place.cell === cell ? `line ${place.line}` : `line ${place.line} of the cell “${place.cell}”`,
    ...(place.code ? [": ", make("code", {}, place.code)] : [])));
  return make("div", { class: "trouble" }, make("strong", {}, error), make("ol", {}, ...places));
}

/** A file that a cell has written: Python's own disk is not the reader's. */
function saved({ file, data }) {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)), type = file.endsWith(".html") ? "text/html" : "application/octet-stream";
  const href = URL.createObjectURL(new Blob([bytes], { type }));
  return make("p", { class: "said" }, make("a", { href, download: file }, `Save ${file}`), type === "text/html" ? " or " : "", ...(type === "text/html" ? [make("a", { href, target: "_blank" }, "look at it")] : []));
}

/** Show these outputs in an element; `begin(element, shown)` starts a widget. */
export function show(element, outputs, cell, begin) {
  if (outputs.some((shown) => "forgotten" in shown)) document.dispatchEvent(new CustomEvent("perceptron:forgotten"));
  element.replaceChildren(...outputs.filter((shown) => !("forgotten" in shown)).map((shown) => {
    if ("stream" in shown) return lines("text", shown.stream);
    if ("html" in shown) return rich(shown.html);
    if ("file" in shown) return saved(shown);
    if ("png" in shown) return make("figure", {}, make("img", { src: `data:image/png;base64,${shown.png}`, alt: shown.alt }));
    if ("error" in shown) return trouble(shown, cell);
    if ("widget" in shown) {
      const place = make("div", { class: "widget", "data-widget": shown.widget });
      begin(place, shown);
      return place;
    }
    return lines("text", shown.text);
  }));
}

export const say = (element, words) => element.replaceChildren(make("p", { class: "said" }, words));
