"""What the clinic's runs teach moves belief between causes, and to or from health."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Case, Evidence, ledger, posterior, weights
from engine.weighing import weigh
from knowledge_base.model import Grade
from tests.engine.synthetic import base, cause, finding

PLAIN = base(
    {"dull": finding(), "dark": finding(), "loud": finding()},
    {
        "a": cause({"dull": "usually", "dark": "usually"}),
        "b": cause({"dull": "often", "dark": "often"}),
        "odd": cause({"loud": "usually"}, benign=True),
    },
)
TAUGHT = replace(
    PLAIN,
    weights={"a": {"dull": (-1.5, 0.0)}, "b": {"dull": (0.5, 0.0), "dark": (0.4, -0.2)}},
    hash=f"{PLAIN.hash} taught",
)
STATES = st.sampled_from(["present", "absent"])
SAID = st.dictionaries(st.sampled_from(["dull", "dark", "loud"]), STATES)


def case(said, source="measured"):
    return Case().record(*(Evidence(name, state, source=source) for name, state in said.items()))


BOTH = {"dull": "present", "dark": "present"}


def test_belief_moves_from_the_cause_that_was_believed_too_easily():
    plain, taught = (posterior(kb, case(BOTH)) for kb in (PLAIN, TAUGHT))
    assert plain.of("a") > plain.of("b")
    assert taught.of("b") > taught.of("a")


@given(SAID)
@settings(deadline=None)
def test_without_a_word_on_health_whether_anything_is_wrong_is_told_by_the_likelihoods_alone(said):
    plain, taught = (posterior(kb, case(said)) for kb in (PLAIN, TAUGHT))
    assert taught.sick_probability == pytest.approx(plain.sick_probability)
    assert taught.healthy_probability == pytest.approx(plain.healthy_probability)
    assert taught.other_probability == pytest.approx(plain.other_probability)
    assert taught.of("odd") == pytest.approx(plain.of("odd"), rel=0.5)


@given(SAID)
@settings(deadline=None)
def test_what_a_person_says_is_not_touched(said):
    plain, taught = (posterior(kb, case(said, "asked")) for kb in (PLAIN, TAUGHT))
    assert taught.ranked == plain.ranked


@given(SAID, st.sampled_from(["b", "healthy", "odd", None]))
@settings(deadline=None)
def test_the_ledger_adds_up_with_the_weights_in_it(said, other):
    found = ledger(TAUGHT, case(said), "a", other)
    assert sum(entry.bits for entry in found.entries) == pytest.approx(found.total, abs=1e-9)


def test_leaving_a_report_out_leaves_its_weight_out():
    told = case(BOTH)
    [dull] = [w for w in weights(TAUGHT, told, "a") if w.evidence.finding == "dull"]
    [alone] = weights(TAUGHT, case({"dull": "present"}), "a")
    assert (
        dull.bits < [w for w in weights(PLAIN, told, "a") if w.evidence.finding == "dull"][0].bits
    )
    assert alone.bits < weights(PLAIN, case({"dull": "present"}), "a")[0].bits


def test_causes_together_are_given_the_mean_of_what_each_is_given():
    weighing = weigh(TAUGHT, case(BOTH))
    net = weighing.net
    a, b = net.causes.index("a"), net.causes.index("b")
    pair = [set(row) >= {a, b} for row in weighing.sets.tolist()].index(True)
    moved = weighing.log[pair] - weighing.told[pair] - weighing.balance
    assert moved == pytest.approx((-1.5 + 0.5 + 0.4) / 2)


GRADED = replace(
    PLAIN,
    weights={"healthy": {"dark": (-1.0, 0.5)}},
    grades={
        "dull": {
            "share": Grade(at=(0.0, 1.0, 3.0), nats={"a": (-1.0, 0.0, 2.0), "healthy": (2, 0, -2)})
        }
    },
    hash=f"{PLAIN.hash} graded",
)


def dull(share, source="measured"):
    return Case().record(Evidence("dull", source=source, numbers={"share": share}))


@given(st.floats(-10, 10), st.floats(-10, 10))
@settings(deadline=None)
def test_the_larger_the_number_the_more_it_says(one, other):
    low, high = (posterior(GRADED, dull(share)) for share in sorted((one, other)))
    assert low.of("a") - low.of("b") <= high.of("a") - high.of("b") + 1e-9
    assert low.healthy_probability >= high.healthy_probability - 1e-9


def test_between_two_knots_the_nats_lie_on_a_straight_line_and_beyond_them_they_stay():
    net = weigh(GRADED, dull(0.0)).net
    a = net.causes.index("a")
    sums = [weigh(GRADED, dull(share)).shifts[0][a] for share in (-5, 0, 0.5, 1, 2, 3, 99)]
    assert sums == pytest.approx([-1, -1, -0.5, 0, 1, 2, 2])


@pytest.mark.parametrize("share", [None, "much", float("nan"), float("inf"), True])
def test_what_is_no_number_says_nothing_more_than_the_report(share):
    graded, plain = (posterior(kb, dull(share)) for kb in (GRADED, PLAIN))
    assert graded.ranked == plain.ranked


def test_an_absent_symptom_makes_no_run_sick_however_near_it_is():
    def absent(share):
        return Case().record(
            Evidence("dull", "absent", source="measured", numbers={"share": share})
        )

    near, far = (posterior(GRADED, absent(share)) for share in (3.0, 0.0))
    assert near.healthy_probability == pytest.approx(far.healthy_probability)
    assert near.of("a") > far.of("a")


def test_a_number_that_a_person_tells_is_not_graded():
    graded, plain = (posterior(kb, dull(3.0, "said")) for kb in (GRADED, PLAIN))
    assert graded.ranked == plain.ranked


def test_what_speaks_for_health_speaks_for_what_is_benign_too():
    told = case({"dark": "absent"})
    graded, plain = posterior(GRADED, told), posterior(PLAIN, told)
    assert graded.sick_probability < plain.sick_probability
    assert graded.of("odd") > plain.of("odd")


@given(st.floats(-1, 4), st.sampled_from(["b", "healthy", "odd", None]))
@settings(deadline=None)
def test_the_ledger_adds_up_with_the_grades_in_it(share, other):
    found = ledger(GRADED, dull(share).record(Evidence("dark", source="measured")), "a", other)
    assert sum(entry.bits for entry in found.entries) == pytest.approx(found.total, abs=1e-9)
