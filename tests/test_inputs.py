"""What may not go in, at every public door; and that the error says what was given, expected and to be done."""

import functools
import re
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from perceptron import data, neuron, symbolic
from perceptron.certificate import certify
from perceptron.cost import CROSS_ENTROPY, MSE
from perceptron.data import Standardisation, o_rings, penguins
from perceptron.descent import step, train
from perceptron.generated import numpy_gradient
from perceptron.gradient import cost_at, gradient
from perceptron.network import Network
from perceptron.network_certificate import certify_network
from perceptron.neuron import ACTIVATIONS, SIGMOID, TANH
from perceptron.symbolic import derive

GOOD = {
    "X": np.array([[1.0, 2.0], [3.0, 4.0], [5.0, -6.0]]),
    "y": np.array([0.0, 1.0, 1.0]),
    "w": np.array([0.1, -0.2]),
    "b": 0.3,
}
DOORS = {
    "weighted_sum": (neuron.weighted_sum, "Xwb", {}),
    "predict": (neuron.predict, "Xwb", {}),
    "gradient": (gradient, "Xywb", {}),
    "cost_at": (cost_at, "Xywb", {}),
    "train": (train, "Xywb", {"alpha": 0.1, "epochs": 2}),
    "certify": (certify, "Xywb", {"gradient_fn": gradient}),
    "derived": (numpy_gradient(derive()), "Xywb", {}),
}


def call(door, **changed):
    """The function behind the door with good arguments, of which some are changed."""
    function, names, more = DOORS[door]
    return function(**{**{name: GOOD[name] for name in names}, **more, **changed})


def hole(value, order="C"):
    X = np.array(GOOD["X"], order=order)
    X[1, 1] = value
    return X


NOT_NUMBERS = {
    "None": None,
    "text": "abc",
    "texts": [["a", "b"]] * 3,
    "digits as text": [["1", "2"]] * 3,
    "a None inside": [[1, None]] * 3,
    "complex": GOOD["X"] * 1j,
    "dates": np.full((3, 2), "2024-01-01", dtype="datetime64[D]"),
    "a dict": {"x": 1},
    "an integer beyond the floats": [[10**400, 1]] * 3,
}
X_DOORS = list(DOORS)
Y_DOORS = ["gradient", "cost_at", "train", "certify", "derived"]
CHOICE_DOORS = ["gradient", "cost_at", "train", "certify"]

NUMBERS = "leave text, None and complex numbers out."
LEARNING_RATE = "The learning rate is a positive number: the minus sign is in the step itself."


def not_finite(place, value, size, bad=1):
    return (
        f"{place} is {value}, expected a finite number; leave that example out or mend it "
        f"({bad} of {size} entries are not finite)."
    )


# doors: (what is changed, the exception, its message or, with "|" between them, words of it).
BAD_DATA = [
    (
        X_DOORS,
        {"X": np.ones(3)},
        ValueError,
        "X has shape (3,), expected (any, any). Each row is one example: a single feature is X[:, None], "
        "one example X[None, :].",
    ),
    (X_DOORS, {"X": np.ones((3, 2, 1))}, ValueError, "X has shape (3, 2, 1)|expected (any, any)"),
    (X_DOORS, {"X": 5.0}, ValueError, "X has shape ()|expected (any, any)"),
    (X_DOORS, {"X": []}, ValueError, "X has shape (0,)|expected (any, any)"),
    (X_DOORS, {"X": np.ones((0, 2)), "y": []}, ValueError, "X is empty (shape (0, 2)); at least one number is needed."),
    (X_DOORS, {"X": np.ones((3, 0)), "w": []}, ValueError, "X is empty (shape (3, 0)); at least one number is needed."),
    (
        X_DOORS,
        {"X": [[1, 2], [3]]},
        TypeError,
        "X must be made of real numbers, got [[1, 2], [3]]; give every row the same length.",
    ),
    *((X_DOORS, {"X": X}, TypeError, "X must be made of real numbers, got|leave") for X in NOT_NUMBERS.values()),
    *(
        (X_DOORS, {"X": hole(value, order), "w": w}, ValueError, not_finite("X[1, 1]", value, 6))
        for value in (np.nan, np.inf, -np.inf)
        for order in "CF"
        for w in (GOOD["w"], [0.0, 0.0])
    ),
    (X_DOORS, {"X": np.full((3, 2), np.longdouble("1e4000"))}, ValueError, not_finite("X[0, 0]", np.inf, 6, bad=6)),
    (X_DOORS, {"X": GOOD["X"] * 1e307, "w": [50, 50]}, ValueError, "standardise the features|smaller"),
    # A sigmoid would make a quiet 1 of this infinity.
    (X_DOORS, {"X": [[1e308, 1e308]] * 3, "w": [1, 1]}, ValueError, "standardise the features|smaller"),
    (
        X_DOORS,
        {"w": [1.0]},
        ValueError,
        "w has shape (1,), expected (2). X has 2 feature(s), so w needs 2 weight(s), one for each.",
    ),
    (X_DOORS, {"w": [[1.0, 2.0]]}, ValueError, "w has shape (1, 2)|expected (2)"),
    (X_DOORS, {"w": 1.0}, ValueError, "w has shape ()|expected (2)"),
    (X_DOORS, {"w": [np.nan, 0]}, ValueError, not_finite("w[0]", np.nan, 2)),
    (X_DOORS, {"w": [0, np.inf]}, ValueError, not_finite("w[1]", np.inf, 2)),
    *(
        (doors, {name: value}, TypeError, f"{name} must be made of real numbers, got {value!r}; {NUMBERS}")
        for doors, name, values in (
            (X_DOORS, "w", (None, "ab", [1, 2j], [1, "2"])),
            (X_DOORS, "b", (None, "1", 1j)),
            (Y_DOORS, "y", (None, ["cat", "dog", "cat"], [1j, 0, 0])),
        )
        for value in values
    ),
    (
        X_DOORS,
        {"b": [1.0]},
        ValueError,
        "b has shape (1,), expected one number. One neuron has one bias; give a plain number.",
    ),
    (X_DOORS, {"b": np.nan}, ValueError, not_finite("b", np.nan, 1)),
    (X_DOORS, {"b": -np.inf}, ValueError, not_finite("b", -np.inf, 1)),
    (
        Y_DOORS,
        {"y": [0, 1]},
        ValueError,
        "y has shape (2,), expected (3). There are 3 example(s), so y needs 3 target(s), one for each.",
    ),
    (Y_DOORS, {"y": [[0], [1], [1]]}, ValueError, "y has shape (3, 1)|expected (3)"),
    (Y_DOORS, {"y": [0, np.nan, np.inf]}, ValueError, not_finite("y[1]", np.nan, 3, bad=2)),
    (Y_DOORS, {"y": [0, 1, -np.inf]}, ValueError, not_finite("y[2]", -np.inf, 3)),
    (
        CHOICE_DOORS,
        {"y": [0, 2, 3], "cost": CROSS_ENTROPY},
        ValueError,
        "y[1] = 2, but cross-entropy compares chances, from 0 to 1; code the two classes as 0 and 1.",
    ),
    (
        CHOICE_DOORS,
        {"b": -9, "activation": TANH, "cost": CROSS_ENTROPY},
        ValueError,
        "y_hat[0] = -1, but cross-entropy compares chances, from 0 to 1; use SIGMOID, or MSE as the cost.",
    ),
    *(
        (doors, {role: value}, error, f"{role} = {value!r}{unknown}, expected one of {known}.{hint}")
        for doors, role, known, values in (
            (
                [
                    "predict",
                    *(door for door in CHOICE_DOORS if door != "certify"),
                ],  # which takes formulas and functions, too
                "activation",
                "sigmoid, tanh, relu, step, identity",
                {"sigmod": " Did you mean 'sigmoid'?", "xyz": "", np.tanh: None, None: None, 1: None, MSE: None},
            ),
            (
                [door for door in CHOICE_DOORS if door != "certify"],
                "cost",
                "mse, cross_entropy",
                {"msee": " Did you mean 'mse'?", "xyz": "", None: None, 2: None, SIGMOID: None},
            ),
        )
        for value, hint in values.items()
        for error, unknown, hint in [(TypeError, "", "") if hint is None else (ValueError, " is not known", hint)]
    ),
]


def assert_says(error, words):
    if "|" in words:
        assert all(word in str(error) for word in words.split("|"))
    else:
        assert str(error) == words


@pytest.mark.parametrize(
    ("door", "changed", "exception", "words"),
    [
        pytest.param(door, *bad, id=f"{door}-{'-'.join(bad[0])}-{k}")
        for k, (doors, *bad) in enumerate(BAD_DATA)
        for door in doors
    ],
)
def test_bad_data_is_refused_at_every_door(door, changed, exception, words):
    names = DOORS[door][1]
    changed = {name: value for name, value in changed.items() if len(name) > 1 or name in names}
    with pytest.raises(exception) as caught:
        call(door, **changed)
    assert_says(caught.value, words)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("w", [GOOD["w"], [0.0, 0.0]], ids=["w", "0"])
def test_a_hole_in_the_data_is_seen_through_every_activation(activation, value, w):
    # A step makes 0 or 1 of anything, a sigmoid of infinity.
    for function in (gradient, cost_at, numpy_gradient(derive(activation))):
        choice = {} if function not in (gradient, cost_at) else {"activation": activation}
        with pytest.raises(ValueError, match=rf"X\[1, 1\] is {value}"):
            function(hole(value), GOOD["y"], w, GOOD["b"], **choice)


y3, h3 = [0.0, 1.0, 1.0], [0.25, 0.5, 0.75]
scale = Standardisation.of(GOOD["X"])
z, y, y_hat = symbolic.z, symbolic.y, symbolic.y_hat
ALPHA = f"a finite number above 0. {LEARNING_RATE}"
PAIR = "expected the pair (dC_dw, dC_db), a dict of the two, or one vector of 3 numbers, the weights before the bias."
PER_EXAMPLE = "it has one entry per example; add up over the examples."

BAD_CALLS = [
    # learning rate
    *(
        (lambda f=f, a=a: f(a), ValueError, f"alpha = {shown}, expected {ALPHA}")
        for f in (lambda a: call("train", alpha=a), lambda a: step([1], 0, [1], 0, a))
        for a, shown in (
            *((a, repr(a)) for a in (0, -0.1, np.nan, np.inf, Fraction(-1, 2), np.longdouble("1e4000"))),
            (10**400, "1" + 56 * "0" + "..."),
        )
    ),
    *(
        (lambda a=a: call("train", alpha=a), TypeError, f"alpha must be a real number, got {a!r}. {LEARNING_RATE}")
        for a in (None, "0.1", True, [0.1], 1j, np.array([0.1]))
    ),
    # epochs, batches, tolerance, order
    *((lambda e=e: call("train", epochs=e), ValueError, f"epochs = {e}, expected 1 or more.") for e in (0, -1)),
    *(
        (lambda e=e: call("train", epochs=e), TypeError, f"epochs must be a whole number, got {e!r}.")
        for e in (1.5, 2.0, "3", None, True, [1])
    ),
    *((lambda s=s: call("train", batch_size=s), ValueError, f"batch_size = {s}, expected 1 to 3.") for s in (0, -1, 4)),
    *(
        (lambda s=s: call("train", batch_size=s), TypeError, f"batch_size must be a whole number, got {s!r}.")
        for s in (1.5, "1", True)
    ),
    *(
        (lambda t=t: call("train", tolerance=t), ValueError, f"tolerance = {t}, expected {wanted}")
        for t, wanted in (
            (-1e-9, "0 or more; 0 never stops early."),
            (np.nan, "a finite number."),
            (np.inf, "a finite number."),
        )
    ),
    *(
        (lambda t=t: call("train", tolerance=t), TypeError, f"tolerance must be a real number, got {t!r}.")
        for t in (None, "0", False)
    ),
    *(
        (
            lambda r=r: call("train", rng=r),
            TypeError,
            f"rng = {r!r}, expected a NumPy Generator, a whole number as seed, or None.",
        )
        for r in ("seven", 1.5, -1, True, {})
    ),
    # gradient functions
    *(
        (
            lambda d=d, f=f: call(d, gradient_fn=f),
            TypeError,
            f"gradient_fn = {f!r}, expected a function (X, y, w, b) -> (dC_dw, dC_db).",
        )
        for d in ("train", "certify")
        for f in (None, 5, (GOOD["w"], 0.3))
    ),
    *(
        (lambda d=d, r=r: call(d, gradient_fn=lambda *_: r), ValueError, words)
        for d in ("train", "certify")
        for r, words in (
            (None, f"gradient_fn returned None, {PAIR}"),
            (([1, 2], 3, 4), f"gradient_fn returned ([1, 2], 3, 4), {PAIR}"),
            (([1.0], 0.0), "dC_dw has shape (1,), expected (2,): each weight has one entry."),
            ((np.zeros((3, 2)), 0.0), f"dC_dw has shape (3, 2), expected (2,): {PER_EXAMPLE}"),
            (([1.0, 2.0], np.zeros(3)), f"dC_db has shape (3,), expected one number: {PER_EXAMPLE}"),
        )
    ),
    *(
        (
            lambda d=d: call(d, gradient_fn=lambda *_: ([1, None], 0.0)),
            TypeError,
            f"dC_dw must be made of real numbers, got [1, None]; {NUMBERS}",
        )
        for d in ("train", "certify")
    ),
    (  # a built-in has no signature to look at
        lambda: call("train", gradient_fn=functools.partial(max, key=np.size)),
        ValueError,
        f"gradient_fn returned {GOOD['X']!r:.60} of shape (3, 2), {PAIR}",
    ),
    (
        lambda: certify(gradient, GOOD["X"], [1e200] * 3, [0, 0], 0, "identity"),
        ValueError,
        "C is infinite here, so there are no differences to take; certify nearer to the targets.",
    ),
    (
        lambda: certify_network(GOOD["X"], [1e200] * 3, Network(([0, 0], 0, "identity"))),
        ValueError,
        "C is infinite here, so there are no differences to take; certify nearer to the targets.",
    ),
    # a step
    (lambda: step([], 0, [], 0, 0.1), ValueError, "w is empty (shape (0,)); at least one number is needed."),
    (lambda: step(1.0, 0, 1.0, 0, 0.1), ValueError, "w has shape (), expected (any). A single weight is [w]."),
    (
        lambda: step([1, 2], 0, [1], 0, 0.1),
        ValueError,
        "dC_dw has shape (1,), expected (2). Each weight has its own entry.",
    ),
    (lambda: step([1, 2], 0, [1, np.nan], 0, 0.1), ValueError, not_finite("dC_dw[1]", np.nan, 2)),
    (lambda: step([1, 2], 0, [1, 2], np.inf, 0.1), ValueError, not_finite("dC_db", np.inf, 1)),
    (lambda: step([np.inf, 2], 0, [1, 2], 0, 0.1), ValueError, not_finite("w[0]", np.inf, 2)),
    (lambda: step([1, 2], np.nan, [1, 2], 0, 0.1), ValueError, not_finite("b", np.nan, 1)),
    (lambda: step([1, 2], [0], [1, 2], 0, 0.1), ValueError, "b has shape (1,), expected one number."),
    (lambda: step([1, 2], 0, [1, 2], [0], 0.1), ValueError, "dC_db has shape (1,), expected one number."),
    (lambda: step([1, 2], 0, None, 0, 0.1), TypeError, f"dC_dw must be made of real numbers, got None; {NUMBERS}"),
    *(
        (bad, ValueError, "the step overflows with alpha = 10; make the learning rate smaller.")
        for bad in (lambda: step([1e308], 0, [-1e308], 0, 10), lambda: step([0], 1e308, [0], -1e308, 10))
    ),
    # costs
    *(
        row
        for f in (MSE, MSE.loss, CROSS_ENTROPY.derivative, CROSS_ENTROPY)
        for row in (
            (
                lambda f=f: f(y3, h3[:2]),
                ValueError,
                "y has shape (3,), expected (2). There are 2 example(s), so y needs 2 target(s), one for each.",
            ),
            (lambda f=f: f([], []), ValueError, "y_hat is empty (shape (0,)); at least one number is needed."),
            (lambda f=f: f(1.0, 0.5), ValueError, "y_hat has shape (), expected (any)."),
            (lambda f=f: f([h3], [h3]), ValueError, "y_hat has shape (1, 3), expected (any)."),
            (lambda f=f: f(y3, [0.5, np.nan, 0.5]), ValueError, not_finite("y_hat[1]", np.nan, 3)),
            (lambda f=f: f([0, 1, np.inf], h3), ValueError, not_finite("y[2]", np.inf, 3)),
            (lambda f=f: f(None, h3), TypeError, f"y must be made of real numbers, got None; {NUMBERS}"),
            (
                lambda f=f: f(y3, ["a"] * 3),
                TypeError,
                f"y_hat must be made of real numbers, got ['a', 'a', 'a']; {NUMBERS}",
            ),
        )
    ),
    (
        lambda: CROSS_ENTROPY([0, -1, 1], h3),
        ValueError,
        "y[1] = -1, but cross-entropy compares chances, from 0 to 1; code the two classes as 0 and 1.",
    ),
    (
        lambda: CROSS_ENTROPY(y3, [0.5, 0.5, 1.25]),
        ValueError,
        "y_hat[2] = 1.25, but cross-entropy compares chances, from 0 to 1; use SIGMOID, or MSE as the cost.",
    ),
    # activations alone
    *(
        (lambda f=f, v=v: f(v), TypeError, f"z must be made of real numbers, got {v!r}; {mend}")
        for a in ACTIVATIONS.values()
        for f in (a, a.derivative)
        for v, mend in ((None, NUMBERS), ("1", NUMBERS), (1j, NUMBERS), ([1, [2]], "give every row the same length."))
    ),
    # derivations
    (lambda: derive("sigmod"), ValueError, "activation = 'sigmod' is not known|Did you mean 'sigmoid'?"),
    (lambda: derive("tanh", "crossentropy"), ValueError, "cost = 'crossentropy'|Did you mean 'cross_entropy'?"),
    *((lambda a=a: derive(a), TypeError, "activation = |a name of sigmoid") for a in (None, 1, [z], np.tanh, sp.true)),
    (lambda: derive("tanh", 2.0), TypeError, "cost = 2.0|a name of mse, cross_entropy or a SymPy expression"),
    (lambda: derive(sp.tanh(y)), ValueError, "tanh(y) is made of y|formula in z"),
    (lambda: derive(sp.Symbol("t") * z), ValueError, "made of t, z|formula in z"),
    (lambda: derive(sp.Integer(1)), ValueError, "made of no symbol|formula in z"),
    (lambda: derive("tanh", (y - z) ** 2), ValueError, "made of y, z|perceptron.symbolic"),
    # data
    *((lambda t=t: o_rings(t), ValueError, "target = |expected one of fraction, any") for t in (None, 1, ["any"])),
    (lambda: o_rings("fractoin"), ValueError, "'fractoin' is not known|Did you mean 'fraction'?"),
    (lambda: penguins(("Adelie", "Gento")), ValueError, "species = 'Gento'|Chinstrap|Did you mean 'Gentoo'?"),
    (
        lambda: penguins(features=("bill_length_mm", "bill_depht_mm")),
        ValueError,
        "is not known|Did you mean 'bill_depth_mm'?",
    ),
    *(
        (lambda s=s: penguins(s), ValueError, "species = |two different names of Adelie, Chinstrap, Gentoo")
        for s in (None, "Adelie", 2, (), ("Adelie",), ("Adelie",) * 2, {"Adelie", "Gentoo"}, data.SPECIES)
    ),
    (lambda: penguins((None, "Adelie")), ValueError, "species = None is not known|Adelie, Chinstrap, Gentoo"),
    (lambda: penguins(features="body_mass_g"), ValueError, "features = |two different names"),
    # standardisation
    (lambda: Standardisation.of(np.ones(3)), ValueError, "X has shape (3,)|X[:, None]"),
    (lambda: Standardisation.of(hole(np.nan)), ValueError, "X[1, 1] is nan|leave that example out"),
    (lambda: Standardisation.of([[1], [1]]), ValueError, "feature 0 is 1 in every example|leave it out"),
    (lambda: Standardisation.of(None), TypeError, f"X must be made of real numbers, got None; {NUMBERS}"),
    (lambda: scale.apply([[1.0]]), ValueError, "X has shape (1, 1)|expected (any, 2)|of 2 feature(s)"),
    (lambda: scale.apply(hole(-np.inf)), ValueError, "X[1, 1] is -inf|finite"),
    (lambda: scale.apply("X"), TypeError, f"X must be made of real numbers, got 'X'; {NUMBERS}"),
    (lambda: scale.undo([1.0], 0), ValueError, "w has shape (1,)|expected (2)"),
    (lambda: scale.undo([1.0, np.nan], 0), ValueError, "w[1] is nan|finite"),
    (lambda: scale.undo([1.0, 2.0], None), TypeError, f"b must be made of real numbers, got None; {NUMBERS}"),
]


@pytest.mark.parametrize(("bad", "exception", "words"), BAD_CALLS)
def test_bad_calls_are_refused(bad, exception, words):
    with pytest.raises(exception) as caught:
        bad()
    assert_says(caught.value, words)


@pytest.mark.parametrize("door", DOORS)
def test_what_goes_in_is_not_changed_and_may_be_read_only(door):
    given = {name: np.array(GOOD[name]) for name in DOORS[door][1]}
    for array in given.values():
        array.flags.writeable = False
    call(door, **given)
    assert all(np.array_equal(array, GOOD[name]) for name, array in given.items())


@pytest.mark.parametrize("f", [MSE, MSE.loss, MSE.derivative, CROSS_ENTROPY, CROSS_ENTROPY.loss, SIGMOID, scale.apply])
def test_nor_by_costs_activations_and_standardisation(f):
    given = [np.array(GOOD["X"])] if f in (SIGMOID, scale.apply) else [np.array(y3), np.array(h3)]
    before = [array.copy() for array in given]
    for array in given:
        array.flags.writeable = False
    f(*given)
    assert all(map(np.array_equal, given, before))


def test_step_and_train_leave_their_start_alone():
    w, dC_dw = np.array([1.0, 2.0]), np.array([0.5, -0.5])
    new_w, _ = step(w, 0.0, dC_dw, 1.0, 0.1)
    new_w += 1
    history = call("train", w=w)
    assert (w.tolist(), dC_dw.tolist()) == ([1, 2], [0.5, -0.5])
    assert history.w[0].tolist() == [1, 2]
    w[:] = 0
    assert history.w[0].tolist() == [1, 2]


@pytest.mark.parametrize(("letters", "shown"), [(56, "['" + 56 * "x" + "']"), (57, "['" + 55 * "x" + "...")])
def test_values_longer_than_60_letters_are_cut_in_messages(letters, shown):
    with pytest.raises(TypeError, match=re.escape(f"got {shown}; leave")):
        neuron.weighted_sum(["x" * letters], [1], 0)
