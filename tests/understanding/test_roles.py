"""What was learned and the patterns read together."""

import pytest

import knowledge_base
from engine import understand
from engine.understanding import roles
from engine.understanding.learned import reader
from engine.understanding.learned.told import told

KB = knowledge_base.load()


@pytest.fixture(scope="module", autouse=True)
def learned():
    place = reader.learned._place(KB)
    before, place.content = place.content, reader.train(list(told(KB)))
    yield
    place.content = before  # the tests after these read by patterns alone


def said(text):
    return {item.finding: item.value for item in understand(KB, text).evidence}


def test_bare_measures_belong_to_the_set_before_them():
    read = said("[Epoch 9] train: loss=0.12 acc=0.97 | val: loss=1.9 acc=0.55")
    assert (read["train_loss"], read["train_accuracy"]) == (0.12, 0.97)
    assert (read["validation_loss"], read["validation_accuracy"]) == (1.9, 0.55)


def test_names_and_then_numbers_belong_together_in_order():
    read = said("lr and batch size are 0.01 and 32")
    assert (read["learning_rate"], read["batch_size"]) == (0.01, 32)


def test_a_name_is_remembered_over_sentences():
    assert said("what batch size is good? mine is 2 and the curve is a mess")["batch_size"] == 2


def test_a_count_of_a_part_is_no_count_of_the_whole():
    read = said("264 species, 21k clips, 500 clips for the top species")
    assert (read["sample_count"], read["class_count"]) == (21000, 264)


def test_a_number_written_like_a_rate_is_one_where_nothing_else_claims_it():
    assert said("adam, the peak is about 1e-3 I think")["learning_rate"] == 0.001
    assert "learning_rate" not in said("adam, grad norm 1e-6 in the first layer")


def test_the_last_line_of_a_log_is_so_now():
    read = said("epoch 1: 0.9/0.95\nepoch 2: 0.5/0.97\n(train/val loss)")
    assert (read["epochs_done"], read["train_loss"], read["validation_loss"]) == (2, 0.5, 0.97)


def test_a_changed_value_takes_the_place_of_the_former():
    assert said("学习率原来是0.01，后来改成0.001")["learning_rate"] == 0.001


def test_what_is_not_sure_is_offered_with_its_value(monkeypatch):
    monkeypatch.setattr(roles, "SURE", 1.0)
    understood = understand(KB, "adam, the peak is about 2e-3 I think")
    assert "learning_rate" not in {item.finding for item in understood.evidence}
    assert ("learning_rate", 0.002) in {(item.finding, item.value) for item in understood.unsure}


def test_what_the_field_is_asked_in_general_is_not_recorded():
    assert said("is batch size 32 ok in general?") == {}


def test_what_others_do_is_not_recorded():
    assert "learning_rate" not in said("people say lr should be 3e-4")
