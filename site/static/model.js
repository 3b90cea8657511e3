// What a widget takes for its model, where no Jupyter is: its state, by name, and who listens to it.

export class Model {
  constructor(state, onsave = () => {}) {
    Object.assign(this, { state: { ...state }, onsave, heard: new Map(), changed: {}, widget_manager: null });
  }

  get(name) { return this.state[name]; }

  set(name, value) {
    if (this.state[name] === value) return;
    this.changed[name] = this.state[name] = value;
    for (const event of [`change:${name}`, "change"]) for (const act of this.heard.get(event) ?? []) act(this, value);
  }

  /** Take what Python says of it: nothing of that is sent back, or it would undo what Python makes of the next change. */
  hear(values) {
    for (const [name, value] of Object.entries(values)) {
      this.set(name, value);
      delete this.changed[name];
    }
  }

  on(event, act) { this.heard.set(event, [...(this.heard.get(event) ?? []), act]); }

  off(event, act) { this.heard.set(event, (this.heard.get(event) ?? []).filter((one) => one !== act)); }

  save_changes() {
    const { changed } = this;
    this.changed = {};
    this.onsave(changed, this);
  }
}

/** Each coordinate of a point that can be dragged, as if it were a parameter: examples.y.3 is y in row 3 of "examples". */
export const coordinates = ({ panels, tables }) => panels.flatMap(({ x, y, layers }) => layers.flatMap(({ table, drag = [] }) =>
  drag.flatMap((column, k) => (column ? tables[table][column] : []).map((from, row) => {
    const [, low, high] = [x, y][k];
    return { name: `${table}.${column}.${row + 1}`, table, column, row, from, low, high, choices: [] };
  }))));

/** The address at which a stage has these [name, value] pairs, and its points where they are now; a stage of another page says which in data-page. */
function addressed({ scene, page = "" }, model, pairs) {
  const url = new URL(page, document.baseURI), every = [...pairs], tables = model.get("tables");
  for (const { name, table, column, row, from } of tables ? coordinates(model.get("_spec")) : []) {
    const now = tables[table][column][row];
    if (now !== from) every.push([name, Number(now.toPrecision(6))]);
  }
  url.hash = every.length ? `${scene}?${new URLSearchParams(every)}` : scene;
  return url.href;
}

/** Show a widget ("Stage", "Playground", "Stepper" or "Prediction") in an element, by its own unchanged code; gives its model. */
export async function start(element, kind, state, onsave) {
  const model = new Model(state, onsave);
  if (element.dataset.scene) model.address = (pairs) => addressed(element.dataset, model, pairs);
  const { default: widget } = await import(`./${kind.toLowerCase()}.js`);
  element.replaceChildren();
  widget.render({ model, el: element });
  model.asked = widget.asked;
  return model;
}
