// What every widget needs of its page and of its model.

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export const button = (words, onclick, attributes = {}) =>
  Object.assign(make("button", { type: "button", ...attributes }, words), { onclick });

/** JupyterLab would take arrow keys and letters for its own; Control and Command still reach it. */
export function keepKeys(root) {
  root.addEventListener("keydown", (event) => { if (!event.ctrlKey && !event.metaKey) event.stopPropagation(); });
}

/** Give the model these values by name, and its kernel, unless it was shut down: then ipywidgets would log an error. */
export function save(model, values) {
  for (const [name, value] of Object.entries(values)) model.set(name, value);
  if (model.widget_manager?.kernel !== null) model.save_changes();
}

/** Call what is given by name whenever the value of that name changes; returns what ends it. */
export function listen(model, acts) {
  const heard = Object.entries(acts).map(([name, act]) => [`change:${name}`, act]);
  heard.forEach(([event, act]) => model.on(event, act));
  return () => heard.forEach(([event, act]) => model.off(event, act));
}
