"""Mistakes in the total over the examples, and which mistakes there are when a part of a gradient is asked for."""

from perceptron.mistakes.grammar import Change, Mistake, in_part
from perceptron.mistakes.links import BIAS, FORWARD, FRONT, LINK_1, LINK_2, LINK_3


def _sums_first():
    """The total with sums that are taken before the product, in each place; some divide each sum by n."""
    totals = (
        lambda g, f, s, t: g.over(f) * g.over(s * t),
        lambda g, f, s, t: g.over(f * s) * g.over(t),
        lambda g, f, s, t: g.over(f) * g.over(s) * g.over(t),
        lambda g, f, s, t: g.over(f * t) * g.over(s),
        lambda g, f, s, t: g.bare(g.over(f) * s * t),
        lambda g, f, s, t: g.bare(g.over(f) * s * g.x_left_bare(t)),  # as the article's A18
        lambda g, f, s, t: g.bare(g.over(f) * g.over(s) * t),
        lambda g, f, s, t: g.bare(g.over(f * s) * t),
    )
    shares: tuple[Change, ...] = ({}, {"share": lambda g: 1 / g.n}, {"share": lambda g: 1 / g.n**2})
    return tuple({"total": total} | share for total in totals for share in shares)


def _one_example(which):
    return tuple(
        {"total": lambda g, f, s, t: g.row(f * s * t, which)} | share for share in ({}, {"share": lambda g: g.n})
    )


_BATCHES = (0, 10, 16, 20, 32, 50, 64, 100, 128, 256)


def _part(many):
    """Only the first so many examples; 0 for half of them."""
    share = {"share": lambda g: g.n / (many or g.n // 2) if g.many else None}
    total = {"total": lambda g, f, s, t: g.head(f * s * t, many)}
    return total, total | share


_TOTAL = (
    Mistake("the sum is taken before the product",
            "each example's error belongs with its own slope and its own input; add up last.",
            lambda g: _sums_first() if g.many else [], common=True),
    Mistake("only the last example counts", "add up with +=; a = in the loop keeps the last alone.",
            lambda g: _one_example(-1) if g.many else [], common=True),
    Mistake("only the first example counts", "return after the loop, not inside it.",
            lambda g: _one_example(0) if g.many else []),
    in_part("total", "the last example is left out", "count to n.", lambda g, f, s, t: g.without(f * s * t, -1)),
    in_part("total", "the first example is left out", "in Python the first row is row 0.",
        lambda g, f, s, t: g.without(f * s * t, 0)),
    Mistake("only a part of the examples counts", "C is the mean over all of them; a batch has a slope of its own.",
            sum(map(_part, _BATCHES), ())),
    in_part("total", "it is divided by n inside the loop", "divide once, after the loop.",
        lambda g, f, s, t: g.divided_in_loop(f * s * t)),
    in_part("total", "the slope of each example is cut to a whole number", "add up in an array of floats.",
        lambda g, f, s, t: g.cut(f * s * t)),
    in_part("total", "the examples are weighted by class", "C counts each example once.",
        lambda g, f, s, t: g.balanced(f * s * t)),
    Mistake("that is for one example alone", "C is the mean over all n of them: add up, and divide by n.",
            ({"total": lambda g, f, s, t: g.bare(f * s * t), "share": lambda g: g.n},), common=True),
    in_part("total", "the sum over the examples is missing", "add up all n of them.",
        lambda g, f, s, t: g.bare(f * s * t)),
    Mistake("the examples are counted by m", "n is the number of examples here, and m of features.", tuple(
        {"total": lambda g, f, s, t: g.up_to_m(f * s * t)} | share for share in ({}, {"share": lambda g: g.n / g.m})
    )),
    Mistake("the sum runs over the features", "C is a mean over the examples, so i runs from 1 to n.", tuple(
        {"total": lambda g, f, s, t: g.over_features(f * s * t)} | share
        for share in ({}, {"share": lambda g: g.n / g.m})
    )),
)  # fmt: skip

_ADDED = in_part("total", "the links are added", "the chain rule multiplies them.",
             lambda g, f, s, t: g.over(f + s + t), lambda g, f, s, t: g.over(f + (s + t) / g.factor))  # fmt: skip

_SURPLUS = (
    in_part(
        "total",
        "the sum does not belong",
        "only example i depends on what is asked for.",
        lambda g, f, s, t: g.surplus(f * s * t),
    ),
    in_part(
        "third_b",
        "the input x does not belong in ∂C/∂{of}",
        "with it this is ∂C/∂w.",
        lambda g: g.x,
        lambda g: g.x_left_bare(g.x),
    ),
    in_part("third_b", "w does not belong in ∂C/∂{of}", "with it this is ∂C/∂x.", lambda g: g.w),
)

_OF_BIAS = [m for m in BIAS if m.name in ("∂C/∂b is 0", "the bias is used where its input belongs")]

# Which of them there are when ∂C/∂w is asked for, or ∂C/∂b, ∂C/∂z, ∂C/∂ŷ of one example; "all" is a whole gradient.
_WHOLE = (*LINK_1, *LINK_2)
ASKED = {
    "w": (*FRONT, *_WHOLE, *LINK_3, *_TOTAL, _ADDED, *FORWARD),
    "b": (*FRONT, *_WHOLE, *_SURPLUS, *_OF_BIAS, *_TOTAL, _ADDED, *FORWARD),
    "z": (*FRONT, *_WHOLE, *_SURPLUS, _ADDED),
    "y_hat": (
        *FRONT, *LINK_1, *_SURPLUS,
        in_part("second", "link ∂ŷ/∂z does not belong", "with it this is ∂C/∂z.", lambda g: g.spell(g.link_2)),
    ),
    "all": (*FRONT, *_WHOLE, *LINK_3, *BIAS, *_TOTAL, _ADDED, *FORWARD),
}  # fmt: skip
