"""Findings in the reader's words: what is known, by whom, with which numbers."""

from string import Formatter
from typing import Any

from engine import Evidence
from knowledge_base import Finding, KnowledgeBase, Language

YES_NO = ("present", "absent", "unknown")


def known(kb: KnowledgeBase, item: Evidence, language: Language) -> dict[str, Any]:
    """One piece of evidence; `text` is a sentence, `words` what the person wrote."""
    return {
        "id": item.finding,
        "name": kb.findings[item.finding].name.to(language),
        "state": item.state,
        "value": item.value,
        "source": item.source,
        "source_text": kb.say("page", f"source_{item.source}", language),
        "confidence": round(item.confidence, 3),
        "words": item.words.text if item.words else None,
        "span": [item.words.start, item.words.end] if item.words else None,
        "numbers": dict(item.numbers),
        "because": list(item.because),
        "text": sentence(kb, item, language),
    }


def sentence(kb: KnowledgeBase, item: Evidence, language: Language) -> str:
    """The measured sentence where a probe has filled one, else name and state."""
    finding = kb.findings[item.finding]
    if item.state == "present" and item.numbers:
        numbers = _worded(finding, item, language)
        for measured in finding.sentences:
            if filled := fill(measured.to(language), numbers):
                return filled
    name = finding.name.to(language)
    if item.value is not None:
        key = "value_is" if item.state != "absent" else "value_is_not"
        return kb.say("page", key, language, name=name, value=value_text(finding, item, language))
    return kb.say("page", f"state_{item.state}", language, name=name)


def _worded(finding: Finding, item: Evidence, language: Language) -> dict[str, object]:
    """A choice's option by its name instead of its id."""
    numbers = dict(item.numbers)
    if isinstance(item.value, str) and item.value in finding.options:
        numbers["value"] = finding.options[item.value].name.to(language)
    return numbers


def answer_text(kb: KnowledgeBase, item: Evidence, language: Language) -> str:
    """What the person chose: yes, no, an option, a number."""
    if item.value is not None:
        return value_text(kb.findings[item.finding], item, language)
    return kb.say("page", f"answer_{item.state}", language)


def value_text(finding: Finding, item: Evidence, language: Language) -> str:
    if isinstance(item.value, str):
        option = finding.options.get(item.value)
        return option.name.to(language) if option else item.value
    unit = finding.scale.unit.to(language) if finding.scale and finding.scale.unit else ""
    shown = "" if item.value is None else f"{item.value:g}"
    return f"{shown} {unit}".strip()


def fill(template: str, numbers: Any) -> str | None:
    """The template with its numbers, or None when one is missing or not of the kind it shows."""
    wanted = {
        field.split(".")[0].split("[")[0] for _, field, _, _ in Formatter().parse(template) if field
    }
    if not wanted <= set(numbers):
        return None
    try:
        return template.format(**numbers)
    except (ValueError, TypeError, KeyError, IndexError):
        return None


def choices(kb: KnowledgeBase, finding: str, language: Language) -> list[dict[str, str]]:
    """The answers a person can give, ending with "don't know"."""
    entry = kb.findings[finding]
    if entry.kind == "binary":
        return [
            {"id": state, "label": kb.say("page", f"answer_{state}", language)} for state in YES_NO
        ]
    options = [
        {"id": option, "label": known.name.to(language)} for option, known in entry.options.items()
    ]
    return [*options, {"id": "unknown", "label": kb.say("page", "answer_unknown", language)}]
