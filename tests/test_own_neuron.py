"""A neuron of the reader's own: derived, certified, described, drawn and trained, whatever sensible was typed."""

from itertools import product

import numpy as np
import pytest

from perceptron.course.exercises.own import judge_hinge, judge_lively
from perceptron.course.l09_build import own_neuron
from perceptron.expression import ExpressionError
from perceptron.own_neuron import build

MSE, ENTROPY = "(y - ŷ)^2", "-y ln(ŷ) - (1 - y) ln(1 - ŷ)"
ACTIVATIONS = {  # typed -> what is said of it
    "z / (1 + |z|)": ["saturates below z = −9:", "saturates above z = 9:"],
    "sigma(z)": ["saturates below z = −6:", "saturates above z = 6:"],
    "max(0, z)": ["dies below z = 0:", "kink at z = 0:"],
    "max(0.1 z, z)": ["kink at z = 0:"],
    "max(0, min(1, z/4 + 1/2))": ["dies below z = −2:", "dies above z = 2:", "kink at z = −2:", "kink at z = 2:"],
    "step(z - 3)": ["Its slope is 0 wherever it has one", "jumps at z = 3."],
    "e^-z²": ["saturates below z = −2.5:", "saturates above z = 2.5:"],
    "z": ["neither saturates nor has a kink"],
    "sin(z)": ["neither saturates nor has a kink"],
    "ln(1 + e^z)": ["saturates below z = −4.6:"],
    "1/2 + z/(2 sqrt(1 + z^2))": ["saturates below z = −4.5:", "saturates above z = 4.5:"],
}


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_its_character_is_told(activation):
    said = build(activation).character
    assert len(said) == len(ACTIVATIONS[activation])
    assert all(part in sentence for part, sentence in zip(ACTIVATIONS[activation], said, strict=True))


@pytest.mark.parametrize(
    ("activation", "cost"),
    [*((activation, MSE) for activation in ACTIVATIONS), *product(("sigma(z)", "max(0, z)"), ("|y - ŷ|", "(y - ŷ)^4"))],
)
def test_it_is_certified_drawn_and_trained(activation, cost):
    neuron = build(activation, cost)
    assert neuron.certificate().passed
    history = neuron.train(alpha=0.01, epochs=5)
    assert np.isfinite(history.C).all()
    assert history.C[-1] <= history.C[0] or activation.startswith("step")
    assert own_neuron(neuron)._repr_mimebundle_()[0]["image/png"]


def test_cross_entropy_next_to_the_sigmoid_does_not_saturate():
    """The lesson's main finding: far out on the wrong side one slope vanishes and the other stays near -1."""
    squared, entropy = build("sigma(z)", MSE), build("sigma(z)", ENTROPY)
    for z in (-4.0, -8.0, -30.0, -700.0):
        p = np.exp(z) / (1 + np.exp(z))
        assert entropy.slope_of_loss(z, 1.0) == pytest.approx(p - 1)
        assert squared.slope_of_loss(z, 1.0) == pytest.approx(2 * (p - 1) * p * (1 - p))
    stuck, freed = (n.train(alpha=1.0, epochs=100, b=-8.0) for n in (squared, entropy))
    assert squared.right(stuck) < 160
    assert entropy.right(freed) > 265


@pytest.mark.parametrize(
    ("activation", "cost"),
    [
        ("z/2 (1 + erf(z/√2))", MSE),
        ("z tanh(ln(1+e^z))", "|y-ŷ|"),
        ("1 - exp(-exp(z))", ENTROPY),
        ("max(0, min(1, z/6 + ½))", "ln(cosh(y-ŷ))"),
        ("σ(z)", "min(|y-ŷ|, ½) |y-ŷ| - min(|y-ŷ|, ½)²/2"),
        ("σ(z)", "y ln(y/ŷ) + (1-y) ln((1-y)/(1-ŷ))"),
        ("e^z", "ŷ - y ln ŷ"),
        (r"\frac{1}{1+e^{-z}}", r"\frac12(y-\hat{y})^2"),
    ],
)
def test_what_the_field_uses_is_certified_and_learns(activation, cost):
    neuron = build(activation, cost)
    assert neuron.certificate().passed
    history = neuron.train(alpha=0.1, epochs=20)
    assert history.C[-1] < history.C[0]


def test_a_pair_that_does_not_fit_is_named():
    neuron = build("tanh(z)", ENTROPY)
    words = r"At z = −4 it predicts -1, and this cost has no value outside 0 to 1\. Take an activation between"
    for act in (neuron.train, neuron.certificate):
        with pytest.raises(ValueError, match=words):
            act()
    assert any("no value outside 0 to 1" in sentence for sentence in neuron.character)


@pytest.mark.parametrize(
    ("activation", "cost", "words"),
    [
        ("2", MSE, "has no z"),
        ("z", "y", "has no ŷ"),
        ("w + z", MSE, "w"),
        ("z", "(y - z)^2", "z"),
        ("z +", MSE, "column"),
        ("__import__('os')", MSE, "column"),
    ],
)
def test_nonsense_is_refused(activation, cost, words):
    with pytest.raises(ValueError, match=words):
        build(activation, cost)


def test_text_only():
    with pytest.raises(TypeError):
        build(3)
    with pytest.raises(ExpressionError):
        build("")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "not written yet"),
        ("...", "not written yet"),
        ("z + tanh(z)", "right: nowhere less than 50 % of its steepest slope is left, and it bends"),
        ("max(z, z/10)", "right: nowhere less than 10 %"),
        ("sigma(z)", "wrong, because somewhere it is flat"),
        ("z", "wrong, because it is straight"),
        ("z^2", "wrong, because it rises and falls"),
        ("1/(1+", "wrong: "),
        (7, "wrong: "),
    ],
)
def test_a_lively_activation_is_judged(text, words):
    assert str(judge_lively(text)).startswith(words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "not written yet"),
        ("max(0, 1 - (2 y - 1) ŷ)", "right: each target now pulls to its own side"),
        ("max(0, 1 + (1 - 2y) ŷ)", "right:"),
        ("max(0, 1 - y ŷ)", "wrong, because where y = 0 it costs 1 whatever ŷ is"),
        ("max(0, 1 + (2 y - 1) ŷ)", "wrong, because 0 and 1 have changed places"),
        ("(y - ŷ)^2", "wrong, because where y = 1 it must cost"),
        (7, "wrong: "),
    ],
)
def test_a_hinge_for_0_and_1_is_judged(text, words):
    assert str(judge_hinge(text)).startswith(words)


def test_a_target_that_teaches_nothing_is_named():
    """The hinge loss is for targets −1 and 1: with 0 and 1 the neuron learns from one kind alone."""
    hinge, mended = (build("z", cost) for cost in ("max(0, 1 - y ŷ)", "max(0, 1 - (2 y - 1) ŷ)"))
    assert [said for said in hinge.character if "Where y = 0" in said and "2 y − 1" in said]
    assert not [said for said in mended.character if "teach nothing" in said]
    assert [said for said in build("z", "(1 - y) ŷ^2").character if "Where y = 1" in said]
