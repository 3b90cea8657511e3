"""What a certificate says, as a sentence, as plain text and as HTML."""

import html
from typing import Any

import numpy as np

MOST = 3  # alternatives, or examples on a kink and entries, that are listed
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def subscript(number: int) -> str:
    """12 as ₁₂."""
    return str(number).translate(_SUBSCRIPTS)


def summary(certificate: Any) -> str:
    """The verdict in one or more sentences, with what is to be said of how it was reached."""
    return " ".join([_verdict(certificate), *certificate.notes])


def _verdict(certificate):
    if certificate.verdict == "passed":
        if (np.abs(certificate.by_hand) <= certificate.numeric_tolerance).all():
            return "passed, but C is so flat here that a gradient of 0 would pass as well; certify at other weights."
        routes = "by hand and numeric" if certificate.symbolic is None else "by hand, symbolic and numeric"
        return f"passed: {routes} agree with yours."
    if certificate.verdict == "kink":
        listed = ", ".join(map(str, certificate.kinks[:5])) + (", ..." if len(certificate.kinks) > 5 else "")
        return f"kink: in example {listed} (counted from 0) z is where the activation or the loss has no derivative."
    return _failure(certificate)


def _failure(certificate):
    found = certificate.alternatives
    if not found:
        j = int(np.argmax(np.abs(certificate.yours - certificate.by_hand)))
        return (
            f"failed, and the mistake is none of the known ones; the largest difference is in {certificate.names[j]}."
        )
    if len(found) == 1:
        return "failed: " + " And ".join(f"{name}: {advice}" for name, advice in found[0])
    listed = "; or ".join(" and ".join(name for name, _ in names) for names in found[:MOST])
    more = f"; or one of {len(found) - MOST} more" if len(found) > MOST else ""
    return (
        f"failed. It is one of these, which are alike here: {listed}{more}. Certify at more points, or with other data."
    )


def numbers(certificate: Any) -> str:
    """The columns as plain text, without a verdict."""
    rows = [_header(certificate), *_rows(certificate)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.rjust, row, widths)) for row in rows)


def as_text(certificate: Any) -> str:
    """The table and the verdict as plain text."""
    return "\n".join([numbers(certificate), _taylor(certificate), summary(certificate)])


def as_html(certificate: Any) -> str:
    """The table and the verdict as HTML."""
    head = "".join(f"<th>{h}</th>" for h in _header(certificate))
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in _rows(certificate))
    notes = "".join(f"<p>{html.escape(line)}</p>" for line in (_taylor(certificate), summary(certificate)))
    table = f"<table class='perceptron-certificate'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return _STYLE + table + notes


# So narrow that its last column is seen in a window of 800 pixels.
_STYLE = "<style>.perceptron-certificate td, .perceptron-certificate th {padding: 0.2em 0.4em}</style>"


def _columns(certificate):
    columns = {"yours": certificate.yours, "by hand": certificate.by_hand, "symbolic": certificate.symbolic}
    return {name: column for name, column in (columns | {"numeric": certificate.numeric}).items() if column is not None}


def _header(certificate):
    return ("", *_columns(certificate), "agree")


def _rows(certificate):
    shown = [["0" if abs(v) <= 1e-14 else f"{v:.6g}" for v in column] for column in _columns(certificate).values()]
    marks = ["yes" if a else "NO" for a in certificate.agrees]
    return list(zip(certificate.names, *shown, marks, strict=True))


def _taylor(certificate):
    if not np.isfinite(certificate.yours).all():
        return "Taylor slope: none, for not every number is finite."
    if certificate.taylor is None:
        return "Taylor slope: C is too flat here to measure one."
    return f"Taylor slope: {certificate.taylor:.1f} (2 for a right gradient, 1 for one that is clearly wrong)."
