r"""The known mistakes of a gradient, made from its structure.

A gradient is a product of parts,
$$\frac{\partial C}{\partial w_j} = \pm\, c\, \frac1n \sum_{i=1}^{n} \text{link}_1 \cdot \text{link}_2 \cdot
\text{link}_3,$$
and a mistake puts something else in the place of a part. So the list serves every activation and cost, and no formula
of a gradient is typed by hand.
"""

from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import combinations

import sympy as sp

from perceptron import inputs, symbolic
from perceptron.answers.solution import Mistake, Solution
from perceptron.symbolic import b, i, j, k, m, n, sigma, w, w_, x, x_, y, y_, y_hat, y_hat_, z, z_


@dataclass(frozen=True)
class _Change:
    """A mistake as what it puts in the place of which part; `variants` are several ways to make it."""

    name: str
    advice: str
    variants: tuple
    slip: bool = False

    @property
    def parts(self):
        return set().union(*self.variants)

    def goes_with(self, other):
        """Whether the two are looked for together: a slip or a scale beside anything else, or two things missing."""
        scale = {"sign", "factor", "share"}
        light = any(change.slip or change.parts <= scale for change in (self, other))
        both_missing = "missing" in self.name and "missing" in other.name
        return not self.parts & other.parts and (light or both_missing)


def _in(part, name, advice, *values, slip=False):
    """The change of one part to one of `values`."""
    return _Change(name, advice, tuple({part: value} for value in values), slip)


def _mistakes(parts, changes):
    """Every change as a Mistake, then every two that are looked for together."""
    changes = [change for change in changes if change.variants]
    pairs = [
        _Change(f"{p.name} and {q.name}", f"{p.advice} And {q.advice}", [u | v for u in p.variants for v in q.variants])
        for p, q in combinations(changes, 2) if p.goes_with(q)
    ]  # fmt: skip
    return tuple(
        Mistake(change.name, change.advice, tuple(_product(parts | v) for v in change.variants), change.slip)
        for change in [*changes, *pairs]
    )


def _scalings(parts):
    factor = parts["factor"]
    yield _in("sign", "the sign is lost", "turn it round: the slope of y − ŷ in ŷ is −1.", -1)
    if factor == 1:
        yield _in("factor", "there is a factor ½ too many", "nothing here brings one.", factor / 2, slip=True)
    else:
        why = "differentiating a square brings its exponent to the front."
        yield _in("factor", f"the factor {factor} is lost", why, sp.Integer(1), slip=True)
    yield _in("factor", "there is a factor 2 too many", "count where each 2 comes from.", 2 * factor, slip=True)
    if parts["share"] != 1:
        yield _in("share", "the mean is forgotten", "C is a mean, so 1/n belongs in front.", 1)
        yield _in("share", "the mean is taken twice", "C has 1/n only once.", 1 / n**2)


def _slips_inside(part, formula, shown):
    """One wrong sign in a sum, or one square forgotten, wherever in the formula of a part."""
    sums, squares = formula.atoms(sp.Add), [power for power in formula.atoms(sp.Pow) if power.exp == 2]
    turned = [formula.xreplace({a: a - 2 * term}) for a in sums for term in a.args]
    plain = [formula.xreplace({power: power.base}) for power in squares]
    yield _in(part, f"a sign inside {shown} is wrong", "check each plus and minus.", *turned)
    yield _in(part, f"a square inside {shown} is lost", "check each exponent.", *plain)


# --- gradients --------------------------------------------------------------------------------------------------------


@lru_cache
def gradient(of="w", activation="sigmoid", cost="mse", mean=False):
    """The Solution of "what is ∂C/∂w?" (of = "w"; or "b", "z", "y_hat").

    For one example with one input, in the symbols x, w, b, z, y, ŷ; or, with `mean`, for the mean over n examples of m
    features in x_[i, j], w_[j], y_[i], ... of `perceptron.symbolic`, where "z" and "y_hat" are those of example i.
    Raises ValueError for an unknown name.
    """
    of = inputs.choice("of", of, ("w", "b", "z", "y_hat"))
    derivation = symbolic.derive(activation, cost)
    f, spell, one = derivation.activation, _indexed if mean else sp.sympify, sp.Integer(1)
    factor, first = sp.diff(derivation.loss, y_hat).primitive()
    second = spell(_slope(f))
    parts = {
        "sign": 1, "factor": factor, "share": 1 / n if mean else 1, "first": spell(first),
        "second": second if of != "y_hat" else one, "third": spell(x) if of == "w" else one,
        "total": _over_examples if mean and of in ("w", "b") else sp.Mul,
    }  # fmt: skip
    changes = [*_scalings(parts), *_in_the_first(of, spell(derivation.loss), parts)]
    if of == "y_hat":
        changes.append(_in("second", "link ∂ŷ/∂z does not belong", "with it this is ∂C/∂z.", second))
    else:
        changes += [*_in_the_second(spell, f, parts), *_in_the_third(of, spell), _links_added(parts)]
    if mean:
        changes += _in_the_total(of)
    f = sigma(z) if f == symbolic.ACTIVATIONS["sigmoid"] else f
    return Solution(
        _product(parts), _mistakes(parts, changes),
        {y_hat_[i]: f.xreplace({z: z_[i]}), z_[i]: symbolic.Z_I} if mean else {y_hat: f, z: w * x + b},
        {y_hat_ if mean else y_hat: (0, 1), y_ if mean else y: (0, 1)} if f == sigma(z) else {},
    )  # fmt: skip


_LINKS = ("first", "second", "third")


def _product(parts):
    return parts["sign"] * parts["factor"] * parts["share"] * parts["total"](*(parts[link] for link in _LINKS))


def _over_examples(*links):
    return sp.Sum(sp.Mul(*links), (i, 1, n))


def _indexed(formula):
    return formula.xreplace({x: x_[i, j], w: w_[j], y: y_[i], y_hat: y_hat_[i], z: z_[i]})


def _slope(f):
    return symbolic.IN_Y_HAT.get(f, sp.diff(f, z))


def _in_the_first(of, loss, parts):
    name = "the square is kept" if loss.is_Pow else "the loss is not differentiated"
    kept = loss, loss / parts["factor"], -loss
    yield _in("first", name, "link 1 is the slope of the loss, not the loss.", *kept)
    if of != "y_hat":
        why = "how the cost answers to the prediction belongs in the product."
        yield _in("first", "link ∂C/∂ŷ is missing", why, sp.Integer(1), 1 / parts["factor"])
        whole = dict.fromkeys((*_LINKS, "factor"), sp.Integer(1)) | {"first": loss}
        yield _Change("that is the cost, not its slope", "differentiate it.", (whole,))
    yield from _slips_inside("first", parts["first"], "∂C/∂ŷ")


def _in_the_second(spell, f, parts):
    if (right := parts["second"]) != 1:
        why = "the slope of the activation belongs in the product."
        yield _in("second", "link ∂ŷ/∂z is missing", why, sp.Integer(1))
        why = "link 2 is the slope ∂ŷ/∂z, not ŷ itself."
        yield _in("second", "the activation is used where its slope belongs", why, spell(y_hat))
    if right.is_Mul:
        yield _in("second", "a factor of the slope ∂ŷ/∂z is lost", "that slope has more than one.", *right.args)
    yield from _slips_inside("second", right, "∂ŷ/∂z")
    for g in symbolic.IN_Y_HAT.keys() - {f}:
        name = next(name for name in symbolic.ACTIVATIONS if symbolic.ACTIVATIONS[name] == g)
        yield _in("second", f"that is the slope of {name}", "each activation has its own.", spell(symbolic.IN_Y_HAT[g]))


def _in_the_third(of, spell):
    if of != "w":
        yield _in("third", f"the input x does not belong in ∂C/∂{of}", "with it this is ∂C/∂w.", spell(x))
        yield _in("third", f"w does not belong in ∂C/∂{of}", "with it this is ∂C/∂x.", spell(w))
        return
    why = "z holds w times x, so ∂z/∂w is x; without it this is ∂C/∂b."
    yield _in("third", "the input x is missing", why, sp.Integer(1))
    yield _in("third", "w is used where x belongs", "∂z/∂w is what w is multiplied by.", spell(w))
    yield _in("third", "z is used where x belongs", "link 3 is ∂z/∂w, not z.", spell(z))
    if spell is _indexed:
        why = "x_ij is feature j of example i."
        yield _in("third", "an index of x is left out", why, x_[i], slip=True)
        yield _in("third", "an index is wrong", why, x_[j, i], x_[j], x_[i, i], x_[j, j], x_[i, k], w_[i])


def _in_the_total(of):
    over, bare = _over_examples, sp.Mul
    if of in ("z", "y_hat"):
        yield _in("total", "the sum does not belong", "only example i depends on what is asked for.", over)
        return
    apart = [
        lambda f, s, t: over(f) * over(s, t),
        lambda f, s, t: over(f) * s * t,
        lambda f, s, t: over(f) * s * t.xreplace({x_[i, j]: x_[i]}),  # as the article's A18
        lambda f, s, t: over(f) * over(s) * over(t),
        lambda f, s, t: over(f) * over(s) * t,
        lambda f, s, t: over(f, s) * over(t),
        lambda f, s, t: over(f, s) * t,
    ]
    apart += [lambda *links, total=total, n_=n_: total(*links) / n_ for total in apart for n_ in (n, n**2)]
    why = "each example's error belongs with its own slope and its own input; add up last."
    yield _in("total", "the sum is taken before the product", why, *apart)
    yield _in("total", "the sum over the examples is missing", "add up all n of them.", bare)
    features = {"total": lambda *links: sp.Sum(sp.Mul(*links), (j, 1, m))}
    why = "C is a mean over the examples, so i runs from 1 to n."
    yield _Change("the sum runs over the features", why, (features, features | {"share": 1 / m}))


def _links_added(parts):
    def added(first, second, third, factor=1):
        total = first + (second + third) / factor
        return _over_examples(total) if parts["total"] is _over_examples else total

    whole = partial(added, factor=parts["factor"])  # as if the factor were in front of link 1 alone
    return _in("total", "the links are added", "the chain rule multiplies them.", added, whole)
