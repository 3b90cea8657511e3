"""Of lesson 10."""

from perceptron.answers import numeric, varied


def _hidden_delta(delta, v, a):
    right = delta * v * a * (1 - a)
    return numeric(
        rf"One example: $\delta = {delta:g}$, and a hidden neuron with $v = {v:g}$ and $a = {a:g}$. "
        r"How large is its $\Delta$?",
        right,
        {
            "the slope of the hidden neuron is missing": delta * v,
            "its weight v is missing": delta * a * (1 - a),
            "the answer a is used where its slope belongs": delta * v * a,
            "δ is missing": v * a * (1 - a),
        },
        (
            "From z to a, from a to the output, and δ behind it: three links. How large is each?",
            "Which slope has σ where its answer is a? Lesson 02 says it with the answer alone.",
        ),
    )


HIDDEN_DELTA = varied(_hidden_delta, ([-0.4, 0.4, 0.1], (-4, -3, -2, 2, 3, 4), [0.2, 0.8, 0.1]), (0.2, -3, 0.5))
