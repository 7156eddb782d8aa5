"""Beliefs are probabilities, and depend on the evidence alone."""

import random

import numpy as np
import pytest
from hypothesis import given, settings

from engine import Case, Evidence, posterior, rank_causes
from engine.facts import facts
from engine.observations import soft_bins
from engine.weighing import weigh
from tests.engine.strategies import KB, cases
from tests.engine.synthetic import base, cause, choice, finding, number, scales


@given(cases())
@settings(deadline=None)
def test_probabilities_lie_between_zero_and_one(case):
    beliefs = posterior(KB, case)
    found = [b.probability for b in beliefs.ranked]
    assert all(0 <= p <= 1 for p in found) and found == sorted(found, reverse=True)
    for p in (beliefs.other_probability, beliefs.healthy_probability, beliefs.sick_probability):
        assert 0 <= p <= 1 + 1e-12
    assert sum(s.probability for s in beliefs.fault_sets) + beliefs.other_probability <= 1 + 1e-9
    assert beliefs.entropy >= 0


@given(cases())
@settings(deadline=None)
def test_the_order_of_evidence_does_not_matter_to_the_last_bit(case):
    mixed = list(case.evidence)
    random.Random(0).shuffle(mixed)
    other = Case(tuple(mixed), case.tried, case.complaint)
    assert posterior(KB, case) == posterior(KB, other)


@given(cases())
@settings(deadline=None)
def test_what_is_taken_back_was_never_said_to_the_last_bit(case):
    for name in ("f0003", "choice001", "rate"):
        if case.find(name) is None:
            value = {"choice001": "a", "rate": 3.0}.get(name)
            told = case.record(Evidence(name, value=value))
            assert posterior(KB, told.retract(name)) == posterior(KB, case)


@given(cases())
@settings(deadline=None)
def test_an_unknown_answer_changes_no_belief(case):
    unsure = [Evidence(n, "unknown") for n in ("f0007", "choice002") if case.find(n) is None]
    assert posterior(KB, case.record(*unsure)).ranked == posterior(KB, case).ranked


@given(cases())
@settings(deadline=None)
def test_an_answer_with_even_confidence_says_nothing(case):
    if case.find("f0004") is None and not KB.findings["f0004"].implies:
        even = weigh(KB, case.record(Evidence("f0004", confidence=0.5)))
        assert even.causes == pytest.approx(weigh(KB, case).causes, abs=0.02)


def plain(**more):
    causes = {"sick": cause({"sign": "usually", "dial": {"high": "usually"}}), "dull": cause({})}
    findings = {"sign": finding(), "dial": number(log=True, blur=0.1), **more}
    return base(
        findings, {**causes, "healthy": cause({"sign": "never"}, benign=True)}, scale=scales()
    )


def test_a_sign_makes_its_cause_likelier_and_its_absence_less_so():
    kb = plain()
    before, after = posterior(kb, Case()), posterior(kb, Case((Evidence("sign"),)))
    assert (
        after.of("sick")
        > before.of("sick")
        > posterior(kb, Case((Evidence("sign", "absent"),))).of("sick")
    )
    assert after.of("healthy") < before.of("healthy") == before.healthy_probability


def test_files_without_a_complaint_are_probably_healthy():
    kb = plain()
    assert rank_causes(kb, Case(complaint=False))[0].cause == "healthy"
    assert rank_causes(kb, Case(complaint=True))[0].cause != "healthy"


def test_a_number_counts_by_its_bin_and_softly_at_the_edge():
    kb = plain()
    at = [
        posterior(kb, Case((Evidence("dial", value=v),))).of("sick")
        for v in (0.01, 9.0, 10, 11, 1e3)
    ]
    assert at == sorted(at) and at[0] < at[2] < at[4]
    exact = posterior(kb, Case((Evidence("dial", value=1e6),))).of("sick")
    assert exact == pytest.approx(posterior(kb, Case((Evidence("dial", value="high"),))).of("sick"))


def test_a_number_is_taken_relative_to_the_usual_of_another_choice():
    rate = number((0.1, 10.0), log=True, reference_by="kind", reference={"a": 100.0}, default=1.0)
    kb = plain(rate=rate, kind=choice(a=1, b=1))
    alone, with_a = Case(), Case((Evidence("kind", value="a"),))
    assert soft_bins(rate, 100.0, facts(kb, alone)).argmax() == 2
    assert soft_bins(rate, 100.0, facts(kb, with_a)).argmax() == 1
    assert soft_bins(rate, 0.0, facts(kb, alone)).sum() == pytest.approx(1.0)


def test_what_nothing_known_explains_is_left_to_other():
    kb = base(
        {f"s{i}": finding(usual="never") for i in range(12)},
        {f"c{i}": cause({f"s{i}": "usually"}) for i in range(12)},
        scale=scales(),
    )
    strange = Case(tuple(Evidence(f"s{i}") for i in range(12)))
    assert posterior(kb, strange).other_probability > 0.5
    assert posterior(kb, Case((Evidence("s3"),))).other_probability < 0.5


def test_two_faults_that_only_together_explain_the_case_are_both_believed():
    kb = base(
        {f"s{i}": finding(usual="never") for i in range(6)},
        {f"c{i}": cause({f"s{j}": "usually" for j in (2 * i, 2 * i + 1)}) for i in range(3)},
        scale=scales(),
    )
    told = Case(tuple(Evidence(f"s{i}", "present" if i < 4 else "absent") for i in range(6)))
    beliefs = posterior(kb, told)
    assert beliefs.fault_sets[0].causes == ("c0", "c1")
    assert beliefs.of("c0") > 0.5 and beliefs.of("c1") > 0.5


def test_a_channel_of_its_own_weakens_what_an_unreliable_probe_says():
    weak = {"measured": {"false_alarm": 0.4, "miss": 0.4}}
    sure, unsure = plain(), plain(sign=finding(reliability=weak))
    case = Case((Evidence("sign", source="measured"),))
    assert posterior(sure, case).of("sick") > posterior(unsure, case).of("sick")


def test_special_and_general_findings_stay_coherent():
    findings = {"general": finding(usual="sometimes"), "special": finding(implies=("general",))}
    causes = {
        "only_special": cause({"special": "usually"}),
        "only_general": cause({"general": "usually"}),
        "else": cause({}),
    }
    kb = base(findings, causes, scale=scales())
    weighing = weigh(kb, Case())
    net = weighing.net
    alone = {
        (f, c): (1 - (1 - net.leak[row]) * net.spared[row, col]) * net.passed[row, col]
        for row, f in enumerate(net.binary)
        for col, c in enumerate(net.causes)
    }
    assert alone["general", "only_special"] == pytest.approx(0.8)
    assert alone["special", "only_general"] == pytest.approx(0.06 * 0.8 / 0.25)
    assert np.isclose(alone["special", "else"], 0.06)
    said_both = Case((Evidence("special"), Evidence("general")))
    assert posterior(kb, said_both) == posterior(kb, Case((Evidence("special"),)))
