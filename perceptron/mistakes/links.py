"""Mistakes in front of the sum, in the links, and in the forward pass before them."""

from perceptron.mistakes.grammar import Mistake, in_part, inside

FRONT = (
    in_part("sign", "the sign is lost", "turn it round: the slope of y − ŷ in ŷ is −1; a step with this one climbs.",
        lambda g: -1, common=True),
    in_part("factor", "the factor {factor} is lost", "differentiating a square brings its exponent to the front.",
        lambda g: g.one / g.factor if g.factor != 1 else None, slip=True, common=True),
    in_part("factor", "there is a factor ½ too many", "nothing here brings one.",
        lambda g: g.one / 2 if g.factor == 1 else None, slip=True),
    in_part("factor", "there is a factor 2 too many", "count where each 2 comes from.", lambda g: 2 * g.one, slip=True),
    in_part("share", "the mean is forgotten", "C is a mean, so 1/n belongs in front of the sum.",
        lambda g: g.n if g.many else None, common=True),
    in_part("share", "the mean is taken twice", "C has 1/n only once.", lambda g: 1 / g.n if g.many else None),
    in_part("share",
            "it is divided by m, the number of features", "C is the mean over the n examples: len(y), not len(w).",
        lambda g: g.n / g.m if g.many and g.m != 1 else None),
    in_part("share", "it is divided by n·m", "C is the mean over the n examples alone; the features are not counted.",
        lambda g: g.one / g.m if g.many and g.m != 1 else None),
    in_part("share", "it is divided by n − 1", "C is a plain mean over all n; n − 1 is for a variance.",
        lambda g: g.n / (g.n - 1) if g.many else None),
    in_part("scale", "the logarithm has another base", "this loss takes the natural one, whose slope is 1/ŷ.",
        lambda g: g.one / g.log(2) if g.has_log else None, lambda g: g.one / g.log(10) if g.has_log else None),
    in_part("scale", "that is the slope of √C", "the root brings 1/(2√C); C itself has none.", lambda g: g.of_root),
    in_part("scale", "it is scaled to length 1", "the gradient's length says how steep it is; leave it.",
        lambda g: g.of_length),
)  # fmt: skip


def _other_slopes():
    for name in ("sigmoid", "tanh", "relu"):
        yield in_part("second", f"that is the slope of {name}", "each activation has its own.",
                  lambda g, name=name: g.short_of(name), lambda g, name=name: g.slope_of(name))  # fmt: skip


LINK_1 = (
    Mistake("the square is kept", "link 1 is the slope of the loss, not the loss.",
            lambda g: _kept(g) if g.squared else []),
    Mistake("the loss is not differentiated", "link 1 is the slope of the loss, not the loss.",
            lambda g: [] if g.squared else _kept(g)),
    in_part("first", "link ∂C/∂ŷ is missing", "how the cost answers to the prediction belongs in the product.",
        lambda g: g.one, lambda g: g.one / g.factor if g.factor != 1 else None, common=True),
    Mistake("that is the cost, not its slope", "differentiate it.", ({
        "first": lambda g: g.loss(g.y, g.y_hat), "factor": lambda g: g.one / g.factor,
        "second": lambda g: g.one, "third": lambda g: g.one,
    },)),
    in_part("first", "the error has lost its sign", "too high and too low must push in opposite directions.",
        lambda g: abs(g.first(g.y, g.y_hat))),
    in_part("first", "only the sign of the error is used", "that is the slope of |y − ŷ|.",
        lambda g: g.sign(g.y_hat - g.y)),
    in_part("first", "that is the slope of the squared error", "this cost has another: differentiate it in ŷ.",
        lambda g: None if g.squared else 2 * (g.y_hat - g.y) / g.factor),
    in_part("first", "that is the slope of cross-entropy", "this cost has another: differentiate it in ŷ.",
        lambda g: None if g.has_log else (g.y_hat - g.y) / (g.y_hat * (1 - g.y_hat)) / g.factor),
    in_part("first", "the target is missing in the error", "prediction minus target.", lambda g: g.y_hat),
    in_part("first", "the prediction is missing in the error", "prediction minus target.", lambda g: -g.y),
    in_part("first", "the error is taken from z", "z is the sum before the activation; the error is ŷ − y.",
        lambda g: g.first(g.y, g.z) if g.squared else g.z - g.y),
    in_part("first", "the prediction is rounded to 0 or 1 first", "learn from the chance ŷ; round only to count hits.",
        lambda g: g.round_(g.y_hat) - g.y),
    in_part("first", "the target is rounded first", "leave the targets as they are.",
        lambda g: g.first(g.round_(g.y), g.y_hat)),
    in_part("first", "the two classes are swapped in the targets", "check which class is 1.",
        lambda g: g.first(1 - g.y, g.y_hat)),
    in_part("first", "the targets are taken as ±1", "here they are 0 and 1.",
        lambda g: g.first(2 * g.y - 1, g.y_hat)),
    in_part("first", "the targets are in another order than the examples", "row i of X belongs to y_i.",
        *(lambda g, by=by: g.reordered(lambda y: g.first(y, g.y_hat), g.y, by) for by in ("reversed", 1, -1))),
    in_part("first", "shapes broadcast: each prediction meets each target",
        "a column n × 1 less a row of n is an n × n table; make both of shape (n,).",
        lambda g: g.met("targets"), lambda g: g.met("predictions")),
    inside("first", "a sign inside ∂C/∂ŷ is wrong", "check each plus and minus.", 0),
    inside("first", "a square inside ∂C/∂ŷ is lost", "check each exponent.", 1),
    inside("first", "a term inside ∂C/∂ŷ is missing", "differentiate every term of the loss.", 2),
)  # fmt: skip


def _kept(g):
    loss = g.loss(g.y, g.y_hat)
    return [{"first": lambda _, kept=kept: kept} for kept in (loss, loss / g.factor, -loss)]


LINK_2 = (
    in_part("second", "link ∂ŷ/∂z is missing", "the slope of the activation belongs in the product.",
        lambda g: g.one, common=True),
    in_part("second", "the activation is used where its slope belongs", "link 2 is the slope ∂ŷ/∂z, not ŷ itself.",
        lambda g: g.y_hat, common=True),
    in_part("second",
            "the slope is taken at ŷ, not at z", "σ′(ŷ) applies the activation twice; take σ′(z), or ŷ(1 − ŷ).",
        lambda g: g.slope(g.y_hat), common=True),
    in_part("second", "the short form of the slope is used on z", "σ′ = ŷ(1 − ŷ) holds the prediction, not z.",
        lambda g: g.short(g.z)),
    in_part("second", "the slope is taken at the target", "take it where the neuron is: at z.",
        lambda g: g.short(g.y), lambda g: g.slope(g.y) if g.smooth else None),
    in_part("second", "the slope is taken at the error", "take it where the neuron is: at z.",
        lambda g: g.slope(g.y_hat - g.y), lambda g: g.short(g.y_hat - g.y)),
    in_part("second", "z is used where the slope of the activation belongs", "link 2 is ∂ŷ/∂z.", lambda g: g.z),
    inside("second", "a factor of the slope ∂ŷ/∂z is lost", "that slope has more than one.", 2),
    *_other_slopes(),
    in_part("second", "link ∂ŷ/∂z is counted twice",
        "it belongs there once; with the sigmoid and cross-entropy it cancels, and ŷ − y is left.",
        lambda g: g.slope(g.z) ** 2, common=True),
    in_part("second", "it is divided by link ∂ŷ/∂z", "the chain rule multiplies.", lambda g: g.inverse(g.slope(g.z))),
    in_part("second", "the slope is taken without the bias", "z = Xw + b, also where the slope is taken.",
        lambda g: g.slope_only(g.z - g.b)),
    inside("second", "a sign inside ∂ŷ/∂z is wrong", "check each plus and minus.", 0),
    inside("second", "a square inside ∂ŷ/∂z is lost", "check each exponent.", 1),
)  # fmt: skip

LINK_3 = (
    in_part("third", "the input x is missing", "z holds w times x, so ∂z/∂w is x; without it this is ∂C/∂b.",
        lambda g: g.one, common=True),
    in_part("third", "w is used where x belongs", "∂z/∂w is what w is multiplied by.", lambda g: g.w, common=True),
    in_part("third", "z is used where x belongs", "link 3 is ∂z/∂w, not z.", lambda g: g.z),
    in_part("third", "ŷ is used where x belongs", "link 3 is the input.", lambda g: g.y_hat),
    in_part("third", "y is used where x belongs", "link 3 is the input.", lambda g: g.y),
    in_part("third", "w is left beside x", "∂z/∂w is x alone; w x is what goes into z.", lambda g: g.w * g.x),
    in_part("third", "x is squared", "∂z/∂w is x itself.", lambda g: g.x**2),
    in_part("third", "x has lost its sign", "∂z/∂w is x itself, with its sign.", lambda g: abs(g.x)),
    in_part("third", "an index of x is left out", "x_ij is feature j of example i.", lambda g: g.x_at("i"), slip=True),
    in_part("third", "an index is wrong", "x_ij is feature j of example i.",
        *(lambda g, at=at: g.x_at(at) for at in ("ji", "j", "ii", "jj", "ik", "w_i"))),
    in_part("third", "x is added up over the features", "each weight has its own input.", lambda g: g.across(g.x)),
    in_part("third", "the columns of X are in another order", "column j of X belongs to w_j.",
        *(lambda g, by=by: g.columns(by) for by in ("reversed", 1, -1))),
    in_part("third", "the first feature is used for every weight", "column j of X belongs to w_j.",
        lambda g: g.columns("first")),
    in_part("third", "the rows of X are in another order than the errors", "error i goes with row i of X.",
        *(lambda g, by=by: g.reordered(lambda x: x, g.x, by) for by in ("reversed", 1, -1))),
    in_part("third", "the features are centred in the gradient, but not in z", "∂z/∂w is the input that z was made of.",
        lambda g: g.centred(1), lambda g: g.centred(0)),
)  # fmt: skip

BIAS = (
    in_part("third_b", "∂C/∂b is 0", "the bias is the weight of a constant input 1 and has a gradient of its own.",
        lambda g: 0 * g.one, common=True),
    in_part("third_b",
            "the bias is counted once for each weight", "update it once per example, outside the loop over weights.",
        lambda g: g.m),
    in_part("third_b", "∂C/∂b is divided by m", "one neuron has one bias: nothing is to be shared.",
        lambda g: g.one / g.m),
    in_part("third_b", "the slopes of the weights are added up for the bias", "its input is the constant 1.",
        lambda g: g.across(g.x)),
    in_part("third_b", "the bias is used where its input belongs", "its input is the constant 1.",
        lambda g: g.b),
)  # fmt: skip

FORWARD = (
    in_part("forward", "the bias is left out of z", "z = Xw + b, also where the gradient is computed.",
        lambda g: g.at(z=g.z - g.b), common=True),
    in_part("forward", "the bias is added once for each weight", "add it once, after the sum.",
        lambda g: g.at(z=g.z + (g.m - 1) * g.b)),
    in_part("forward", "the bias is subtracted from the weighted sum", "z = Xw + b.", lambda g: g.at(z=g.z - 2 * g.b)),
    in_part("forward", "z is a mean over the features", "it is their sum.", lambda g: g.at(z=(g.z - g.b) / g.m + g.b)),
    in_part("forward",
            "the sign of z is lost", "in σ the exponent is −z; everywhere else it is z.", lambda g: g.at(z=-g.z)),
    in_part("forward", "the activation is left out of ŷ", "ŷ = f(z), not z.",
        lambda g: g.at(y_hat=g.z, slope=1)),
    in_part("forward", "the activation is applied twice", "ŷ = f(z), once.",
        lambda g: g.at(y_hat=g.f(g.y_hat)), lambda g: g.at(z=g.y_hat)),
    *(in_part("forward", f"the prediction is made with {name}", "the activation is another.",
          lambda g, name=name: g.with_activation(name)) for name in ("sigmoid", "tanh", "relu")),
    in_part("forward", "the weights are in another order in z", "w_j belongs to column j of X.",
        *(lambda g, by=by: g.reweighted(by) for by in ("reversed", 1, -1))),
    in_part("forward", "only the first feature is used in z", "z is the sum over all features.",
        lambda g: g.reweighted("first")),
    in_part("forward",
            "all weights are taken as one", "each feature has its own weight.", lambda g: g.reweighted("mean")),
    in_part("forward", "the features are standardised in the gradient alone",
        "standardise them before, for everything.", lambda g: g.standardised()),
)  # fmt: skip
