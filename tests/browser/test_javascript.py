"""The JavaScript that is printed from a derivation computes what NumPy computes. Node runs it: no browser."""

import numpy as np
import pytest
from node import ask

from perceptron import codegen
from perceptron.generated import loss_of_z, slope_of_z
from perceptron.neuron import ACTIVATIONS, SIGMOID
from perceptron.symbolic import COSTS, derive, y, z

# Between 3 and 40, 1 - tanh(z) loses its digits, and nobody's last ones are right.
Z = [0.0, *(sign * size for size in (1e-300, 1e-3, 0.5, 3, 40, 710, 800, 1e308) for sign in (-1, 1))]
Y = [0.0, 0.3, 1.0]
PAIRS = [(a, c) for a in ACTIVATIONS for c in COSTS]
PROGRAM = """
const told = JSON.parse(readFileSync(0, "utf8")), number = (v) => Number.isFinite(v) ? v : String(v), answers = [];
for (const source of told.cases) {
  const of = new Function(source + "; return {predict, loss, slope};")();
  answers.push({
    predict: told.Z.map((z) => number(of.predict(z))),
    loss: told.Y.map((y) => told.Z.map((z) => number(of.loss(z, y)))),
    slope: told.Y.map((y) => told.Z.map((z) => number(of.slope(z, y)))),
  });
}
console.log(JSON.stringify(answers));
"""


def source(pair):
    """The prediction, the loss and its slope, as SymPy's printer writes them."""
    derivation = derive(*pair)
    functions = {
        "predict(z)": codegen.safe(derivation.activation, z),
        "loss(z, y)": loss_of_z(derivation),
        "slope(z, y)": slope_of_z(derivation),
    }
    return "\n".join(f"function {name} {{ return {codegen.javascript(e)}; }}" for name, e in functions.items())


@pytest.fixture(scope="module")
def answers():
    """What Node says, by activation and cost; one start for all."""
    return dict(zip(PAIRS, ask(PROGRAM, {"cases": list(map(source, PAIRS)), "Z": Z, "Y": Y}), strict=True))


def assert_same(javascript, python):
    np.testing.assert_allclose(np.array(javascript, dtype=float), python, rtol=1e-12, atol=5e-324, equal_nan=True)


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_javascript_equals_numpy(pair, answers):
    derivation, said = derive(*pair), answers[pair]
    assert_same(said["predict"], ACTIVATIONS[pair[0]](Z))
    at_z, at_y = np.meshgrid(Z, Y)
    with np.errstate(all="ignore"):  # cross-entropy of what is no chance: NaN and infinity are to be the same too
        loss, slope = codegen.numpy_function((z, y), loss_of_z(derivation), slope_of_z(derivation))(at_z, at_y)
    assert_same(said["loss"], loss)
    assert_same(said["slope"], slope)


def test_javascript_stays_finite_where_a_sigmoid_saturates(answers):
    for cost in COSTS:
        said = answers[SIGMOID.name, cost]
        assert all(np.isfinite(np.array(said[name], float)).all() for name in ("predict", "loss", "slope"))
