"""What was said and done, in the reader's language of now."""

from collections.abc import Mapping
from typing import Any

from app import evidence_json
from app.consultation import ANSWERED, MEASURED, Consultation, Entry
from app.present import experiments
from app.present.findings import answer_text, known, sentence
from app.present.measured import measured_lines
from engine import Evidence, Suggestion
from knowledge_base import KnowledgeBase, Language


def transcript(
    kb: KnowledgeBase, shown: Consultation, language: Language, telling: Mapping[str, float]
) -> list[dict[str, Any]]:
    """`telling`: of what was found in files, that which says most comes first."""
    rows, seen = [], set[str]()  # the uploads of the measurements so far
    for place, entry in enumerate(shown.entries, 1):
        files = measured_lines(kb, entry, language, seen)
        rows.append(
            {
                "place": place,
                "kind": entry.kind,
                "undone": entry.undone,
                "text": entry.data.get("text"),
                "question": _question(kb, entry, language),
                "answers": answers(kb, entry, language),
                "lines": [*files, *_lines(kb, entry, language)],
                **_measured(kb, entry, language, telling),
                "unsure": [_guess(kb, row, language) for row in entry.data.get("unsure", ())],
            }
        )
        seen |= set(entry.data.get("files", {}).values())
    return rows


def suggestion_row(item: Suggestion) -> dict[str, Any]:
    """A "did you mean" as it is stored and sent."""
    row: dict[str, Any] = {
        "finding": item.finding,
        "state": item.state,
        "value": item.value,
        "probability": round(item.probability, 3),
        "words": item.words.text if item.words else None,
    }
    return row


def _question(kb: KnowledgeBase, entry: Entry, language: Language) -> dict[str, Any] | None:
    """Asked then, said in the words of now."""
    asked = entry.data.get("question")
    if not asked:
        return None
    texts = [
        kb.findings[item["id"]].question.to(language)
        for item in asked["items"]
        if item["id"] in kb.findings
    ]
    return {"text": " ".join(texts), "items": [item["id"] for item in asked["items"]]}


def answers(kb: KnowledgeBase, entry: Entry, language: Language) -> list[dict[str, str]]:
    """What was answered by button to each of the questions asked then."""
    asked = {item["id"] for item in (entry.data.get("question") or {"items": ()})["items"]}
    return [
        {
            "id": item.finding,
            "question": kb.findings[item.finding].question.to(language),
            "answer": answer_text(kb, item, language),
        }
        for item in _evidence(kb, entry)
        if item.finding in asked and entry.kind == ANSWERED
    ]


def _measured(
    kb: KnowledgeBase, entry: Entry, language: Language, telling: Mapping[str, float]
) -> dict[str, list[str]]:
    """What was found in files, apart from what was merely read there, such as the batch size."""
    items = [item for item in _evidence(kb, entry) if item.state == "present"]
    if entry.kind != MEASURED:
        return {"found": [], "read": []}
    items.sort(key=lambda item: -telling.get(item.finding, 0))
    return {
        key: [sentence(kb, item, language) for item in items if (item.value is not None) == plain]
        for key, plain in (("found", False), ("read", True))
    }


def _evidence(kb: KnowledgeBase, entry: Entry) -> list[Evidence]:
    items = [evidence_json.load(row) for row in entry.data.get("evidence", ())]
    return [item for item in items if item.finding in kb.findings]


def _lines(kb: KnowledgeBase, entry: Entry, language: Language) -> list[str]:
    data, lines = entry.data, list[str]()
    texts = [] if entry.kind == MEASURED else _told(kb, entry, language)
    if texts and not answers(kb, entry, language):
        lines.append(kb.say("page", "ui_understood", language, names=_joined(texts, language)))
    if data.get("retracted"):
        names = [kb.findings[f].name.to(language) for f in data["retracted"] if f in kb.findings]
        lines.append(kb.say("page", "ui_retracted", language, names=_joined(names, language)))
    if "tried" in data and data["tried"][0] in kb.fixes:
        fix, outcome = data["tried"]
        said = kb.say("page", f"ui_{outcome}", language)
        name = kb.fixes[fix].name.to(language)
        lines.append(kb.say("page", "ui_tried", language, fix=name, outcome=said))
    if "experiment" in data:
        lines.append(_experiment(kb, data["experiment"], language))
    if data.get("reply"):
        lines.append(kb.say("out_of_scope", data["reply"], language))
    elif entry.kind == "said" and not texts and not data.get("unsure") and "tried" not in data:
        lines.append(kb.say("page", "nothing_understood", language))
    return lines


def _experiment(kb: KnowledgeBase, told: dict[str, Any], language: Language) -> str:
    name = experiments.name(kb, {"experiment": told["id"], "fix": told["fix"]}, language)
    text = experiments.verdict(kb, told, language)
    return kb.say("experiments", "told", language, name=name, text=text)


def _told(kb: KnowledgeBase, entry: Entry, language: Language) -> list[str]:
    return [sentence(kb, item, language) for item in _evidence(kb, entry)]


def _guess(kb: KnowledgeBase, row: dict[str, Any], language: Language) -> dict[str, Any]:
    item = Evidence(row["finding"], row["state"], row["value"])
    answer = {"value": row["value"]} if row["value"] is not None else {"state": row["state"]}
    return {"id": row["finding"], "answer": answer, "text": known(kb, item, language)["text"]}


def _joined(texts: list[str], language: Language) -> str:
    return ("；" if language == "zh" else "; ").join(texts)
