import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import knowledge_base
from benchmarks.understanding import accepted, same
from engine import Case, facts, understand
from tests.understanding.messages import messages

KB = knowledge_base.load()


def said(text, asked=()):
    return {item.finding: item for item in understand(KB, text, None, asked).evidence}


def test_what_is_recorded_of_the_tuning_messages_is_right():
    judged = [
        accepted(KB, message, item)
        for message in messages("tuning")
        for item in understand(KB, message.text, None, message.asked).evidence
    ]
    assert sum(judged) / len(judged) >= 0.97


def test_most_of_what_the_tuning_messages_say_is_recorded():
    found = []
    for message in messages("tuning"):
        evidence = understand(KB, message.text, None, message.asked).evidence
        known = facts(KB, Case().record(*evidence)).known
        for finding, (state, value) in message.demanded.items():
            item = known.get(finding)
            found.append(item is not None and item.state == state and same(value, item.value))
    assert sum(found) / len(found) >= 0.9


@pytest.mark.parametrize("kind", ["out", "near"])
def test_nothing_is_recorded_of_what_is_no_problem(kind):
    wrong = [m.text for m in messages("tuning") if m.kind == kind and said(m.text)]
    assert wrong == []


def test_every_topic_that_is_declined_has_a_sentence():
    topics = {understand(KB, m.text).out_of_scope for m in messages("tuning")} - {None}
    assert topics <= set(KB.words["out_of_scope"])


def test_a_denied_finding_is_absent():
    assert said("loss is not nan")["loss_becomes_nan"].state == "absent"
    assert said("没有过拟合")["validation_loss_far_above_training_loss"].state == "absent"


def test_a_question_asserts_nothing():
    assert said("Is my learning rate too high?") == {}
    assert said("学习率是不是太大了？") == {}


def test_the_words_of_a_finding_are_a_place_in_the_message():
    text = "大家好！ｌｏｓｓ 變成 nan 了，learning rate=0.1"
    for item in understand(KB, text).evidence:
        assert text[item.words.start : item.words.end] == item.words.text


def test_a_bare_answer_belongs_to_the_question_that_fits_it():
    asked = ("loss_becomes_nan", "learning_rate")
    assert said("0.01", asked)["learning_rate"].value == 0.01
    assert said("是的", asked)["loss_becomes_nan"].state == "present"
    assert said("不知道", asked)["loss_becomes_nan"].state == "unknown"


def test_a_hedged_answer_is_less_sure():
    sure = said("yes", ("loss_becomes_nan",))["loss_becomes_nan"]
    unsure = said("I think so but not sure", ("loss_becomes_nan",))["loss_becomes_nan"]
    assert unsure.state == "present" and unsure.confidence < sure.confidence


@pytest.mark.parametrize(
    ("text", "outcome"),
    [("都试过了，没用", "no_change"), ("that fixed it", "solved"), ("it got worse", "worse")],
)
def test_how_a_fix_went_is_understood(text, outcome):
    assert understand(KB, text).outcome == outcome


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_failing_and_within_its_bounds(text):
    understood = understand(KB, text)
    for item in (*understood.evidence, *understood.unsure):
        assert item.finding in KB.findings
        assert text[item.words.start : item.words.end] == item.words.text
    assert len(understood.unsure) <= 4


@pytest.mark.parametrize(
    "text", ["loss " * 1600, "不" * 8000, "train " * 1300, "1" * 8000, "," * 8000, "nan no " * 1100]
)
def test_hostile_repetition_does_not_hang(text):
    start = time.process_time()
    understand(KB, text)
    assert time.process_time() - start < 5
