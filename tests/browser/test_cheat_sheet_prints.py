"""The cheat sheet on paper: one page of A4, nothing cut off at its side."""

import re

from tools.cheat_sheet import SHEET

A4 = re.compile(rb"/MediaBox\s*\[0 0 (594|595|596)(\.\d+)? (841|842)(\.\d+)?\]")


def test_it_prints_as_one_page_of_a4(chromium):
    page = chromium.new_page(viewport={"width": 703, "height": 1000})  # A4 without its margins
    page.goto(SHEET.as_uri())
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= 703
    assert page.evaluate("document.body.offsetHeight") < 0.95 * 1036, "no room for a font that runs larger"
    pdf = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    assert A4.search(pdf)
