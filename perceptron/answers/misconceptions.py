"""What people answer when a gradient is asked for as a formula: the mistakes of `perceptron.mistakes`, in symbols."""

from functools import cached_property, lru_cache
from typing import Any

import sympy as sp

from perceptron import inputs, mistakes, symbolic
from perceptron.answers.solution import Mistake, Solution
from perceptron.slips import links, slips_in
from perceptron.symbolic import b, i, j, k, m, n, sigma, w, w_, x, x_, y, y_, y_hat, y_hat_, z, z_


@lru_cache
def gradient(of: str = "w", activation: Any = "sigmoid", cost: Any = "mse", mean: bool = False) -> Solution:
    """The Solution of "what is ∂C/∂w?" (of = "w"; or "b", "z", "y_hat").

    For one example with one input, in the symbols x, w, b, z, y, ŷ; or, with `mean`, for the mean over n examples of m
    features in x_[i, j], w_[j], y_[i], ... of `perceptron.symbolic`, where "z" and "y_hat" are those of example i.
    Raises ValueError for an unknown name.
    """
    of = inputs.choice("of", of, ("w", "b", "z", "y_hat"))
    g = _Symbols(of, symbolic.derive(activation, cost), mean)
    f = sigma(z) if g.f_of_z == symbolic.ACTIVATIONS["sigmoid"] else g.f_of_z
    return Solution(
        g.truth, tuple(g.wrong()),
        {y_hat_[i]: f.xreplace({z: z_[i]}), z_[i]: symbolic.Z_I} if mean else {y_hat: f, z: w * x + b},
        {y_hat_ if mean else y_hat: (0, 1), y_ if mean else y: (0, 1)} if f == sigma(z) else {},
    )  # fmt: skip


class _Symbols:
    """The letters of `perceptron.mistakes` as SymPy's, for one example (mean = False) or for n of them."""

    one, smooth = sp.Integer(1), True
    log, sign = sp.log, sp.sign

    def __init__(self, of, derivation, mean):
        self.of, self.many, self.summed = of, mean, mean and of in ("w", "b")
        self.spell = _indexed if mean else sp.sympify
        self.n, self.m = (n, m) if mean else (self.one, self.one)
        self.x, self.w, self.y, self.y_hat, self.z = map(self.spell, (x, w, y, y_hat, z))
        self.b, self.f_of_z, self.loss_formula = b, derivation.activation, derivation.loss
        self.factor, self.link_1, self.link_2 = links(derivation)
        self.squared, self.has_log = derivation.loss.is_Pow, derivation.loss.has(sp.log)
        self.of_root = None
        sigmoid = derivation.activation == symbolic.ACTIVATIONS["sigmoid"]
        self.fused = sigmoid and derivation.loss == symbolic.COSTS["cross_entropy"]

    @cached_property
    def truth(self):
        return self.product({})

    def product(self, change):
        third = (mistakes.RIGHT | change)["third" if self.of == "w" else "third_b"]
        product = mistakes.product(self, change, third)
        return product if product is None else sp.sympify(product)

    def wrong(self):
        """Every mistake as one of a Solution, then every two that are looked for together."""
        asked = [(mistake, mistake.changes(self)) for mistake in mistakes.ASKED[self.of]]
        for mistake in [pair[0] for pair in asked] + list(mistakes.together(pair[0] for pair in asked if pair[1])):
            made = [self.product(change) for change in mistake.changes(self)]
            if made := tuple(e for e in made if e not in (None, self.truth) and not e.has(sp.nan)):
                yield Mistake(mistake.called(self), mistake.advice, made, mistake.slip)

    # --- the neuron

    @cached_property
    def right_first(self):
        return self.spell(self.link_1)

    def f(self, at):
        return self.f_of_z.xreplace({z: at})

    def first(self, target, prediction):
        return self.link_1.xreplace({y: target, y_hat: prediction})

    def loss(self, target, prediction):
        return self.loss_formula.xreplace({y: target, y_hat: prediction})

    def slope(self, at):
        if self.of == "y_hat" and at is self.z:
            return self.one
        return self.spell(self.link_2) if at is self.z else sp.diff(self.f_of_z, z).xreplace({z: at})

    def short(self, at):
        return self.link_2.xreplace({y_hat: at}) if self.link_2.has(y_hat) else None

    def short_of(self, name):
        g = symbolic.ACTIVATIONS[name]
        return self.spell(symbolic.IN_Y_HAT[g]) if g != self.f_of_z and g in symbolic.IN_Y_HAT else None

    def slope_of(self, name):
        g = symbolic.ACTIVATIONS[name]
        return self.spell(sp.diff(g, z)) if g != self.f_of_z and g in symbolic.IN_Y_HAT else None

    def inside(self, part):
        return [[self.spell(e) for e in kind] for kind in slips_in(self.link_1 if part == "first" else self.link_2)]

    # --- sums

    def over(self, e):
        return sp.Sum(e, (i, 1, n)) if self.summed else e

    def bare(self, e):
        return e if self.summed else None

    def surplus(self, e):
        return sp.Sum(e, (i, 1, n)) if self.many and not self.summed else None

    def over_features(self, e):
        return sp.Sum(e, (j, 1, m)) if self.summed and e.has(j) else None

    def up_to_m(self, e):
        return sp.Sum(e, (i, 1, m)) if self.summed else None

    def row(self, e, which):
        return e.xreplace({i: n if which == -1 else sp.Integer(1)}) if self.summed else None

    def x_left_bare(self, third):
        return third.xreplace({x_[i, j]: x_[i]})

    def x_at(self, at):
        others = {"i": x_[i], "ji": x_[j, i], "j": x_[j], "ii": x_[i, i], "jj": x_[j, j], "ik": x_[i, k], "w_i": w_[i]}
        return others[at] if self.many else None

    def bends_as(self, name):
        return self.f_of_z == symbolic.ACTIVATIONS[name]

    def round_(self, e):
        return sp.nan

    def _none(self, *_, **__):
        """For what is seen in numbers alone."""

    across = columns = reordered = met = mean = centred = without = reweighted = reshaped = _none
    with_activation = scaled = at = slope_only = inverse = unbracketed = softmax = accumulated = _none
    head = divided_in_loop = cut = balanced = _none


def _indexed(formula):
    return sp.sympify(formula).xreplace({x: x_[i, j], w: w_[j], y: y_[i], y_hat: y_hat_[i], z: z_[i]})
