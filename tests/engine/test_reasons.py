"""The reasons add up, and doubts are named."""

import numpy as np
import pytest
from hypothesis import assume, given, settings

from engine import (
    Case,
    Evidence,
    conflicting,
    ledger,
    not_checked,
    posterior,
    supporting,
    surprises,
    weights,
    would_change,
)
from engine.reasons import NotWeighed, between
from engine.weighing import weigh
from tests.engine.strategies import KB, cases
from tests.engine.synthetic import base, cause, choice, finding, scales


@given(cases())
@settings(deadline=None)
def test_the_ledger_sums_to_the_log_odds(case):
    found = ledger(KB, case, posterior(KB, case).ranked[0].cause)
    assert sum(e.bits for e in found.entries) == pytest.approx(found.total, abs=1e-9)
    assert found.one != found.other


@given(cases())
@settings(deadline=None)
def test_the_ledger_of_any_two_hypotheses_is_their_odds(case):
    weighing = weigh(KB, case)
    one, other = np.argsort(-weighing.log)[:2]
    expected = (weighing.log[one] - weighing.log[other]) / np.log(2)
    found = between(weighing, int(one), int(other))
    assert sum(e.bits for e in found.entries) == pytest.approx(expected, abs=1e-9)


@given(cases(most=6))
@settings(deadline=None, max_examples=30)
def test_a_weight_is_what_leaving_the_evidence_out_does(case):
    """Where nothing else hangs on it: no implications, no larger sets, no fix tried."""
    case = Case(case.evidence, complaint=case.complaint)
    weighing, cause_id = weigh(KB, case), posterior(KB, case).ranked[0].cause
    assume(len(weighing.blocks) == 1 and not weighing.facts.silent)
    for weight in weights(KB, case, cause_id):
        without = case.retract(weight.evidence.finding)
        assume(len(weigh(KB, without).blocks) == 1)
        p, q = (posterior(KB, c).of(cause_id) for c in (case, without))
        assert weight.bits == pytest.approx(np.log2(p / (1 - p)) - np.log2(q / (1 - q)), abs=1e-6)


def kb():
    findings = {n: finding(usual="never") for n in ("a1", "a2", "b1", "b2")}
    causes = {
        "a": cause({"a1": "usually", "a2": "usually"}), "b": cause({"b1": "usually", "b2": "often"})
    }  # fmt: skip
    upload = finding(usual="never", upload=("batch",))
    return base({**findings, "a2": upload, "kind": choice(x=1, y=1, z=1)}, causes, scale=scales())


def test_evidence_is_sorted_into_what_supports_and_what_conflicts():
    case = Case((Evidence("a1"), Evidence("a2", "absent"), Evidence("kind", value="x")))
    found = weights(kb(), case, "a")
    assert [w.evidence.finding for w in supporting(found)] == ["a1"]
    assert [w.evidence.finding for w in conflicting(found)] == ["a2"]


def test_two_named_causes_can_be_set_against_each_other():
    found = ledger(kb(), Case((Evidence("a1"),)), "a", "b")
    assert found.one == ("a",) and found.other == ("b",) and found.total > 0
    assert found.entries[1].evidence.finding == "a1" and found.entries[1].bits > 2
    with pytest.raises(NotWeighed):
        ledger(kb(), Case(), "no_such_cause")


def test_a_tried_fix_has_its_line():
    found = ledger(kb(), Case((Evidence("a1"),)).record_fix("x", "no_change"), "a", "b")
    assert [e.fix for e in found.entries if e.fix] == ["x"]


def test_the_answer_that_does_not_fit_is_the_surprising_one():
    odd = Case(tuple(Evidence(n) for n in ("a1", "a2")) + (Evidence("b2"),))
    assert surprises(kb(), odd)[0].evidence.finding == "b2"
    assert surprises(kb(), Case((Evidence("a1"), Evidence("a2")))) == []


def test_what_would_change_the_verdict_is_named_with_the_new_one():
    case = Case((Evidence("a1"), Evidence("b1"), Evidence("b2", "absent")))
    assert posterior(kb(), case).ranked[0].cause == "a"
    turned = {c.finding: c.cause for c in would_change(kb(), case)}
    assert turned["a1"] == "b"
    open_changes = [c for c in would_change(kb(), case) if c.finding == "a2"]
    assert open_changes and open_changes[0].state == "absent" and open_changes[0].cause == "b"


def test_what_nobody_has_checked_is_listed_with_the_file_that_would_tell():
    missing = {u.finding: u for u in not_checked(kb(), Case((Evidence("a1"),)))}
    assert missing["a2"].uploads == ("batch",) and missing["a2"].causes == ("a",)
    assert "a1" not in missing
    done = Case((Evidence("a1"), Evidence("a2", "absent")))
    assert "a2" not in {u.finding for u in not_checked(kb(), done)}
