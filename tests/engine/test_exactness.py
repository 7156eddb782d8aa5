"""With every set of causes enumerated the engine is the textbook noisy-OR network."""

from itertools import product

import numpy as np
import pytest

from engine.case import Case, Evidence
from engine.information import information, joint_gain, reported, split_by
from engine.prospects import look_ahead
from engine.reasons import between
from engine.space import every_subset, shipped
from engine.weighing import weigh
from tests.engine.synthetic import large, noisy_or

CLOSE = 1e-9


class BruteForce:
    """The joint distribution over causes and findings, written out from the definition."""

    def __init__(self, kb, case):
        self.kb, self.causes = kb, sorted(kb.causes)
        weight = {c: kb.scales.commonness[kb.causes[c].how_common] for c in self.causes}
        scale = kb.scales.prior.faults / sum(weight.values())
        self.states = list(product([False, True], repeat=len(self.causes)))
        self.odds = {c: scale * w for c, w in weight.items()}
        joint = np.array([self.prior(state) * self.fit(state, case) for state in self.states])
        self.w = joint / joint.sum()

    def prior(self, state):
        chances = [o / (1 + o) for o in self.odds.values()]
        return np.prod([p if on else 1 - p for on, p in zip(state, chances, strict=True)])

    def present(self, state, finding):
        leak = self.kb.likelihood(finding, None)
        spared = 1 - leak
        for on, cause in zip(state, self.causes, strict=True):
            if on:
                spared *= (1 - self.kb.likelihood(finding, cause)) / (1 - leak)
        return 1 - spared

    def fit(self, state, case):
        chances = [
            self.present(state, e.finding)
            if e.state == "present"
            else 1 - self.present(state, e.finding)
            for e in case.evidence
        ]
        return np.prod(chances)

    def marginals(self, w=None):
        w = self.w if w is None else w
        return np.array([w[[s[i] for s in self.states]].sum() for i in range(len(self.causes))])

    def gain(self, finding):
        yes = np.array([self.present(state, finding) for state in self.states])
        p = self.w @ yes
        after = p * entropy(self.w * yes / p) + (1 - p) * entropy(self.w * (1 - yes) / (1 - p))
        return entropy(self.w) - after


def entropy(w):
    w = w[w > 0]
    return -(w * np.log2(w)).sum()


def some_case(rng, kb, most=6):
    chosen = rng.choice(sorted(kb.findings), size=min(most, len(kb.findings)), replace=False)
    return Case(tuple(Evidence(str(f), str(rng.choice(["present", "absent"]))) for f in chosen))


@pytest.mark.parametrize("seed", range(200))
def test_posterior_information_look_ahead_and_ledger_equal_brute_force(seed):
    rng = np.random.default_rng(seed)
    size = 14 if seed == 0 else int(rng.integers(2, 9))
    kb = noisy_or(rng, size, int(rng.integers(3, 10)))
    case = some_case(rng, kb, 3)
    brute, weighing = BruteForce(kb, case), weigh(kb, case, every_subset)
    assert weighing.causes == pytest.approx(brute.marginals(), abs=CLOSE)
    assert weighing.w[0] == pytest.approx(brute.w[0], abs=CLOSE)

    told = {e.finding for e in case.evidence}
    open_ones = [f for f in kb.findings if f not in told]
    gains = information(weighing)
    for finding in open_ones[:2]:
        assert gains[finding] == pytest.approx(brute.gain(finding), abs=CLOSE)
        mass, after = look_ahead(weighing, finding, "asked")
        for at, state in enumerate(("present", "absent")):
            then = BruteForce(kb, case.record(Evidence(finding, state)))
            assert after[at, :-1] == pytest.approx(then.marginals(), abs=CLOSE)
        yes = np.array([brute.present(s, finding) for s in brute.states])
        assert mass == pytest.approx([brute.w @ yes, brute.w @ (1 - yes)], abs=CLOSE)

    both = [tuple(i in (0, 1) for i in range(size)), tuple(i == 1 for i in range(size))]
    found = between(weighing, place(weighing, (0, 1)), place(weighing, (1,)))
    expected = [brute.w[brute.states.index(state)] for state in both]
    assert found.total == pytest.approx(np.log2(expected[0] / expected[1]), abs=CLOSE)
    assert sum(e.bits for e in found.entries) == pytest.approx(found.total, abs=CLOSE)


def place(weighing, causes):
    rows = [tuple(i for i in row if i < len(weighing.net.causes)) for row in weighing.sets.tolist()]
    return 2 + rows[2:].index(causes)


@pytest.mark.parametrize("seed", range(5))
def test_posterior_equals_pyagrum_with_hard_and_soft_evidence(seed):
    gum = pytest.importorskip("pyagrum")
    rng = np.random.default_rng(1000 + seed)
    kb = noisy_or(rng, 10, 12)
    case = some_case(rng, kb, 5)
    unsure = Case(
        (Evidence(case.evidence[0].finding, "present", confidence=0.7), *case.evidence[1:])
    )
    for each in (case, unsure):
        truth = pyagrum_marginals(gum, kb, each)
        assert weigh(kb, each, every_subset).causes == pytest.approx(truth, abs=CLOSE)


def pyagrum_marginals(gum, kb, case):
    net, causes = gum.BayesNet(), sorted(kb.causes)
    odds = BruteForce(kb, Case()).odds
    for name in causes:
        net.add(gum.LabelizedVariable(name, name, 2))
        chance = odds[name] / (1 + odds[name])
        net.cpt(name).fillWith([1 - chance, chance])
    for name in kb.findings:
        leak = kb.likelihood(name, None)
        net.addNoisyORNet(gum.LabelizedVariable(name, name, 2), leak)
        for parent in causes:
            if name in kb.causes[parent].findings:
                net.addWeightedArc(parent, name, (kb.likelihood(name, parent) - leak) / (1 - leak))
    engine = gum.LazyPropagation(net)
    engine.setEvidence(
        {
            e.finding: [1 - e.confidence, e.confidence]
            if e.state == "present"
            else [e.confidence, 1 - e.confidence]
            for e in case.evidence
        }
    )
    engine.makeInference()
    return np.array([engine.posterior(name)[1] for name in causes])


def test_joint_information_of_two_answers_equals_the_definition():
    kb = noisy_or(np.random.default_rng(7), 6, 8)
    weighing = weigh(kb, Case((Evidence("f00"),)), every_subset)
    one, two = reported(weighing, "f01", "asked"), reported(weighing, "f02", "asked")
    parts = split_by(weighing.w[None, :], one)
    found = joint_gain(weighing.w[None, :], one) + joint_gain(parts, two)
    expected = entropy(weighing.w)
    for first, second in product(one, two):
        joint = weighing.w * first * second
        expected -= joint.sum() * entropy(joint / joint.sum())
    assert found == pytest.approx(expected, abs=CLOSE)


def test_the_shipped_space_is_exact_over_its_own_hypotheses():
    rng = np.random.default_rng(3)
    kb = noisy_or(rng, 9, 12)
    case = some_case(rng, kb)
    few, all_of_them = weigh(kb, case, shipped), weigh(kb, case, every_subset)
    found = {tuple(sorted(set(row))): at for at, row in enumerate(all_of_them.sets.tolist())}
    rows = [found[tuple(sorted({*row, 9}))] for row in few.sets[2:].tolist()]
    expected = all_of_them.log[rows] - all_of_them.log[0]
    assert few.log[2:] - few.log[0] == pytest.approx(expected, abs=CLOSE)


@pytest.mark.parametrize("complaint", [True, False])
def test_information_on_a_large_base_equals_what_answers_really_bring(complaint):
    """Also with OTHER, channels, choices and pairs of the likeliest causes only."""
    kb = large(np.random.default_rng(5), causes=120, findings=150, choices=8)
    weighing = weigh(
        kb, Case((Evidence("f0003"), Evidence("f0010", "absent")), complaint=complaint)
    )
    gains = information(weighing)
    for finding in ("f0000", "f0042", "f0149", "choice000", "choice007"):
        joint = reported(weighing, finding, "asked") * weighing.w
        after = sum(row.sum() * entropy(row / row.sum()) for row in joint)
        assert gains[finding] == pytest.approx(entropy(weighing.w) - after, abs=CLOSE)
