"""A case keeps what it is told, in order, and nothing impossible gets into the engine."""

import pytest
from hypothesis import given

from engine import (
    Case,
    Evidence,
    ImpossibleState,
    ImpossibleValue,
    NoSuchFinding,
    NoSuchFix,
    Tried,
    check,
)
from tests.engine.strategies import KB, cases


def test_an_edit_keeps_its_place_and_all_later_answers():
    case = Case().record(Evidence("a"), Evidence("b"), Evidence("c"))
    assert [e.finding for e in case.record(Evidence("a", "absent")).evidence] == ["a", "b", "c"]
    assert case.edit(Evidence("b", "absent")).find("b").state == "absent"
    assert case.find("b").state == "present"


def test_a_probe_that_cannot_tell_takes_nothing_away():
    case = Case().record(Evidence("a", "present", source="said"))
    assert case.record(Evidence("a", "unknown", source="measured")) == case
    assert case.record(Evidence("a", "unknown", source="asked")) != case


@given(cases())
def test_retracting_what_was_added_gives_the_case_back(case):
    if case.find("f0001") is None:
        assert case.record(Evidence("f0001")).retract("f0001") == case


@given(cases())
def test_cases_that_can_be_drawn_are_possible(case):
    check(KB, case)


def test_an_unknown_finding_is_named_with_what_was_probably_meant():
    with pytest.raises(NoSuchFinding) as caught:
        check(KB, Evidence("f00012"))
    assert "f0001" in caught.value.close
    with pytest.raises(NoSuchFix) as missing:
        check(KB, Tried("fix_00001", "solved"))
    assert "fix_0000" in missing.value.close


@pytest.mark.parametrize(
    ("item", "error"),
    [
        (Evidence("f0001", "maybe"), ImpossibleState),
        (Evidence("f0001", value=3.0), ImpossibleValue),
        (Evidence("f0001", "unknown", value=3.0), ImpossibleValue),
        (Evidence("f0001", confidence=1.5), ImpossibleValue),
        (Evidence("choice000"), ImpossibleState),
        (Evidence("choice000", value="e"), ImpossibleValue),
        (Evidence("choice000", value=1.0), ImpossibleValue),
        (Evidence("rate", value=float("nan")), ImpossibleValue),
        (Evidence("rate", value=-1.0), ImpossibleValue),
        (Evidence("rate", value="fastest"), ImpossibleValue),
    ],
)
def test_impossible_evidence_is_refused(item, error):
    with pytest.raises(error):
        check(KB, item)
    with pytest.raises(error):
        check(KB, Case((item,)))


def test_a_number_may_be_given_as_its_bin():
    check(KB, Evidence("rate", value="high"))
