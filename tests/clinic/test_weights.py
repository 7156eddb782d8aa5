"""What the runs teach: weights of reports, of their numbers, and of harm at all."""

import numpy as np
import pytest
import torch
import yaml

from benchmarks.clinic.grades import knots
from benchmarks.clinic.left_out import judged
from benchmarks.clinic.signs import Signs, Weighed
from benchmarks.clinic.weights import (
    among_causes,
    as_grades,
    as_weights,
    columns,
    grades_written,
    of_harm,
)
from knowledge_base.loader import GRADES

CAUSES = ("a", "b")
RISE = ("validation_loss_rises", "against_start")
SIGNS = Signs((("dull", "present"), ("dull", "absent")), {RISE: (0.0, 1.0)})


def run(right=None, rise=None, validation="present", data="some", odds=0.0) -> Weighed:
    return Weighed(
        data=data,
        mode="log alone",
        causes=(right,) if right else (),
        alone=np.array([2.0, 0.0]),
        odds=odds,
        states=frozenset({("dull", "present"), (RISE[0], validation)}),
        numbers={} if rise is None else {RISE: rise},
        right=np.array([cause == right for cause in CAUSES]),
    )


def test_a_cause_that_is_named_wrongly_whenever_a_report_is_there_loses_by_that_report():
    runs = [run("b")] * 120
    seen = SIGNS.of(runs)
    added = among_causes(runs, seen).numpy()
    log = runs[0].alone + seen[0] @ added
    assert log[1] > log[0]
    assert np.abs(added[1:]).max() < 1e-6  # nothing was seen of the others


def test_the_size_of_a_number_tells_causes_apart_that_the_report_itself_does_not():
    runs = [run("a", rise=0.0), run("b", rise=1.0)] * 60
    added = among_causes(runs, SIGNS.of(runs)).numpy()
    little, halfway, much = (run("a", rise=size) for size in (0.0, 0.5, 1.0))
    scores = SIGNS.of([little, halfway, much]) @ added + little.alone
    assert scores[0, 0] > scores[0, 1] and scores[2, 1] > scores[2, 0]
    gap = scores[:, 1] - scores[:, 0]
    assert gap[1] == pytest.approx((gap[0] + gap[2]) / 2, abs=1e-4)


def test_what_healthy_runs_show_speaks_against_any_harm():
    runs = [run("a", rise=1.0, odds=1.0), run(None, rise=0.0, odds=1.0)] * 60
    harm, constant = of_harm(runs, SIGNS.of(runs))
    sick, well = SIGNS.of(runs[:2]) @ harm.numpy() + constant + 1.0
    assert sick > 0 > well


def test_a_finding_that_is_absent_is_no_symptom_however_near_its_number_lies():
    here, near = run("a", rise=1.0, validation="present"), run("a", rise=0.9, validation="absent")
    seen = SIGNS.of_symptoms([here, near])
    assert seen[0].tolist() == [1.0, 0.0, 0.0, 1.0]
    assert seen[1].tolist() == [1.0, 0.0, 0.0, 0.0]


def test_only_what_says_something_is_written_and_it_is_read_as_it_was_meant():
    among = np.array([[0.5, 0.02], [0.03, 0.0], [0.0, 0.3], [0.0, -0.4]])
    found = columns(CAUSES, torch.tensor(among), torch.tensor([0.0, 0.0, -0.2, 0.0]))
    assert as_weights(SIGNS, found) == {"a": {"dull": (0.5, 0.03)}}
    grades = as_grades(SIGNS, found)
    assert grades[RISE[0]][RISE[1]].nats == {"b": (0.3, -0.4), "healthy": (0.2, 0.0)}
    assert GRADES.validate_python(yaml.safe_load(grades_written(grades))) == grades
    assert as_grades(SIGNS, dict.fromkeys(CAUSES, [0.0] * 4)) == {}


def test_a_number_that_hardly_any_run_has_gets_no_knots():
    assert knots([{RISE: float(at)} for at in range(100)]).keys() == {RISE}
    assert knots([{RISE: float(at)} for at in range(20)]) == {}
    assert knots([{RISE: 1.0}] * 100) == {}


def test_data_that_are_judged_are_left_out_of_what_is_fitted(monkeypatch):
    """On each data set the same number means the opposite: whoever peeped would be right."""
    monkeypatch.setattr("benchmarks.clinic.left_out.signs_of", lambda *_: SIGNS)
    runs = [
        run(right, rise=rise, data=data)
        for data, turned in (("one", False), ("other", True))
        for right, rise in (("a", 0.0 + turned), ("b", 1.0 - turned))
        for _ in range(60)
    ]
    places = [place for _, place, _ in judged(None, runs)]
    assert set(places) == {2}
