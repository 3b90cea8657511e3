"""The report on paper and on a phone: one page of A4 also for ten features, nothing cut off at its side."""

import re

import numpy as np
import pytest

from perceptron import data, newton
from perceptron.network import Network
from perceptron.report import report
from perceptron.trained import Trained

LEARNT, HELD_OUT = data.hold_out(data.cell_nuclei())
SCALE = data.Standardisation.of(LEARNT.X)


def neuron():
    w, b = newton.fit(SCALE.apply(LEARNT.X), LEARNT.y, penalty=0.01)
    return Trained.of(LEARNT, Network((w, b), cost="cross_entropy"), SCALE), LEARNT, HELD_OUT


def network():
    X = np.random.default_rng(0).normal(size=(60, 2))
    rows = data.Dataset("made up", X, X @ [1, 2], ("length of it", "b"), ("m", "s"), "y (m)", "here", "CC0", "")
    learnt, held_out = data.hold_out(rows)
    return Trained.of(learnt, Network.random(2, [3], 0, "tanh", "identity")), learnt, held_out


@pytest.fixture(params=[neuron, network], ids=["ten features", "a network"])
def page(request, chromium, tmp_path):
    page = chromium.new_page(viewport={"width": 375, "height": 800})
    page.goto(report(*request.param(), tmp_path / "report.html").as_uri())
    yield page
    page.close()


def test_it_prints_as_one_page_of_a4(page):
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    page.set_viewport_size({"width": 688, "height": 1017})  # A4 without its margins
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= 688


def test_a_phone_scrolls_it_down_alone(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert page.evaluate("[...document.images].every(one => one.naturalWidth > 0 && one.alt)")
