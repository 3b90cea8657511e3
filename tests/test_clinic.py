"""The mutant clinic: the evidence alone tells every planted fault from every other, and a diagnosis is judged."""

import numpy as np
import pytest

from perceptron import data
from perceptron.course.clinic import IN_GRADIENT, PATIENTS, Clinic
from perceptron.mistakes import named

SEEDS = range(6)


def reading(patient):
    """The mistake as the evidence tells it; of the patient nothing else is looked at."""
    evidence, certificate = patient.evidence, patient.certificate
    if not certificate.passed:
        ((fault, _),) = certificate.alternatives[0]
        return fault
    if evidence["cost at the start"] == evidence["cost at the end"] and "0.0 ± 1.0" not in evidence["inputs"]:
        return "the features are not scaled"
    if evidence["epochs in which it rose"] > 5:
        return "the learning rate is too large"
    assert int(evidence["right, of new rows"].split()[0]) < 40
    return "the labels are swapped"


@pytest.mark.parametrize("seed", SEEDS)
def test_the_evidence_separates_the_patients_of_any_clinic(seed):
    clinic = Clinic(seed)
    patients = [clinic.patient(name) for name in PATIENTS]
    assert [reading(patient) for patient in patients] == list(clinic.faults.values())
    assert len({tuple(p.evidence.items()) + tuple(p.certificate.yours.round(9)) for p in patients}) == 12
    assert len({p.fault for p in patients}) == 12
    assert not any(p.fault in repr(p) for p in patients)


def test_another_seed_is_another_clinic_and_the_same_one_the_same():
    assert Clinic(3).faults == Clinic(3).faults
    assert len({tuple(Clinic(seed).faults.values()) for seed in SEEDS}) == len(SEEDS)


def test_every_mistake_of_the_gradient_is_one_of_the_catalogue():
    assert all(named(fault).advice for fault in IN_GRADIENT)


def test_a_healthy_neuron_has_nothing_of_it():
    *_, healthy = CLINIC.everybody()
    assert healthy.certificate.passed
    assert healthy.history.C[-1] < healthy.history.C[0]
    assert (np.diff(healthy.history.C) <= 1e-9).all()


CLINIC = Clinic()


def said(diagnosis):
    return str(CLINIC.judge(diagnosis))


def test_a_diagnosis_is_judged_by_number_or_by_name():
    numbers = {name: list(CLINIC.looks).index(fault) + 1 for name, fault in CLINIC.faults.items()}
    for truth in (numbers, CLINIC.faults, {name: f" {n} " for name, n in numbers.items()}):
        assert said(truth).endswith("right: all 12 are diagnosed.")
    assert said(dict.fromkeys(numbers)) == "not written yet"
    assert said({name: fault.upper() for name, fault in CLINIC.faults.items()}).endswith("right: all 12 are diagnosed.")
    other = numbers["B"]
    wrong = said({**numbers, "A": other, "B": None, "C": "flu", "D": 99})
    assert wrong.splitlines()[0] == f"A: wrong, for with number {other}, {CLINIC.looks[CLINIC.faults['B']]}"
    assert "B: not written yet" in wrong
    assert "C: 'flu' is none of the 12 mistakes of the list." in wrong
    assert "D: 99 is none of" in wrong
    assert wrong.endswith("8 of 12 so far.")
    for nonsense in (None, 3, "the sign is lost", ["x"], {"A": 3.5}, {"A": ["x"]}, {"A": True}):
        assert "right:" not in said(nonsense)


def test_an_unknown_patient_is_refused():
    with pytest.raises(ValueError, match="A, B, C"):
        CLINIC.patient("M")


def test_ward_and_chart_show_everybody():
    assert all(f"{name} from" in CLINIC.ward().alt for name in (*PATIENTS, "healthy"))
    chart = CLINIC.chart().data
    assert all(str(value) in chart for name in PATIENTS for value in CLINIC.patient(name).evidence.values())
    assert ">B<" not in CLINIC.chart("A").data
    assert all(f">{fault}<" in CLINIC.mistakes().data for fault in CLINIC.looks)


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
