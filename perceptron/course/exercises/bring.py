"""Of lesson 11."""

from perceptron.answers import numeric, varied


def _recall(found, missed, alarms):
    return numeric(
        f"A neuron finds {found} of the sick, misses {missed}, and raises {alarms} false alarms. What is its recall?",
        found / (found + missed),
        {
            "that is its precision": found / (found + alarms),
            "that is the share that it misses": missed / (found + missed),
            "false alarms are no sick": found / (found + missed + alarms),
        },
        ("Recall is a share of those who *are* sick.", "How many are sick, found or not?"),
    )


RECALL = varied(_recall, (tuple(range(20, 60, 4)), (5, 8, 10, 14), (6, 11, 17, 25)), (30, 10, 20))


def _threshold(alarm, miss):
    return numeric(
        f"A false alarm costs {alarm:g}, a miss {miss:g}, and the chances are right. From which chance on is an alarm "
        "cheaper than none?",
        alarm / (alarm + miss),
        {
            "that is the price of one over the other": alarm / miss,
            "the prices are exchanged": miss / (alarm + miss),
            "that would hold for equal prices": 0.5,
        },
        (
            "With the chance p of being sick: what does an alarm cost on average, and what does none?",
            "An alarm costs its price with the chance 1 − p, none costs a miss with the chance p. When are they equal?",
        ),
    )


THRESHOLD = varied(_threshold, ((1, 2, 3), (4, 6, 9, 12, 19, 24)), (1, 9))
