"""What the clinic's runs teach moves belief between causes, and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Case, Evidence, ledger, posterior, weights
from engine.weighing import weigh
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
def test_whether_anything_is_wrong_is_told_by_the_likelihoods_alone(said):
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
