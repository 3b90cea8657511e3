"""What may not go in, at every public door; and that the error says what was given, expected and to be done."""

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

# doors: (what is changed, the exception, words of its message).
BAD_DATA = [
    (X_DOORS, {"X": np.ones(3)}, ValueError, "X has shape (3,)|expected (any, any)|X[:, None]"),
    (X_DOORS, {"X": np.ones((3, 2, 1))}, ValueError, "X has shape (3, 2, 1)|expected (any, any)"),
    (X_DOORS, {"X": 5.0}, ValueError, "X has shape ()|expected (any, any)"),
    (X_DOORS, {"X": []}, ValueError, "X has shape (0,)|expected (any, any)"),
    (X_DOORS, {"X": np.ones((0, 2)), "y": []}, ValueError, "X is empty (shape (0, 2))|at least one number"),
    (X_DOORS, {"X": np.ones((3, 0)), "w": []}, ValueError, "X is empty (shape (3, 0))|at least one number"),
    (X_DOORS, {"X": [[1, 2], [3]]}, TypeError, "X must be made of real numbers|[[1, 2], [3]]|same length"),
    *((X_DOORS, {"X": X}, TypeError, "X must be made of real numbers, got|leave") for X in NOT_NUMBERS.values()),
    *(
        (
            X_DOORS,
            {"X": hole(value, order), "w": w},
            ValueError,
            f"X[1, 1] is {value}|a finite number|leave that example",
        )
        for value in (np.nan, np.inf, -np.inf)
        for order in "CF"
        for w in (GOOD["w"], [0.0, 0.0])
    ),
    (X_DOORS, {"X": GOOD["X"] * 1e307, "w": [50, 50]}, ValueError, "standardise the features|smaller"),
    # A sigmoid would make a quiet 1 of this infinity.
    (X_DOORS, {"X": [[1e308, 1e308]] * 3, "w": [1, 1]}, ValueError, "standardise the features|smaller"),
    (X_DOORS, {"w": [1.0]}, ValueError, "w has shape (1,)|expected (2)|X has 2 feature(s)"),
    (X_DOORS, {"w": [[1.0, 2.0]]}, ValueError, "w has shape (1, 2)|expected (2)"),
    (X_DOORS, {"w": 1.0}, ValueError, "w has shape ()|expected (2)"),
    (X_DOORS, {"w": [np.nan, 0]}, ValueError, "w[0] is nan|a finite number"),
    (X_DOORS, {"w": [0, np.inf]}, ValueError, "w[1] is inf|a finite number"),
    *((X_DOORS, {"w": w}, TypeError, "w must be made of real numbers, got") for w in (None, "ab", [1, 2j], [1, "2"])),
    (X_DOORS, {"b": [1.0]}, ValueError, "b has shape (1,)|expected one number|plain number"),
    (X_DOORS, {"b": np.nan}, ValueError, "b is nan|a finite number"),
    (X_DOORS, {"b": -np.inf}, ValueError, "b is -inf|a finite number"),
    *((X_DOORS, {"b": b}, TypeError, "b must be made of real numbers, got") for b in (None, "1", 1j)),
    (Y_DOORS, {"y": [0, 1]}, ValueError, "y has shape (2,)|expected (3)|3 example(s)"),
    (Y_DOORS, {"y": [[0], [1], [1]]}, ValueError, "y has shape (3, 1)|expected (3)"),
    (Y_DOORS, {"y": [0, np.nan, 1]}, ValueError, "y[1] is nan|a finite number|leave that example out"),
    (Y_DOORS, {"y": [0, 1, -np.inf]}, ValueError, "y[2] is -inf|a finite number"),
    *((Y_DOORS, {"y": y}, TypeError, "y must be made of real") for y in (None, ["cat", "dog", "cat"], [1j, 0, 0])),
    (CHOICE_DOORS, {"y": [0, 2, 1], "cost": CROSS_ENTROPY}, ValueError, "y[1] = 2|from 0 to 1|code the two classes"),
    (
        CHOICE_DOORS,
        {"b": -9, "activation": TANH, "cost": CROSS_ENTROPY},
        ValueError,
        "y_hat[0] = -1|from 0 to 1|use SIGMOID",
    ),
    (["predict", *CHOICE_DOORS], {"activation": "sigmod"}, ValueError, "'sigmod' is not known|Did you mean 'sigmoid'?"),
    *(
        (["predict", *CHOICE_DOORS], {"activation": a}, TypeError, "activation = |expected one of sigmoid, tanh, relu")
        for a in (np.tanh, None, 1, MSE)
    ),
    (CHOICE_DOORS, {"cost": "msee"}, ValueError, "'msee' is not known|mse, cross_entropy|Did you mean 'mse'?"),
    *((CHOICE_DOORS, {"cost": c}, TypeError, "cost = |expected one of mse, cross_ent") for c in (None, 2, SIGMOID)),
]


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
    for word in words.split("|"):
        assert word in str(caught.value)


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
POSITIVE = "a finite number above 0|the minus sign is in the step itself"

BAD_CALLS = [
    # learning rate
    *(
        (lambda f=f, a=a: f(a), ValueError, f"alpha = |{POSITIVE}")
        for f in (lambda a: call("train", alpha=a), lambda a: step([1], 0, [1], 0, a))
        for a in (0, -0.1, np.nan, np.inf, 10**400, Fraction(-1, 2), np.longdouble("1e4000"))
    ),
    *(
        (lambda a=a: call("train", alpha=a), TypeError, "alpha must be a real number, got|minus sign")
        for a in (None, "0.1", True, [0.1], 1j, np.array([0.1]))
    ),
    # epochs, batches, tolerance, order
    *((lambda e=e: call("train", epochs=e), ValueError, f"epochs = {e}|1 or more") for e in (0, -1)),
    *(
        (lambda e=e: call("train", epochs=e), TypeError, "epochs must be a whole number, got")
        for e in (1.5, 2.0, "3", None, True, [1])
    ),
    *((lambda s=s: call("train", batch_size=s), ValueError, f"batch_size = {s}|1 to 3") for s in (0, -1, 4)),
    *((lambda s=s: call("train", batch_size=s), TypeError, "batch_size must be a whole") for s in (1.5, "1", True)),
    *((lambda t=t: call("train", tolerance=t), ValueError, "tolerance = |expected") for t in (-1e-9, np.nan, np.inf)),
    *((lambda t=t: call("train", tolerance=t), TypeError, "tolerance must be a real") for t in (None, "0", False)),
    *((lambda r=r: call("train", rng=r), TypeError, "rng = |Generator|seed") for r in ("seven", 1.5, -1, True, {})),
    # gradient functions
    *(
        (lambda d=d, f=f: call(d, gradient_fn=f), TypeError, "gradient_fn = |expected a function (X, y, w, b) -> ")
        for d in ("train", "certify")
        for f in (None, 5, (GOOD["w"], 0.3))
    ),
    *(
        (lambda d=d, r=r: call(d, gradient_fn=lambda *_: r), ValueError, f"{words}|expected")
        for d in ("train", "certify")
        for r, words in (
            (None, "returned None|the pair (dC_dw, dC_db)"),
            (np.zeros(3), "returned array|the pair (dC_dw, dC_db)"),
            (([1, 2], 3, 4), "the pair (dC_dw, dC_db)"),
            (([1.0], 0.0), "dC_dw has shape (1,)|(2)|sum over the examples"),
            (([[1.0, 2.0]], 0.0), "dC_dw has shape (1, 2)|(2)"),
            ((np.zeros((3, 2)), 0.0), "dC_dw has shape (3, 2)|(2)|sum over the examples"),
            (([1.0, 2.0], [0.0]), "dC_db has shape (1,)|one number"),
            (([1.0, 2.0], np.zeros(3)), "dC_db has shape (3,)|sum over the examples"),
        )
    ),
    *(
        (lambda d=d: call(d, gradient_fn=lambda *_: ([1, None], 0.0)), TypeError, "dC_dw must be made of real numbers")
        for d in ("train", "certify")
    ),
    (lambda: certify(gradient, GOOD["X"], [1e200] * 3, [0, 0], 0, "identity"), ValueError, "C is infinite|nearer"),
    # a step
    (lambda: step([], 0, [], 0, 0.1), ValueError, "w is empty|at least one number"),
    (lambda: step(1.0, 0, 1.0, 0, 0.1), ValueError, "w has shape ()|expected (any)|[w]"),
    (lambda: step([1, 2], 0, [1], 0, 0.1), ValueError, "dC_dw has shape (1,)|expected (2)|its own entry"),
    (lambda: step([1, 2], 0, [1, np.nan], 0, 0.1), ValueError, "dC_dw[1] is nan|finite"),
    (lambda: step([1, 2], 0, [1, 2], np.inf, 0.1), ValueError, "dC_db is inf|finite"),
    (lambda: step([np.inf, 2], 0, [1, 2], 0, 0.1), ValueError, "w[0] is inf|finite"),
    (lambda: step([1, 2], [0], [1, 2], 0, 0.1), ValueError, "b has shape (1,)|one number"),
    (lambda: step([1, 2], 0, None, 0, 0.1), TypeError, "dC_dw must be made of real numbers, got None"),
    (lambda: step([1e308], 0, [-1e308], 0, 10), ValueError, "overflows with alpha = 10|smaller"),
    # costs
    *(
        row
        for f in (MSE, MSE.loss, CROSS_ENTROPY.derivative, CROSS_ENTROPY)
        for row in (
            (lambda f=f: f(y3, h3[:2]), ValueError, "y has shape (3,)|expected (2)|2 example(s)"),
            (lambda f=f: f([], []), ValueError, "y_hat is empty|at least one number"),
            (lambda f=f: f(1.0, 0.5), ValueError, "y_hat has shape ()|expected (any)"),
            (lambda f=f: f([h3], [h3]), ValueError, "y_hat has shape (1, 3)|expected (any)"),
            (lambda f=f: f(y3, [0.5, np.nan, 0.5]), ValueError, "y_hat[1] is nan|finite"),
            (lambda f=f: f([0, 1, np.inf], h3), ValueError, "y[2] is inf|finite"),
            (lambda f=f: f(None, h3), TypeError, "y must be made of real numbers, got None"),
            (lambda f=f: f(y3, ["a"] * 3), TypeError, "y_hat must be made of real numbers"),
        )
    ),
    (lambda: CROSS_ENTROPY([0, -1, 1], h3), ValueError, "y[1] = -1|from 0 to 1|code the two classes as 0 and 1"),
    (lambda: CROSS_ENTROPY(y3, [0.5, 0.5, 1.25]), ValueError, "y_hat[2] = 1.25|from 0 to 1|use SIGMOID"),
    # activations alone
    *(
        (lambda f=f, v=v: f(v), TypeError, "z must be made of real numbers, got")
        for a in ACTIVATIONS.values()
        for f in (a, a.derivative)
        for v in (None, "1", 1j, [1, [2]])
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
    (lambda: o_rings("fractoin"), ValueError, "Did you mean 'fraction'?"),
    (lambda: penguins(("Adelie", "Gento")), ValueError, "species = 'Gento'|Chinstrap|Did you mean 'Gentoo'?"),
    (lambda: penguins(features=("bill_length_mm", "bill_depht_mm")), ValueError, "Did you mean 'bill_depth_mm'?"),
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
    (lambda: Standardisation.of(None), TypeError, "X must be made of real numbers"),
    (lambda: scale.apply([[1.0]]), ValueError, "X has shape (1, 1)|expected (any, 2)|of 2 feature(s)"),
    (lambda: scale.apply(hole(-np.inf)), ValueError, "X[1, 1] is -inf|finite"),
    (lambda: scale.apply("X"), TypeError, "X must be made of real numbers"),
    (lambda: scale.undo([1.0], 0), ValueError, "w has shape (1,)|expected (2)"),
    (lambda: scale.undo([1.0, np.nan], 0), ValueError, "w[1] is nan|finite"),
    (lambda: scale.undo([1.0, 2.0], None), TypeError, "b must be made of real numbers, got None"),
]


@pytest.mark.parametrize(("bad", "exception", "words"), BAD_CALLS)
def test_bad_calls_are_refused(bad, exception, words):
    with pytest.raises(exception) as caught:
        bad()
    for word in words.split("|"):
        assert word in str(caught.value)


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


def test_long_values_are_cut_short_in_messages():
    with pytest.raises(TypeError) as caught:
        neuron.weighted_sum(["x" * 1000], [1], 0)
    assert len(str(caught.value)) < 200
