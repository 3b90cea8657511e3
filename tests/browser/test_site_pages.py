"""The site's pages in Chromium, from a plain server under a sub-path: nobody outside is asked, nothing fails."""

import contextlib
import functools
import gzip
import http.server
import json
import re
import runpy
import subprocess
import sys
import threading
import xml.etree.ElementTree as ET
from urllib.parse import urlparse

import pytest
from boards import Server
from lab import PATIENCE, ROOT
from widgets import AXE, FRAMES

from perceptron.course.contents import lessons

LESSONS = ("01_propagate_forward", "05_follow_the_chain_rule")
FORWARD, CHAIN = (f"lessons/{name}.html" for name in LESSONS)
TEXTS = ("index.html", "teaching.html", "article.html", "cheat_sheet.html", "about.html")
PAGES = (*TEXTS, FORWARD, CHAIN)
SUB = "course/one-neuron/"
START_ALL = "dispatchEvent(new Event('beforeprint'))"
PICTURE = "canvas => canvas.toDataURL()"
TOO_WIDE = """() => [...document.querySelectorAll('body, body *')].filter((one) => {
  const { right } = one.getBoundingClientRect();
  for (let e = one.parentElement; e; e = e.parentElement) {
    if (e !== document.body && getComputedStyle(e).overflowX !== 'visible') return false;
  }
  return right > innerWidth + 1 && getComputedStyle(one).position !== 'fixed' && one.checkVisibility();
}).map((one) => one.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """(the folder that a server has, what the build printed)"""
    folder = tmp_path_factory.mktemp("site")
    return folder, build("--to", folder / SUB, "--without-python", "--lessons", *LESSONS).stdout


def build(*options, status=0):
    command = [sys.executable, ROOT / "site" / "build.py", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE * 4, check=False)
    assert done.returncode == status, done.stderr
    return done


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *given):
        pass


@contextlib.contextmanager
def serving(folder):
    """The address of the site, as long as it is served."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{SUB}"
        server.shutdown()


@pytest.fixture(scope="module")
def site(built):
    with serving(built[0]) as address:
        yield address


@pytest.fixture
def visit(chromium, site):
    """visit("about.html", color_scheme="dark"): a page in a context of its own; what it asks for is in `page.asked`."""
    contexts, wrong = [], []

    def opened(url, **options):
        context = chromium.new_context(**{"service_workers": "block", **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(error.stack))
        page.goto(site + url, wait_until="load")
        return page

    yield opened
    asked = {url for context in contexts for page in context.pages for url in page.asked}
    assert [url for url in asked if not url.startswith((site, "data:", "blob:"))] == []
    assert wrong == []
    for context in contexts:
        context.close()


def stage(page, scene):
    root = page.locator(f"#{scene} .perceptron-stage")
    page.locator(f"#{scene}").scroll_into_view_if_needed()
    root.locator("canvas").wait_for()
    return root


def box(stage, label):
    return stage.get_by_label(f"{label}, as a number")


# --- what is written --------------------------------------------------------------------------------------------------


def test_a_lesson_sends_little(built, visit):
    folder, said = built
    for name, url in zip(LESSONS, (FORWARD, CHAIN), strict=True):
        page = visit(url)
        page.wait_for_function("document.getElementById('meaning')")  # the last that a page loads by itself
        page.evaluate(START_ALL)
        page.locator(".perceptron-prediction").first.wait_for()
        files = {folder / urlparse(address).path.lstrip("/") for address in page.asked if "/pictures/" not in address}
        sent = sum(len(gzip.compress(file.read_bytes(), 6)) for file in files)
        (told,) = re.findall(rf"{name}\.html: ([\d.]+) kB", said)
        assert sent <= 60_000
        assert abs(sent / 1000 - float(told)) < 1, "the build counts other files than a browser loads"


def test_an_unknown_lesson_is_refused(tmp_path):
    said = build("--to", tmp_path, "--without-python", "--lessons", "99_none", status=1).stderr
    assert "there is no lesson '99_none'; expected names such as" in said


def test_every_link_leads_somewhere(built):
    """Apart from those to what was not built: JupyterLite, and the lessons that are left out."""
    left_out = [name for name in lessons() if name not in LESSONS]
    found = runpy.run_path(str(ROOT / "site" / "links.py"))["faults"](built[0] / SUB)
    assert [fault for fault in found if not any(name in fault for name in left_out)] == []


def test_it_can_be_installed_and_found(built):
    folder = built[0] / SUB
    manifest = json.loads((folder / "manifest.webmanifest").read_text())
    assert (manifest["start_url"], manifest["scope"]) == ("index.html", "./")
    assert all((folder / icon["src"]).stat().st_size for icon in manifest["icons"])
    places = [place.text for place in ET.parse(folder / "sitemap.xml").findall(".//{*}loc")]
    assert len(places) == len(PAGES)
    card = re.search(r'property="og:image" content="([^"]+)"', (folder / FORWARD).read_text())[1]
    assert card.startswith(places[0])
    assert (folder / card.removeprefix(places[0])).stat().st_size


# --- what moves -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("url", "scene"), [(FORWARD, "forward"), (CHAIN, "chain"), ("index.html", "forward")])
def test_a_stage_can_be_dragged(visit, url, scene):
    page = visit(url)
    shown = stage(page, scene)
    canvas, before = shown.locator("canvas"), shown.locator("canvas").evaluate(PICTURE)
    if grips := shown.locator(".grip").all():
        grips[0].scroll_into_view_if_needed()
        at = grips[0].bounding_box()
        page.mouse.move(at["x"] + 16, at["y"] + 16)
        page.mouse.down()
        page.mouse.move(at["x"] + 30, at["y"] + 40, steps=3)
        page.mouse.up()
        page.evaluate(FRAMES)
        assert canvas.evaluate(PICTURE) != before
    middle = canvas.evaluate(PICTURE)
    shown.locator("input[type=range]").first.press("ArrowLeft")
    page.evaluate(FRAMES)
    assert canvas.evaluate(PICTURE) != middle


def test_a_finger_drags_on_a_phone(visit):
    page = visit(FORWARD, viewport={"width": 375, "height": 700}, has_touch=True, is_mobile=True)
    shown = stage(page, "forward")
    grip = shown.get_by_label("one penguin")
    grip.scroll_into_view_if_needed()
    before, at = box(shown, "x₁").input_value(), grip.bounding_box()
    finger = page.context.new_cdp_session(page)
    for kind, by in (("touchStart", 0), ("touchMove", 20), ("touchMove", 40), ("touchEnd", None)):
        points = [] if by is None else [{"x": at["x"] + 16 + by, "y": at["y"] + 16}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    page.evaluate(FRAMES)
    assert float(box(shown, "x₁").input_value()) > float(before)


def test_a_proof_is_read_line_by_line(visit):
    page = visit(CHAIN)
    page.evaluate("document.addEventListener('perceptron:asked', ({ detail }) => { window.asked = detail; })")
    page.locator(".widget[data-widget=Stepper]").first.scroll_into_view_if_needed()
    proof = page.locator(".perceptron-stepper").first
    proof.get_by_role("button", name="next").click()
    assert proof.locator("li").count() == 2
    assert proof.locator(".reason").last.inner_text() == ""
    proof.get_by_role("button", name="show reason").click()
    assert "σ spelled out" in proof.locator(".reason").last.inner_text()
    assert page.evaluate("[asked.cell, asked.changes.explained, asked.model.get('shown')]") == ["link2-check", 1, 1]
    proof.get_by_label("Your own line").fill("1")
    proof.get_by_role("button", name="check").click()
    assert "needs Python" in proof.locator(".answer").inner_text()


def test_a_prediction_folds_its_answer_and_is_kept_until_deleted(visit):
    page = visit(CHAIN)
    asked = page.locator(".perceptron-prediction").first
    page.locator(".widget[data-widget=Prediction]").first.scroll_into_view_if_needed()
    asked.get_by_label("multiply them").check()
    assert "Like gears" not in asked.inner_text()
    asked.get_by_role("button", name="keep my prediction").click()
    assert "and that is right" in asked.inner_text()
    page.reload()
    page.locator(".widget[data-widget=Prediction]").first.scroll_into_view_if_needed()
    asked.get_by_text("and that is right").wait_for()

    page.evaluate("document.dispatchEvent(new CustomEvent('perceptron:solved', { detail: "
                  "{ lesson: '05_follow_the_chain_rule', exercise: 'fresh-pair' } }))")  # fmt: skip
    assert page.locator(".tally").inner_text() == "1 of 3 solved"
    page.goto(page.url.replace(CHAIN, "index.html"))
    card = page.locator("[data-progress='05_follow_the_chain_rule']")
    assert card.inner_text() == "1 of 3 solved · you were at “The change travels along a chain”"

    page.goto(page.url.replace("index.html", "about.html"))
    with page.expect_download() as download:
        page.get_by_role("button", name="Export my work").click()
    kept = json.loads(download.value.path().read_text())["work"]
    assert kept["prediction:05_follow_the_chain_rule:predict-three-rates"] == {"kept": "multiply them"}
    assert kept["solved:05_follow_the_chain_rule:fresh-pair"] is True
    page.get_by_role("button", name="Delete my work").click()
    assert page.evaluate("localStorage.length") == len(kept)  # it asks once
    with page.expect_navigation():
        page.get_by_role("button", name="Press again").click()
    assert page.evaluate("localStorage.length") == 0

    work = {
        **kept,
        "solved:01_propagate_forward:weighted-sum": "<b>",
        "answer:a:b": 3,
        "other": "kept",
        "theme": "dark",
    }
    for course, words in (("Two neurons", "is no work of this course"), ("One neuron", "")):
        content = json.dumps({"course": course, "work": work}).encode()
        page.get_by_role("button", name="Export my work").wait_for()
        page.get_by_label("A file of exported work").set_input_files(
            {"name": "w.json", "mimeType": "", "buffer": content}
        )
        if words:
            page.get_by_text(words).wait_for()
        else:
            page.wait_for_function("localStorage.length")
    page.wait_for_load_state()
    told = {"last", "theme"}  # of the device, not of the work
    assert set(page.evaluate("Object.keys(localStorage)")) == {f"perceptron:{key}" for key in kept if key not in told}


def test_a_prediction_of_an_older_question_is_asked_anew(visit):
    page = visit(CHAIN)
    for done in ('{"kept": "gone"}', "3", '{"kept": [1]}', "{"):
        page.evaluate(
            "done => localStorage.setItem('perceptron:prediction:05_follow_the_chain_rule:predict-three-rates', done)",
            done,
        )
        page.reload()
        page.locator(".widget[data-widget=Prediction]").first.scroll_into_view_if_needed()
        page.get_by_role("button", name="keep my prediction").first.wait_for()


def test_a_result_waits_until_the_prediction_above_it_is_kept(visit):
    page = visit(FORWARD)
    page.locator("[data-cell=predict-sign-of-z]").scroll_into_view_if_needed()
    late = page.locator("[data-cell=predict-sign-of-z] ~ .cell .waits").first
    assert late.get_attribute("open") is None
    assert late.locator("summary").inner_text() == "The result waits for your prediction"
    page.locator("[data-cell=predict-sign-of-z] input").first.check()
    page.locator("[data-cell=predict-sign-of-z]").get_by_role("button", name="keep my prediction").click()
    assert late.get_attribute("open") == ""
    late.locator("summary", has_text=re.compile("^The result$")).wait_for()


def test_in_a_class_a_prediction_is_a_vote_and_its_answer_waits(visit, tmp_path):
    board = Server(tmp_path / "board.sqlite")
    code = board.teacher("POST", "/api/classes", {})[1]["code"]
    page = visit(CHAIN)
    page.get_by_role("button", name="Menu").click()
    page.get_by_text("In a class?").click()
    page.get_by_label("The board's address").fill(f"127.0.0.1:{board.port}")
    page.get_by_label("Class code").fill(code.lower())
    assert not [url for url in page.asked if str(board.port) in url], "nothing is sent before a class is joined"
    page.get_by_role("button", name="Join", exact=True).click()
    page.get_by_text(f"You are in class {code}.").wait_for()
    board.do(code, "ask", "05_follow_the_chain_rule/three rates")
    page.reload()
    asked = page.locator(".perceptron-prediction").first
    page.locator(".widget[data-widget=Prediction]").first.scroll_into_view_if_needed()
    asked.get_by_label("add them").check()
    asked.get_by_role("button", name="keep my prediction").click()
    asked.get_by_text("Your prediction is in the class's vote.").wait_for()
    assert "Like gears" not in asked.inner_text()
    assert board.teacher("GET", f"/api/classes/{code}")[1]["answered"]["1"] == 1
    asked.get_by_role("button", name="show the answer").click()
    assert "Like gears" in asked.inner_text()
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Leave the class").click()
    page.get_by_text("Nothing is sent to anybody").wait_for()
    page.asked[:] = [url for url in page.asked if "/api/" not in url]
    board.stop()


# --- links that carry a stage's state ---------------------------------------------------------------------------------


def test_a_link_shows_the_stage_as_it_was(visit, site):
    page = visit(f"{FORWARD}#forward?w1=0.4&b=0")
    shown = stage(page, "forward")
    assert [box(shown, label).input_value() for label in ("w₁", "w₂", "b")] == ["0.4", "-1", "0"]
    box(shown, "w₂").fill("-1.5")
    box(shown, "w₂").press("Enter")
    shown.get_by_role("button", name="copy link").click()
    link = shown.get_by_label("The link of this picture").input_value()
    assert link == f"{site}{FORWARD}#forward?w1=0.4&w2=-1.5&b=0"
    page.goto(link)  # the page hears of it without being loaded anew
    box(shown, "b").fill("1")
    again = stage(visit(link.removeprefix(site)), "forward")
    assert [box(again, label).input_value() for label in ("w₁", "w₂", "b")] == ["0.4", "-1.5", "0"]


def test_what_a_link_can_not_have_is_said(visit):
    page = visit(f"{FORWARD}#forward?w1=7&b=much&q=1&p1=40")
    shown, note = stage(page, "forward"), page.locator("#forward .note")
    assert [box(shown, label).input_value() for label in ("w₁", "b", "x₁")] == ["1", "5", "40"]
    assert note.inner_text() == (
        "w1 = 7 is outside of its range; 1 is shown. b = “much” is no number. "
        "This picture has no q; it has w1, w2, b, p1, p2."
    )


def test_garbage_in_a_link_is_said_and_harms_nothing(visit):
    page = visit(
        f"{FORWARD}#forward?w1=%E0%A4%A&%&b=<img src=x onerror=alert(1)>&" + "&".join(f"q{k}=1" for k in range(99))
    )
    shown, note = stage(page, "forward"), page.locator("#forward .note")
    assert box(shown, "b").input_value() == "5"
    assert note.inner_text().count(".") < 12
    assert note.locator("img").count() == 0
    visit(f"{FORWARD}#%E0%A4%A?x=1").locator("#meaning").wait_for(state="attached")


def test_the_front_pages_stage_links_to_its_lesson(visit, site):
    shown = stage(visit("index.html"), "forward")
    shown.get_by_role("button", name="copy link").click()
    assert shown.get_by_label("The link of this picture").input_value() == f"{site}{FORWARD}#forward"


# --- reading ----------------------------------------------------------------------------------------------------------


def test_search_by_the_keyboard(visit):
    page = visit("index.html")
    page.get_by_role("button", name="Search").wait_for()  # the page's tools are there, and hear keys
    page.keyboard.press("/")
    search = page.get_by_role("combobox", name="Search the course")
    search.wait_for()
    page.keyboard.type("link sigmoid")
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    chosen = page.locator("[role=option][aria-selected=true]")
    assert chosen.get_attribute("id") == search.get_attribute("aria-activedescendant") == "hit-0"
    heading = chosen.locator("strong").inner_text()
    search.fill("no such words")
    page.get_by_text("Nothing found").wait_for()
    page.keyboard.press("Escape")
    assert not search.is_visible()
    page.keyboard.press("/")
    search.fill("link sigmoid")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert CHAIN in page.url
    assert page.locator(f"[id='{urlparse(page.url).fragment}']").inner_text() == heading


def test_search_finds_definitions_first_and_marks_the_words(visit):
    page = visit("index.html")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("combobox", name="Search the course").fill("sigmoid")
    first = page.locator("[role=option]").first
    assert re.findall("sigmoid", first.inner_text()) == first.locator("mark").all_inner_texts() != []
    order = page.evaluate("""async () => {
      const { found } = await import(new URL("static/search.js", document.baseURI));
      const part = (id, terms) => ({ id, folded: { title: "", heading: "", body: "what is a residual", terms } });
      return found([part("remember", ""), part("one", ""), part("two", "residual")], "residual").map(({ id }) => id);
    }""")
    assert order == ["two", "one", "remember"]


GOES_ON = "words => document.querySelector('.go').textContent === words"


def test_the_front_page_goes_on_where_somebody_was(visit):
    page = visit("index.html")
    go = page.locator(".go")
    assert go.inner_text() == "Start here"
    page.get_by_role("button", name="Menu").click()
    menu = page.get_by_role("dialog", name="Menu")
    menu.locator("ul").first.wait_for()
    assert menu.locator("ul").first.get_by_role("link").all_inner_texts() == [
        "01 Propagate forward", "05 Follow the chain rule"
    ]  # fmt: skip
    menu.get_by_role("link", name="01 Propagate forward").click()
    page.wait_for_function("localStorage.getItem('perceptron:last')")
    page.goto(page.url.replace(FORWARD, "index.html"))
    page.wait_for_function(GOES_ON, arg="Go on with lesson 01")
    exercises = page.locator("[data-progress='01_propagate_forward']").get_attribute("data-exercises").split()
    page.evaluate(
        "names => names.forEach((one) => localStorage.setItem(`perceptron:solved:01_propagate_forward:${one}`, true))",
        exercises,
    )
    page.reload()
    page.wait_for_function(GOES_ON, arg="Go on with lesson 05")
    assert go.get_attribute("href").endswith(CHAIN)


def test_a_symbol_tells_its_meaning(visit):
    page = visit(CHAIN)
    page.wait_for_function("document.getElementById('meaning')")
    meaning, formula = page.locator("#meaning"), page.locator("[id='eq-5.3']")
    formula.locator("mover").first.hover()
    assert "prediction, the activation of z" in meaning.inner_text()
    formula.locator("mi", has_text="w").first.click()
    assert "weights, one per feature" in meaning.inner_text()
    page.mouse.move(5, 5)
    assert not meaning.is_visible()
    page.locator("[id='eq-5.2'] .number").focus()
    page.keyboard.press("Tab")
    said = meaning.inner_text()
    assert all(words in said for words in ("cost: the mean loss", "prediction", "weights", "which feature"))
    page.keyboard.press("Escape")
    assert not meaning.is_visible()
    page.get_by_role("button", name="Symbols").click()
    assert "learning rate" in page.get_by_role("dialog", name="Symbols").inner_text()


def test_the_outline_follows_and_the_place_is_kept(visit):
    page = visit(CHAIN)
    page.locator("#link-2-the-sigmoid").evaluate("one => one.scrollIntoView({ behavior: 'instant' })")
    page.locator(".outline [aria-current]", has_text="Link 2: the sigmoid").wait_for()
    page.goto(page.url.partition("#")[0].replace(CHAIN, FORWARD))
    page.goto(page.url.replace(FORWARD, CHAIN))
    page.locator(".opening .note a", has_text="Link 2: the sigmoid").click()
    assert page.url.endswith("#link-2-the-sigmoid")


def test_opened_as_a_file_a_page_shows_its_stills_and_how_it_is_served(chromium, built):
    page = chromium.new_context().new_page()
    page.goto((built[0] / SUB / FORWARD).as_uri())
    assert "python -m http.server" in page.locator("#content > .note").inner_text()
    still = page.locator(".widget[data-widget=Stage] img").first
    still.scroll_into_view_if_needed()
    page.wait_for_function("image => image.complete && image.naturalWidth > 100", arg=still.element_handle())
    page.context.close()


def test_by_the_keyboard_alone(visit):
    page = visit(FORWARD)
    seen, lit = [], "() => getComputedStyle(document.activeElement).outlineStyle !== 'none'"
    for _ in range(14):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.ariaLabel || document.activeElement.innerText"))
        assert page.evaluate(lit), f"what has the focus can't be seen: {seen[-1]}"
    assert seen[0] == "Skip to the text"
    assert {"Search", "Symbols", "Dark colours", "Menu"} <= set(seen)
    page.get_by_role("button", name="Menu").press("Enter")
    page.wait_for_function("document.querySelector('dialog[open]')?.contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.ariaLabel") == "Menu"
    shown = stage(page, "forward")
    before = box(shown, "b").input_value()
    shown.get_by_label("b, along its wire").press("ArrowUp")
    page.evaluate(FRAMES)
    assert box(shown, "b").input_value() != before


def test_dark_and_light(visit):
    page = visit(FORWARD, color_scheme="dark")
    paper = "canvas => [...canvas.getContext('2d').getImageData(1, 1, 1, 1).data].slice(0, 3)"
    canvas = stage(page, "forward").locator("canvas")
    assert page.locator("body").get_attribute("data-jp-theme-light") == "false"
    assert canvas.evaluate(paper) == [17, 17, 17]
    page.get_by_role("button", name="Light colours").click()
    page.evaluate(FRAMES)
    assert canvas.evaluate(paper) == [255, 255, 255]
    page.reload()
    assert page.locator("body").get_attribute("data-jp-theme-light") == "true"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(252, 251, 248)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit, scheme):
    page = visit("index.html", color_scheme=scheme)
    for url in ("index.html", CHAIN, "article.html", "cheat_sheet.html", "about.html"):
        page.goto(page.url.rpartition(SUB)[0] + SUB + url)
        page.evaluate(START_ALL)
        page.wait_for_function("!document.querySelector('.widget:not(:has([class^=perceptron]))')")
        page.add_script_tag(path=AXE)
        told = page.evaluate("async () => (await axe.run()).violations")
        assert [f"{url}: {rule['id']}: {node['html'][:150]}" for rule in told for node in rule["nodes"]] == []


# 640 pixels are what a window of 1280 has when its page is enlarged to 200 %.
@pytest.mark.parametrize("width", [375, 640, 800, 1600])
def test_nothing_is_wider_than_the_page(visit, width):
    page = visit("index.html", viewport={"width": width, "height": 900})
    for url in PAGES:
        page.goto(page.url.rpartition(SUB)[0] + SUB + url)
        page.evaluate(START_ALL)
        page.wait_for_function("!document.querySelector('.widget:not(:has([class^=perceptron]))')")
        assert page.evaluate(TOO_WIDE) == [], url
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, url


def test_a_finger_finds_room(visit):
    page = visit(CHAIN, viewport={"width": 375, "height": 700}, has_touch=True, is_mobile=True)
    page.evaluate(START_ALL)
    page.wait_for_function("!document.querySelector('.widget:not(:has([class^=perceptron]))')")
    small = """() => [...document.querySelectorAll('button, summary, select, input:not([type=radio]), nav a')]
      .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.9)
      .map((one) => one.outerHTML.slice(0, 80))"""
    assert page.evaluate(small) == []


def test_a_formula_that_is_a_little_too_wide_is_set_smaller(visit):
    page = visit(CHAIN)
    cut = """all => all.filter((one) => one.scrollWidth > one.clientWidth + 1
      && !['0.75em', '0.65em'].includes(one.style.fontSize)).length"""
    sizes = "all => all.map((one) => getComputedStyle(one).fontSize)"
    formulas = page.locator(".formula > span")
    wide = formulas.evaluate_all(sizes)
    page.set_viewport_size({"width": 375, "height": 700})
    page.evaluate(FRAMES)
    assert formulas.evaluate_all(sizes) != wide
    assert formulas.evaluate_all(cut) == 0
    page.set_viewport_size({"width": 1280, "height": 700})
    page.evaluate(FRAMES)
    assert formulas.evaluate_all(sizes) == wide


def test_print_leaves_the_tools_out(visit):
    page = visit(CHAIN, color_scheme="dark")
    page.emulate_media(media="print")
    assert stage(page, "chain").locator("canvas").evaluate("one => getComputedStyle(one).filter") != "none"
    assert [page.locator(one).first.is_visible() for one in (".top", ".outline", "footer", "h1")] == [False] * 3 + [
        True
    ]


# --- without JavaScript, without a network ----------------------------------------------------------------------------


def test_without_javascript_it_is_a_text_with_stills(visit):
    page = visit(CHAIN, java_script_enabled=False)
    assert page.locator("h1").inner_text() == "Follow the chain rule"
    still = page.locator("#chain img")
    still.scroll_into_view_if_needed()
    assert "The nudge is 1.0000, the product is 1.0000." in still.get_attribute("alt")
    assert page.request.get(still.evaluate("img => img.src")).headers["content-type"] == "image/png"
    proof = page.locator(".widget[data-widget=Stepper]").first
    lines = json.loads(page.locator("#states").text_content())["link2-check"]["lines"]
    assert proof.locator("li:visible").count() == len(lines) > 1
    answer = page.get_by_text("Like gears: twice as fast")
    assert not answer.is_visible()
    page.locator("summary", has_text="the answer").first.click()
    assert answer.is_visible()


def test_the_second_visit_needs_no_network(built, chromium):
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    with serving(built[0]) as address:
        page.goto(address)
        page.evaluate("async () => { await navigator.serviceWorker.ready; }")
        page.wait_for_function("navigator.serviceWorker.controller")
    page.goto(address + CHAIN)  # the server is gone
    canvas = stage(page, "chain").locator("canvas")
    before = canvas.evaluate(PICTURE)
    page.locator("#chain input[type=range]").first.press("ArrowLeft")
    page.evaluate(FRAMES)
    assert canvas.evaluate(PICTURE) != before
    page.goto(address)
    page.keyboard.press("/")
    page.get_by_role("combobox").fill("gears")
    page.locator("[role=option]").first.wait_for()
    context.close()


def test_whoever_is_online_gets_what_is_new(built, chromium):
    context = chromium.new_context()
    page, file = context.new_page(), built[0] / SUB / "about.html"
    with serving(built[0]) as address:
        page.goto(address)
        page.wait_for_function("navigator.serviceWorker.controller")
        old = file.read_text(encoding="utf-8")
        file.write_text(old.replace("About this course</h1>", "About it</h1>"), encoding="utf-8")
        page.goto(address + "about.html")
        assert page.locator("h1").inner_text() == "About it"
        file.write_text(old, encoding="utf-8")
    context.close()


def test_an_open_page_says_that_there_is_a_new_version(built, chromium):
    context = chromium.new_context()
    page, file = context.new_page(), built[0] / SUB / "sw.js"
    page.set_default_timeout(PATIENCE * 1000)
    with serving(built[0]) as address:
        page.goto(address)
        page.wait_for_function("navigator.serviceWorker.controller")
        assert page.get_by_text("new version").count() == 0  # the first visit has the newest
        page.goto(address + CHAIN)
        page.evaluate("navigator.serviceWorker.ready")
        page.wait_for_function("document.getElementById('meaning')")
        old = file.read_text(encoding="utf-8")
        file.write_text(old.replace('"version":"', '"version":"next'), encoding="utf-8")
        page.evaluate("navigator.serviceWorker.ready.then((registration) => registration.update())")
        page.get_by_role("button", name="Reload").click()
        page.wait_for_load_state()
        page.wait_for_function("document.getElementById('meaning')")
        assert page.get_by_text("new version").count() == 0
        file.write_text(old, encoding="utf-8")
    context.close()
