"""Fixes in the order in which to try them, with the case's own numbers filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Template

import numpy as np

from engine.arithmetic import NoResult, NotArithmetic, evaluate
from engine.case import Case
from engine.facts import Facts, facts
from engine.tried import efficacies, resolves
from engine.weighing import Weighing, weigh
from knowledge_base import Fix, KnowledgeBase, Text
from knowledge_base.model import Advice, Framework

RERUN_MINUTES = 20.0  # of a training run until a change shows
WORTH_SHOWING = 0.02  # P(resolves)
WORTH_TRYING = 0.30  # P(resolves) from which a fix is itself the next step


@dataclass(frozen=True)
class Counsel:
    """A fix and what it is worth for this case."""

    fix: str
    resolves: float  # P(it removes everything that is wrong)
    cost: float  # minutes, with the rerun that it needs
    text: Text | None = None  # what follows from the case's numbers
    numbers: Mapping[str, object] = field(default_factory=dict)
    code: Mapping[Framework, str] = field(default_factory=dict)  # the person's framework first


def rank_fixes(kb: KnowledgeBase, case: Case) -> list[Counsel]:
    """By P(resolves) / cost, without those that were tried in vain."""
    return counsels(weigh(kb, case))


def counsels(weighing: Weighing) -> list[Counsel]:
    return [advise(weighing.kb, weighing.facts, *item) for item in _ranked(weighing)]


def best_fix(weighing: Weighing) -> str | None:
    """The first fix that is likely enough to be tried now."""
    likely = [fix for fix, chance, _ in _ranked(weighing) if chance >= WORTH_TRYING]
    return likely[0] if likely else None


def advise(
    kb: KnowledgeBase, known: Facts, fix: str, resolves: float = 0.0, cost: float = 0.0
) -> Counsel:
    """Raises KeyError for an unknown fix."""
    entry, values = kb.fixes[fix], values_of(known)
    filled: dict[str, object] = dict(entry.defaults)
    found = next(filter(None, (_worked_out(advice, values) for advice in entry.advice)), None)
    text, numbers = found or (None, {})
    filled |= numbers
    return Counsel(fix, resolves, cost, text, filled, _code(entry, known, filled))


def advise_for(kb: KnowledgeBase, case: Case, fix: str) -> Counsel:
    return advise(kb, facts(kb, case), fix)


def values_of(known: Facts) -> dict[str, object]:
    """`learning_rate`, and `classes_imbalanced.ratio` for what a probe measured."""
    values: dict[str, object] = {}
    for name, item in known.known.items():
        if item.state == "present":
            values |= {f"{name}.{key}": value for key, value in item.numbers.items()}
            values[name] = item.value
    return values


def _ranked(weighing: Weighing) -> list[tuple[str, float, float]]:
    kb, tried = weighing.kb, weighing.case.tried
    done = {item.fix for item in tried if item.outcome != "partly" and not item.on_copy}
    # Sum over causes of P(cause) eta is never below P(resolves): most fixes fall out here.
    bound = efficacies(kb)[1] @ np.append(weighing.causes, weighing.w[0])
    found = []
    for fix, most in zip(efficacies(kb)[0], bound, strict=True):
        if fix in done or most < WORTH_SHOWING:
            continue
        chance = float(weighing.w @ resolves(kb, weighing.net, weighing.sets, fix))
        if chance >= WORTH_SHOWING:
            found.append((fix, chance, _minutes(kb.fixes[fix])))
    return sorted(found, key=lambda item: (-item[1] / item[2], item[0]))


def _minutes(fix: Fix) -> float:
    return fix.minutes + (RERUN_MINUTES if fix.needs_rerun else 0.0)


def _worked_out(
    advice: Advice, values: Mapping[str, object]
) -> tuple[Text, dict[str, object]] | None:
    """The sentence and its numbers, or None where something that they need is not known."""
    if any(need not in values for need in advice.needs):
        return None
    numbers = {n: float(v) for n, v in values.items() if isinstance(v, float | int)}
    try:
        if advice.when is not None and not evaluate(advice.when, numbers):
            return None
        found = {name: evaluate(rule, numbers) for name, rule in advice.numbers.items()}
        shown = dict(values) | found
        text = Text(en=_dotted(advice.text.en, shown), zh=_dotted(advice.text.zh, shown))
    except (NotArithmetic, NoResult, KeyError, TypeError, ValueError):
        return None
    needed = {need.split(".")[0] for need in advice.needs}
    used = {name: value for name, value in values.items() if name.split(".")[0] in needed}
    return text, {name: value for name, value in used.items() if value is not None} | found


def _dotted(sentence: str, numbers: Mapping[str, object]) -> str:
    """`{classes_imbalanced.ratio:.1f}` is one name here, not an attribute."""
    plain = {name.replace(".", "__"): value for name, value in numbers.items()}
    for name in numbers:
        sentence = sentence.replace("{" + name, "{" + name.replace(".", "__"))
    return sentence.format_map(plain)


def _code(fix: Fix, known: Facts, filled: Mapping[str, object]) -> dict[Framework, str]:
    keras = known.is_one_of("framework", ("tensorflow",)) and "keras" in fix.code
    order: tuple[Framework, ...] = ("keras", "pytorch") if keras else ("pytorch", "keras")
    shown = {name: _shown(value) for name, value in filled.items() if "." not in name}
    return {
        framework: Template(fix.code[framework]).safe_substitute(shown)
        for framework in order
        if framework in fix.code
    }


def _shown(value: object) -> object:
    return f"{value:.4g}" if isinstance(value, float) else value
