"""A pick list asks after several yes/no findings at once."""

import pytest

from engine import Case, Evidence, facts, next_step, posterior
from engine.openings import open_findings
from engine.weighing import weigh
from knowledge_base import load

KB = load()
LISTS = [name for name, finding in KB.findings.items() if finding.listed]


@pytest.mark.parametrize("name", LISTS)
def test_every_option_but_one_means_a_yes_no_finding(name):
    finding = KB.findings[name]
    assert {KB.findings[meant].kind for meant in finding.listed.values()} == {"binary"}
    assert len(finding.options) == len(finding.listed) + 1


def test_the_picked_finding_is_present_and_is_not_counted_twice():
    known = facts(KB, Case().record(Evidence("what_the_loop_does", value="gradients_not_zeroed")))
    assert known.known["gradients_not_zeroed"].state == "present"
    assert "gradients_not_zeroed" in known.silent
    assert "layers_frozen" not in known.known


def test_none_of_these_rules_all_out():
    known = facts(KB, Case().record(Evidence("what_the_loop_does", value="none_of_these")))
    listed = KB.findings["what_the_loop_does"].listed.values()
    assert {known.known[name].state for name in listed} == {"absent"}


def test_a_pick_speaks_for_the_cause_that_shows_it():
    case = Case().record(Evidence("what_the_loop_does", value="gradients_not_zeroed"))
    assert posterior(KB, case).ranked[0].cause == "missing_zero_grad"


def test_a_list_of_which_something_is_known_to_be_there_is_not_asked():
    case = Case().record(Evidence("layers_frozen"))
    assert "what_the_loop_does" not in open_findings(weigh(KB, case))
    assert "what_the_loop_does" in open_findings(weigh(KB, Case()))


def test_a_vague_complaint_is_answered_by_a_list():
    assert KB.findings[next_step(KB, Case().record(Evidence("test_results_bad"))).finding].listed
