"""The engine on the knowledge that is shipped: quick forms of the benchmarks."""

import doctest
import re
from dataclasses import replace

import numpy as np
import pytest

import engine
import engine.arithmetic
import engine.case
from benchmarks.engine_speed import timed
from benchmarks.engine_truncation import measured
from benchmarks.self_simulation import at_random, by_information, in_fixed_order, scored, singles
from engine import Case, Evidence, advise_for, check, next_step, not_checked, rank_fixes, triage
from engine.arithmetic import names_in
from engine.network import network
from knowledge_base import load
from tests.engine.synthetic import large
from tests.vignettes.judging import as_case

SLACK = 3  # a test machine may be this much slower than the target says


@pytest.fixture(scope="module")
def kb():
    return load()


@pytest.mark.parametrize("module", [engine, engine.case, engine.arithmetic])
def test_the_examples_in_the_documentation_are_true(module):
    outcome = doctest.testmod(module)
    assert outcome.attempted and not outcome.failed


def test_a_turn_takes_milliseconds(kb):
    assert timed("full", kb).median_ms < 5 * SLACK


def test_ten_times_the_knowledge_still_answers_in_a_moment():
    ten = large(np.random.default_rng(1), 800, 1600, 150)
    assert timed("ten times", ten).median_ms < 60 * SLACK


@pytest.mark.parametrize("faults", [1, 2, 3])
def test_what_is_not_weighed_holds_little(faults):
    mean, _, same = measured(faults, 8)
    assert mean < 0.01 and same > 0.9


def test_asking_by_information_beats_fixed_and_random_orders(kb):
    """Right first, on the way to eight questions: in the end most orders have asked the same.

    Few patients, so the margin is small; the benchmark prints the whole table.
    """
    patients = singles(kb, 2)
    best, fixed, chance = (
        sum(score.at(count)[0] for count in (2, 4, 6, 8)) / 4
        for score in (
            scored(kb, patients, way, 8) for way in (by_information, in_fixed_order(kb), at_random)
        )
    )
    assert best > fixed + 0.03 and best > chance + 0.05


def test_every_vignette_is_possible_and_can_be_taken_all_the_way(kb):
    for cause in list(kb.causes.values())[::4]:
        for vignette in cause.vignettes[:1]:
            case = as_case(vignette)
            check(kb, case)
            assert next_step(kb, case).kind
            assert rank_fixes(kb, case) and not_checked(kb, case) is not None


def test_a_nan_stops_the_run_and_is_examined_in_the_sources_order(kb):
    case, asked = Case().record(Evidence("loss_becomes_nan")), []
    assert triage(kb, case) == ["loss_becomes_nan"]
    while (step := next_step(kb, case)).questions:
        asked += [question.finding for question in step.questions]
        answers = (Evidence(q.finding, "unknown", source="asked") for q in step.questions)
        case = case.record(*answers)
    order = ["inputs_contain_nan", "division_in_model", "square_root_in_model"]
    assert [name for name in asked if name in order] == order


def test_files_that_were_declined_are_not_asked_for_again(kb):
    case = Case().record(Evidence("training_loss_not_decreasing"))
    for _ in range(6):
        step = next_step(kb, case)
        if step.invitation is None:
            break
        assert step.invitation.upload not in case.declined
        case = replace(case, declined=case.declined | {step.invitation.upload})


def test_every_advice_can_be_worked_out_from_ordinary_numbers(kb):
    """Its names exist, and every placeholder of its text is filled."""
    for name, fix in kb.fixes.items():
        for advice in fix.advice:
            for rule in (*advice.numbers.values(), *filter(None, [advice.when])):
                roots = {used.split(".")[0] for used in names_in(rule)}
                assert roots <= {need.split(".")[0] for need in advice.needs}, name
            needs = {need.split(".")[0] for need in advice.needs}
            assert needs <= set(kb.findings), name
            case = Case().record(*(_ordinary(kb, need, advice) for need in sorted(needs)))
            counsel = advise_for(kb, case, name)
            assert counsel.code
            if advice.when is None and advice is fix.advice[0]:
                assert counsel.text is not None, name
            for code in counsel.code.values():
                assert "$" not in code.replace("$$", ""), name


def _ordinary(kb, finding, advice):
    """Present, with every number that the rules and the sentence take from it."""
    used = set(advice.needs).union(*map(names_in, advice.numbers.values()))
    used |= set(re.findall(r"{([\w.]+)", advice.text.en + advice.text.zh))
    keys = [name.split(".", 1)[1] for name in used if name.startswith(f"{finding}.")]
    value = None if kb.findings[finding].kind == "binary" else 10.0
    if kb.findings[finding].kind == "choice":
        value = next(iter(kb.findings[finding].options))
    return Evidence(finding, value=value, source="measured", numbers=dict.fromkeys(keys, 10.0))


def test_all_findings_of_the_network_have_room_in_it(kb):
    net = network(kb)
    assert set(net.first_row) == {
        n for n, f in kb.findings.items() if f.kind == "binary" or f.options
    }
    assert np.isfinite(net.ratio).all() and (net.leak > 0).all() and (net.leak < 1).all()
