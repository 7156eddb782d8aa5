import pytest

import knowledge_base
from engine import understand

KB = knowledge_base.load()


def said(text):
    return {item.finding: item.value for item in understand(KB, text).evidence}


@pytest.mark.parametrize(
    ("text", "finding", "value"),
    [
        ("lr 0.1, sorry, I meant 0.01", "learning_rate", 0.01),
        ("learning rate is not 0.1 but 0.01", "learning_rate", 0.01),
        ("bs=64（打错了，应该是32）", "batch_size", 32),
    ],
)
def test_a_slip_is_put_right(text, finding, value):
    assert said(text)[finding] == value


@pytest.mark.parametrize(
    "text",
    [
        "epoch | train_loss | val_loss\n1 | 0.9 | 0.95\n2 | 0.5 | 0.97",
        "epoch,train_loss,val_loss\n1,0.9,0.95\n2,0.5,0.97",
    ],
)
def test_the_last_row_of_a_table_is_so_now(text):
    read = said(text)
    assert (read["epochs_done"], read["train_loss"], read["validation_loss"]) == (2, 0.5, 0.97)


def test_rows_of_a_table_may_be_sets():
    read = said("set | loss | acc\ntrain | 0.1 | 98%\nval | 1.2 | 70%")
    assert (read["train_loss"], read["validation_accuracy"]) == (0.1, 0.7)


def test_rows_that_are_runs_tell_no_value():
    assert "learning_rate" not in said("lr | val acc\n0.1 | 50\n0.01 | 80")


@pytest.mark.parametrize(
    ("text", "batch"),
    [
        ("batch size 4 with 16 accumulation steps", 64),
        ("单卡批量十六，八张卡数据并行", 128),
        ("8 A100 GPUs, global batch 512", 512),
        ("trained on 2 GPUs, batch 64", 64),
    ],
)
def test_a_batch_is_what_one_update_sees(text, batch):
    assert said(text)["batch_size"] == batch


def test_numbers_of_other_things_are_no_values():
    read = said("torch 2.3.1, seed 42, 224x224 images, 4 GPUs, hidden 256, patience 5, lr 5e-5")
    assert read["learning_rate"] == 5e-5
    assert {"sample_count", "class_count", "epochs_done", "train_loss"}.isdisjoint(read)


def test_two_rates_side_by_side_are_two_runs():
    assert "learning_rate" not in said("With lr 0.1 it gives nan. lr 0.01 gives a loss of 1.2.")


@pytest.mark.parametrize(
    "text",
    [
        "Suppose a classifier had 99% train and 60% test accuracy. Overfitting by definition?",
        "为什么大家都爱用3e-4当学习率",
        "What is the difference between nn.CrossEntropyLoss and nn.NLLLoss?",
    ],
)
def test_a_question_on_the_field_records_nothing(text):
    assert said(text) == {}


def test_what_a_question_names_is_so_where_the_asker_says_so():
    read = said("BN在batch为1的时候是不是不能用？我用着呢，一切到eval输出就全乱")
    assert read["batch_size"] == 1


def test_another_score_is_no_accuracy():
    assert "train_accuracy" not in said("语义分割，mIoU训练0.82验证0.41")


def test_the_row_of_ones_own_tells_what_is_so():
    read = said("| model | train acc | dev acc |\n| mine | 98.2 | 79.0 |\n| paper | 97 | 93 |")
    assert (read["train_accuracy"], read["validation_accuracy"]) == (0.982, 0.79)


def test_a_part_of_the_loss_is_not_the_loss():
    assert said("cls_loss=0.02 box_loss=48.6 total=48.62")["train_loss"] == 48.62
