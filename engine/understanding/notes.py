"""What has been read of a message so far."""

from collections import defaultdict

from engine.case import Evidence, Value, Words
from engine.understand import Suggestion
from engine.understanding.normalise import Plain
from knowledge_base import KnowledgeBase, State

# What is told more exactly -> what its words also seem to say.
OUTWEIGHS = {
    "progress_stopped_when_rate_decayed": ("training_loss_not_decreasing",),
    "other_optimizer_helps": ("optimizer",),
    "loss_nan_before_training": ("nan_at_first_step",),
    "training_loss_plateaus": ("training_loss_not_decreasing",),
    "non_finite_weights": ("loss_becomes_nan",),
    "collapsed_after_progress": ("accuracy_at_chance_level",),
    "loss_jumped_after_resume": ("training_loss_spikes",),
    "loss_jumps_at_epoch_borders": ("training_loss_spikes",),
    "early_steps_unstable": ("training_loss_oscillates",),
    "dead_relu_units": ("output_constant",),
    "constant_weights": ("output_constant",),
    "symmetric_weights": ("output_constant",),
    "predicts_single_class": ("output_constant",),
    "cannot_overfit_one_batch": ("validation_loss_far_above_training_loss",),
}


class Notes:
    """A later sentence replaces what an earlier one said; what is present stays present."""

    def __init__(self, kb: KnowledgeBase, plain: Plain):
        self.kb, self.plain = kb, plain
        self.evidence: dict[str, Evidence] = {}
        self.unsure: dict[str, Suggestion] = {}
        self.touched: list[tuple[int, int]] = []  # places of everything recorded
        self.read: list[tuple[int, int]] = []  # places of findings that rules have read
        self.to_the_point = False  # whether anything reads much like a known phrase
        # What else a clause may tell (how a fix went, a topic that is declined), how probably.
        self.beside: defaultdict[str, list[float]] = defaultdict(list)

    def words(self, start: int, end: int) -> Words:
        first, last = self.plain.span(start, max(end, start + 1))
        return Words(first, last, self.plain.original[first:last])

    def record(
        self, finding: str, state: State, value: Value, start: int, end: int, confidence: float
    ) -> None:
        known = self.evidence.get(finding)
        if finding not in self.kb.findings or (known and known.state == "present" != state):
            return
        self.touched.append((start, end))
        self.evidence[finding] = Evidence(
            finding, state, value, confidence=confidence, words=self.words(start, end)
        )

    def offer(
        self, finding: str, probability: float, state: State, start: int, end: int,
        value: Value = None,
    ) -> None:  # fmt: skip
        known = self.unsure.get(finding)
        if finding in self.kb.findings and (known is None or known.probability < probability):
            words = self.words(start, end)
            self.unsure[finding] = Suggestion(finding, probability, state, value, words)

    def was_read(self, start: int, end: int) -> bool:
        return any(first < end and start < last for first, last in self.read)

    def untouched(self, start: int, end: int) -> str:
        """The words there from which nothing was recorded, no setting or number either."""
        taken = {at for first, last in self.touched for at in range(first, last)}
        return "".join(self.plain.text[at] for at in range(start, end) if at not in taken)

    def contradicts(self, finding: str) -> bool:
        """What was read by rules excludes it."""
        present = [name for name, item in self.evidence.items() if item.state == "present"]
        excluded = self.kb.findings[finding].excludes
        return any(
            name in excluded or finding in self.kb.findings[name].excludes for name in present
        )

    def also(self, sign: str) -> list[tuple[str, float]]:
        """What else is told, of the kind with this sign, and how probably, likeliest first."""
        told = [
            (name.removeprefix(sign), max(p)) for name, p in self.beside.items() if name[0] == sign
        ]
        return sorted(told, key=lambda pair: -pair[1])

    def outweigh(self) -> None:
        for finding, others in OUTWEIGHS.items():
            known = self.evidence.get(finding)
            if known and known.state == "present":
                for other in others:
                    self.evidence.pop(other, None)
