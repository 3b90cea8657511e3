"""Which known mistake is this? A wrong gradient in numbers, compared with what each mistake of `perceptron.mistakes`
gives.

All of them are evaluated at the same data, most in one product of matrices, and whatever is proportional to what was
given, by a number that mistakes explain, is a candidate. Two that always give the same are one, under the simpler name;
two that give the same at this point only are both named: nothing is guessed.
"""

from collections.abc import Container
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np

from perceptron import mistakes
from perceptron.certificate_table import subscript
from perceptron.cost import Cost
from perceptron.diagnosis.numbers import Numbers, Slips
from perceptron.diagnosis.suspects import Suspects, factors, suspects
from perceptron.inputs import Floats
from perceptron.neuron import Activation

PARTS = {"∂C/∂w": slice(0, -1), "∂C/∂b": slice(-1, None)}
CLOSE = 1e-9  # relative to the sum of what is added up, without signs


@dataclass(frozen=True)
class _General:
    """What is the same whatever the data: per key of a suspect, the first that it is a multiple of, and the
    multiple.
    """

    same: dict[Any, tuple[Any, float]]
    factors: dict[tuple[str, ...], float] = field(default_factory=dict)


@lru_cache
def _in_general(activation: Activation, cost: Cost, slips: Slips | None) -> _General:
    rng = np.random.default_rng(5)
    w, b, n = np.array([0.17, -0.11, 0.13]), 0.45, 11
    X, y = rng.normal(size=(n, 3)), rng.uniform(0.1, 0.9, n)
    X[:3] = [[-4.0, 1.0, -2.0], [-2.0, 3.0, -1.5], [-3.0, 1.0, -4.0]]  # z is below 0, where there may be a kink
    y[3:5] = 0.0, 1.0
    if cost.unit:  # it has a slope there for the target 0 alone
        y[:3] = 0.0
    with np.errstate(all="ignore"):
        g = Numbers(X, y, w, b, activation, cost, slips)
        g.right = mistakes.product(g, {}, lambda g: g.inputs)[0]
        known = suspects(g)
        lengths = np.linalg.norm(known.vectors, axis=1)
        units = known.vectors / lengths[:, None]
        alike = np.abs(units @ units.T) > 1 - 1e-13
    same = {}
    for k, key in enumerate(known.keys):
        first = int(np.argmax(alike[k])) if alike[k].any() else k
        multiple = lengths[k] / lengths[first] * np.sign(units[k] @ units[first]) if alike[k].any() else np.nan
        same[key] = (known.keys[first], float(multiple))
    return _General(same, dict(factors(g)))


@np.errstate(all="ignore")
def explained(
    given: Floats, g: Numbers, known: Suspects, columns: Any = slice(None), close: float = CLOSE, most: int = 5
) -> list[tuple[str, ...]]:
    """The names of the mistakes that give `given` at the parameters in `columns`, each alternative once, simplest
    first.
    """
    v, size = known.vectors[:, columns], known.sizes[:, columns]
    unit = np.where(size[0] > 0, size[0], size[0].max() or 1) / (size[0].max() or 1)  # of a column, in X's own units
    given, v, size = given[columns] / unit, v / unit, size / unit
    if (np.abs(given - v[0]) <= close * size[0]).all():
        return []
    most_given, most_v = np.abs(given).max(), np.abs(v).max(axis=1)  # squares of very small numbers would be 0
    ratio = (
        ((v / most_v[:, None]) @ (given / most_given))
        / ((v / most_v[:, None]) ** 2).sum(axis=1)
        * (most_given / most_v)
    )
    off = np.abs(given - ratio[:, None] * v) - close * np.abs(ratio)[:, None] * size
    rows = np.flatnonzero(np.isfinite(ratio) & (ratio != 0) & (off <= 0).all(axis=1))
    table = factors(g)
    numbers = np.array([number for _, number in table])
    general = _in_general(g.activation, g.cost, g.slips)
    groups: dict[Any, tuple[str, ...]] = {}
    for k in rows:
        for t in np.flatnonzero(np.abs(numbers / ratio[k] - 1) <= 10 * close):
            if (np.abs(numbers[t] * v[k] - v[0]) <= max(close, min(100 * close, 1e-6)) * size[0]).all():
                continue  # no mistake here
            names = (*(mistake.called(g) for mistake in known.made[k]), *table[t][0])
            first, multiple = general.same.get(known.keys[k], (known.keys[k], np.nan))
            total = multiple * general.factors.get(table[t][0], np.nan)
            group = (first, f"{total:.9g}") if np.isfinite(total) else (known.keys[k], table[t][0])
            if 0 < len(names) <= most and len(names) < len(groups.get(group, (*names, ""))):
                groups[group] = names
    found = sorted({frozenset(names): names for names in groups.values()}.values(), key=len)
    # What is added to an alternative and changes nothing here is no other alternative. Counts may always be met by
    # chance; else one mistake is likelier than two.
    front = {name for names, _ in table for name in names}
    few = [a for a in found if len(a) == len(found[0]) or (len(a) == len(found[0]) + 1 and set(a) <= front)]
    return [a for a in few if not any(set(b) < set(a) for b in found)]


def diagnose(
    given: Floats, g: Numbers, close: float = CLOSE, among: Container[str] | None = None
) -> list[tuple[str, ...]]:
    """The alternatives, each the names of the mistakes in it: one where it is known, none where none is recognised.

    given : the gradient, m weights and the bias, which is not right.  close : how far off a number may be, relative to
        what it adds up without signs.  among : the names of the mistakes that are looked for, None for all and
            for what else may be seen in the numbers.
    """
    if not np.isfinite(given).all():
        return [(mistakes.NOT_FINITE,)]
    if not given.any():
        return [(mistakes.ZERO,)]
    if among is None and (np.abs(np.roll(given, -1) - g.right) <= close * g.plain).all():
        return [(mistakes.BIAS_FIRST,)]
    if among is None and (found := _at_sight(given, g, close)):
        return found
    with np.errstate(all="ignore"):
        alone = suspects(g, pairs=False, among=among)
        if found := explained(given, g, alone, close=close):
            parts = apart(given, g, alone, PARTS, close) if len(found[0]) > 1 and among is None else []
            # What is wrong in one part alone is no two mistakes, of which one mends the other part.
            return parts if parts and len(parts[0]) < len(found[0]) else found
        known = suspects(g, among=among)
        if (found := explained(given, g, known, close=close)) or among is not None:
            return found
        return (
            _penalised(given, g, close)
            or apart(given, g, known, PARTS, close)
            or processed(given, g.right, np.append(g.w[0], g.b), close * g.plain)
            or _one_part_processed(given, g, close * g.plain)
        )


def _at_sight(given, g, close):
    """Weights whose slope is 0 while all else is right; and numbers of one size, which are signs or were clipped."""
    right, room = g.right, close * g.plain
    missing = (given == 0) & (np.abs(right) > room)
    if missing[:-1].any() and not missing[-1] and (np.abs(given - right) <= room)[~missing].all():
        names = [f"∂C/∂w{subscript(int(j) + 1)}" for j in np.flatnonzero(missing[:-1])]
        return [(mistakes.STAYS_0.format(", ".join(names)),)]
    size = np.abs(given)
    alike = g.m > 1 and np.ptp(size) <= 1e-4 * size[0] and (np.sign(given) == np.sign(right)).all()
    if not alike or abs(given[-1] - right[-1]) <= room[-1]:
        return []
    if (np.abs(right) >= size).all() and not np.ptp(size):
        return [(mistakes.CLIPPED.format(f"{size[0]:.4g}"),)]
    return [(mistakes.SIGNS,)] if abs(size[0] - 1) <= 1e-4 else []  # Adam's first step adds 1e-8 below the line


def _penalised(given, g, close):
    """A multiple of the weights, or of their signs, that is added to the gradient or to a known multiple of it."""
    w, room = g.w[0], 10 * close * g.plain
    for (name, added), first, with_bias in product(
        ((mistakes.PENALTY, w), (mistakes.PENALTY_OF_SIGNS, np.sign(w))), (1.0, 0.0), (0.0, 1.0)
    ):
        along = np.append(added, with_bias * (g.b if added is w else np.sign(g.b)))
        along[0] *= first  # some leave the first weight out, which is their bias
        if not along.any():
            continue
        for names, by in [((), 1.0), *_multiples(given, g, along)]:
            more = given - by * g.right
            size = (more @ along) / (along @ along)
            count = np.count_nonzero(along)  # one number always fits, and two signs do in half of all cases
            few = count <= 1 + (added is not w) and f"{size:.3g}" != f"{size:.7g}"
            seen = np.abs(size * along).max() > 1e-6 * np.abs(g.right).max()
            if not few and seen and (np.abs(more - size * along) <= room * max(1, abs(by))).all():
                return [(name.format(f"{size:.4g}"), *names)]
    more = given - g.right
    seen = np.abs(more).max() > 1e-6 * np.abs(g.right).max()
    return _other_penalties(more, w, g.b, room) if seen else []


def _other_penalties(more, w, b, room):
    """A penalty of the bias alone, one of two kinds, or its value in the place of its slope: `more` is what it adds."""
    kept = (np.abs(more) <= room)[:-1].all()
    if kept and b and abs(more[-1]) > room[-1] and f"{(size := more[-1] / b):.3g}" == f"{size:.7g}":
        return [(mistakes.PENALTY_OF_BIAS.format(f"{size:.4g}"),)]
    if kept or abs(more[-1]) > room[-1] or len(w) < 3:
        return []
    for along, name in ((np.ones_like(w), mistakes.ADDED), *((p, mistakes.PENALTY_ITSELF) for p in (w**2, np.abs(w)))):
        size = (more[:-1] @ along) / (along @ along)
        if (np.abs(more[:-1] - size * along) <= room[:-1]).all():
            return [(name.format(f"{size:.4g}"),)]
    both = np.column_stack([w, np.sign(w)])
    sizes, *_ = np.linalg.lstsq(both, more[:-1], rcond=None)
    few = len(w) < 4 and any(f"{size:.3g}" != f"{size:.7g}" for size in sizes)
    if few or (np.abs(both @ sizes - more[:-1]) > room[:-1]).any():
        return []
    return [(mistakes.PENALTY_OF_BOTH.format(*(f"{size:.4g}" for size in sizes)),)]


def _multiples(given, g, along):
    """(names, number) of mistakes in front that may be there beside a penalty: three numbers tell two apart."""
    if g.m > 1:
        (by, _), *_ = np.linalg.lstsq(np.column_stack([g.right, along]), given, rcond=None)
        yield from ((names, float(x)) for names, x in factors(g) if len(names) == 1 and abs(x / by - 1) < 1e-7)


def apart(given: Floats, g: Numbers, known: Suspects, groups: dict[str, slice], close: float) -> list[tuple[str, ...]]:
    """Groups of parameters with different mistakes, each named with the group it is in."""
    found: list[list[tuple[str, ...]]] = []
    front = {name for names, _ in factors(g) for name in names}
    for part, columns in groups.items():
        if (np.abs(given - known.vectors[0]) <= close * known.sizes[0])[columns].all():
            found.append([()])
        else:
            names = explained(given, g, known, columns, close, most=2)
            names = [one for one in names if len(one) == 1 and one[0] in front] or names  # a part is small: simplest
            found.append([tuple(f"{name} in {part}" for name in alternative) for alternative in names])
    return [sum(together, ()) for together in product(*found) if any(together)]


def _one_part_processed(given, g, room):
    """The weights' slopes rounded, scaled or clipped beside a right bias; or the bias times a round number."""
    wrong, parameters = np.abs(given - g.right) > room, np.append(g.w[0], g.b)
    if wrong[-1] and not wrong[:-1].any() and g.right[-1]:
        by = given[-1] / g.right[-1]
        name = f"{mistakes.MULTIPLE.format(f'{by:.6g}')} in ∂C/∂b"
        return [(name,)] if f"{by:.3g}" == f"{by:.9g}" != "1" else []
    if wrong[-1] or g.m == 1:
        return []
    of_weights = (part[PARTS["∂C/∂w"]] for part in (given, g.right, parameters, room))
    return [tuple(f"{name} in ∂C/∂w" for name in names) for names in processed(*of_weights)]


def processed(given: Floats, right: Floats, parameters: Floats, room: Floats) -> list[tuple[str, ...]]:
    """The right gradient, but rounded, clipped, taken for a step, or times a number that nothing explains.

    room : how far off each number may be.
    """
    if any((given == how(right)).all() for how in (np.floor, np.trunc, np.round)):
        return [(mistakes.OVERFLOW,)]
    moved = parameters - given
    alpha = (moved @ right) / (right @ right)
    if alpha > 0 and (np.abs(moved - alpha * right) <= room * alpha + 1e-15 * np.abs(given)).all():
        return [(mistakes.NEW_WEIGHTS.format(f"{alpha:.4g}"),)]
    for digits in range(1, 8):
        if (np.abs(given - np.round(right, digits)) <= 1e-15 * np.abs(given)).all():
            return [(mistakes.ROUNDED.format(digits),)]
    most = np.abs(given).max()
    alone = (np.abs(right) > most).sum() == 1 and f"{most:.3g}" != f"{most:.7g}"  # any number would fit it
    lower = most < (1 - 1e-6) * np.abs(right).max() and not alone
    if lower and (np.abs(given - np.clip(right, -most, most)) <= room).all():
        return [(mistakes.CLIPPED.format(f"{most:.4g}"),)]
    by = (given @ right) / (right @ right)
    if not np.isfinite(by) or abs(by - 1) <= 1e-6 or (np.abs(given - by * right) > room * abs(by)).any():
        return []
    length = float(np.linalg.norm(given))
    if by > 0 and abs(float(f"{length:.3g}") / length - 1) < 1e-9:
        return [(mistakes.LENGTH.format(f"{length:.3g}"),)]
    return [(mistakes.MULTIPLE.format(f"{by:.6g}"),)]
