"""Does the engine agree with cases whose author had not read what the causes say they show?

A known miss that comes to hold fails its test, so that the mark is taken off.
"""

from collections import Counter

import pytest

from engine import check
from knowledge_base import load
from tests.vignettes.judging import as_case, holds, ranked
from tests.vignettes.outside import by_family

KB = load()
FAMILIES = by_family()
OUTSIDE = [told for cases in FAMILIES.values() for told in cases]
MARKED = [
    pytest.param(
        told,
        id=told.id,
        marks=pytest.mark.xfail(reason=told.known_miss, strict=True) if told.known_miss else (),
    )
    for told in OUTSIDE
]


@pytest.mark.parametrize("told", MARKED)
def test_the_engine_agrees(told):
    order = ranked(KB, told)
    places = [order.index(cause) + 1 for cause in told.causes]
    assert holds(told.expect, *places), f"places {places}: {order[:5]}"


@pytest.mark.parametrize("told", OUTSIDE, ids=lambda told: told.id)
def test_it_is_a_case_that_somebody_could_tell(told):
    check(KB, as_case(told))
    assert not {*told.present} & {*told.absent}
    assert 3 <= len(told.present) + len(told.absent) + len(told.values) <= 7


def test_every_cause_has_three_in_the_file_of_its_family():
    own = Counter((family, told.causes[0]) for family, cases in FAMILIES.items() for told in cases)
    assert all(own[family, cause] >= 3 for cause, family in KB.families.items())


def test_a_fifth_has_two_faults_and_both_are_expected_in_three():
    pairs = [told for told in OUTSIDE if len(told.causes) == 2]
    assert len(pairs) >= 0.2 * len(OUTSIDE)
    assert {told.expect for told in pairs} == {"top_3"}


def test_no_two_share_a_name():
    assert max(Counter(told.id for told in OUTSIDE).values()) == 1
