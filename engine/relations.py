"""Findings that follow from the numbers at hand by arithmetic alone.

What was told of a finding itself always wins over what is worked out here.
"""

from collections.abc import Callable, Iterator, Mapping

from engine import numbers_mean as rules
from engine.case import Evidence, Value
from knowledge_base import KnowledgeBase

Rule = Callable[..., bool | None]

# Numbers that say something together -> (finding, rule, confidence). For one finding the first rule
# that says anything counts, and one with less to go by never overrules one that had more.
RELATIONS: dict[tuple[str, ...], tuple[tuple[str, Rule, float], ...]] = {
    ("train_loss", "class_count", "loss_function"): (
        ("loss_at_chance_level", rules.loss_at_chance, 1.0),
    ),
    ("epochs_done", "train_loss", "class_count"): (
        ("initial_loss_far_from_expected", rules.initial_loss_far, 1.0),
    ),
    ("train_accuracy", "validation_accuracy", "class_count"): (
        ("both_losses_equally_bad", rules.alike_and_poor, 1.0),
        ("validation_at_chance", rules.only_validation_at_chance, 1.0),
    ),
    ("train_loss", "validation_loss", "class_count"): (
        ("both_losses_equally_bad", rules.losses_alike_and_poor, 0.9),
    ),
    ("train_loss", "validation_loss"): (
        ("validation_loss_far_above_training_loss", rules.loss_gap, 1.0),
        ("validation_below_training", rules.validation_better, 1.0),
    ),
    ("train_accuracy", "validation_accuracy"): (
        ("validation_loss_far_above_training_loss", rules.accuracy_gap, 0.9),
        ("validation_below_training", rules.validation_more_accurate, 0.9),
        ("both_losses_equally_bad", rules.alike_and_poor, 0.9),
    ),
    ("validation_accuracy", "test_accuracy"): (
        ("test_worse_than_validation", rules.test_worse, 1.0),
    ),
    ("train_accuracy", "class_count"): (
        ("accuracy_at_chance_level", rules.accuracy_at_chance, 1.0),
        ("training_accuracy_low", rules.accuracy_low, 1.0),
    ),
    ("train_loss", "class_count"): (("loss_at_chance_level", rules.loss_at_chance, 0.9),),
    ("sample_count", "class_count"): (("few_training_samples", rules.few_samples, 1.0),),
    ("loss_function", "task"): (("loss_does_not_fit_task", rules.loss_misfits, 1.0),),
    ("train_accuracy",): (
        ("training_accuracy_low", rules.accuracy_low, 0.9),
        ("training_accuracy_near_perfect", rules.near_perfect, 1.0),
    ),
    ("validation_accuracy",): (("validation_accuracy_near_perfect", rules.validated, 0.9),),
    ("train_loss",): (
        ("loss_is_negative", rules.is_negative, 1.0),
        ("loss_is_exactly_zero", rules.is_zero, 1.0),
    ),
    ("epochs_done",): (("few_epochs_done", rules.few_epochs, 0.8),),
    ("sample_count",): (("few_training_samples", rules.few_samples, 0.9),),
}


def computed(kb: KnowledgeBase, told: Mapping[str, Evidence]) -> Iterator[Evidence]:
    """At most one piece of evidence per finding, with the source of the least direct number."""
    known = {name: item for name, item in told.items() if item.state == "present"}
    if "class_count" not in known and _value(known, "task") == "binary_classification":
        known["class_count"] = Evidence("task", value=2.0, source=known["task"].source)
    weighed: dict[str, list[tuple[str, ...]]] = {}
    found: dict[str, Evidence] = {}
    for uses, relations in RELATIONS.items():
        used = [known[name] for name in uses if name in known]
        values = [item.value for item in used]
        if len(used) < len(uses) or not _fit(kb, uses, values):
            continue
        for finding, rule, confidence in relations:
            better = any(set(uses) <= set(other) for other in weighed.get(finding, ()))
            if finding in found or better or finding not in kb.findings:
                continue
            if len(used) == 1 and used[0].source == "measured" and kb.findings[finding].upload:
                continue  # its own probe saw the whole curve, and left it open if it says nothing
            weighed.setdefault(finding, []).append(uses)
            holds = rule(*values)
            if holds is not None:
                found[finding] = _evidence(finding, used, holds, confidence)
    yield from found.values()


def _value(known: Mapping[str, Evidence], finding: str) -> Value:
    return known[finding].value if finding in known else None


def _fit(kb: KnowledgeBase, uses: tuple[str, ...], values: list[Value]) -> bool:
    """A number that was given only as a bin cannot be reckoned with."""
    wants_number = [name not in kb.findings or kb.findings[name].kind == "number" for name in uses]
    return all(
        isinstance(value, float | int) if number else isinstance(value, str)
        for value, number in zip(values, wants_number, strict=True)
    )


def _evidence(finding: str, used: list[Evidence], holds: bool, confidence: float) -> Evidence:
    return Evidence(
        finding,
        "present" if holds else "absent",
        source=next((item.source for item in used if item.source != "measured"), "measured"),
        confidence=confidence * min(item.confidence for item in used),
        numbers={item.finding: item.value for item in used if isinstance(item.value, float | int)},
        because=tuple(item.finding for item in used),
    )
