"""A doubled softmax shows in the log alone: right nearly always, yet never below the floor."""

import pytest

from probes.catalog.loss_stops_at_softmax_floor import Floor, floor_of, judge
from tests.clinic import patients, ward


def floor(loss, accuracy, classes=10, points=20, lowest=None, highest=None):
    least, most = lowest or loss, highest or loss
    away = loss / floor_of(classes) - 1
    return Floor(loss, accuracy, classes, floor_of(classes), away, least, most, points)


@pytest.mark.parametrize(("classes", "loss"), [(2, 0.313), (10, 1.461), (100, 3.622)])
def test_the_floor_is_that_of_the_source(classes, loss):
    assert floor_of(classes) == pytest.approx(loss, abs=1e-3)


@pytest.mark.parametrize(
    ("measured", "state"),
    [
        (floor(1.47, 0.99), "present"),
        (floor(0.05, 0.99), "absent"),
        (floor(1.00, 0.95), "absent"),
        (floor(1.47, 0.60), "unknown"),
        (floor(1.47, 0.99, points=2), "unknown"),
        (floor(1.47, 0.99, highest=2.4), "present"),
        (floor(0.32, 0.90, classes=2, highest=2.3), "absent"),  # ten classes at the start
        (floor(0.32, 0.90, classes=2, lowest=0.09), "absent"),  # as validation is, under dropout
    ],
)
def test_only_an_accurate_model_at_the_floor_is_called_so(measured, state):
    assert judge(measured).state == state


@pytest.mark.parametrize(
    ("patient", "state"),
    [
        (patients.sick("double_softmax", "digits"), "present"),
        (patients.healthy("digits"), "absent"),
    ],
)
def test_a_trained_model_and_its_healthy_twin(patient, state):
    from probes.formats.recognise import open_upload
    from probes.runner import run

    history = open_upload(ward.history_file(ward.train(patient)))
    (report,) = run({"history": history}, only=["loss_stops_at_softmax_floor"])
    assert report.state == state
