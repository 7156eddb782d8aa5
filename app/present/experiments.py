"""Experiments in the reader's language: what they cost, what came of them, what to draw."""

from collections.abc import Mapping
from typing import Any

from app.jobs.rows import JobRow
from app.plots.experiment import draw
from app.plots.numbers import number
from app.present.findings import fill
from app.uploads import shown
from knowledge_base import KnowledgeBase, Language

Told = Mapping[str, Any]


def offer(
    kb: KnowledgeBase, row: Told, last: Mapping[tuple[str, str | None], JobRow], language: Language
) -> dict[str, Any]:
    job = last.get((row["experiment"], row["fix"]))
    return {
        "experiment": row["experiment"],
        "fix": row["fix"],
        "name": name(kb, row, language),
        "about": kb.say("experiments", f"{row['experiment']}.about", language),
        "seconds": row["seconds"],
        "possible": row["because"] is None,
        "why_not": why_not(kb, row, language),
        "last": job and _last(kb, job, language),
    }


def name(kb: KnowledgeBase, row: Told, language: Language) -> str:
    fix = row["fix"]
    if fix and fix in kb.fixes:
        return kb.say("experiments", "try_fix.name", language, fix=kb.fixes[fix].name.to(language))
    return kb.say("experiments", f"{row['experiment']}.name", language)


def why_not(kb: KnowledgeBase, row: Told, language: Language) -> str | None:
    code = row["because"]
    if code == "fix_does_not_apply":
        return kb.say("experiments", "does_not_apply", language)
    return shown.because(kb, code, {"fix": row["fix"]}, language) if code else None


def job(kb: KnowledgeBase, row: JobRow, language: Language) -> dict[str, Any]:
    """Any job; the result of an experiment is beside it once it is done."""
    data = row.data
    return {
        "id": row.id,
        "kind": row.kind,
        "experiment": data.get("experiment"),
        "fix": data.get("fix"),
        "state": row.state,
        "attempt": row.attempt,
        "progress": row.progress,
        "error": row.error and shown.because(kb, row.error, data.get("refusal") or {}, language),
        "notice": shown.notice(kb, row.notice, language),
        "result": _result(kb, row, language),
    }


def knows(kb: KnowledgeBase, experiment: str, verdict: str) -> bool:
    """Whether there is a sentence for it; a child that was taken over may say anything."""
    return bool({f"{experiment}.{verdict}", f"ended_{verdict}"} & set(kb.words["experiments"]))


def verdict(kb: KnowledgeBase, told: Told, language: Language) -> str:
    """`told`: id, fix, verdict and numbers of an experiment."""
    numbers, words = told["numbers"], kb.words["experiments"]
    key = f"{told['id']}.{told['verdict']}"
    if key not in words:
        return kb.say("experiments", f"ended_{told['verdict']}", language)
    keys = [key, *(_more(numbers) if told["id"] == "try_fix" else ())]
    texts = [fill(words[key].to(language), numbers) for key in keys]
    return ("" if language == "zh" else " ").join(filter(None, texts))


def _more(numbers: Told) -> list[str]:
    found = ["try_fix.farther", "try_fix.interval"]
    if numbers.get("start") == "fresh":
        found.append("try_fix.fresh")
    if numbers.get("control_learns"):
        found.append("try_fix.control_learns")
    return found if (number(numbers.get("ratio")) or 0) > 1 else found[1:]


def _last(kb: KnowledgeBase, row: JobRow, language: Language) -> dict[str, Any]:
    told = _told(row)
    return {
        "job": row.id,
        "state": row.state,
        "verdict": told and told["verdict"],
        "text": told and verdict(kb, told, language),
    }


def _told(row: JobRow) -> dict[str, Any] | None:
    result = row.data.get("result")
    if result is None:
        return None
    return {"id": row.data["experiment"], "fix": row.data.get("fix"), **result}


def _result(kb: KnowledgeBase, row: JobRow, language: Language) -> dict[str, Any] | None:
    told = _told(row)
    if told is None:
        return None

    def say(key: str, **numbers: Any) -> str:
        return kb.say("experiments", key, language, **numbers)

    text = verdict(kb, told, language)
    title = name(kb, {"experiment": told["id"], "fix": told["fix"]}, language)
    lines = [{**line, "label": say(f"line_{line['name']}")} for line in told["lines"]]
    return {
        "verdict": told["verdict"],
        "text": text,
        "numbers": told["numbers"],
        "axis": told["axis"],
        "lines": lines,
        "plot": draw(f"experiment_{told['id']}", title, text, {**told, "lines": lines}, say),
    }
