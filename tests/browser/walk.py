"""What a reader does in a lesson: drag each picture, step through each proof, keep each prediction, answer."""

# Every widget is dragged, stepped or answered once, through the page's own elements; how many, and what did not react.
TRY_WIDGETS = """async () => {
  const notebook = perceptronPanel.content, dull = [];
  let tried = 0;
  const frames = async () => { for (let k = 0; k < 3; k++) await new Promise(done => requestAnimationFrame(done)); };
  const seen = canvas => canvas.toDataURL();
  for (const [index, cell] of notebook.widgets.entries()) {
    const outputs = cell.model.outputs?.toJSON() ?? [];
    if (!outputs.some(out => /^<(Stage|Stepper|Prediction)/.test(out.data?.['text/plain']))) continue;
    tried += 1;
    await notebook.scrollToItem(index);
    const find = query => cell.node.querySelector(query);
    for (let wait = 0; wait < 20000 && !find('.perceptron-stage, .perceptron-stepper, .perceptron-prediction'); wait++)
      await new Promise(done => setTimeout(done, 25));
    await frames();
    const complain = what => dull.push(`cell ${cell.model.id}: ${what}`);
    const stage = find('.perceptron-stage');
    if (stage) {
      const canvas = stage.querySelector('canvas'), grip = stage.querySelector('.grip:not([hidden])');
      let before = seen(canvas);
      if (grip) {
        const at = grip.getBoundingClientRect(), frame = canvas.getBoundingClientRect();
        const x = at.x + at.width / 2, y = at.y + at.height / 2;
        const across = x < frame.x + frame.width / 2 ? 50 : -50, down = y < frame.y + frame.height / 2 ? 30 : -30;
        const to = { clientX: x + across, clientY: y + down };
        const pointer = { pointerId: 1, bubbles: true, isPrimary: true };
        grip.setPointerCapture = () => {}; grip.hasPointerCapture = () => true;
        grip.dispatchEvent(new PointerEvent('pointerdown', { ...pointer, clientX: x, clientY: y }));
        grip.dispatchEvent(new PointerEvent('pointermove', { ...pointer, ...to }));
        grip.dispatchEvent(new PointerEvent('pointerup', { ...pointer, ...to }));
        delete grip.setPointerCapture; delete grip.hasPointerCapture;
        await frames();
        if (seen(canvas) === before) complain('its first handle changes nothing');
      }
      const play = stage.querySelector('.player button:last-child');
      before = seen(canvas);
      play?.click();
      await frames();
      if (play && seen(canvas) === before) complain('a step changes nothing');
    } else if (find('.perceptron-stepper')) {
      const lines = cell.node.querySelectorAll('math').length;
      [...cell.node.querySelectorAll('.perceptron-stepper button')].find(b => b.textContent.includes('next')).click();
      await frames();
      if (cell.node.querySelectorAll('math').length <= lines) complain('next shows no line');
    } else if (find('.perceptron-prediction')) {
      const option = find('input[type=radio]'), box = find('input:not([type=radio])');
      if (option) option.click(); else { box.value = '1'; box.dispatchEvent(new Event('input', { bubbles: true })); }
      const words = cell.node.innerText.length;
      [...cell.node.querySelectorAll('button')].find(b => b.textContent.includes('keep')).click();
      await frames();
      if (cell.node.innerText.length <= words) complain('a kept prediction reveals nothing');
    } else complain('no widget is shown');
  }
  return [tried, dull];
}"""

# Write this answer into an exercise's cell, above the check in its last line, and run it; what the check says.
ANSWER = r"""async ([id, answer]) => {
  const notebook = perceptronPanel.content, index = notebook.widgets.findIndex(cell => cell.model.id === id);
  const { sharedModel } = notebook.widgets[index].model;
  sharedModel.setSource(`${answer.trimEnd()}\n${sharedModel.getSource().split('\n').at(-1)}`);
  notebook.deselectAll();
  notebook.activeCellIndex = index;
  await jupyterapp.commands.execute('notebook:run-cell');
  const said = out => out.text ?? out.data?.['text/plain'] ?? out.evalue ?? '';
  return notebook.widgets[index].model.outputs.toJSON().map(said).flat().join('');
}"""
