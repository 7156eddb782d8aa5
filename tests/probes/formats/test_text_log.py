import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.formats.text_log import read_text
from tests.probes.formats import logs

NAN = float("nan")


def told(text, role):
    x, values = read_text(text).series(role)
    return list(x), list(values)


def metric(text, name="accuracy", split="validation"):
    return list(read_text(text).metric(name, split).values)


@pytest.mark.parametrize(
    ("text", "epochs", "train", "validation"),
    [
        (logs.KERAS, [1, 2, 3], [0.2609, 0.1145, NAN], [0.1349, 0.1012, 0.1]),
        (logs.KERAS_BACKSPACES, [1, 2], [1.1, 0.9], [1.2, 1.0]),
        (logs.FASTAI, [0, 1], [0.508271, 0.408271], [0.40834, 0.30834]),
        (logs.CHINESE, [3, 4], [0.52, 0.42], [0.88, 0.98]),
        (logs.CHINESE_MIXED, [3, 4], [0.52, 0.42], [0.88, 0.98]),
        (logs.LIGHTNING_BAR, [0, 1], [0.255, 0.105], [0.16, 0.12]),
        (logs.XGBOOST, [0, 1], [0.61, 0.51], [0.63, 0.53]),
        (logs.LIGHTGBM, [10, 20], [0.5, 0.4], [0.6, 0.55]),
        (logs.COLOURED, [1, 2], [0.9, 0.5], [1.0, 0.8]),
        (logs.CONTEXT, [1, 2], [0.5, 0.4], [0.7, 0.6]),
        (logs.TWO_LINES_AN_EPOCH, [1, 2], [0.651, 0.551], [0.23, 0.21]),
        (logs.CATBOOST_LIKE_NOISE, [1, 2], [0.81, 0.61], [0.9, 0.7]),
        (logs.SEMICOLONS, [1, 2], [0.9, 0.8], [1.1, 1.0]),
    ],
)
def test_epoch_logs_of_many_trainers_are_read(text, epochs, train, validation):
    assert told(text, "train_loss") == (epochs, pytest.approx(train, nan_ok=True))
    assert told(text, "validation_loss") == (epochs, pytest.approx(validation))
    assert read_text(text).unit == "epoch"


@pytest.mark.parametrize(
    ("text", "accuracies"),
    [
        (logs.KERAS, [0.959, 0.97, 0.97]),
        (logs.BRACKETS, [0.812, 0.822]),
        (logs.BARS, [0.81, 0.85]),
        (logs.FASTAI, [0.812, 0.852]),
        (logs.CHINESE, [0.71, 0.72]),
        (logs.FULL_WIDTH, [0.71, 0.72]),
        (logs.MNIST, [0.9834, 0.99]),
        (logs.IMAGENET, [0.105]),
        (logs.CONTEXT, [0.75, 0.78]),
        (logs.TWO_LINES_AN_EPOCH, [0.915, 0.925]),
        (logs.NOTEBOOK_TABLE, [0.81, 0.83]),
    ],
)
def test_validation_accuracy_is_a_share_however_it_is_written(text, accuracies):
    assert metric(text) == pytest.approx(accuracies)


def test_the_training_accuracy_is_kept_apart():
    assert metric(logs.CONTEXT, split="train") == [0.8, 0.82]
    assert metric(logs.KERAS, split="train") == [0.9247, 0.966, 0.966]


def test_steps_are_the_axis_where_they_count_through():
    assert told(logs.STEPS, "train_loss") == ([100, 200], [2.31, 2.1])
    assert told(logs.STEPS, "learning_rate") == ([100, 200], [3e-4, 3e-4])
    assert read_text(logs.STEPS).unit == "step"


def test_step_and_iter_lines_of_one_run_share_an_axis():
    assert told(logs.NANO_GPT, "validation_loss") == ([0, 20], [4.2823, 2.2823])


def test_the_summary_of_the_trainer_is_no_point_of_the_curve():
    x, values = read_text(logs.HF_TRAINER).series("train_loss")
    assert list(values) == [2.3, 2.0]
    assert list(x) == [0.1, 0.2]
    assert told(logs.HF_TRAINER, "validation_loss")[1] == [2.05]
    assert told(logs.HF_TRAINER, "gradient_norm")[1] == [1.5]


def test_steps_that_begin_anew_each_epoch_become_fractions_of_it():
    x, values = told(logs.LOGGING, "train_loss")
    assert values == [0.351, 0.331, 0.251]
    assert x == pytest.approx([1 + 100 / 601, 1 + 200 / 601, 2 + 100 / 601])
    x, _ = told(logs.MNIST, "train_loss")
    assert x == pytest.approx([1, 1.5, 2, 2.5], abs=0.01)


def test_a_nan_loss_is_a_value_and_a_line_without_it_is_a_gap():
    history = read_text(logs.NOT_A_NUMBER)
    x, loss = history.series("train_loss")
    assert list(x) == [1, 2, 3]
    assert loss[0] == 2.5
    assert loss[1] == -float("inf")
    assert loss[2] != loss[2]
    assert list(history.series("learning_rate").values) == [0.1, 0.1, 0.1]
    missing = read_text(logs.NANO_GPT).find("validation_loss")
    assert list(missing.present) == [True, False, False, True]


def test_terms_of_a_loss_are_not_taken_for_the_loss():
    history = read_text(logs.MM)
    assert list(history.series("train_loss").values) == [1.7, 1.5]
    assert history.column("loss_cls").reason == "part_of_the_loss"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "My train loss is 0.01 but my val loss is 2.4, accuracy 50%. lr 0.1, batch 32.",
        "I use lr 0.1 and batch 32.\nThe train loss is 0.01 but val loss is 2.4",
        "我的训练集 loss 一直在 0.69 左右，准确率 50%\n学习率 0.1，batch 32，训练了 5 轮",
        "Traceback (most recent call last):\n  File 'a.py', line 3\nValueError: expected 3, got 4",
        "loss.backward()\noptimizer.step()\nlr = 0.1\n",
        "import torch\nlr = 1e-3\nepochs = 10\nbatch_size = 64\n",
    ],
)
def test_what_people_say_is_no_log(text):
    assert read_text(text) is None


@given(st.text(max_size=400))
def test_any_text_is_read_or_is_no_log(text):
    history = read_text(text)
    assert history is None or history.rows >= 2


def test_a_printed_tensor_is_read_with_its_name_or_as_the_loss():
    named = "".join(f"epoch {i} loss: tensor({2.0 - i / 10}, device='cuda:0')\n" for i in range(4))
    assert read_text(named).series("train_loss").values.tolist() == [2.0, 1.9, 1.8, 1.7]
    bare = "".join(f"tensor({2.0 - i / 10}, grad_fn=<NllLossBackward0>)\n" for i in range(4))
    assert read_text(bare).series("train_loss").values.tolist() == [2.0, 1.9, 1.8, 1.7]


def test_parts_of_a_data_set_and_their_progress_are_no_scores():
    parts = "train: 80.5% val: 10.2% test: 9.3%\n" * 3
    assert read_text(parts) is None
    bars = "".join(f"train: {10 * i}.5%|###  | val: 0.5%|  |\n" for i in range(1, 5))
    assert read_text(bars) is None


def test_a_running_average_behind_the_loss_is_no_validation_loss():
    line = "epoch 1 step {} loss {:.3f}/{:.3f}\n"
    history = read_text("".join(line.format(i, 2.0 - i / 10, 2.1 - i / 10) for i in range(1, 5)))
    assert history.series("train_loss").values.tolist() == [1.9, 1.8, 1.7, 1.6]
    assert not history.has("validation_loss")


def test_a_heading_says_whose_the_next_lines_are_until_training_goes_on():
    told = "".join(
        f"epoch {i} loss {2.0 - i / 10}\nValidation:\n  loss: {2.5 - i / 10}\n" for i in range(1, 4)
    )
    history = read_text(told)
    assert history.series("train_loss").values.tolist() == [1.9, 1.8, 1.7]
    assert history.series("validation_loss").values.tolist() == [2.4, 2.3, 2.2]


def test_a_split_before_a_counter_in_brackets_counts_epochs():
    line = "Train: {} [{:4d}/200 ({:3.0f}%)]  Loss: {:.3f} ({:.3f})  LR: 1.000e-03\n"
    told = "".join(line.format(e, b, b / 2, 2.0 - e, 2.0) for e in range(2) for b in (0, 100, 200))
    history = read_text(told)
    assert history.find("epoch").values.tolist() == [0, 0, 0, 1, 1, 1]
    assert history.series("train_loss").values.size == 6


_PIECE = st.sampled_from(
    [
        "Epoch",
        "1/10",
        "loss:",
        "0.5",
        "nan",
        "val_loss",
        "=",
        "acc",
        "81%",
        "[",
        "]",
        "|",
        "step",
        "100",
        "第",
        "轮",
        "损失",
        "\n",
        "\r",
        "\x08",
        "\t",
        "{'",
        "':",
        "1e999",
        "-",
        ".",
    ]
)


@given(st.lists(_PIECE, max_size=80).map(" ".join))
def test_any_arrangement_of_log_pieces_is_read_or_is_no_log(text):
    history = read_text(text)
    if history is not None:
        assert (history.positions.x[1:] >= history.positions.x[:-1]).all()


HOSTILE = [
    *("A" * 2**20, " " * 200_000, "loss=" * 40_000, "1 " * 30_000, "[" * 60_000, "\r" * 10**6),
    *("loss: 0.5 " * 6000, "第" * 60_000, "=" * 65_000, "|" * 65_000, ("a" * 500 + " ") * 120),
    *("train 0.5 " * 6000, "train/val loss: 0.5 / " * 3000, "loss 0.5/0.6 " * 5000, "/" * 65_000),
    *(
        "e1" * 32_000,
        "a:b:1 " * 10_000,
        "tensor(1 " * 7000,
        "loss (train) " * 5000,
        "train " * 10_000,
    ),
    *("1" * 65_000, "\b1" * 100_000, "1," * 30_000, "1e" * 30_000, "\t" * 60_000, "nan" * 20_000),
]


@pytest.mark.parametrize("line", HOSTILE, ids=lambda line: f"{line[:8]!r}x{len(line)}")
def test_hostile_lines_cost_little(line):
    started = time.process_time()
    history = read_text(f"{line}\n{line}\nepoch 1 loss 0.5\nepoch 2 loss 0.4\n")
    assert time.process_time() - started < 2.0
    assert history is not None
