import pytest

from probes.column_names import meaning
from probes.formats.table import of_rows


@pytest.mark.parametrize(
    ("name", "role", "metric"),
    [
        ("loss", "train_loss", None),
        ("train_loss_step", "train_loss", None),
        ("TrainLoss", "train_loss", None),
        ("Loss/train", "train_loss", None),
        ("eval_loss", "validation_loss", None),
        ("valLoss", "validation_loss", None),
        ("Val. Loss", "validation_loss", None),
        ("validation_0-logloss", "validation_loss", None),
        ("验证集损失", "validation_loss", None),
        ("train/cross_entropy", "train_loss", None),
        ("val_acc@1", "validation_metric", "accuracy"),
        ("eval_f1", "validation_metric", "f1"),
        ("Accuracy", "train_metric", "accuracy"),
        ("训练准确率", "train_metric", "accuracy"),
        ("val_rmse", "validation_metric", "rmse"),
        ("lr-AdamW/pg1", "learning_rate", None),
        ("learning_rate", "learning_rate", None),
        ("train/learning_rate", "learning_rate", None),
        ("grad_norm", "gradient_norm", None),
        ("gradient_norm/total", "gradient_norm", None),
        ("loss_scale", "loss_scale", None),
        ("trainer/global_step", "step", None),
        ("_step", "step", None),
        ("iteration", "step", None),
        ("Epoch", "epoch", None),
        ("轮次", "epoch", None),
        ("train/epoch", "epoch", None),
        ("_runtime", "time", None),
        ("best_val_loss", "other", None),
        ("batch_size", "other", None),
        ("samples_per_second", "other", None),
        ("weight_decay", "other", None),
        ("va_acc", "validation_metric", "accuracy"),
        ("va_loss", "validation_loss", None),
        ("trainloss", "train_loss", None),
        ("tacc", "train_metric", "accuracy"),
        ("terror", "other", None),
        ("", "other", None),
    ],
)
def test_names_tell_their_roles(name, role, metric):
    told = meaning(name)
    assert (told.role, told.metric) == (role, metric)


def roles(*names):
    table = of_rows([dict.fromkeys(names, 0.5), dict.fromkeys(names, 0.4)], "test")
    return {column.name: (column.role, column.reason) for column in table.history().columns}


def test_a_bare_metric_beside_two_named_losses_is_of_the_validation():
    assert roles("train_loss", "valid_loss", "accuracy")["accuracy"] == (
        "validation_metric",
        "bare_metric_beside_two_losses",
    )
    assert roles("loss", "val_loss", "accuracy")["accuracy"][0] == "train_metric"


def test_an_error_measure_stands_in_where_no_loss_is_logged():
    assert roles("train-rmse", "valid-rmse") == {
        "train-rmse": ("train_loss", "only_error_measure"),
        "valid-rmse": ("validation_loss", "only_error_measure"),
    }
    assert roles("loss", "val_rmse")["val_rmse"][0] == "validation_metric"


def test_two_losses_of_equal_right_are_neither_the_loss():
    assert roles("d_loss", "g_loss")["d_loss"] == ("other", "one_of_several_losses")
    told = roles("loss", "loss_bbox")
    assert told["loss"][0] == "train_loss"
    assert told["loss_bbox"] == ("other", "part_of_the_loss")


def test_terms_of_one_loss_are_summed_and_opponents_are_not():
    names = ("train/box_loss", "train/cls_loss", "val/box_loss", "val/cls_loss")
    history = of_rows([dict.fromkeys(names, float(i)) for i in range(3)], "test").history()
    assert history.series("train_loss").values.tolist() == [0.0, 2.0, 4.0]
    assert history.series("validation_loss").values.tolist() == [0.0, 2.0, 4.0]
    assert history.find("train_loss").reason == "sum_of_its_terms"
    players = [dict.fromkeys(("loss_D", "loss_G"), float(i)) for i in range(3)]
    assert not of_rows(players, "test").history().has("train_loss")


def test_a_bare_split_beside_a_loss_is_a_score_where_it_holds_shares():
    rows = [{"epoch": i, "loss": 1 / (i + 1), "train": 0.5 + i / 10, "val": 0.4} for i in range(4)]
    history = of_rows(rows, "test").history()
    assert history.metric("accuracy", "train").values[-1] == 0.8
    assert history.metric("accuracy", "validation").values[-1] == 0.4
    counters = [{"loss": 1.0, "train": i, "test": 200 * i} for i in range(4)]
    assert not of_rows(counters, "test").history().metrics("train")


def of(**columns):
    rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    table = of_rows(rows, "test")
    return {column.name: (column.role, column.reason) for column in table.history().columns}


FALLING, RISING = [0.9, 0.7, 0.52, 0.41], [0.41, 0.52, 0.7, 0.9]


def test_bare_splits_alone_are_losses_unless_they_rise_as_shares():
    assert of(train=FALLING, val=FALLING) == {
        "train": ("train_loss", "bare_splits_are_losses"),
        "val": ("validation_loss", "bare_splits_are_losses"),
    }
    assert of(train=RISING, val=FALLING)["val"] == (
        "validation_metric",
        "bare_splits_rise_as_shares",
    )
    large = [2.5 + value for value in RISING]
    assert of(train=large, val=large)["train"][0] == "train_loss"
    percent = [100 * value + 0.5 for value in FALLING[::-1]]
    assert of(train=percent, val=percent)["train"][0] == "train_metric"


def test_bare_splits_beside_a_metric_are_losses_and_its_set_is_the_other():
    told = of(train=FALLING, val=FALLING, acc=RISING)
    assert told["train"] == ("train_loss", "bare_split_beside_a_metric")
    assert told["acc"] == ("validation_metric", "bare_metric_beside_two_losses")
    assert of(val=[1.5, 1.2, 1.3], f1=RISING[:3])["val"][0] == "validation_loss"


def test_a_bare_split_of_the_size_of_the_loss_is_the_loss_of_its_set():
    told = of(loss=FALLING, val=[1.1, 0.8, 0.7, 0.75])
    assert told["val"] == ("validation_loss", "bare_split_like_the_loss")
    seconds = of(loss=FALLING, train=[12.3, 12.1, 12.5, 12.2], val=[30.1, 30.2, 30.1, 30.4])
    assert {seconds["train"][0], seconds["val"][0]} == {"other"}


def test_one_set_alone_and_whole_numbers_say_nothing():
    assert of(val=FALLING)["val"] == ("other", "not_understood")
    assert of(train=[50000, 50000], val=[10000, 10000])["val"] == ("other", "not_understood")


def test_initials_are_words_in_company_only():
    told = of(e=[1, 2, 3, 4], L=FALLING, VL=FALLING, VA=RISING)
    assert [role for role, _ in told.values()] == [
        "epoch",
        "train_loss",
        "validation_loss",
        "validation_metric",
    ]
    assert {reason for _, reason in told.values()} == {"initials_in_company"}
    assert of(L=FALLING, k=RISING)["L"] == ("other", "not_understood")
    assert of(tr=FALLING, va=FALLING)["va"][0] == "validation_loss"


def test_a_test_set_counts_as_validation_after_the_validation_set():
    names = ("epoch", "train_loss", "test_loss", "val_loss")
    table = of_rows([dict.fromkeys(names, float(i)) for i in range(3)], "test")
    assert table.history().find("validation_loss").name == "val_loss"
    assert roles("train_loss", "test_loss")["test_loss"][1] == "test_counts_as_validation"
