"""What a certificate says, as a sentence, as plain text and as HTML."""

import html
from typing import Any

import numpy as np

from perceptron.faults import ADVICE

_HEADER = ("", "yours", "by hand", "symbolic", "numeric", "agree")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def summary(certificate: Any) -> str:
    """The verdict in one or more sentences."""
    if certificate.verdict == "passed":
        if (np.abs(certificate.by_hand) <= certificate.numeric_tolerance).all():
            return "passed, but C is so flat here that a gradient of 0 would pass as well; certify at other weights."
        return "passed: by hand, symbolic and numeric agree with yours."
    if certificate.verdict == "kink":
        listed = ", ".join(map(str, certificate.kinks[:5])) + (", ..." if len(certificate.kinks) > 5 else "")
        return f"kink: in example {listed} (counted from 0) z sits where the activation has no derivative."
    if not certificate.faults:
        j = int(np.argmax(np.abs(certificate.yours - certificate.by_hand)))
        where = _names(len(certificate.yours))[j]
        return f"failed, and the mistake is none of the known ones; the largest difference is in {where}."
    return "failed, " + " And ".join(f"{name}: {ADVICE[name.split(' in ∂')[0]]}" for name in certificate.faults)


def numbers(certificate: Any) -> str:
    """The four columns as plain text, without a verdict."""
    rows = [_HEADER, *_rows(certificate)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.rjust, row, widths)) for row in rows)


def as_text(certificate: Any) -> str:
    """The table and the verdict as plain text."""
    return "\n".join([numbers(certificate), _taylor(certificate), summary(certificate)])


def as_html(certificate: Any) -> str:
    """The table and the verdict as HTML."""
    head = "".join(f"<th>{h}</th>" for h in _HEADER)
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in _rows(certificate))
    notes = "".join(f"<p>{html.escape(line)}</p>" for line in (_taylor(certificate), summary(certificate)))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{notes}"


def _rows(certificate):
    columns = (certificate.yours, certificate.by_hand, certificate.symbolic, certificate.numeric)
    shown = [[f"{value:.6g}" if abs(value) > 1e-14 else "0" for value in column] for column in columns]
    marks = ["yes" if a else "NO" for a in certificate.agrees]
    return list(zip(_names(len(marks)), *shown, marks, strict=True))


def _names(count):
    return [f"∂C/∂w{str(j + 1).translate(_SUBSCRIPTS)}" for j in range(count - 1)] + ["∂C/∂b"]


def _taylor(certificate):
    if certificate.taylor is None:
        return "Taylor slope: C is too flat here to measure one."
    return f"Taylor slope: {certificate.taylor:.1f} (2 for a right gradient, 1 for one that is clearly wrong)."
