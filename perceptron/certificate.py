r"""Is this gradient right? Four independent routes, tolerances from error bounds, and a name for what is wrong.

1. by hand (the chain rule in NumPy); 2. SymPy's derivative turned into code; 3. central differences
$$\frac{C(w_j + h) - C(w_j - h)}{2h} = \frac{\partial C}{\partial w_j} + \frac{h^2}{6} C''' \pm \frac{\varepsilon}{h},$$
with the h at which truncation and round-off add up to least, and that sum as the tolerance; 4. the Taylor test: what
$C(p + hd) - C(p) - h\,g \cdot d$ leaves shrinks like $h^2$ for a right gradient g and like h for a wrong one.
"""

import html
from dataclasses import dataclass

import numpy as np

from perceptron import faults as known
from perceptron.cost import MSE
from perceptron.gradient import bind, check, check_pair, chosen, cost_at, gradient, loss_and_slope, mean_loss
from perceptron.neuron import SIGMOID
from perceptron.symbolic import derive

EPS = np.finfo(float).eps
TINY = np.finfo(float).tiny
HUGE = 1e200  # stands for infinity where a product with 0 must stay 0
REACH = 0.05  # no step moves any z further than this, so that the bounds on loss''' taken nearby hold


@dataclass(frozen=True, repr=False)
class Certificate:
    """What `certify` found. Arrays have one entry per parameter: the m weights, then the bias.

    passed : True where every route agrees.  verdict : "passed", "failed", or "kink" where no gradient exists.
    faults : the named faults, () where it passed or none is recognised.  taylor : the slope, None where C is too flat
    for one.  steps : the h of each central difference.  kinks : the examples that sit on a kink.
    """

    verdict: str
    faults: tuple
    yours: np.ndarray
    by_hand: np.ndarray
    symbolic: np.ndarray
    numeric: np.ndarray
    steps: np.ndarray
    tolerance: np.ndarray
    numeric_tolerance: np.ndarray
    taylor: float | None
    kinks: tuple

    @property
    def passed(self):
        return self.verdict == "passed"

    @property
    def agrees(self):
        """For each parameter, whether the three values agree with yours."""
        exact = [np.abs(self.yours - route) <= self.tolerance for route in (self.by_hand, self.symbolic)]
        return exact[0] & exact[1] & (np.abs(self.yours - self.numeric) <= self.numeric_tolerance)

    @property
    def summary(self):
        """The verdict in one or more sentences."""
        if self.verdict == "passed" and (np.abs(self.by_hand) <= self.numeric_tolerance).all():
            return "passed, but C is so flat here that a gradient of 0 would pass as well; certify at other weights."
        if self.verdict == "passed":
            return "passed: by hand, symbolic and numeric agree with yours."
        if self.verdict == "kink":
            listed = ", ".join(map(str, self.kinks[:5])) + (", ..." if len(self.kinks) > 5 else "")
            return f"kink: in example {listed} (counted from 0) z sits where the activation has no derivative."
        if not self.faults:
            j = int(np.argmax(np.abs(self.yours - self.by_hand)))
            where = _names(len(self.yours))[j]
            return f"failed, and the mistake is none of the known ones; the largest difference is in {where}."
        told = (f"{name}: {known.ADVICE[name.split(' in ∂')[0]]}" for name in self.faults)
        return "failed, " + " And ".join(told)

    def numbers(self):
        """The four columns as plain text, without a verdict."""
        rows = [_HEADER, *self._rows()]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return "\n".join("  ".join(map(str.rjust, row, widths)) for row in rows)

    def text(self):
        """The table and the verdict as plain text."""
        return "\n".join([self.numbers(), self._taylor_line(), self.summary])

    def html(self):
        """The table as HTML."""
        head = "".join(f"<th>{h}</th>" for h in _HEADER)
        body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in self._rows())
        notes = "".join(f"<p>{html.escape(line)}</p>" for line in (self._taylor_line(), self.summary))
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{notes}"

    __str__ = text
    _repr_html_ = html

    def __repr__(self):
        return f"<Certificate: {self.summary}>"

    def _rows(self):
        columns = (self.yours, self.by_hand, self.symbolic, self.numeric)
        numbers = [[_number(v) for v in column] for column in columns]
        marks = ["yes" if a else "NO" for a in self.agrees]
        return list(zip(_names(len(self.yours)), *numbers, marks, strict=True))

    def _taylor_line(self):
        if self.taylor is None:
            return "Taylor slope: C is too flat here to measure one."
        return f"Taylor slope: {self.taylor:.1f} (2 for a right gradient, 1 for one that is clearly wrong)."


_HEADER = ("", "yours", "by hand", "symbolic", "numeric", "agree")


def certify(gradient_fn, X, y, w, b, activation=SIGMOID, cost=MSE, derivation=None):
    """Certify a gradient function at one point (w, b) of one data set.

    gradient_fn : (X, y, w, b) -> (dC_dw, dC_db), with X n x m, y n, w m, b one number, dC_dw m, dC_db one number. Where
    it has parameters `activation` and `cost`, as `gradient` has, they are passed on.
    derivation : the symbolic route, for an activation or a cost of your own that `derive` does not know by name.
    Raises ValueError and TypeError for bad data, for a function that does not return such a pair, and where C is so
    large that it is infinite.
    """
    activation, cost = chosen(activation, cost)
    X, y, w, b = check(X, y, w, b, cost)
    right = _joined(gradient(X, y, w, b, activation, cost))
    if not np.isfinite(cost_at(X, y, w, b, activation, cost)):
        raise ValueError("C is infinite here, so there are no differences to take; certify nearer to the targets.")
    returned = bind(gradient_fn, activation, cost)(X.copy(), y.copy(), w.copy(), b)
    yours = _joined(check_pair(returned, len(w)))
    derivation = derivation or derive(activation.name, cost.name)
    symbolic = _joined(derivation.numpy(X, y, w, b))
    with np.errstate(all="ignore"):  # x/0 is wanted: where nothing limits a step, it may be as long as you like
        bounds = _Bounds(X, y, w, b, activation, cost, derivation)
        numeric = _central_differences(X, y, w, b, activation, cost, bounds.steps)
        taylor = _taylor_slope(yours, X, y, w, b, activation, cost, bounds)
    found = Certificate(
        "passed", (), yours, right, symbolic, numeric, bounds.steps,
        bounds.round_off, bounds.numeric + bounds.round_off, taylor, bounds.kinks,
    )  # fmt: skip
    if bounds.kinks and bool((np.abs(yours - right) <= bounds.round_off + bounds.jump).all()):
        verdict, names = "kink", ()
    elif found.agrees.all() and (taylor is None or taylor > 1.5):
        return found
    else:
        verdict, names = "failed", known.diagnose(yours[:-1], yours[-1], X, y, w, b, activation, cost)
    return Certificate(**{**vars(found), "verdict": verdict, "faults": names})


class _Bounds:
    """How far right values may lie apart at this point, to first order, from the standard model of floating point.

    round_off : between two right formulas, per parameter.  cost : between two right values of C.
    steps, numeric : the best h of a central difference and the bound on its error, per parameter.
    kinks : the examples on a kink.  jump : how far the one-sided gradients lie apart there, per parameter.
    """

    def __init__(self, X, y, w, b, activation, cost, derivation):
        n, m = X.shape
        self.columns = np.abs(np.column_stack([X, np.ones(n)]))
        z = X @ w + b
        z_error = (m + 2) * EPS * (np.abs(X) @ np.abs(w) + abs(b))
        loss = np.abs(loss_and_slope(y, z, activation, cost)[0])
        y_hat, slope = activation.both(z)
        error = np.abs(np.nan_to_num(cost.both(y, y_hat)[1]))
        here, *nearby = (np.nan_to_num(derivation.slopes(at, y)) for at in (z, z - REACH, z + REACH))
        d1, d2, _ = np.abs(here)
        self.curvature = here[1]
        self.third = np.abs([at[2] for at in (here, *nearby)]).max(axis=0)

        fused = activation.name in cost.fused
        losses = 4 * EPS * loss + d1 * z_error + d2 * z_error**2 + (0 if fused else 4 * EPS * error * np.abs(y_hat))
        self.cost = float(losses.mean() + (np.log2(n) + 3) * EPS * loss.mean() + TINY)

        # ŷ is rounded before y or 1 is subtracted from it: harmless, but for a loss that divides by the difference.
        # There a right formula may lose half its digits and pass; one that loses more is worth a look.
        rounded = EPS * (np.minimum(error, HUGE) * (1 + np.abs(y_hat)) + 2 * np.abs(y_hat * slope))
        per_example = (n + 8) * EPS * d1 + d2 * z_error + 4 * np.minimum(rounded, 1e-6 * d1 + EPS * (1 + np.abs(y)))
        self.round_off = per_example @ self.columns / n + TINY

        distance = np.min([np.abs(z - kink) for kink in activation.kinks], axis=0) if activation.kinks else np.inf
        on_kink = distance <= 4 * z_error + np.sqrt(TINY)  # no room for the shortest step on either side
        self.kinks = tuple(int(i) for i in np.flatnonzero(on_kink))
        (_, slope_low), (_, slope_high) = activation.both(z - REACH), activation.both(z + REACH)
        jump = np.where(on_kink, error * np.abs(slope_high - slope_low), 0.0)
        self.jump = jump @ self.columns / n

        self.reach = np.where(on_kink, REACH, np.minimum(distance / 2, REACH))
        if cost.unit and not fused:  # stay where ŷ is a chance
            room = 0.01 * np.minimum(y_hat, 1 - y_hat) / np.abs(slope)
            self.reach = np.minimum(self.reach, np.where(slope == 0, np.inf, room))
            if not self.reach.all():
                i = int(np.argmin(self.reach))
                raise ValueError(
                    f"y_hat[{i}] = {y_hat[i]:g} is at the edge of what cross-entropy can compare, and there C has no "
                    "derivative; use SIGMOID, or certify at other weights."
                )
        self.steps, self.numeric = self._central(np.abs(np.append(w, b)), d1, d2)

    def _central(self, size, d1, d2):
        n, count = self.columns.shape
        first, second, third = (d @ self.columns**k / n for k, d in enumerate((d1, d2, self.third), start=1))
        best = np.cbrt(3 * self.cost / third)
        farthest = (self.reach[:, None] / self.columns).min(axis=0)
        steep = np.sqrt(self.cost / (EPS * second))  # further out C has grown, and its round-off with it
        h = np.min([best, farthest, steep], axis=0)
        shortest = 4 * EPS * size + np.sqrt(TINY)  # a shorter step, or its square, would be rounded away
        h = np.clip(h, shortest, np.maximum(shortest, np.sqrt(HUGE)))  # an input that is always 0 limits nothing
        grown = (np.log2(n) + count + 8) * EPS * (first * h + second * h**2 / 2)
        return h, h**2 / 6 * third + (self.cost + grown) / h


def _central_differences(X, y, w, b, activation, cost, steps):
    parameters = np.append(w, b)

    def C(p):
        return mean_loss(X, y, p[:-1], p[-1], activation, cost)

    numeric = np.empty_like(parameters)
    for j, h in enumerate(steps):
        up, down = parameters.copy(), parameters.copy()
        up[j] += h
        down[j] -= h
        numeric[j] = (C(up) - C(down)) / (up[j] - down[j])  # the step that was really taken, after rounding
    return numeric


def _taylor_slope(yours, X, y, w, b, activation, cost, bounds):
    """The slope of the Taylor remainder over h in a log-log plot, None where round-off hides it."""
    direction = np.random.default_rng(0).normal(size=len(yours))
    direction /= np.linalg.norm(direction)
    shift = X @ direction[:-1] + direction[-1]  # how fast each z moves along it
    second = abs(float(bounds.curvature @ shift**2)) / len(y)
    third = float(bounds.third @ np.abs(shift) ** 3) / len(y)
    if second == 0 or not np.isfinite(yours).all():
        return None
    allowed = float(bounds.round_off @ np.abs(direction))  # a right formula may be off by so much
    smallest = max(np.sqrt(200 * bounds.cost / second), 200 * allowed / second)
    largest = min(float((bounds.reach / np.abs(shift)).min()), second / third if third else np.inf, 30 * smallest)
    if largest < 4 * smallest:
        return None
    h = np.geomspace(smallest, largest, 5)
    here = mean_loss(X, y, w, b, activation, cost)

    def remainder(t):
        there = mean_loss(X, y, w + t * direction[:-1], b + t * direction[-1], activation, cost)
        return abs(there - here - t * float(yours @ direction))

    # Both ways, since h g and h^2 may cancel one way; what is left is never 0 then.
    left = [max(remainder(t), remainder(-t)) for t in h]
    return float(np.polyfit(np.log(h), np.log(left), 1)[0]) if min(left) > 0 else None


def _joined(pair):
    return np.append(pair[0], pair[1])


def _names(count):
    return [f"∂C/∂w{str(j + 1).translate(_SUBSCRIPTS)}" for j in range(count - 1)] + ["∂C/∂b"]


_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def _number(value):
    return f"{value:.6g}" if abs(value) > 1e-14 else "0"
