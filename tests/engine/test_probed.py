"""What the clinic counted corrects the words for what probes report, and for nothing else."""

from dataclasses import replace

import pytest

from engine import Case, Evidence, posterior
from engine.information import information
from engine.network import network
from engine.weighing import weigh
from tests.engine.synthetic import base, cause, finding

WORDS = base(
    {"dull": finding(), "loud": finding()},
    {"a": cause({"dull": "usually"}), "b": cause({"dull": "rarely", "loud": "usually"})},
)


def counted(**counts):
    """The same knowledge base after the clinic has counted."""
    return replace(WORDS, measured=counts, hash=f"{WORDS.hash}{sorted(counts.items())}")


def odds(kb, source, state="present"):
    beliefs = posterior(kb, Case().record(Evidence("dull", state, source=source)))
    return beliefs.of("a") / beliefs.of("b")


SEEN = counted(a={"dull": (0, 40)}, b={"dull": (38, 40)})


def test_counts_turn_round_what_a_probe_says_and_leave_what_a_person_says():
    assert odds(WORDS, "measured") > 1 > odds(SEEN, "measured")
    assert odds(SEEN, "asked") == odds(WORDS, "asked")


def test_a_probe_that_was_silent_speaks_for_the_cause_under_which_it_is_silent():
    assert odds(WORDS, "measured", "absent") < 1 < odds(SEEN, "measured", "absent")


def test_few_runs_move_the_words_a_little_and_many_runs_far():
    few, many = ({"dull": (0, n)} for n in (2, 200))
    assert odds(WORDS, "measured") > odds(counted(a=few), "measured")
    assert odds(counted(a=few), "measured") > odds(counted(a=many), "measured")


def test_a_single_cause_has_the_mean_of_words_and_counts():
    net = network(SEEN)
    row, at = net.probed["dull"], net.causes.index("b")
    rate = 1 - (1 - net.leak[row]) * net.spared[row - net.asked + len(net.binary), at]
    trust, noise = SEEN.scales.trust.words, SEEN.scales.channel["measured"]
    word = noise.false_alarm + (1 - noise.false_alarm - noise.miss) * SEEN.likelihood("dull", "b")
    assert rate == pytest.approx((trust * word + 38) / (trust + 40))


def test_what_can_be_asked_is_not_changed_by_the_counts():
    plain, seen = weigh(WORDS, Case()), weigh(SEEN, Case())
    assert information(seen) == pytest.approx(information(plain))
    assert network(SEEN).asked == network(WORDS).rows
