"""The course on one page: `python -m tools.cheat_sheet [--check | --pdf]` writes docs/cheat_sheet.html.

Its symbols are perceptron.notation's, its formulas are printed from perceptron.symbolic, its mistakes are the ones
that the certificate names. It is set in MathML and prints on one sheet of A4.
"""

import argparse
import html
import shutil
import subprocess
import sys

import sympy as sp

from perceptron import mistakes
from perceptron.latex import latex
from perceptron.notation import SYMBOLS
from perceptron.symbolic import ACTIVATIONS, IN_Y_HAT, derive, y_hat, z
from tools.mathml import mathml, with_mathml
from tools.notebooks import ROOT

SHEET = ROOT / "docs" / "cheat_sheet.html"
PDF = SHEET.with_suffix(".pdf")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MARKERS = {"o": "●", "s": "■", "D": "◆", "^": "▲", "v": "▼", "x": "✕", "P": "✚", ".": "•"}
COSTS = {"mse": "squared error", "cross_entropy": "cross-entropy"}
STEP = (
    r"w_j \leftarrow w_j - \alpha \frac{\partial C}{\partial w_j}",
    r"b \leftarrow b - \alpha \frac{\partial C}{\partial b}",
)
ROUTES = (
    ("by hand", r"the chain rule in NumPy, <code>X.T @ delta</code>: multiply the links, sum last"),
    ("symbolic", "the derivative that SymPy finds, turned into code"),
    ("numeric", r"nudge both ways: $\frac{C(w_j + h) - C(w_j - h)}{2h}$, with $h$ neither large nor tiny"),
    (
        "Taylor",
        r"what $C(w + h d) - C(w) - h\, d \cdot \frac{\partial C}{\partial w}$ leaves shrinks like $h^2$ "
        r"for a right gradient, like $h$ for a wrong one",
    ),
)
PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>The mathematics of one neuron: cheat sheet</title>
<style>
  @page {{ size: A4; margin: 11mm 12mm; }}
  :root {{ color-scheme: light; }}
  body {{ font: 8.5pt/1.3 system-ui, sans-serif; color: #111; background: white; max-width: 186mm; margin: 0 auto; }}
  h1 {{ font-size: 15pt; margin: 0 0 1mm; }}
  h2 {{ font-size: 10pt; margin: 2.5mm 0 1mm; border-bottom: 0.3mm solid #0067a5; }}
  p {{ margin: 1mm 0; }}
  table {{ border-collapse: collapse; width: 100%; }}
  th, td {{ text-align: left; vertical-align: middle; padding: 0.4mm 2mm 0.4mm 0; }}
  th {{ font-weight: 600; }}
  td:first-child {{ white-space: nowrap; }}
  math {{ font-size: 9.5pt; }}
  math[display="block"] {{ width: fit-content; margin: 1mm 0; }}
  mtd[columnalign="left"] {{ text-align: left; }}
  code {{ font-size: 8pt; }}
  p > math {{ math-style: normal; }}
  .two {{ display: grid; grid-template-columns: max-content 1fr; gap: 0 8mm; }}
  .half {{ grid-template-columns: 1fr 1fr; }}
</style>
</head>
<body>
<h1>The mathematics of one neuron</h1>
<p>n examples, index i; m features, index j. The cost is the mean of the losses, without a ½.</p>
<div class="two">
<div>
<h2>Symbols</h2>
{symbols}
</div>
<div>
<h2>Activations and their slopes</h2>
{activations}
<p>At the corner of relu and at the jump of step there is no slope.</p>
</div>
</div>
<h2>Forward</h2>
<p>{forward}</p>
<h2>Backward: the chain rule, link by link</h2>
<p>{links}</p>
<div class="two half">{costs}</div>
<h2>One step downhill</h2>
<p>{step} &emsp; α too small crawls; α too large jumps or runs away. Put inputs on one scale first.</p>
<h2>Is the gradient right? Four routes must agree</h2>
{routes}
<h2>If not: the mistake has a name</h2>
{mistakes}
</body>
</html>
"""


def table(rows, head=()):
    """An HTML table; the cells are HTML."""
    lines = ["<tr>" + "".join(f"<th>{cell}</th>" for cell in head) + "</tr>"] if head else []
    lines += ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows]
    return "<table>\n" + "\n".join(lines) + "\n</table>"


def _symbols():
    rows = [
        (
            f'<span style="color:{s.light}">{MARKERS[s.marker]} {mathml(s.latex)}</span>',
            f"<code>{s.code}</code>",
            html.escape(s.meaning),
            s.shape,
        )
        for s in SYMBOLS.values()
    ]
    return table(rows, ("symbol", "in code", "name", "shape"))


def _cost(name):
    """What a sigmoid neuron has with this cost: C, the first link, both gradients, and what cancels in them."""
    derivation = derive("sigmoid", name)
    formulas = [derivation.latex[key] for key in ("C", "dC_dy_hat", "dC_dw", "dC_db")]
    short = sp.simplify(sp.diff(derivation.loss, y_hat) * IN_Y_HAT[derivation.activation])
    if short.is_Add:  # the activation's slope is no factor of it any more
        formulas.append(rf"\frac{{\partial\, \text{{loss}}}}{{\partial z}} = {latex(short)}")
    return f"<div><p><b>{COSTS[name]}</b></p>" + "".join(mathml(f, "block") for f in formulas) + "</div>"


def _activations():
    rows = []
    for name, f in ACTIVATIONS.items():
        slope = IN_Y_HAT.get(f, sp.diff(f, z))
        rows.append((name, mathml(rf"\hat y = {latex(f)}"), mathml(rf"\frac{{d \hat y}}{{d z}} = {latex(slope)}")))
    return table(rows)


def usual_mistakes():
    """The first common mistake in each part of a gradient: for more there is no room on a page."""
    first = {}
    for mistake in mistakes.ASKED["all"]:
        if mistake.common:
            first.setdefault(frozenset(mistake.parts), mistake)
    return first.values()


def page():
    """The sheet as HTML."""
    any_cost = derive("sigmoid", "mse").latex
    rows = [(f"<b>{mistake.name.format(factor=2)}</b>", html.escape(mistake.advice)) for mistake in usual_mistakes()]
    return PAGE.format(
        symbols=_symbols(),
        forward=" &emsp; ".join(mathml(any_cost[name]) for name in ("z", "y_hat")),
        links=" &emsp; ".join(mathml(any_cost[name]) for name in ("dy_hat_dz", "dz_dw", "dz_db")),
        costs="".join(map(_cost, COSTS)),
        activations=_activations(),
        step=" &emsp; ".join(map(mathml, STEP)),
        routes=table((f"<b>{name}</b>", with_mathml(words)) for name, words in ROUTES),
        mistakes=table(rows),
    )


def print_pdf():
    """Print the sheet into docs/cheat_sheet.pdf with Chromium."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise SystemExit("A PDF needs Chromium. Or open docs/cheat_sheet.html in your browser and print it.")
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={PDF}")
    subprocess.run([browser, *options, SHEET.as_uri()], check=True, capture_output=True, timeout=600)


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Write the cheat sheet from the course's own symbols and formulas.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the sheet would change")
    parser.add_argument("--pdf", action="store_true", help="print it as well")
    options = parser.parse_args(arguments)
    new, name = page(), SHEET.relative_to(ROOT)
    changed = not SHEET.exists() or SHEET.read_text(encoding="utf-8") != new
    if options.check:
        if changed:
            print(f"{name}: would change; run `make notebooks`", file=sys.stderr)
        return int(changed)
    if changed:
        SHEET.write_text(new, encoding="utf-8", newline="\n")
    print(f"{name}: {'written' if changed else 'unchanged'}")
    if options.pdf:
        print_pdf()
        print(f"{PDF.relative_to(ROOT)}: printed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
