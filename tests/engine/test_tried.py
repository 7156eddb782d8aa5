"""What came of a fix is evidence."""

import pytest

from engine import Case, Evidence, posterior, rank_fixes
from engine.weighing import weigh
from tests.engine.synthetic import base, cause, finding, fix, scales

KB = base(
    {"a_sign": finding(usual="never"), "b_sign": finding(usual="never")},
    {
        "a": cause({"a_sign": "usually"}, fixes={"cure_a": "usually"}),
        "b": cause({"b_sign": "usually", "a_sign": "often"}, fixes={"cure_b": "usually"}),
        "healthy": cause({}, benign=True, fixes={"keep_on": "always"}),
    },
    {"cure_a": fix(), "cure_b": fix(), "keep_on": fix()},
    scale=scales(),
)
SICK = Case((Evidence("a_sign"),))
BOTH = Case((Evidence("a_sign"), Evidence("b_sign")))


def test_a_fix_without_effect_speaks_against_its_causes_and_for_something_unknown():
    before, after = posterior(KB, SICK), posterior(KB, SICK.record_fix("cure_a", "no_change"))
    assert after.of("a") < before.of("a") and after.of("b") > before.of("b")
    assert after.other_probability > before.other_probability


def test_a_fix_that_solved_it_names_the_cause():
    after = posterior(KB, SICK.record_fix("cure_a", "solved"))
    assert after.ranked[0].cause == "a" and after.of("a") > 0.9


def test_a_fix_that_helped_in_part_leaves_the_other_fault():
    before, after = posterior(KB, BOTH), posterior(KB, BOTH.record_fix("cure_a", "partly"))
    assert after.of("b") > before.of("b") and after.of("a") < after.of("b")
    assert sum(weigh(KB, BOTH.record_fix("cure_a", "partly")).w) == pytest.approx(1.0)


def test_a_fix_that_made_it_worse_did_not_solve_it():
    worse = posterior(KB, SICK.record_fix("cure_a", "worse"))
    assert worse == posterior(KB, SICK.record_fix("cure_a", "no_change"))


def test_taking_an_outcome_back_is_as_if_it_was_never_told():
    told = SICK.record_fix("cure_a", "partly")
    assert posterior(KB, told.retract_fix("cure_a")) == posterior(KB, SICK)
    assert told.record_fix("cure_a", "solved").tried == SICK.record_fix("cure_a", "solved").tried


def test_the_chances_of_all_outcomes_of_a_known_set_of_two_sum_to_one():
    from engine.case import Tried
    from engine.tried import outcome_chances

    weighing = weigh(KB, SICK)
    block = weighing.blocks[0]
    pair = [i for i, row in enumerate(block.sets) if max(row) < len(weighing.net.causes)]
    chances = sum(
        outcome_chances(KB, weighing.net, block, Tried("cure_a", outcome))
        for outcome in ("no_change", "partly", "solved")
    )
    assert chances[pair] == pytest.approx(1.0)


def test_a_fix_that_helped_on_a_copy_speaks_for_its_cause_less_loudly_than_one_that_solved_it():
    before = posterior(KB, SICK).of("a")
    copied = posterior(KB, SICK.record_copy("cure_a", "solved", True, {})).of("a")
    assert before < copied < posterior(KB, SICK.record_fix("cure_a", "solved")).of("a")
    assert posterior(KB, SICK.record_copy("cure_a", "no_change", True, {})).of("a") < before


def test_where_the_model_learns_without_the_fix_the_copy_tells_nothing():
    told = SICK.record_copy("cure_a", "solved", False, {})
    assert posterior(KB, told) == posterior(KB, SICK)


def test_what_was_only_tried_on_a_copy_is_still_advised_and_gives_way_to_the_real_run():
    copied = SICK.record_copy("cure_a", "solved", True, {})
    assert "cure_a" in {item.fix for item in rank_fixes(KB, copied)}
    real = copied.record_fix("cure_a", "no_change")
    assert real.record_copy("cure_a", "solved", True, {}) == real
    assert [item.on_copy for item in real.tried] == [False]
