"""Choices that nobody named, learned from labelled messages."""

import dataclasses
from functools import cache

import pytest

import knowledge_base
from engine import understand
from engine.understanding.learned import choices
from engine.understanding.learned.choices import Choices
from knowledge_base.labels import read_labels

TOLD = (
    *((f"a forest with {n} kinds of trees in photos", "architecture=cnn") for n in range(12)),
    *((f"next word of {n} novels by a decoder", "architecture=transformer") for n in range(12)),
    *((f"the weather is fine, day {n}", "!out") for n in range(12)),
)
KB = dataclasses.replace(knowledge_base.load(), messages_told={"some": TOLD}, hash="choices")


@cache
def model() -> Choices:
    choices.prepare(KB)
    found = choices.choices_told(KB)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "option", "likely"),
    [
        ("photos of trees", "cnn", True),
        ("the decoder says the next word", "transformer", True),
        ("fine weather", "cnn", False),
    ],
)
def test_messages_tell_options_without_their_names(text, option, likely):
    (told,) = model().likeliest(text)
    assert told.finding == "architecture"
    assert (told.option == option and told.probability > 0.5) == likely


def test_the_clause_that_tells_it_is_known():
    (told,) = model().likeliest("hello there. photos of trees in a forest")
    assert model().telling(["hello there.", " photos of trees in a forest"], [told]) == [1]


def test_what_was_kept_reads_like_what_was_trained(tmp_path):
    again = dataclasses.replace(KB, hash="kept once")
    choices.prepare(again, tmp_path)
    kept = choices._made(again, choices.kept_in(tmp_path, again))
    (one,), (other,) = model().likeliest("trees"), kept.likeliest("trees")
    assert one.option == other.option
    assert one.probability == pytest.approx(other.probability, abs=1e-2)


def test_an_option_is_recorded_beside_other_findings_and_offered_alone():
    model()
    both = understand(KB, "The loss is nan after step 3. Photos of trees in a forest with kinds.")
    assert ("architecture", "cnn") in {(item.finding, item.value) for item in both.evidence}
    alone = understand(KB, "Photos of trees in a forest with kinds.")
    assert "architecture" not in {item.finding for item in alone.evidence}


def test_a_choice_that_was_named_is_not_told_anew():
    model()
    said = understand(KB, "The loss is nan. An LSTM, no photos of trees in a forest with kinds.")
    assert {i.value for i in said.evidence if i.finding == "architecture"} == {"rnn"}


def test_labels_are_read():
    labels = read_labels("~-loss_becomes_nan @optimizer learning_rate=0.1 framework=? >solved")
    assert [(one.finding, one.state, one.value, one.demanded) for one in labels.told] == [
        ("loss_becomes_nan", "absent", None, False),
        ("learning_rate", "present", 0.1, True),
        ("framework", "unknown", None, True),
    ]
    assert (labels.asked, labels.outcome, labels.kind) == (("optimizer",), "solved", "problem")
