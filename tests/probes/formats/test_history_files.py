"""CSV, JSONL, JSON documents and printed dicts, as the libraries spell them."""

import json

import pytest

from probes.formats.recognise import open_upload, recognise
from probes.refusal import Refusal

LIGHTNING = """epoch,lr-Adam,step,train_loss_step,val_acc,val_loss
0,0.001,49,0.9,,
0,,99,0.7,,
0,,99,,0.6,0.8
1,0.001,149,0.5,,
1,,199,nan,,
1,,199,,0.7,0.6
"""
KERAS = "epoch,accuracy,loss,val_accuracy,val_loss\n0,0.5,1.0,0.6,0.9\n1,0.7,0.8,0.65,inf\n"
TRACKER = (
    '"Step","run-7 - val_loss","run-7 - val_loss__MIN","run-7 - val_loss__MAX"\n'
    '"10","0.5","0.5","0.5"\n"20","0.4","0.4","0.4"\n'
)
GERMAN = "Epoche;epoch;loss;val_loss\nx;1;0,52;0,61\nx;2;0,41;0,55\n"
PERCENT = "epoch\tloss\tacc\n1\t0.5\t71%\n2\t0.4\t80 %\n"
SPACES = "epoch   loss    lr\n1   0.5   1e-3\n2   0.4   1e-3\n"
BARS = "| epoch | train loss | val loss |\n|---|---|---|\n| 1 | 0.5 | 0.6 |\n| 2 | 0.4 | 0.5 |\n"
RAGGED = "epoch,loss,val_loss\n1,0.5\n2,0.4,0.6,9,9\n\n3\n4,0.2,0.5\n"
CHINESE = "轮次,训练损失,验证损失,学习率\n1,0.5,0.6,0.1\n2,0.4,0.5,0.1\n"


@pytest.fixture
def write(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "upload.bin"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write


def curve(history, role):
    found = history.series(role)
    return list(found.x), list(found.values)


@pytest.mark.parametrize(
    ("text", "x", "train", "validation"),
    [
        (KERAS, [0, 1], [1.0, 0.8], [0.9, float("inf")]),
        (GERMAN, [1, 2], [0.52, 0.41], [0.61, 0.55]),
        (BARS, [1, 2], [0.5, 0.4], [0.6, 0.5]),
        (CHINESE, [1, 2], [0.5, 0.4], [0.6, 0.5]),
    ],
)
def test_tables_of_many_makers_are_read(write, text, x, train, validation):
    history = open_upload(write(text))
    assert curve(history, "train_loss") == (x, train)
    assert curve(history, "validation_loss") == (x, validation)


def test_sparse_rows_keep_gaps_apart_from_nan(write):
    history = open_upload(write(LIGHTNING))
    x, train = history.series("train_loss")
    assert list(x) == [49, 99, 149, 199]
    assert train[3] != train[3]
    assert curve(history, "validation_loss") == ([99, 199], [0.8, 0.6])
    assert list(history.metric("accuracy").values) == [0.6, 0.7]
    assert history.find("train_loss").present.tolist() == [True, True, False, True, True, False]
    assert history.unit == "step"
    assert list(history.epochs(x)) == [0, 0, 1, 1]


def test_bounds_of_tracker_exports_are_dropped(write):
    history = open_upload(write(TRACKER))
    assert len(history.columns) == 2
    assert curve(history, "validation_loss") == ([10, 20], [0.5, 0.4])


def test_percents_become_shares_and_say_so(write):
    history = open_upload(write(PERCENT))
    assert list(history.metric("accuracy", "train").values) == [0.71, 0.8]
    whole = open_upload(write("epoch,loss,val_acc\n1,0.5,71\n2,0.4,80\n"))
    assert list(whole.metric("accuracy").values) == pytest.approx([0.71, 0.8])
    assert whole.metric_column("accuracy").scaled == pytest.approx(0.01)


def test_columns_parted_by_spaces_are_read(write):
    assert curve(open_upload(write(SPACES)), "learning_rate") == ([1, 2], [1e-3, 1e-3])


def test_ragged_rows_are_filled_with_gaps(write):
    history = open_upload(write(RAGGED))
    assert curve(history, "train_loss") == ([1, 2, 4], [0.5, 0.4, 0.2])
    assert curve(history, "validation_loss") == ([2, 4], [0.6, 0.5])


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_every_usual_encoding_is_read(write, encoding):
    assert curve(open_upload(write(CHINESE * 1, encoding)), "train_loss") == ([1, 2], [0.5, 0.4])


def test_latin_1_and_zero_bytes_do_not_hinder(write):
    text = "epoch,loss,val_loss,größe\n1,0.5,0.6,é\n2,0.4,0.5,é\n".encode("latin-1")
    assert curve(open_upload(write(text)), "train_loss") == ([1, 2], [0.5, 0.4])
    text = b"epoch,loss,val_loss\n1,0.5,0.6\n\0\0\0\0\n2,0.4,0.5\n"
    assert curve(open_upload(write(text)), "train_loss") == ([1, 2], [0.5, 0.4])


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r\n\r\n"])
def test_line_ends_of_every_system_are_read(write, ending):
    assert curve(open_upload(write(KERAS.replace("\n", ending))), "train_loss")[1] == [1.0, 0.8]


def test_json_lines_of_mixed_shapes_are_one_table(write):
    lines = [
        '{"step": 1, "loss": 0.5, "lr": 1e-3}',
        "not json",
        '{"step": 2, "loss": NaN, "lr": 1e-3, "tag": "x"}',
        '{"step": 2, "val": {"loss": 0.7, "acc": 0.5}}',
        '{"step": 3, "loss": "inf", "lr": null, "flag": true, "list": [1, 2]}',
    ]
    history = open_upload(write("\n".join(lines)))
    x, loss = history.series("train_loss")
    assert list(x) == [1, 2, 3]
    assert loss[1] != loss[1]
    assert loss[2] == float("inf")
    assert curve(history, "validation_loss") == ([2], [0.7])
    assert list(history.series("learning_rate").x) == [1, 2]


def test_the_log_of_a_trainer_state_is_read_without_its_summary(write):
    log = [
        {"epoch": 0.5, "loss": 2.0, "learning_rate": 1e-4, "grad_norm": 1.1, "step": 10},
        {"epoch": 1.0, "eval_loss": 1.9, "eval_accuracy": 0.4, "eval_runtime": 1.2, "step": 20},
        {"epoch": 1.0, "train_loss": 1.5, "train_runtime": 9.0, "total_flos": 1e9, "step": 20},
    ]
    state = {"best_metric": None, "epoch": 1.0, "log_history": log}
    history = open_upload(write(json.dumps(state, indent=2)))
    assert recognise(write(json.dumps(state))).__name__.endswith("trainer_state")
    assert curve(history, "train_loss") == ([10], [2.0])
    assert curve(history, "validation_loss") == ([20], [1.9])
    assert curve(history, "gradient_norm") == ([10], [1.1])


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"loss": [0.5, 0.4], "val_loss": [0.6, 0.5]}),
        json.dumps(
            {"history": {"loss": [0.5, 0.4], "val_loss": [0.6, 0.5]}, "epoch": [0, 1]}, indent=1
        ),
        json.dumps({"loss": {"0": 0.5, "1": 0.4}, "val_loss": {"0": 0.6, "1": 0.5}}),
        json.dumps([{"loss": 0.5, "val_loss": 0.6}, {"loss": 0.4, "val_loss": 0.5}]),
        json.dumps({"train": {"loss": [0.5, 0.4]}, "val": {"loss": [0.6, 0.5]}}),
        "{'loss': [0.5, 0.4], 'val_loss': [0.6, 0.5]}",
        "{'loss': [np.float64(0.5), np.float32(0.4)], 'val_loss': [0.6, 0.5]}",
        "{'loss': array([0.5, 0.4]), 'val_loss': array([0.6, 0.5])}",
    ],
)
def test_dumped_histories_are_read(write, text):
    history = open_upload(write(text))
    assert curve(history, "train_loss") == ([0, 1], [0.5, 0.4])
    assert curve(history, "validation_loss") == ([0, 1], [0.6, 0.5])


def test_a_printed_nan_is_a_value(write):
    loss = (
        open_upload(write("{'loss': [0.5, nan], 'val_loss': [inf, 0.5]}"))
        .series("train_loss")
        .values
    )
    assert loss[1] != loss[1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello world, this is a letter about training\n" * 3,
        "x1,x2,label\n1,2,0\n3,4,1\n",
        "a;b\n1;2\n",
        '{"config": {"lr": 0.1}, "name": "run"}',
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10,
        b"PK\x05\x06" + b"\0" * 18,
        "The loss and the accuracy do not improve, what can I do?\nI train for 5 epochs.\n",
    ],
)
def test_what_is_no_history_is_not_taken_for_one(write, text):
    from probes.history import History

    try:
        assert not isinstance(open_upload(write(text)), History)
    except Refusal as refusal:
        assert refusal.code


def test_json_lines_may_begin_with_what_the_columns_are(write):
    head = json.dumps({"columns": ["CO", "NOx"], "min": [-2.1, -1.9]})
    rows = [
        json.dumps({"epoch": i, "loss": 1 / (i + 1), "val_loss": 2 / (i + 1)}) for i in range(5)
    ]
    history = open_upload(write("\n".join([head, *rows])))
    assert history.series("train_loss").values.tolist() == [1 / (i + 1) for i in range(5)]
