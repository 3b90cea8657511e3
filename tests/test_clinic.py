"""The mutant clinic: the evidence alone tells every planted fault from every other, and a diagnosis is judged."""

import numpy as np
import pytest

from perceptron import data
from perceptron.course import clinic

CERTIFIED = {"sign lost", "link missing", "bias frozen", "sum before product"}


def reading(evidence, numbers):
    """The fault as somebody would read it off what is shown of one patient; nothing else of it is looked at."""
    start, end = evidence["cost at the start"], evidence["cost at the end"]
    share = int(evidence["right, of new rows"].split()[0])
    if evidence["certificate"] != "passed":
        yours, right = np.array([row.split()[1:3] for row in numbers.splitlines()[1:]], dtype=float).T
        if np.allclose(yours, -right):
            return "sign lost"
        if yours[-1] == 0:
            return "bias frozen"
        return "link missing" if (yours / right > 4).all() else "sum before product"
    if start == end and "0.0 ± 1.0" not in evidence["inputs"]:
        return "features not scaled"
    if evidence["epochs in which it rose"] > 5:
        return "alpha too large"
    assert share < 40
    return "labels swapped"


@pytest.mark.parametrize("name", clinic.PATIENTS)
def test_the_evidence_tells_the_fault(name):
    patient = clinic.patient(name)
    assert reading(patient.evidence, patient.certificate.numbers()) == patient.fault


def test_each_fault_has_one_patient_and_no_two_look_alike():
    patients = [clinic.patient(name) for name in clinic.PATIENTS]
    assert sorted(p.fault for p in patients) == sorted(clinic.FAULTS)
    assert len({tuple(p.evidence.items()) for p in patients}) == len(patients)
    assert len({tuple(np.round(p.history.C, 6)) for p in patients}) == len(patients)
    assert not any(p.fault in repr(p) for p in patients)


def test_only_a_wrong_gradient_fails_its_certificate():
    for name in clinic.PATIENTS:
        patient = clinic.patient(name)
        assert patient.certificate.passed == (patient.fault not in CERTIFIED)


def test_a_healthy_neuron_has_nothing_of_it():
    history = clinic.everybody()[-1].history
    assert history.C[-1] < history.C[0]
    assert (np.diff(history.C) <= 1e-9).all()


def said(diagnosis):
    return str(clinic.judge_diagnosis(diagnosis))


def test_a_diagnosis_is_judged():
    truth = {name: clinic.patient(name).fault for name in clinic.PATIENTS}
    assert said(truth).endswith("right: all 7 are diagnosed.")
    assert said(dict.fromkeys(truth)) == "not written yet"
    assert "right: all 7" in said({name: f" {fault.title()} " for name, fault in truth.items()})
    wrong = said({**truth, "A": "alpha too large", "B": None, "C": "flu"})
    assert "A: wrong, because alpha too large would look otherwise" in wrong
    assert truth["A"] not in wrong.splitlines()[0]
    assert "B: not written yet" in wrong
    assert "C: 'flu' is no fault of the list: sign lost" in wrong
    assert wrong.endswith("4 of 7 so far.")
    for nonsense in (None, 3, "sign lost", ["sign lost"], {"A": 3}, {"A": ["x"]}):
        assert "right" not in said(nonsense)


def test_an_unknown_patient_is_refused():
    with pytest.raises(ValueError, match="A, B, C"):
        clinic.patient("H")


def test_ward_and_chart_show_everybody():
    assert all(f"{name} from" in clinic.ward().alt for name in (*clinic.PATIENTS, "healthy"))
    chart = clinic.chart().data
    assert all(str(value) in chart for name in clinic.PATIENTS for value in clinic.patient(name).evidence.values())
    assert "<th style='text-align:left'>B</th>" not in clinic.chart("A").data


def test_rows_are_held_out_once_each():
    whole = data.penguins()
    learn, new = data.hold_out(whole, 0.25, 4)
    assert (len(learn.y), len(new.y)) == (206, 68)
    rows = [tuple(row) for part in (learn, new) for row in np.column_stack([part.X, part.y])]
    assert sorted(rows) == sorted(map(tuple, np.column_stack([whole.X, whole.y])))
    again, _ = data.hold_out(whole, 0.25, 4)
    np.testing.assert_array_equal(learn.X, again.X)
    other, _ = data.hold_out(whole, 0.25, 5)
    assert not np.array_equal(learn.X, other.X)


@pytest.mark.parametrize("share", [0, -1, 1, 2, 1e-9, float("nan"), "half"])
def test_a_share_that_leaves_nothing_is_refused(share):
    with pytest.raises((ValueError, TypeError), match="share"):
        data.hold_out(data.penguins(), share)
