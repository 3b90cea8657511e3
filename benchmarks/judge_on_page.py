"""How soon a page of the site judges an answer: on the first visit, on the second one, and the next answer.

Needs `make site` and Chromium. A time goes from the click on an exercise to the verdict on an answer that was ready to
be typed; in brackets is the processor time that the browser took, which other programs hardly change. The server itself
is as slow as the line that it stands for: Chromium's own emulation leaves out workers, which load nearly all of it.
Like GitHub Pages it compresses what is text and WebAssembly.
"""

import argparse
import functools
import gzip
import http.server
import shutil
import statistics
import threading
import time
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright

BUILT = Path(__file__).parents[1] / "site" / "build"
LESSON = "03_measure_the_error"
ANSWER = 'from perceptron.course import l03_measure as lesson\n\nlesson.check("mean-of-three", "{}")'
GOALS = {"first visit": 10, "second visit": 5, "next answer": 0.3}  # seconds, at 50 Mbit/s
PIECE = 1 << 15


class Line(http.server.SimpleHTTPRequestHandler):
    """A server behind one line of `rate` bytes a second, which all requests share."""

    protocol_version, extensions_map = "HTTP/1.1", {
        **http.server.SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript", ".wasm": "application/wasm",
    }  # fmt: skip
    free, turn, sent, asked, latency = 0.0, threading.Lock(), 0, 0, 0.02

    def __init__(self, *arguments, rate, **options):
        self.rate = rate
        super().__init__(*arguments, **options)

    def log_message(self, *_):
        """Nothing."""

    def do_GET(self):
        file = Path(self.translate_path(self.path))
        if not file.is_file():
            return self.send_error(404)
        data, packed = file.read_bytes(), file.suffix not in (".zip", ".png")
        data = _gzipped(file) if packed else data
        Line.asked += 1
        time.sleep(self.latency)
        self.send_response(200)
        for name, value in {"Content-Type": self.guess_type(file), "Content-Length": len(data)}.items():
            self.send_header(name, str(value))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        for k in range(0, len(data), PIECE):
            self._wait(len(data[k : k + PIECE]))
            self.wfile.write(data[k : k + PIECE])

    def _wait(self, size):
        with Line.turn:
            Line.free = max(Line.free, time.monotonic()) + size / self.rate
            Line.sent += size
            wait = Line.free - time.monotonic()
        time.sleep(max(0.0, wait))


@functools.cache
def _gzipped(file):
    return gzip.compress(file.read_bytes(), 6)


def processor():
    """Seconds of processor time of all that this process has started and that still runs."""
    return sum(sum(child.cpu_times()[:2]) for child in psutil.Process().children(recursive=True))


def verdict(page, answer):
    """Seconds from the click to the verdict on this answer, on the clock and of the browser's processor time."""
    exercise = page.locator(".exercise").first
    start, used = time.monotonic(), processor()
    exercise.locator(".source:visible, .cm-content").first.click()
    exercise.locator(".cm-content").wait_for()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(ANSWER.format(answer))
    page.keyboard.press("Control+Enter")
    exercise.get_by_label("right" if answer == "0.07" else "wrong", exact=True).wait_for(timeout=120_000)
    return time.monotonic() - start, processor() - used


def visit(context, address):
    """A page of a lesson whose exercises can be answered."""
    page = context.new_page()
    page.goto(f"{address}/lessons/{LESSON}.html")
    page.locator(".exercise button").first.wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    return page


def measure(browser, address):
    """{what: (seconds, processor seconds)} of one newcomer, and the bytes that the first verdict loaded."""
    context = browser.new_context()
    page, before = visit(context, address), Line.sent
    found = {"first visit": verdict(page, "0.07")}
    sent = Line.sent - before
    found["next answer"] = verdict(page, "0.21")
    page.close()
    found["second visit"] = verdict(visit(context, address), "0.07")
    context.close()
    return found, sent


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description="How soon a page judges an answer.")
    parser.add_argument("--built", type=Path, default=BUILT, help="the folder of the site")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if not (options.built / "lessons" / f"{LESSON}.html").exists():
        raise SystemExit(f"{options.built} has no lesson {LESSON}: run `make site` first.")
    print(f"{'line':12}" + "".join(f"{what:>18}" for what in GOALS) + f"{'MB':>8}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for megabits in (1000, 50, 10):
            serve = functools.partial(Line, directory=options.built, rate=megabits * 125_000)
            with http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
                threading.Thread(target=server.serve_forever, daemon=True).start()
                rounds = [measure(browser, f"http://127.0.0.1:{server.server_port}") for _ in range(options.rounds)]
                server.shutdown()
            times = (map(statistics.median, zip(*(found[what] for found, _ in rounds), strict=True)) for what in GOALS)
            cells = ("{:.2f} s ({:.2f})".format(*pair).rjust(18) for pair in times)
            print(f"{megabits:4} Mbit/s " + "".join(cells) + f"{max(sent for _, sent in rounds) / 1e6:8.1f}")
        browser.close()
    print(f"{'goals at 50':12}" + "".join(f"{goal:.2f} s".rjust(18) for goal in GOALS.values()) + f"{18:8.1f}")


if __name__ == "__main__":
    main()
