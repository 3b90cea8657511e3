"""JupyterLab behind a delaying proxy, and one notebook in Chromium, to be dragged. For drag.py."""

import asyncio
import contextlib
import json
import random
import shutil
import sys
import time
from pathlib import Path

import psutil
from playwright.async_api import async_playwright

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests" / "browser"))

import lab  # noqa: E402
from lab import READY, RUN_ALL, free_port  # noqa: E402

from conftest import BROWSERS, CHROMIUM_OPTIONS  # noqa: E402

# Of a drag. At 60 moves a second, one for each frame of the screen, the count would be that of the beat of two clocks.
MOVES, PER_SECOND = 180, 90
PROBE = (HERE / "drag.js").read_text()


class Proxy:
    """Passes on to a port what it hears on its own, `delay` seconds later in each direction. One more delay: none."""

    def __init__(self, target):
        self.target, self.delay, self.port, self.pipes = target, 0.0, free_port(), set()

    async def __aenter__(self):
        self.server = await asyncio.start_server(self._connected, "127.0.0.1", self.port)
        return self

    async def __aexit__(self, *_):
        self.server.close()
        for pipe in self.pipes:
            pipe.cancel()

    async def _connected(self, reader, writer):
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        for source, sink in ((reader, far_writer), (far_reader, writer)):
            queue = asyncio.Queue()
            for work in (self._listen(source, queue), self._speak(queue, sink)):
                pipe = asyncio.ensure_future(work)
                self.pipes.add(pipe)
                pipe.add_done_callback(self.pipes.discard)

    async def _listen(self, source, queue):
        with contextlib.suppress(ConnectionError):
            while heard := await source.read(1 << 16):
                queue.put_nowait((time.monotonic() + self.delay, heard))
        queue.put_nowait((0, b""))

    async def _speak(self, queue, sink):
        with contextlib.suppress(ConnectionError):
            while True:
                due, heard = await queue.get()
                if not heard:
                    break
                await asyncio.sleep(due - time.monotonic())
                sink.write(heard)
                await sink.drain()
        sink.close()


def jupyterlab(folder):
    """The port of a JupyterLab that serves `folder`/notebooks, to a proxy as well."""
    return lab.jupyterlab(folder, "--ServerApp.allow_origin=*")


def browser_path():
    """Where a Chromium is, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@contextlib.asynccontextmanager
async def chromium():
    """A window of its own, in which one page at a time is in front."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path(), args=CHROMIUM_OPTIONS)
        yield await browser.new_context(viewport={"width": 1280, "height": 900})
        await browser.close()


def write_notebook(folder, name, code):
    """Write a notebook of one cell."""
    cell = {"cell_type": "code", "execution_count": None, "id": "one", "metadata": {}, "outputs": [], "source": code}
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    notebook = {"cells": [cell], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    (folder / f"{name}.ipynb").write_text(json.dumps(notebook))


class Lesson:
    """A notebook in JupyterLab whose picture is looked at in every frame."""

    def __init__(self, page, devtools, slider, picture):
        self.page, self.devtools, self.slider, self.picture = page, devtools, page.locator(slider).first, picture

    @classmethod
    async def open(cls, context, address, slider, picture):
        page = await context.new_page()
        await page.add_init_script(PROBE)
        await page.goto(address)
        await page.wait_for_function("window.jupyterapp !== undefined")
        while not await page.evaluate(READY):
            await asyncio.sleep(0.05)
        await page.evaluate(RUN_ALL)
        await page.wait_for_selector(picture, state="attached")
        lesson = cls(page, await context.new_cdp_session(page), slider, picture)
        await lesson.slider.scroll_into_view_if_needed()
        return lesson

    async def step(self, quiet, most):
        """What was noted on one press of an arrow key on the slider."""
        await self.slider.focus()
        await self._look()
        await asyncio.sleep(random.uniform(0.05, 0.05 + 1 / 60))  # at any time between two frames of the screen
        await self.page.keyboard.press("ArrowRight")
        return await self._settled(quiet, most)

    async def drag(self, quiet, most):
        """What was noted while the handle was drawn along its track, by a finger that waits for nothing."""
        start, y, length = await self._track()
        await self._mouse("mousePressed", start, y)
        await self._look()
        begin, moves = time.monotonic(), []
        for k in range(1, MOVES + 1):
            await asyncio.sleep(begin + k / PER_SECOND - time.monotonic())
            moves.append(asyncio.ensure_future(self._mouse("mouseMoved", start + length * k / MOVES, y)))
        await asyncio.gather(*moves)
        noted = await self._settled(quiet, most)
        await self._mouse("mouseReleased", start + length, y)
        return noted

    async def _track(self):
        """Where the handle is, and how far it is drawn: half of its track, to the side where there is more of it."""
        return await self.slider.evaluate("""element => {
            const native = element.tagName === 'INPUT', box = element.getBoundingClientRect(), thumb = 16;
            const track = native ? box : element.closest('.noUi-target').getBoundingClientRect();
            const share = (element.value - element.min) / (element.max - element.min);
            const x = native ? box.left + thumb / 2 + share * (box.width - thumb) : box.left + box.width / 2;
            return [x, box.top + box.height / 2, (x < track.left + track.width / 2 ? 1 : -1) * track.width / 2];
        }""")

    async def _mouse(self, kind, x, y):
        event = {"type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1}
        await self.devtools.send("Input.dispatchMouseEvent", event)

    async def _look(self):
        await self.page.evaluate("selector => perceptronProbe.look(selector)", self.picture)

    async def _settled(self, quiet, most):
        return await self.page.evaluate(
            "limits => perceptronProbe.settled(limits)", {"quiet": quiet * 1000, "most": most * 1000}
        )

    async def start_busy(self, seconds):
        """Have the kernel count for so long, as a reader's cell would that trains a model."""
        code = f"import time\nend = time.monotonic() + {seconds}\nwhile time.monotonic() < end:\n    pass"
        await self.page.evaluate(
            """code => {
            window.perceptronBusy = perceptronPanel.sessionContext.session.kernel.requestExecute({ code });
        }""",
            code,
        )
        await asyncio.sleep(0.3)

    async def end_busy(self):
        """Interrupt it, and be sure that it counted up to now."""
        ended = await self.page.evaluate("""async () => {
            await perceptronPanel.sessionContext.session.kernel.interrupt();
            return (await perceptronBusy.done).content.ename;
        }""")
        assert ended == "KeyboardInterrupt", f"the kernel was not busy to the end: {ended}"


class Others:
    """What other processes than this one and all it started take of the machine, between two looks."""

    def __init__(self):
        self.begin = self._spent()

    def share(self):
        """Of all cores, since this was made."""
        (all_begin, ours_begin, then), (all_now, ours_now, now) = self.begin, self._spent()
        return max(0.0, (all_now - all_begin) - (ours_now - ours_begin)) / (now - then) / psutil.cpu_count()

    def _spent(self):
        machine, ours = psutil.cpu_times(), 0.0
        me = psutil.Process()
        for process in (me, *me.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess):
                spent = process.cpu_times()
                ours += spent.user + spent.system
        busy = sum(machine) - machine.idle - machine.iowait - getattr(machine, "guest", 0)
        return busy, ours, time.monotonic()
