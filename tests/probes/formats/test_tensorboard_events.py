import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from probes.formats.recognise import open_upload, recognise
from probes.refusal import Refusal
from tests.probes.formats.events import event, header, simple, tensor


def run(train=simple) -> bytes:
    steps = [event(i, train("loss/train", 1 / (1 + i)), simple("lr", 0.1)) for i in range(5)]
    return header() + b"".join(steps) + event(4, simple("loss/val", float("nan")))


@pytest.fixture
def write(tmp_path):
    def write(data: bytes, name: str = "anything"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


@pytest.mark.parametrize("form", [simple, tensor])
def test_both_forms_of_scalars_are_read_by_step(write, form):
    history = open_upload(write(run(form)))
    x, loss = history.series("train_loss")
    assert list(x) == [0, 1, 2, 3, 4]
    assert loss == pytest.approx([1, 1 / 2, 1 / 3, 1 / 4, 1 / 5])
    assert history.unit == "step"


def test_a_logged_nan_is_a_point_of_the_curve(write):
    x, loss = open_upload(write(run())).series("validation_loss")
    assert list(x) == [4]
    assert loss[0] != loss[0]


def test_a_file_that_is_still_written_is_read_to_its_end(write):
    whole = run()
    history = open_upload(write(whole[: len(whole) - 100]))
    assert 3 <= history.series("train_loss").values.size <= 5


def test_a_length_of_many_terabytes_ends_the_file(write):
    history = open_upload(write(run() + b"\xff" * 7 + b"\x3f" + b"\0" * 40))
    assert history.series("train_loss").values.size == 5


def test_folders_of_one_run_are_read_together(tmp_path):
    path = tmp_path / "run"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "logs/train/events.out.tfevents.1", header() + event(0, tensor("epoch_loss", 2.0))
        )
        archive.writestr(
            "logs/validation/events.out.tfevents.2", header() + event(0, tensor("epoch_loss", 3.0))
        )
    history = open_upload(path)
    assert list(history.series("train_loss").values) == [2.0]
    assert list(history.series("validation_loss").values) == [3.0]


def test_a_zipped_store_of_mlflow_is_one_history(tmp_path):
    path = tmp_path / "mlruns"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "mlruns/0/abc/metrics/train_loss", "1700000000000 0.5 0\n1700000000001 0.4 1\n"
        )
        archive.writestr(
            "mlruns/0/abc/metrics/val_loss", "1700000000000 0.6 0\n1700000000001 nan 1\n"
        )
        archive.writestr("mlruns/0/abc/params/lr", "0.1")
    history = open_upload(path)
    assert list(history.series("train_loss").values) == [0.5, 0.4]
    assert list(history.series("validation_loss").x) == [0, 1]


def test_one_metric_of_mlflow_is_a_history(write):
    path = write(b"1700000000000 0.5 0\n1700000000001 0.4 1\n", "train_loss")
    assert recognise(path).__name__.endswith("mlflow_metrics")
    assert list(open_upload(path).series("train_loss").values) == [0.5, 0.4]


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_damaged_event_files_are_read_or_refused(write, data):
    whole = bytearray(run(tensor))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    try:
        open_upload(write(bytes(whole[:cut])))
    except Refusal as refusal:
        assert refusal.code
