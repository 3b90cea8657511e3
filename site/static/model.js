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

  on(event, act) { this.heard.set(event, [...(this.heard.get(event) ?? []), act]); }

  off(event, act) { this.heard.set(event, (this.heard.get(event) ?? []).filter((one) => one !== act)); }

  save_changes() {
    const changes = this.changed;
    this.changed = {};
    this.onsave(changes, this);
  }
}

/** Show a widget ("Stage", "Stepper" or "Prediction") in an element, by its own unchanged code; gives its model. */
export async function start(element, kind, state, onsave) {
  const model = new Model(state, onsave);
  const { default: widget } = await import(`./${kind.toLowerCase()}.js`);
  element.replaceChildren();
  widget.render({ model, el: element });
  return model;
}
