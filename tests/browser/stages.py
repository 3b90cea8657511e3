"""A scene in the browser, and a hand on it: what the tests of stages share, on a bare page and in JupyterLab."""

from functools import cache

from test_stage import runaway
from widgets import FRAMES, Shown, until

from perceptron.course.contents import scenes

SCENES = scenes()
PIXELS = """canvas => {
  const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
  let sum = canvas.width * 31 + canvas.height;
  for (const pixel of pixels) sum = (Math.imul(sum, 31) + pixel) | 0;
  return sum;
}"""
COLOURS = """c => new Set(new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer)).size"""
CORNER = "c => [...c.getContext('2d').getImageData(0, 0, 1, 1).data].slice(0, 3)"


@cache
def stage(name):
    """The Stage of this name, made once."""
    return {**SCENES, "runaway": runaway, "linked": SCENES["activation"]}[name]()


class Staged(Shown):
    """One scene on the page. A subclass says by kernel() what its model has, and by start(values) sets it."""

    def __init__(self, lab, name, cell=None):
        super().__init__(lab, cell or name, "stage")
        self.name, self.scene, self.canvas = name, stage(name).scene, self.root.locator("canvas")
        self.numbers = [p for p in self.scene.controls if not p.choices]
        self.canvas.wait_for()

    def settle(self):
        """Wait until the page shows what the model has, for each side may still be sending; what that is."""
        self.lab.evaluate(FRAMES)

        def agreed():
            values = self.kernel()
            return values if self.shown() == self.boxes(values) else None

        return until(f"{self.name} shows what its model has", agreed)

    def reset(self, **values):
        self.start(values)
        return self.settle()

    def pressed(self, key):
        """What the model has after a key."""
        self.page.keyboard.press(key)
        return self.settle()

    def typed(self, box, text):
        box.fill("")
        box.press_sequentially(text)
        box.press("Enter")
        self.settle()

    def pixels(self):
        return self.canvas.evaluate(PIXELS)

    def changed(self, before):
        return until(f"the picture of {self.name} changes", lambda: self.pixels() != before)

    def shown(self):
        """What the number boxes and lists say."""
        return self.root.locator(".number, select").evaluate_all("all => all.map(e => Number(e.value))")

    @staticmethod
    def boxes(values):
        return [float(f"{value:.6g}") for name, value in values.items() if name != "tables"]

    def sentence(self):
        return self.root.locator(".live").text_content()

    def grips(self):
        return self.root.locator(".grip").all()

    def drag(self, element, dx, dy, start=None):
        element.scroll_into_view_if_needed()
        box = element.bounding_box()
        x, y = start or (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + dx / 2, y + dy / 2)
        self.page.mouse.move(x + dx, y + dy)
        self.page.mouse.up()

    def inward(self, grip):
        """A way to drag a grip that does not lead out of the picture."""
        at, frame = grip.bounding_box(), self.canvas.bounding_box()
        return [60 if at[a] + 16 < frame[a] + frame[size] / 2 else -60 for a, size in (("x", "width"), ("y", "height"))]
