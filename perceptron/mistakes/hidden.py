"""Mistakes in the gradient of a hidden neuron."""

from perceptron.mistakes.grammar import in_part

# Of a hidden neuron, behind whose answer a the output's δ comes: link 1 is δ, then v, the slope of a, and x.
HIDDEN = (
    in_part("outer", "δ of the output is missing", "what the output neuron hands back comes first.", lambda g: g.one),
    in_part("outer",
            "the output's error is handed back without its slope", "δ is the error times the slope of the output.",
        lambda g: g.output.right_first),
    in_part("v", "the weight v is missing", "the output moves v times as fast as a.", lambda g: g.one),
    in_part("v", "the weights v are in another order", "v_k belongs to hidden neuron k.",
        *(lambda g, by=by: g.turned(by) for by in ("reversed", 1))),
    in_part("v", "the weights v are added up", "each hidden neuron has its own.", lambda g: g.v.sum()),
    in_part("inner", "the slope of the hidden neurons is missing", "a moves with the slope of its own activation.",
        lambda g: g.one),
    in_part("inner", "the answer a is used where its slope belongs", "the slope of σ is a(1 − a).", lambda g: g.a),
    in_part("inner", "a factor of the hidden slope is lost", "the slope of σ is a(1 − a), of tanh 1 − a².",
        lambda g: 1 - g.a),
    in_part("inner", "the hidden slope is taken at a, not at z", "it applies the activation twice.",
        lambda g: g.hidden.both(g.a)[1]),
    in_part("inner", "the short form of the hidden slope is used on z", "a(1 − a) holds the answer, not z.",
        lambda g: g.short(g.z)),
    in_part("inner", "the slope of the output is used for the hidden neurons", "each neuron has its own slope.",
        lambda g: g.output.slope(g.output.z)),
    *(in_part("inner", f"that is the slope of the {name}" if name == "sigmoid" else f"that is the slope of {name}",
          "each activation has its own.", lambda g, name=name: g.short_of(name)) for name in ("sigmoid", "tanh")),
    *(in_part("forward", f"the hidden neurons bend with {name}", "the activation is another.",
          *(lambda g, name=name, all_=all_: g.bent_with(name, all_) for all_ in (False, True)))
      for name in ("the sigmoid", "tanh")),
    in_part("forward", "the biases are left out of the hidden neurons", "z = XW + b, also in the forward pass.",
        lambda g: g.without_biases()),
    in_part("input", "the input X is missing for the hidden weights", "∂z/∂W is the input.", lambda g: g.one),
    in_part("weights", "the input X is left out, and nothing is added up", "∂C/∂W is Xᵀ times Delta.",
        lambda g: g.unsummed),
    in_part("input", "a is used where X belongs", "the hidden weights are multiplied by the input.",
        lambda g: g.a if g.a.shape == g.x.shape else None),
    in_part("biases", "the slopes of all hidden biases were added up", "each hidden neuron has its own bias.",
        lambda g: g.summed_biases),
    in_part("biases", "the mean was taken twice for the biases", "C has 1/n only once.", lambda g: g.shared_biases),
    in_part("biases",
            "∂C/∂b of the hidden neurons is 0", "each bias has a gradient of its own.", lambda g: g.no_biases),
)  # fmt: skip
